"""What happened in the reader, line by line. Nothing is decided by it: `Reading` is the state, this its history."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.articles import Article
from articles.models.sessions import LearningSession
from lms.accounts.access import OwnedQuerySet


class ProgressLogQuerySet(OwnedQuerySet):
    owner = "session__user"


class ProgressLog(models.Model):
    """Partitioned by month in PostgreSQL (the migration has the SQL); nothing may point to it.

    The primary key there is (id, timestamp); Django knows the half of it that is unique anyway.
    """

    class Action(models.TextChoices):
        STARTED = "started", _("Started")
        COMPLETED = "completed", _("Completed")
        BOOKMARKED = "bookmarked", _("Bookmarked")
        SKIPPED = "skipped", _("Skipped")
        LEVEL_SWITCHED = "level_switched", _("Switched level")

    session = models.ForeignKey(LearningSession, models.CASCADE, related_name="progress_log")
    article = models.ForeignKey(Article, models.CASCADE, related_name="progress_log")
    action = models.CharField(max_length=16, choices=Action)
    from_level = models.CharField(max_length=20, blank=True)
    to_level = models.CharField(max_length=20, blank=True)
    time_spent_seconds = models.PositiveIntegerField(default=0)
    scroll_depth = models.FloatField(default=0)
    engagement_score = models.FloatField(default=0)
    device_type = models.CharField(max_length=10, blank=True)
    referrer_url = models.CharField(max_length=200, blank=True)
    timestamp = models.DateTimeField(default=timezone.now)

    objects = ProgressLogQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("progress log entry"), _("progress log")
        indexes = [models.Index("session", models.F("timestamp").desc(), name="progress_of_session")]

    def __str__(self) -> str:
        return f"{self.timestamp:%Y-%m-%d %H:%M} {self.action}"
