"""What readers say of an article: how they liked it, how hard it was, and what is wrong with it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.articles import Article
from articles.models.contents import ContentVersion
from articles.models.sessions import LearningSession
from curriculum.content_files import LEVEL_CODES
from curriculum.models import Outcome, Reason
from lms.accounts.access import OwnedQuerySet


class ArticleFeedback(models.Model):
    """One an article and reader; a second one takes its place. Without a session from who was given the article: only what its
    owner says counts in a session."""

    class Rating(models.TextChoices):
        LIKE = "like", _("Liked it")
        DISLIKE = "dislike", _("Didn't like it")

    class About(models.TextChoices):
        DIFFICULTY = "difficulty", _("How hard it was")
        CLARITY = "clarity", _("How clear it was")
        USEFULNESS = "usefulness", _("How useful it was")
        ACCURACY = "accuracy", _("Whether it was right")

    class Difficulty(models.TextChoices):
        TOO_EASY = "too_easy", _("Too easy")
        APPROPRIATE = "appropriate", _("Just right")
        TOO_HARD = "too_hard", _("Too hard")

    article = models.ForeignKey(Article, models.CASCADE, related_name="feedback")
    session = models.ForeignKey(LearningSession, models.CASCADE, null=True, blank=True, related_name="feedback")
    version = models.ForeignKey(ContentVersion, models.SET_NULL, null=True, blank=True, related_name="feedback")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="article_feedback")
    rating = models.CharField(max_length=10, choices=Rating, blank=True)
    feedback_type = ArrayField(models.CharField(max_length=12, choices=About), default=list, blank=True)
    comments = models.TextField(blank=True, max_length=2000)
    difficulty_perceived = models.CharField(max_length=12, choices=Difficulty, blank=True)
    user_level_at_time = models.CharField(max_length=20, choices=[(code, code) for code in LEVEL_CODES])
    time_spent_reading = models.PositiveIntegerField(default=0, help_text=_("seconds"))
    scroll_depth = models.FloatField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("article feedback"), _("article feedback")
        constraints = [models.UniqueConstraint(fields=["article", "user"], name="one_feedback_a_reader")]
        indexes = [models.Index("rating", models.F("created_at").desc(), name="feedback_rating")]

    def __str__(self) -> str:
        return f"{self.article}: {self.rating or self.difficulty_perceived}"


class ArticleReport(models.Model):
    """Somebody says that a text is wrong; a teacher looks at it."""

    article = models.ForeignKey(Article, models.SET_NULL, null=True, blank=True, related_name="reports")
    version = models.ForeignKey(ContentVersion, models.CASCADE, related_name="reports")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="article_reports"
    )
    reason = models.CharField(max_length=10, choices=Reason)
    text = models.TextField(blank=True, max_length=2000)
    created_at = models.DateTimeField(auto_now_add=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True, default="", db_default="")

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("article report"), _("article reports")
        indexes = [models.Index("resolved_at", models.F("created_at").desc(), name="open_reports")]

    def __str__(self) -> str:
        return f"{self.version}: {self.reason}"
