"""How far one person is in one article."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.articles import Article
from articles.models.sessions import LearningSession


class ReadingQuerySet(models.QuerySet):
    def of_session(self, session: LearningSession) -> "ReadingQuerySet":
        """Its owner's; those of students to whom an article of it was assigned are none of its business."""
        return self.filter(article__session=session, user=session.user_id)


class Reading(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="readings")
    article = models.ForeignKey(Article, models.CASCADE, related_name="readings")
    started_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    skipped_at = models.DateTimeField(null=True, blank=True)
    seconds = models.PositiveIntegerField(default=0)
    scroll_depth = models.FloatField(default=0)
    bookmarked = models.BooleanField(default=False)
    bookmarked_at = models.DateTimeField(null=True, blank=True)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("reading"), _("readings")
        constraints = [models.UniqueConstraint(fields=["user", "article"], name="one_reading_a_person")]
        indexes = [
            models.Index(
                fields=["completed_at"], condition=models.Q(completed_at__isnull=False), name="readings_by_end"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.article}"
