"""What teachers gave somebody to do: listed with how it stands, and begun as a run."""

from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from curriculum import unlocking
from curriculum.models import Question
from lms.accounts.models import User
from lms.problems import Problem
from personalization import assignment_standings, next_questions, run_questions, showing, subjects, submissions
from personalization.assignment_standings import Standing
from personalization.models import Assignment, Submission

PRACTICE_QUESTIONS, TEST_QUESTIONS = 5, 10
SHOWN_AT_MOST = 100


@dataclass(frozen=True)
class Given:
    """An assignment as its student sees it. `to_answer`: whether there is something to answer."""

    row: Assignment
    standing: Standing
    to_answer: bool


def given_to(user: User) -> QuerySet[Assignment]:
    """The next to be handed in first; those without a date last."""
    rows = Assignment.objects.given_to(user).select_related("module__track")
    return rows.prefetch_related("resources", "questions").order_by(F("due").asc(nulls_last=True), "-created_at", "pk")


def of(user: User) -> list[Given]:
    """Everything that was given to somebody, and how it stands. Bounded queries."""
    return stand(user, list(given_to(user)[:SHOWN_AT_MOST]))


def stand(user: User, rows: list[Assignment]) -> list[Given]:
    standings = assignment_standings.of([user.pk], rows) if rows else {}
    return [Given(row, standings[row.pk, user.pk], bool(row.module_id or row.questions.all())) for row in rows]


def get(user: User, assignment_id: int) -> Given:
    """Raises Problem 404 where it wasn't given to this person."""
    return stand(user, [_row(user, assignment_id)])[0]


@transaction.atomic
def start(user: User, assignment_id: int) -> Submission:
    """Its questions as a run: the one that is still open where there is one. A test is taken once.

    What a teacher gave may be answered though its module is locked. Raises Problem 404 where it wasn't given to this
    person, 409 where there is nothing to answer or the test was taken.
    """
    assignment = _row(user, assignment_id)
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    last = Submission.objects.filter(user=user, assignment=assignment).order_by("-submitted_at").first()
    if last and last.open and not showing.of(last).finished:
        return last
    if last and assignment.is_test:
        raise Problem.conflict("test_taken", _("You have taken this test; it can be taken once."))
    return _open(user, assignment)


def questions_of(submission: Submission) -> list[Question]:
    """In the order in which they are asked."""
    return [turn.question for turn in showing.of(submission).turns]


def _row(user: User, assignment_id: int) -> Assignment:
    row = given_to(user).filter(pk=assignment_id).first()
    if row is None:
        raise Problem.not_found()
    return row


def _open(user: User, assignment: Assignment) -> Submission:
    standings = replace(unlocking.standings_of(user), walled=False)
    questions = list(run_questions.with_modules(_named(assignment), standings.map).values())
    subject = subjects.find(user, _subject_name(assignment, questions), standings=standings)
    if questions:
        plan = next_questions.plan_with(user, questions)
    else:
        plan = next_questions.plan_of(next_questions.recommend(user, subject, PRACTICE_QUESTIONS), user)
    if not plan["questions"]:
        raise _nothing_to_answer()
    kind = Submission.Kind.TEST if assignment.is_test else Submission.Kind.PRACTICE
    return submissions.submit(
        user=user, subject=subject, written=[], kind=kind, assignment=assignment, plan=plan | {"assigned": True}
    )


def _named(assignment: Assignment) -> list[Question]:
    """Those the teacher chose; of a test without any, the first ones of its module. Practice chooses by what is known of
    the learner."""
    chosen = list(assignment.questions.shown().filter(module__isnull=False))
    if chosen or not (assignment.is_test and assignment.module):
        return chosen
    return list(assignment.module.questions.shown()[:TEST_QUESTIONS])


def _subject_name(assignment: Assignment, questions: list[Question]) -> str:
    """The module; where the questions are from several, their first one's track."""
    if assignment.module:
        return assignment.module.full_name
    modules = {question.module.full_name for question in questions}
    if not modules:
        raise _nothing_to_answer()
    return modules.pop() if len(modules) == 1 else questions[0].module.track.name


def _nothing_to_answer() -> Problem:
    return Problem.conflict("nothing_to_answer", _("There are no questions in this assignment."))
