"""Subtopics made for one learner: a batch for each wish, and what came of it."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from curriculum.content_files import LEVEL_CODES
from curriculum.models import MainTopic
from lms import ids
from lms.accounts.access import OwnedQuerySet
from lms.accounts.models import Language, Membership, User
from lms.privacy.models import PrivateNote

KEPT_FOR = timedelta(days=90)
OUTLINE_ARTICLES = 5  # that a model lays out for one; the course has four to seven


def default_expiry():
    return timezone.now() + KEPT_FOR


class SubTopicGeneration(models.Model):
    """One request for subtopics. What the learner said of themselves is in the private note alone."""

    class Status(models.TextChoices):
        PROCESSING = "processing", _("Being made")
        COMPLETED = "completed", _("Completed")
        FAILED = "failed", _("Failed")

    generation_batch_id = ids.PublicIdField(prefix="gen")
    main_topic = models.ForeignKey(MainTopic, models.PROTECT, related_name="generations", verbose_name=_("main topic"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sub_topic_generations")
    private_note = models.ForeignKey(PrivateNote, models.SET_NULL, null=True, blank=True, related_name="+")
    language = models.CharField(_("language"), max_length=2, choices=Language)
    generation_options = models.JSONField(default=dict)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PROCESSING)
    started_at = models.DateTimeField(auto_now_add=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    error_message = models.CharField(max_length=200, blank=True)
    generated_count = models.PositiveSmallIntegerField(default=0)
    total_tokens_used = models.PositiveIntegerField(default=0)
    llm_cost_usd = models.DecimalField(max_digits=16, decimal_places=9, default=0)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("subtopic generation"), _("subtopic generations")
        indexes = [models.Index("user", models.F("started_at").desc(), name="generation_of_user")]

    def __str__(self) -> str:
        return f"{self.pk} ({self.main_topic_id})"

    @property
    def owner_id(self) -> int:
        return self.user_id

    @property
    def topic(self) -> str:
        """Where its progress is published."""
        return topic_of(self.pk)

    @property
    def being_made(self) -> bool:
        return self.status == self.Status.PROCESSING


def topic_of(generation_id: str) -> str:
    return f"sub-topics.generated.{generation_id}"


class GeneratedSubTopicQuerySet(OwnedQuerySet):
    owner = "generation__user"

    def reviewable_by(self, person: User) -> "GeneratedSubTopicQuerySet":
        """For a teacher those that were made for a student of theirs."""
        if person.is_admin:
            return self
        if not person.is_teacher:
            return self.none()
        taught = Membership.objects.filter(student=OuterRef("generation__user"), group__teachers=person)
        return self.filter(Exists(taught))

    def choosable(self) -> "GeneratedSubTopicQuerySet":
        """Not rejected by a teacher, not expired."""
        return self.exclude(approval_status=GeneratedSubTopic.Approval.REJECTED).filter(expires_at__gt=timezone.now())


class GeneratedSubTopic(models.Model):
    """`curated_items` are outline items (numbers) where course material was re-cut instead of a model writing."""

    class Approval(models.TextChoices):
        PENDING = "pending", _("Not looked at yet")
        APPROVED = "approved", _("Approved")
        REJECTED = "rejected", _("Rejected")

    generation = models.ForeignKey(SubTopicGeneration, models.CASCADE, related_name="sub_topics")
    main_topic = models.ForeignKey(MainTopic, models.PROTECT, related_name="generated_sub_topics")
    position = models.PositiveSmallIntegerField()
    slug = models.SlugField(max_length=80)
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"))
    learning_outcomes = models.JSONField(_("learning outcomes"), default=list)
    prerequisites = models.JSONField(_("prerequisites"), default=list, blank=True)
    practical_projects = models.JSONField(_("practical projects"), default=list, blank=True)
    estimated_learning_time = models.CharField(_("learning time"), max_length=40)
    target_audience = models.TextField(_("target audience"), blank=True)
    difficulty_focus = models.CharField(max_length=20, choices=[(code, code) for code in LEVEL_CODES])
    curated_items = models.JSONField(default=list, blank=True)
    llm_model = models.CharField(max_length=120, blank=True)
    llm_temperature = models.FloatField(null=True, blank=True)
    generation_prompt = models.CharField(max_length=80, help_text=_("name@version"))
    generation_params = models.JSONField(default=dict, blank=True)
    quality_score = models.FloatField(null=True, blank=True)
    human_reviewed = models.BooleanField(default=False)
    review_notes = models.TextField(blank=True)
    approval_status = models.CharField(max_length=10, choices=Approval, default=Approval.PENDING)
    usage_count = models.PositiveIntegerField(default=0)
    positive_feedback_count = models.PositiveIntegerField(default=0)
    negative_feedback_count = models.PositiveIntegerField(default=0)
    last_used_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(default=default_expiry)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = GeneratedSubTopicQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("generated subtopic"), _("generated subtopics")
        ordering = ["position"]
        indexes = [models.Index(fields=["generation", "approval_status"])]
        constraints = [
            models.UniqueConstraint(fields=["generation", "slug"], name="generated_slug_in_batch"),
            models.UniqueConstraint(fields=["generation", "position"], name="generated_place_in_batch"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def owner_id(self) -> int:
        return self.generation.user_id

    @property
    def public_id(self) -> str:
        return f"generated_{self.pk}"

    @property
    def source(self) -> str:
        """llm or template."""
        return "llm" if self.llm_model else "template"

    @property
    def article_count(self) -> int:
        """How many articles a session about it gets, unless its learner wants fewer."""
        return len(self.curated_items) or OUTLINE_ARTICLES


class SubTopicReview(models.Model):
    """Who moved a generated subtopic to which state, when and why. The same state twice: it was looked at or edited, and
    `before` says what stood there."""

    sub_topic = models.ForeignKey(GeneratedSubTopic, models.CASCADE, related_name="reviews")
    from_state = models.CharField(_("state before"), max_length=10, choices=GeneratedSubTopic.Approval)
    to_state = models.CharField(_("state after"), max_length=10, choices=GeneratedSubTopic.Approval)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    before = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("subtopic review"), _("subtopic reviews")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"
