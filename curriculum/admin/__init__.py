"""What there is to learn, as teachers and admins edit it."""

from curriculum.admin import careers, completions, topics, tracks

__all__ = ["careers", "completions", "topics", "tracks"]
