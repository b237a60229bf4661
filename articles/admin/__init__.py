"""The admin site of this app: `sessions` and what is read in them, `contents` they share, subtopics `made` for learners, and
what readers say in `opinions`."""

from articles.admin import contents, made, opinions, sessions

__all__ = ["contents", "made", "opinions", "sessions"]
