"""The admin site of this app: `sessions` and what is read in them, `made` for learners, what they say in `opinions`."""

from articles.admin import made, opinions, sessions

__all__ = ["made", "opinions", "sessions"]
