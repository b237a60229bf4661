"""Which questions have to do with a person: those made for them alone, those they asked for, those they reviewed.

What was made for one learner goes with them; the course keeps the rest, without the name.
"""

from django.db.models import Q, QuerySet

from curriculum.models import Question, QuestionReport, QuestionReview
from lms.accounts.models import User


def questions_of(person: User) -> QuerySet[Question]:
    return Question.objects.filter(Q(learner=person) | Q(asked_by=person))


def shown_of(person: User) -> list[dict]:
    """Without the key and all that leads to it: the learner may have to answer it yet."""
    rows = questions_of(person).order_by("pk")
    return list(rows.values("id", "made_for", "module_id", "approval_status", "llm_model", "created_at"))


def forget_questions(person: User) -> None:
    Question.objects.filter(learner=person).delete()
    Question.objects.filter(asked_by=person).update(asked_by=None)


def reviews_by(person: User) -> QuerySet[QuestionReview]:
    return QuestionReview.objects.filter(by=person)


def forget_reviewer(person: User) -> None:
    reviews_by(person).update(by=None)


def reports_by(person: User) -> QuerySet[QuestionReport]:
    return QuestionReport.objects.filter(user=person)


def forget_reporter(person: User) -> None:
    reports_by(person).update(user=None, text="")


def merge(guest: User, account: User) -> None:
    Question.objects.filter(learner=guest).update(learner=account)
    Question.objects.filter(asked_by=guest).update(asked_by=account)
    said = QuestionReport.objects.filter(user=account, resolved_at=None).values("question")
    QuestionReport.objects.filter(user=guest, resolved_at=None, question__in=said).delete()
    QuestionReport.objects.filter(user=guest).update(user=account)
