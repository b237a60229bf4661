"""A learning session and its subtopics."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.generated import GeneratedSubTopic
from curriculum.content_files import LEVEL_CODES
from curriculum.models import CuratedSubTopic, LearningModule, MainTopic
from curriculum.models.modules import LONG_IN_MODULE
from lms import ids
from lms.accounts.access import OwnedQuerySet
from lms.accounts.models import Language
from lms.privacy.models import PrivateNote

KEPT_FOR = timedelta(days=30)


def default_expiry():
    return timezone.now() + KEPT_FOR


class LearningSessionQuerySet(OwnedQuerySet):
    def listed(self) -> "LearningSessionQuerySet":
        return self.filter(hidden_at=None).order_by("-last_accessed_at")

    def newly_ready(self) -> "LearningSessionQuerySet":
        """Being made, or ready without their owner having seen it."""
        made = Q(status__in=LearningSession.BEING_MADE)
        ready = Q(status=LearningSession.Status.READY, seen_ready_at=None)
        return self.filter(made | ready, hidden_at=None, expires_at__gt=timezone.now())

    def with_titles(self) -> "LearningSessionQuerySet":
        about = self.select_related("main_topic", "module__track").defer(*LONG_IN_MODULE)
        return about.prefetch_related("sub_topics__curated", "sub_topics__generated")

    def with_progress(self) -> "LearningSessionQuerySet":
        """Counts over the articles that are still in the outline, by what their owner read; skipped ones are out of the
        total."""
        here, own = Q(articles__removed_at=None), Q(articles__readings__user=F("user"))
        skipped = own & Q(articles__readings__skipped_at__isnull=False)
        completed = own & Q(articles__readings__completed_at__isnull=False)
        return self.annotate(
            planned_articles=Count("articles", filter=here, distinct=True),
            skipped_articles=Count("articles", filter=here & skipped, distinct=True),
            completed_articles=Count("articles", filter=here & completed, distinct=True),
        )


class LearningSession(models.Model):
    """About a main topic, of which it has subtopics, or about a module of the curriculum."""

    class Status(models.TextChoices):
        INITIALIZING = "initializing", _("Starting")
        GENERATING = "generating", _("Being written")
        READY = "ready", _("Ready")
        ACTIVE = "active", _("Being read")
        COMPLETED = "completed", _("Completed")
        EXPIRED = "expired", _("Expired")
        FAILED = "failed", _("Failed")

    BEING_MADE = (Status.INITIALIZING, Status.GENERATING)

    id = ids.PublicIdField(prefix="sess")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="learning_sessions")
    main_topic = models.ForeignKey(
        MainTopic, models.PROTECT, null=True, blank=True, related_name="sessions", verbose_name=_("main topic")
    )
    module = models.ForeignKey(
        LearningModule, models.PROTECT, null=True, blank=True, related_name="sessions", verbose_name=_("module")
    )
    target_level = models.CharField(_("level"), max_length=20, choices=[(code, code) for code in LEVEL_CODES])
    language = models.CharField(_("language"), max_length=2, choices=Language)
    generation_options = models.JSONField(default=dict)
    private_note = models.ForeignKey(PrivateNote, models.SET_NULL, null=True, blank=True, related_name="+")
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.INITIALIZING)
    curriculum_generated_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(default=default_expiry)
    last_accessed_at = models.DateTimeField(default=timezone.now)
    total_time_spent = models.PositiveIntegerField(default=0, help_text=_("seconds"))
    generation_llm_model = models.CharField(max_length=120, blank=True)
    generation_total_tokens = models.PositiveIntegerField(default=0)
    generation_cost_usd = models.DecimalField(max_digits=12, decimal_places=6, default=0)
    generation_duration_seconds = models.FloatField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    adapted_at = models.DateTimeField(null=True, blank=True, help_text=_("when its level last moved by feedback"))
    seen_ready_at = models.DateTimeField(null=True, blank=True, help_text=_("when its owner saw that it is ready"))
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = LearningSessionQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("learning session"), _("learning sessions")
        indexes = [
            models.Index("status", F("created_at").desc(), name="session_status"),
            models.Index("user", F("last_accessed_at").desc(), name="session_of_user"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(main_topic=None, module__isnull=False) | Q(main_topic__isnull=False, module=None),
                name="about_topic_or_module",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk} ({self.main_topic_id or self.module_id})"

    @property
    def subject(self) -> MainTopic | LearningModule:
        """What it is about, by its name."""
        return self.main_topic or self.module

    @property
    def owner_id(self) -> int:
        return self.user_id

    @property
    def topic(self) -> str:
        """Where its progress is published."""
        return topic_of(self.pk)

    @property
    def expired(self) -> bool:
        """Nobody used it for so long that it can only be read, until it is renewed."""
        return self.status == self.Status.EXPIRED or self.expires_at <= timezone.now()

    @property
    def shown_status(self) -> str:
        """As clients see it: the job that marks expired ones runs only now and then."""
        return self.Status.EXPIRED if self.expired else self.status

    @property
    def being_made(self) -> bool:
        return self.status in self.BEING_MADE

    def touch(self) -> None:
        """It was used: it lives 30 days from now."""
        self.last_accessed_at = timezone.now()
        self.expires_at = default_expiry()
        self.save(update_fields=["last_accessed_at", "expires_at", "updated_at"])


def topic_of(session_id: str) -> str:
    return f"sessions.{session_id}"


class SessionSubTopic(models.Model):
    """A curated or a generated one; neither in a session about a module, which is then its only subtopic. `outline` is what a
    model laid out for a generated one, kept as soon as it is there."""

    session = models.ForeignKey(LearningSession, models.CASCADE, related_name="sub_topics")
    curated = models.ForeignKey(
        CuratedSubTopic, models.PROTECT, null=True, blank=True, related_name="session_sub_topics"
    )
    generated = models.ForeignKey(
        GeneratedSubTopic, models.CASCADE, null=True, blank=True, related_name="session_sub_topics"
    )
    position = models.PositiveSmallIntegerField()
    outline = models.JSONField(default=list, db_default=[], blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("session subtopic"), _("session subtopics")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["session", "curated"], name="subtopic_once_a_session"),
            models.UniqueConstraint(
                fields=["session", "generated"], condition=Q(generated__isnull=False), name="generated_once_a_session"
            ),
            models.CheckConstraint(condition=Q(curated=None) | Q(generated=None), name="not_curated_and_generated"),
        ]

    def __str__(self) -> str:
        return str(self.chosen)

    @property
    def chosen(self) -> CuratedSubTopic | GeneratedSubTopic | LearningModule:
        return self.curated or self.generated or self.session.module

    @property
    def public_id(self) -> str:
        """`curated_1`, `generated_456`; of a module its full name."""
        return self.chosen.full_name if self.is_module else self.chosen.public_id

    @property
    def slug(self) -> str:
        return self.chosen.full_name if self.is_module else self.chosen.slug

    @property
    def is_module(self) -> bool:
        return not (self.curated_id or self.generated_id)
