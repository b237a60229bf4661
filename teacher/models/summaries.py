"""What is known of a student in one row, and of a class in one row: worked out from everything else, at any time again."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from curriculum.models import CareerPath, LearningModule
from teacher.models.risk import StudentsRows


class StudentSummary(models.Model):
    """`teacher.measures.Measures` as of `computed_at`. `since`: the last activity, else joining. Rates and mastery are 0-1."""

    student = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="summary", verbose_name=_("student")
    )
    career = models.ForeignKey(
        CareerPath, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("career path")
    )
    module = models.ForeignKey(
        LearningModule, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("present module")
    )
    mastery = models.FloatField(_("mastery"), default=0)
    done = models.PositiveIntegerField(_("completed modules of the path"), default=0)
    modules = models.PositiveIntegerField(_("modules of the path"), default=0)
    answers = models.PositiveIntegerField(_("counted answers in 30 days"), default=0)
    right = models.PositiveIntegerField(_("right ones among them"), default=0)
    answers_ever = models.PositiveIntegerField(_("counted answers"), default=0)
    accuracy = models.FloatField(_("accuracy"), null=True, blank=True)
    completion_rate = models.FloatField(_("completion"), null=True, blank=True)
    weaknesses = models.PositiveIntegerField(_("weaknesses in 7 days"), default=0)
    unaided_chances = models.PositiveIntegerField(_("questions after an error"), default=0)
    unaided_right = models.PositiveIntegerField(_("right ones without help"), default=0)
    joined_at = models.DateTimeField(_("joined"))
    since = models.DateTimeField(_("last active"))
    computed_at = models.DateTimeField(_("computed at"))

    objects = StudentsRows.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("student's summary"), _("students' summaries")
        indexes = [
            models.Index(
                models.F("accuracy").desc(), models.F("mastery").desc(), name="summary_best",
                condition=models.Q(accuracy__gte=0.85, answers__gte=20),
            ),
            models.Index(fields=["computed_at"], name="summary_age"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.student)

    @property
    def owner_id(self) -> int:
        return self.student_id

    @property
    def finished(self) -> bool:
        return bool(self.modules) and self.done == self.modules

    def days_inactive(self, now: datetime | None = None) -> int:
        return max(0, ((now or timezone.now()) - self.since).days)

    def days_here(self, now: datetime | None = None) -> int:
        return max(0, ((now or timezone.now()) - self.joined_at).days)


class ClassSnapshot(models.Model):
    """The numbers of one overview (`teacher.figures`). `key` says whose and which: `teacher.snapshots`. Nobody's name is in it.
    Without `computed_at` it has been wished for and is to come."""

    key = models.CharField(_("key"), max_length=80, unique=True)
    data = models.JSONField(_("numbers"), default=dict)
    computed_at = models.DateTimeField(_("computed at"), null=True, blank=True)
    wanted_at = models.DateTimeField(_("last looked at"))

    class Meta:
        verbose_name, verbose_name_plural = _("class snapshot"), _("class snapshots")
        indexes = [models.Index(fields=["wanted_at"], name="snapshot_wanted")]

    def __str__(self) -> str:
        return self.key
