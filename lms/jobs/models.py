"""The task row: the truth about a background job, and the only retry machine. The queue is a hint."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lms import ids
from lms.accounts.access import OwnedQuerySet
from lms.jobs import troubles


class TaskQuerySet(OwnedQuerySet):
    def unfinished(self) -> "TaskQuerySet":
        return self.filter(status__in=Task.UNFINISHED)

    def generations(self) -> "TaskQuerySet":
        """What makes something to read or answer, not what works out numbers."""
        return self.exclude(task_type=Task.Type.RISK_ASSESSMENT)

    def claimable(self, now: datetime) -> "TaskQuerySet":
        """Free now: waiting and due, or claimed by somebody whose lease ran out and with tries left."""
        due = Q(status=Task.Status.PENDING) & (Q(next_retry_at=None) | Q(next_retry_at__lte=now))
        lost = Q(status=Task.Status.PROCESSING, lease_until__lt=now, retry_count__lt=F("max_retries"))
        return self.filter(due | lost)

    def worn_out(self, now: datetime) -> "TaskQuerySet":
        """Lost again after the last try: whoever runs these does not survive it."""
        return self.filter(status=Task.Status.PROCESSING, lease_until__lt=now, retry_count__gte=F("max_retries"))

    def not_heard_of(self, sent_before: datetime) -> "TaskQuerySet":
        """Never handed to the queue, or so long ago that the queue may have lost it."""
        return self.filter(Q(sent_at=None) | Q(sent_at__lt=sent_before))


class Task(models.Model):
    class Type(models.TextChoices):
        SUBTOPIC_GENERATION = "subtopic_generation", _("Subtopic generation")
        CURRICULUM_GENERATION = "curriculum_generation", _("Outline generation")
        ARTICLE_GENERATION = "article_generation", _("Article generation")
        LEVEL_CONVERSION = "level_conversion", _("Level conversion")
        FEEDBACK_GENERATION = "feedback_generation", _("Feedback generation")
        QUESTION_GENERATION = "question_generation", _("Question generation")
        RISK_ASSESSMENT = "risk_assessment", _("Risk assessment")

    class Status(models.TextChoices):
        PENDING = "pending", _("Waiting")
        PROCESSING = "processing", _("Running")
        COMPLETED = "completed", _("Completed")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    UNFINISHED = (Status.PENDING, Status.PROCESSING)

    task_id = ids.PublicIdField(prefix="task")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tasks")
    task_type = models.CharField(max_length=30, choices=Type)
    subject_type = models.CharField(max_length=30)
    subject_id = models.CharField(max_length=40)
    session_id = models.CharField(max_length=40, null=True, blank=True, db_index=True)  # noqa: DJ001 a missing id is not ""
    dedupe_key = models.CharField(max_length=120)
    priority = models.PositiveSmallIntegerField(default=5, help_text=_("0 first, 9 last"))
    input_data = models.JSONField(default=dict, help_text=_("ids only"))
    status = models.CharField(max_length=12, choices=Status, default=Status.PENDING)
    progress_percentage = models.PositiveSmallIntegerField(default=0)
    current_step = models.CharField(max_length=60, blank=True)
    estimated_completion_time = models.DateTimeField(null=True, blank=True)
    result_data = models.JSONField(default=dict, blank=True)
    error_details = models.JSONField(default=dict, blank=True)
    tokens_used = models.PositiveIntegerField(default=0)
    processing_time_seconds = models.FloatField(null=True, blank=True)
    llm_api_calls = models.PositiveIntegerField(default=0)
    retry_count = models.PositiveSmallIntegerField(default=0)
    max_retries = models.PositiveSmallIntegerField(default=2)
    next_retry_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True, help_text=_("when the queue was last told"))
    claimed_by = models.CharField(max_length=80, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("task"), _("tasks")
        indexes = [
            models.Index(fields=["status", "priority", "created_at"]),
            models.Index(fields=["subject_type", "subject_id"]),
            models.Index(fields=["completed_at"], condition=Q(completed_at__isnull=False), name="tasks_by_end"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["dedupe_key"],
                condition=Q(status__in=("pending", "processing")),
                name="one_unfinished_task_a_key",
            )
        ]

    def __str__(self) -> str:
        return f"{self.task_type} {self.subject_id}"

    @property
    def owner_id(self) -> int:
        return self.user_id

    @property
    def topic(self) -> str:
        """Where its progress is published."""
        return topic_of(self.task_id)

    @property
    def error(self) -> dict | None:
        """What went wrong last, worded in the active language."""
        if not self.error_details:
            return None
        code = self.error_details["error_code"]
        passing = self.status in self.UNFINISHED
        return {"error_code": code, "message": troubles.passing(code) if passing else troubles.final()}

    @property
    def result(self) -> dict | None:
        """The article that was made or written, and at which level; or the questions that wait for review."""
        made = self.result_data
        if "question_ids" in made:
            return {"question_ids": made["question_ids"]}
        return {"article_id": made["article_id"], "level": made.get("level")} if made.get("article_id") else None


class WorkerHeartbeat(models.Model):
    """A worker process that lives; it says so every few seconds."""

    name = models.CharField(max_length=120, primary_key=True)
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name, verbose_name_plural = _("worker"), _("workers")

    def __str__(self) -> str:
        return self.name


class ClockTick(models.Model):
    """When beat last had something done; one row. Whoever misses beat sees it here."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name, verbose_name_plural = _("clock tick"), _("clock ticks")

    def __str__(self) -> str:
        return self.at.isoformat()


def topic_of(task_id: str) -> str:
    return f"tasks.{task_id}"
