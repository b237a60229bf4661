"""How likely a student is to slip away, as it was worked out; and what a teacher did about it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.accounts.access import OwnedQuerySet
from personalization.models import Assignment


class StudentsRows(OwnedQuerySet):
    owner = "student"


class RiskFactor(models.TextChoices):
    LOW_ACCURACY = "low_accuracy", _("Low accuracy")
    INACTIVE = "inactive", _("Inactive")
    LOW_COMPLETION = "low_completion", _("Little completed")
    MULTIPLE_WEAKNESSES = "multiple_weaknesses", _("Many weaknesses")


class RiskAssessment(models.Model):
    """Kept, so that a trend can be drawn. `measures` is what it was worked out from (`teacher.risk.Measures`);
    `flagged` says whether a teacher is asked to look: enough evidence, not finished, no quiet period."""

    student = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="risk_assessments", verbose_name=_("student")
    )
    score = models.DecimalField(_("risk score"), max_digits=3, decimal_places=2)
    excess = models.FloatField(_("how far over the thresholds"), default=0)
    factors = models.JSONField(_("factors"), default=list)
    measures = models.JSONField(_("measures"), default=dict)
    flagged = models.BooleanField(_("flagged"), default=False)
    computed_at = models.DateTimeField(_("computed at"))

    objects = StudentsRows.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("risk assessment"), _("risk assessments")
        ordering = ["-computed_at"]
        indexes = [models.Index("student", models.F("computed_at").desc(), name="risk_of_student")]

    def __str__(self) -> str:
        return f"{self.student} · {self.score}"

    @property
    def owner_id(self) -> int:
        return self.student_id


class Intervention(models.Model):
    """What a teacher does for a student at risk. `before` and `outcome` are activity and accuracy in the 7 days before it
    was assigned and after it."""

    class Status(models.TextChoices):
        SUGGESTED = "suggested", _("Suggested")
        ASSIGNED = "assigned", _("Assigned")
        DONE = "done", _("Done")
        DISMISSED = "dismissed", _("Dismissed")

    student = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="interventions", verbose_name=_("student")
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="interventions_made",
        verbose_name=_("made by"),
    )
    assessment = models.ForeignKey(
        RiskAssessment,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="interventions",
        verbose_name=_("assessment"),
    )
    risk_factor = models.CharField(_("risk factor"), max_length=20, choices=RiskFactor, blank=True)
    action = models.CharField(_("action"), max_length=200)
    note = models.TextField(_("note"), blank=True)
    message = models.TextField(_("message"), blank=True)
    assignment = models.ForeignKey(
        Assignment, models.SET_NULL, null=True, blank=True, related_name="interventions", verbose_name=_("assignment")
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.SUGGESTED)
    quiet_until = models.DateTimeField(_("not flagged again before"), null=True, blank=True)
    before = models.JSONField(_("before"), default=dict, blank=True)
    outcome = models.JSONField(_("outcome"), null=True, blank=True)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    assigned_at = models.DateTimeField(_("assigned"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = StudentsRows.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("intervention"), _("interventions")
        ordering = ["-created_at"]
        indexes = [
            models.Index("student", models.F("created_at").desc(), name="interventions_of_student"),
            models.Index(fields=["assigned_at"], condition=models.Q(outcome=None), name="outcomes_to_come"),
        ]

    def __str__(self) -> str:
        return f"{self.student} · {self.action}"

    @property
    def owner_id(self) -> int:
        return self.student_id
