"""A review set: five to ten questions put together from what one student gets wrong and is about to forget."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from curriculum.models import LearningModule, Question
from curriculum.models.modules import LONG_IN_MODULE
from lms.accounts.models import User
from lms.problems import Problem
from personalization import weaknesses
from personalization.models import Assignment, ReviewCard, Submission, SubmissionAnswer, TopicProgress, Weakness

AT_LEAST, AT_MOST = 5, 10
MISTAKES = 7  # of them, where there are reviews due as well
DAYS = 7
NAMED = 2  # modules in its title


@transaction.atomic
def make(*, student: User, by: User, language: str) -> Assignment:
    """Given to the student alone, to be done within a week. Raises Problem 409 where there is nothing to put together."""
    now = timezone.now()
    questions = choose(student, now)
    if len(questions) < AT_LEAST:
        detail = _("There are no five questions yet that this student could review: they have answered too little.")
        raise Problem.conflict("nothing_to_review", detail)
    with translation.override(language):
        title = _("Review: %(modules)s") % {"modules": _names(questions)}
    due = now + timedelta(days=DAYS)
    assignment = Assignment.objects.create(title=title[:160], student=student, due=due, made_by=by)
    assignment.questions.set(questions)
    return assignment


def choose(student: User, now: datetime) -> list[Question]:
    """The mistakes that weigh most, what is due for review, then more of the weak modules. 6 queries at most."""
    strengths = _strengths(student, now)
    mistakes = sorted(
        _mistakes(student), key=lambda one: (-strengths.get((one.module_id, one.kind_of_error), 0), one.pk)
    )
    due = _due(student, now)
    chosen = _first([*mistakes[:MISTAKES], *due, *mistakes[MISTAKES:]], AT_MOST)
    if len(chosen) < AT_LEAST:
        chosen = _first([*chosen, *_more(student, strengths, chosen)], AT_LEAST)
    return chosen


def _strengths(student: User, now: datetime) -> dict[tuple[int, str], float]:
    rows = Weakness.objects.filter(user=student)
    return {(row.module_id, row.weakness_type): weaknesses.strength_now(row, now) for row in rows}


def _mistakes(student: User) -> list[Question]:
    """Questions whose last counted answer was wrong, each with its `kind_of_error`. What a placement asked was never learnt."""
    answers = SubmissionAnswer.objects.counted().filter(submission__user=student)
    answers = answers.exclude(submission__kind=Submission.Kind.PLACEMENT)
    last = answers.order_by("question_id", "-answered_at", "-pk").distinct("question_id")
    wrong = dict(SubmissionAnswer.objects.filter(pk__in=last.values("pk"), is_correct=False).order_by().values_list(
        "question", "weakness_type"))  # fmt: skip
    rows = list(_askable().filter(pk__in=wrong))
    for row in rows:
        row.kind_of_error = wrong[row.pk]
    return rows


def _due(student: User, now: datetime) -> list[Question]:
    order = list(
        ReviewCard.objects.filter(user=student).due(now).order_by("due").values_list("question", flat=True)[:AT_MOST]
    )
    rows = {row.pk: row for row in _askable().filter(pk__in=order)} if order else {}
    return [rows[pk] for pk in order if pk in rows]


def _more(student: User, strengths: dict, chosen: list[Question]) -> Iterable[Question]:
    """Easier ones first, of the weak modules; where there are none, of those practised last."""
    modules = {module for module, _kind in strengths}
    if not modules:
        practised = TopicProgress.objects.filter(user=student).order_by("-last_activity")
        modules = set(practised.values_list("module", flat=True)[:NAMED])
    rows = _askable().filter(module__in=modules).exclude(pk__in=[one.pk for one in chosen])
    return rows.order_by("difficulty_level", "position", "pk")[:AT_LEAST]


def _askable() -> QuerySet[Question]:
    rows = Question.objects.shown().filter(module__isnull=False).select_related("module")
    return rows.defer(*LONG_IN_MODULE)


def _first(questions: Iterable[Question], number: int) -> list[Question]:
    """The first so many, each once."""
    return list({one.pk: one for one in questions}.values())[:number]


def _names(questions: list[Question]) -> str:
    modules: dict[int, LearningModule] = {one.module_id: one.module for one in questions}
    return ", ".join(module.display_name for module in list(modules.values())[:NAMED])
