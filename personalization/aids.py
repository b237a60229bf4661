"""What a learner may be shown before the last try: hints, one after another, and the solution instead of it."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from curriculum.models import Question
from lms.problems import Problem
from personalization import run_questions, submissions
from personalization.models import Submission, SubmissionAnswer


@dataclass(frozen=True)
class Hint:
    """`step` counts from 1; `left` are those still to come."""

    step: int
    text: str
    left: int


@transaction.atomic
def hint(submission: Submission, question_id: int) -> Hint:
    """The next hint of a question; the last one again when there are no more. Raises Problem 400, 409."""
    submission = submissions.locked(submission)
    question = run_questions.find(submission, question_id)
    submissions.refuse_closed(submission)
    if not submission.helped:
        raise Problem.conflict("no_help_in_tests", _("There are no hints in a test."))
    step = min(len(question.hints), submission.aids.get(str(question.pk), {}).get("hints", 0) + 1)
    if not step:
        raise Problem.conflict("no_hints", _("There is no hint for this question."))
    _note(submission, question, hints=step)
    return Hint(step, question.hints[step - 1], len(question.hints) - step)


@transaction.atomic
def show_solution(submission: Submission, question_id: int) -> SubmissionAnswer:
    """The key instead of a second try. Raises Problem 400, 409 before there was a first one."""
    submission = submissions.locked(submission)
    question = run_questions.find(submission, question_id)
    answer = submissions.tries_of(submission).get(question.pk)
    if answer is None:
        raise Problem.conflict("try_first", _("Give an answer first; then the solution is shown."))
    if not submission.helped and submission.open:
        raise Problem.conflict("no_help_in_tests", _("In a test, solutions are shown when it is finished."))
    _note(submission, question, solution=True)
    answer.submission = submission
    return answer


def _note(submission: Submission, question: Question, **aid) -> None:
    known = submission.aids.get(str(question.pk), {})
    submission.aids = submission.aids | {str(question.pk): known | aid}
    submission.save(update_fields=["aids"])
