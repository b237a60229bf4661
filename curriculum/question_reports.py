"""Learners say that a question is wrong; a teacher decides, and who said it hears what became of it."""

from django.db.models import Q
from django.utils import timezone

from curriculum.models import Question, QuestionReport
from lms.accounts.models import User
from lms.problems import Problem


def find(person: User, question_id: int) -> Question:
    """One that this person may have been asked. Raises Problem 404."""
    rows = Question.objects.exclude(approval_status=Question.Approval.PENDING)
    question = rows.filter(Q(made_for="") | Q(learner=person), pk=question_id).first()
    if question is None:
        raise Problem.not_found()
    return question


def report(question: Question, *, by: User, reason: str, text: str = "") -> QuestionReport:
    """A second one by the same person takes the place of the first until somebody has looked at it."""
    said = {"reason": reason, "text": text}
    row, _made = QuestionReport.objects.update_or_create(question=question, user=by, resolved_at=None, defaults=said)
    return row


def resolve(question: Question, outcome: str) -> None:
    question.reports.filter(resolved_at=None).update(resolved_at=timezone.now(), outcome=outcome)
