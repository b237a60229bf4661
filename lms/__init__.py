"""The project package, and what all apps stand on. Celery's app is imported here so that `.delay()` finds our broker."""

from .celery import app as celery_app

__all__ = ["celery_app"]
