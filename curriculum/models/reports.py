"""What learners say is wrong with a question, and what became of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from curriculum.models.questions import Question

REPORT_CHARACTERS = 2000


class Outcome(models.TextChoices):
    """What a teacher did about a report, as whoever sent it is told."""

    KEPT = "kept", _("A teacher looked at it: it stays as it is.")
    CHANGED = "changed", _("A teacher has corrected it.")
    WITHDRAWN = "withdrawn", _("A teacher has taken it out.")


class Reason(models.TextChoices):
    WRONG = "wrong", _("Something is wrong")
    UNCLEAR = "unclear", _("I don't understand it")
    OFFENSIVE = "offensive", _("It is offensive")
    OTHER = "other", _("Something else")


class QuestionReport(models.Model):
    """One a person and question until a teacher has looked; saying it again says it better."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="reports", verbose_name=_("question"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="question_reports"
    )
    reason = models.CharField(_("reason"), max_length=10, choices=Reason)
    text = models.TextField(blank=True, max_length=REPORT_CHARACTERS)
    created_at = models.DateTimeField(auto_now_add=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True, default="", db_default="")

    class Meta:
        verbose_name, verbose_name_plural = _("question report"), _("question reports")
        indexes = [models.Index("resolved_at", models.F("created_at").desc(), name="open_question_reports")]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "user"], condition=Q(resolved_at=None), name="one_open_question_report"
            )
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.reason}"
