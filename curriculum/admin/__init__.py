"""What there is to learn, as teachers and admins edit it."""

from curriculum.admin import careers, completions, questions, topics, tracks

__all__ = ["careers", "completions", "questions", "topics", "tracks"]
