"""How likely a student is to slip away, as it was worked out; and what a teacher did about it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from lms.accounts.access import OwnedQuerySet
from personalization.models import Assignment, SubmissionAnswer

OUTCOME_DAYS = 7


class StudentsRows(OwnedQuerySet):
    owner = "student"


class RiskFactor(models.TextChoices):
    LOW_ACCURACY = "low_accuracy", _("Low accuracy")
    INACTIVE = "inactive", _("Inactive")
    LOW_COMPLETION = "low_completion", _("Little completed")
    MULTIPLE_WEAKNESSES = "multiple_weaknesses", _("Many weaknesses")


class Action(models.TextChoices):
    """What a teacher can do; those of `FOR_FACTOR` are what is recommended."""

    TUTORING = "tutoring", _("Assign an individual tutoring session")
    COUNSELLING = "counselling", _("Counselling on motivation")
    REPLANNING = "replanning", _("Readjust the study plan")
    REVIEW_SET = "review_set", _("Set a review of the basic concepts")
    GREETING = "greeting", _("Say hello")
    POSTPONED = "postponed", _("Put off for a week")


FOR_FACTOR = {
    RiskFactor.LOW_ACCURACY: Action.TUTORING,
    RiskFactor.INACTIVE: Action.COUNSELLING,
    RiskFactor.LOW_COMPLETION: Action.REPLANNING,
    RiskFactor.MULTIPLE_WEAKNESSES: Action.REVIEW_SET,
}


class AssessmentQuerySet(StudentsRows):
    def latest(self) -> "AssessmentQuerySet":
        """One a student."""
        return self.filter(latest=True)

    def to_look_at(self, now: datetime) -> "AssessmentQuerySet":
        """Who first: flagged ones by score, then by how far they are over the thresholds; then who takes a break. Nobody
        who was contacted lately."""
        quiet = Intervention.objects.filter(student=models.OuterRef("student"), quiet_until__gt=now)
        rows = self.latest().filter(models.Q(flagged=True) | models.Q(resting=True))
        return rows.filter(~models.Exists(quiet)).order_by("-flagged", "-score", "-excess", "student")


class RiskAssessment(models.Model):
    """Kept, so that a trend can be drawn. `measures` is what it was worked out from (`teacher.risk.Measures`).
    `flagged`: a teacher is asked to look; `resting`: away without alarm; whether somebody was contacted lately is not asked
    here. `evident`: there was enough to go by."""

    student = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="risk_assessments", verbose_name=_("student")
    )
    score = models.DecimalField(_("risk score"), max_digits=3, decimal_places=2)
    excess = models.FloatField(_("how far over the thresholds"), default=0)
    factors = models.JSONField(_("factors"), default=list)
    measures = models.JSONField(_("measures"), default=dict)
    flagged = models.BooleanField(_("flagged"), default=False)
    resting = models.BooleanField(_("taking a break"), default=False, db_default=False)
    evident = models.BooleanField(_("enough to go by"), default=False, db_default=False)
    latest = models.BooleanField(_("latest"), default=False, db_default=False, editable=False)
    computed_at = models.DateTimeField(_("computed at"))

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("risk assessment"), _("risk assessments")
        ordering = ["-computed_at"]
        constraints = [
            models.UniqueConstraint(fields=["student"], condition=models.Q(latest=True), name="one_latest_assessment")
        ]
        indexes = [
            models.Index("student", models.F("computed_at").desc(), name="risk_of_student"),
            models.Index(
                *(models.F(name).desc() for name in ("flagged", "score", "excess")),
                "student",
                condition=models.Q(models.Q(flagged=True) | models.Q(resting=True), latest=True),
                name="risk_listed",  # in the order of `to_look_at`: the first three of thousands are found at once
            ),
        ]

    def __str__(self) -> str:
        return f"{self.student} · {self.score}"

    @property
    def owner_id(self) -> int:
        return self.student_id


class InterventionQuerySet(StudentsRows):
    def running(self) -> "InterventionQuerySet":
        return self.filter(status=Intervention.Status.ASSIGNED)

    def with_progress(self) -> "InterventionQuerySet":
        """How many questions of its review set there are (`set_size`), were answered (`set_answered`), and rightly so
        (`set_right`)."""
        answers = SubmissionAnswer.objects.filter(submission__assignment=models.OuterRef("assignment")).order_by()
        return self.annotate(
            set_size=_number(
                Assignment.questions.through.objects.filter(assignment=models.OuterRef("assignment")), "assignment"
            ),
            set_answered=_number(answers, "submission__assignment", "question"),
            set_right=_number(answers.filter(is_correct=True), "submission__assignment", "question"),
        )

    def outcome_due(self, now: datetime) -> "InterventionQuerySet":
        """Those whose seven days are over, and nobody has looked what they brought."""
        begun = self.filter(status__in=Intervention.BEGUN, outcome__isnull=True)
        return begun.filter(assigned_at__lte=now - timedelta(days=OUTCOME_DAYS))


def _number(rows: models.QuerySet, by: str, what: str = "pk") -> models.Expression:
    """How many different ones a subquery finds; 0 where it finds none."""
    counted = rows.values(by).annotate(number=models.Count(what, distinct=True)).values("number")
    return Coalesce(models.Subquery(counted), 0)


class Intervention(models.Model):
    """What a teacher does for a student at risk. `before` and `outcome` are activity and accuracy in the 7 days before it
    was assigned and after it."""

    class Status(models.TextChoices):
        SUGGESTED = "suggested", _("Suggested")
        ASSIGNED = "assigned", _("Assigned")
        DONE = "done", _("Done")
        DISMISSED = "dismissed", _("Dismissed")

    BEGUN = (Status.ASSIGNED, Status.DONE)

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
    action = models.CharField(_("action"), max_length=200, choices=Action)
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

    objects = InterventionQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("intervention"), _("interventions")
        ordering = ["-created_at"]
        indexes = [
            models.Index("student", models.F("created_at").desc(), name="interventions_of_student"),
            models.Index(fields=["assigned_at"], condition=models.Q(outcome__isnull=True), name="outcomes_due"),
        ]

    def __str__(self) -> str:
        return f"{self.student} · {self.get_action_display()}"

    @property
    def owner_id(self) -> int:
        return self.student_id

    @property
    def worked_through(self) -> bool:
        """Whether the student answered the whole review set; of rows `with_progress`."""
        return 0 < self.set_size <= self.set_answered

    @property
    def is_running(self) -> bool:
        return self.status == self.Status.ASSIGNED

    @property
    def is_open(self) -> bool:
        return self.status in (self.Status.SUGGESTED, self.Status.ASSIGNED)
