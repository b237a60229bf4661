"""What there is to learn, as teachers and admins edit it."""

from curriculum.admin import careers, topics, tracks

__all__ = ["careers", "topics", "tracks"]
