"""Practice runs and every answer given in them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from curriculum.models import Question
from lms import ids
from lms.accounts.access import OwnedQuerySet
from lms.accounts.models import Language
from personalization.models.assignments import Assignment

ANSWER_CHARACTERS = 4000


class Submission(models.Model):
    """One run. `aids`: question id → {"hints": n, "solution": bool}, what the learner was shown before answering.
    `plan`: {"questions": [{"id", "predicted": chance of a right answer, "reason": its kind}], "mastery": {module: before},
    "assigned": whether these questions and no others belong to it}."""

    class Kind(models.TextChoices):
        PRACTICE = "practice", _("Practice")
        PLACEMENT = "placement", _("Placement")
        RETEST = "retest", _("Re-test")
        TEST = "test", _("Test")

    class Status(models.TextChoices):
        PENDING = "pending", _("Waiting")
        SCORING = "scoring", _("Being scored")
        AI_PROCESSING = "ai_processing", _("Feedback is being written")
        COMPLETED = "completed", _("Completed")
        FAILED = "failed", _("Failed")

    latest: "dict[int, SubmissionAnswer] | None" = (
        None  # of a row that was just answered: the last try on each question
    )
    WITHOUT_HELP = (Kind.PLACEMENT, Kind.RETEST, Kind.TEST)
    WITHOUT_FEEDBACK = (Kind.PLACEMENT, Kind.TEST)  # what was never taught needs a lesson; a teacher's test is theirs

    id = ids.PublicIdField(prefix="sub")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="submissions", verbose_name=_("student")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.PRACTICE)
    subject = models.CharField(_("subject"), max_length=121)
    assignment = models.ForeignKey(
        Assignment, models.SET_NULL, null=True, blank=True, related_name="submissions", verbose_name=_("assignment")
    )
    language = models.CharField(_("language"), max_length=2, choices=Language)
    status = models.CharField(_("status"), max_length=15, choices=Status, default=Status.PENDING)
    quick_score = models.FloatField(_("score"), default=0, help_text="0-1")
    aids = models.JSONField(default=dict, editable=False)
    plan = models.JSONField(default=dict, editable=False)
    submitted_at = models.DateTimeField(_("submitted at"), auto_now_add=True)
    completed_at = models.DateTimeField(_("completed at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("submission"), _("submissions")
        ordering = ["-submitted_at"]
        indexes = [
            models.Index(fields=["status"], name="submission_status"),
            models.Index(fields=["user", "submitted_at"], name="submission_of_user"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} · {self.user}"

    @property
    def owner_id(self) -> int:
        return self.user_id

    @property
    def topic(self) -> str:
        """Where its progress is published."""
        return topic_of(self.pk)

    @property
    def open(self) -> bool:
        return self.closed_at is None

    @property
    def helped(self) -> bool:
        """Whether hints, a second try and answers before the end are there: not in tests."""
        return self.kind not in self.WITHOUT_HELP

    @property
    def speaks(self) -> bool:
        """Whether feedback may be given now: on a re-test when it is finished."""
        return self.kind not in self.WITHOUT_FEEDBACK and (self.helped or not self.open)

    @property
    def tries(self) -> int:
        return 2 if self.helped else 1


def topic_of(submission_id: str) -> str:
    return f"submissions.{submission_id}"


class SubmissionAnswerQuerySet(OwnedQuerySet):
    owner = "submission__user"

    def counted(self) -> "SubmissionAnswerQuerySet":
        """Those that move mastery, review and weakness."""
        return self.filter(counted=True)

    def without_feedback(self) -> "SubmissionAnswerQuerySet":
        """Wrong, and nothing has been said about it yet."""
        return self.filter(is_correct=False, feedback="")

    def latest(self) -> "SubmissionAnswerQuerySet":
        """The last try on each question of a run, or the first where a correction made it right; not to be filtered
        further: what is cut is cut before."""
        best = self.order_by("submission_id", "question_id", "-is_correct", "-try_number")
        return best.distinct("submission_id", "question_id")


class SubmissionAnswer(models.Model):
    """One try on one question. `predicted` is what the mastery model expected just before."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="answers", verbose_name=_("submission"))
    question = models.ForeignKey(Question, models.CASCADE, related_name="answers", verbose_name=_("question"))
    answer = models.TextField(_("answer"), max_length=ANSWER_CHARACTERS, blank=True)
    answer_hash = models.CharField(max_length=32)
    try_number = models.PositiveSmallIntegerField(_("try"), default=1)
    hints_used = models.PositiveSmallIntegerField(_("hints used"), default=0)
    counted = models.BooleanField(_("counts"), default=False)
    score = models.FloatField(_("score"), help_text="0-1")
    is_correct = models.BooleanField(_("right"))
    predicted = models.FloatField(_("predicted"), null=True, blank=True, help_text="0-1")
    weakness_type = models.CharField(_("weakness"), max_length=20, choices=Question.Weakness, blank=True)
    feedback = models.TextField(_("feedback"), blank=True)
    feedback_source = models.CharField(_("written by"), max_length=40, blank=True, help_text=_("a model, or template"))
    feedback_prompt_version = models.CharField(max_length=60, blank=True)
    resources = models.JSONField(_("resources"), default=list, blank=True)
    answered_at = models.DateTimeField(_("answered at"))
    rescored_at = models.DateTimeField(
        _("scored again at"), null=True, blank=True, help_text=_("after the question was corrected")
    )

    objects = SubmissionAnswerQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("answer"), _("answers")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "question", "try_number"], name="one_answer_a_try"),
            models.CheckConstraint(condition=Q(try_number__in=(1, 2)), name="two_tries_at_most"),
        ]
        indexes = [models.Index(fields=["question", "answer_hash"], name="answers_alike")]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.score}"

    @property
    def owner_id(self) -> int:
        return self.submission.user_id
