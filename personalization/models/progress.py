"""What somebody knows, by module; where they keep erring; when to look at a question again."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from curriculum.models import LearningModule, Question
from lms.accounts.access import OwnedQuerySet

BASIC_BELOW, ADVANCED_FROM = 0.5, 0.8


def student_field(related_name: str, **more) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name=related_name, verbose_name=_("student"), **more
    )


class TopicProgress(models.Model):
    """Of the counted answers alone. `state` is the mastery model's; `mastery` what it says after the last answer."""

    user = student_field("topic_progress")
    module = models.ForeignKey(
        LearningModule, models.CASCADE, related_name="learners_progress", verbose_name=_("module")
    )
    total_questions = models.PositiveIntegerField(_("answers"), default=0)
    correct_answers = models.PositiveIntegerField(_("right answers"), default=0)
    average_score = models.FloatField(_("average score"), default=0)
    mastery = models.FloatField(_("mastery"), default=0, help_text="0-1")
    state = models.JSONField(default=dict, editable=False)
    last_activity = models.DateTimeField(_("last activity"))

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("progress in a module"), _("progress in modules")
        constraints = [models.UniqueConstraint(fields=["user", "module"], name="progress_once_a_module")]

    def __str__(self) -> str:
        return f"{self.module} · {self.user}"

    @property
    def owner_id(self) -> int:
        return self.user_id

    @property
    def mastery_level(self) -> str:
        if self.mastery < BASIC_BELOW:
            return "basic"
        return "intermediate" if self.mastery < ADVANCED_FROM else "advanced"


class WeaknessQuerySet(OwnedQuerySet):
    def recent(self, now: datetime) -> "WeaknessQuerySet":
        """With an error in the last days that count."""
        return self.filter(last_error__gt=now - timedelta(days=settings.WEAKNESS_RECENT_DAYS))


class Weakness(models.Model):
    """A kind of error made in a module. `strength` is as of the last change; `weaknesses.strength_now` lets it fade."""

    user = student_field("weaknesses")
    module = models.ForeignKey(LearningModule, models.CASCADE, related_name="weaknesses", verbose_name=_("module"))
    weakness_type = models.CharField(_("weakness"), max_length=20, choices=Question.Weakness)
    error_count = models.PositiveIntegerField(_("errors"), default=0)
    strength = models.FloatField(_("strength"), default=0)
    last_error = models.DateTimeField(_("last error"))

    objects = WeaknessQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("weakness"), _("weaknesses")
        constraints = [
            models.UniqueConstraint(fields=["user", "module", "weakness_type"], name="weakness_once_a_module")
        ]
        indexes = [models.Index(fields=["user", "last_error"], name="weakness_recent")]

    def __str__(self) -> str:
        return f"{self.module} · {self.get_weakness_type_display()} · {self.user}"

    @property
    def owner_id(self) -> int:
        return self.user_id


class ReviewCardQuerySet(OwnedQuerySet):
    def due(self, now: datetime) -> "ReviewCardQuerySet":
        """What may be asked again: a question that was withdrawn is not."""
        return self.filter(due__lte=now, question__approval_status=Question.Approval.APPROVED)


class ReviewCard(models.Model):
    """When to ask a question again (FSRS). `before` is the state ahead of the last answer, which a right second try
    rates anew."""

    user = student_field("review_cards")
    question = models.ForeignKey(Question, models.CASCADE, related_name="review_cards", verbose_name=_("question"))
    state = models.JSONField(default=dict, editable=False)
    before = models.JSONField(default=dict, editable=False)
    due = models.DateTimeField(_("due"))
    last_review = models.DateTimeField(_("last review"))

    objects = ReviewCardQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("review"), _("reviews")
        constraints = [models.UniqueConstraint(fields=["user", "question"], name="review_once_a_question")]
        indexes = [models.Index(fields=["user", "due"], name="review_due")]

    def __str__(self) -> str:
        return f"{self.question} · {self.user}"

    @property
    def owner_id(self) -> int:
        return self.user_id


class QuestionRecordQuerySet(models.QuerySet):
    def of_modules(self, module_ids: Iterable[int]) -> Self:
        """Each with its `module_id`."""
        return self.filter(question__module__in=module_ids).annotate(module_id=F("question__module_id"))


class QuestionRecord(models.Model):
    """What everyone's counted answers say about a question: how hard it really is."""

    question = models.OneToOneField(
        Question, models.CASCADE, primary_key=True, related_name="record", verbose_name=_("question")
    )
    answers = models.PositiveIntegerField(_("answers"), default=0)
    right = models.PositiveIntegerField(_("right answers"), default=0)
    state = models.JSONField(default=dict, editable=False)

    objects = QuestionRecordQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("question's record"), _("questions' records")

    def __str__(self) -> str:
        return str(self.question)


class MasteryOverride(models.Model):
    """A teacher knew better, and said why. Never changed afterwards: the trail of who decided what."""

    user = student_field("mastery_overrides")
    module = models.ForeignKey(LearningModule, models.CASCADE, related_name="+", verbose_name=_("module"))
    teacher = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("teacher")
    )
    complete = models.BooleanField(_("complete"), help_text=_("whether the module counts as completed from then on"))
    mastery_before = models.FloatField(_("mastery before"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300)
    created_at = models.DateTimeField(_("at"), auto_now_add=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("mastery override"), _("mastery overrides")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.module} · {self.user}"

    @property
    def owner_id(self) -> int:
        return self.user_id
