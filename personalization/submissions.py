"""Practice runs: opened with the first answers, added to, closed; hints and solutions on the way."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from statistics import mean

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from curriculum.models import Question
from lms.accounts.models import User
from lms.jobs import lifecycle
from lms.jobs.models import Task
from lms.live import publishing
from lms.problems import Problem
from personalization import answering, retest_decision, subjects
from personalization.answering import Given
from personalization.models import ANSWER_CHARACTERS, Assignment, PlacementRun, Submission, SubmissionAnswer
from personalization.subjects import Subject

FEEDBACK_PRIORITY = 1
PLANNED = (Submission.Kind.PLACEMENT, Submission.Kind.RETEST)


@dataclass(frozen=True)
class Written:
    """An answer as it came in, before anybody knows whether there is such a question."""

    question_id: int
    answer: str


@dataclass(frozen=True)
class Hint:
    """`step` counts from 1; `left` are those still to come."""

    step: int
    text: str
    left: int


@transaction.atomic
def submit(
    *,
    user: User,
    subject: Subject,
    written: list[Written],
    kind: str = Submission.Kind.PRACTICE,
    assignment: Assignment | None = None,
    plan: dict | None = None,
) -> Submission:
    """A new run with its first answers (there may be none yet), scored. Raises Problem 400 naming the field."""
    given = find_questions(subject, written)
    submission = Submission.objects.create(
        user=user,
        kind=kind,
        subject=subject.name,
        assignment=assignment,
        language=get_language(),
        plan=plan or {},
        status=Submission.Status.COMPLETED,
    )
    return _score(submission, given, tried={})


@transaction.atomic
def add(submission: Submission, written: list[Written]) -> Submission:
    """Further answers of a run, or second tries. Raises Problem 400 naming the field, 409 where it is closed."""
    if submission.kind == Submission.Kind.PLACEMENT:
        raise Problem.conflict("answered_in_placement", _("A placement is answered where it asks."))
    return _add(submission, written)


@transaction.atomic
def add_planned(submission: Submission, written: list[Written]) -> Submission:
    """As `add`, for the use case that plans the run's questions itself."""
    return _add(submission, written)


@transaction.atomic
def plan_question(submission: Submission, question: Question) -> None:
    """One more question that may be answered in this run."""
    planned = submission.plan.get("questions", [])
    submission.plan = submission.plan | {"questions": [*planned, {"id": question.pk}]}
    submission.save(update_fields=["plan"])


@transaction.atomic
def close(submission: Submission) -> Submission:
    """No more answers; in a test, the keys may be seen from now on. Closing twice does nothing."""
    submission = locked(submission)
    if submission.open:
        submission.closed_at = timezone.now()
        submission.save(update_fields=["closed_at"])
        if submission.kind == Submission.Kind.RETEST:
            retest_decision.decide(submission, tries_of(submission).values())
        ask_for_feedback(submission)
    return submission


@transaction.atomic
def hint(submission: Submission, question_id: int) -> Hint:
    """The next hint of a question; the last one again when there are no more. Raises Problem 400, 409."""
    submission, question = locked(submission), find_question(submission, question_id)
    refuse_closed(submission)
    if not submission.helped:
        raise Problem.conflict("no_help_in_tests", _("There are no hints in a test."))
    step = min(len(question.hints), submission.aids.get(str(question.pk), {}).get("hints", 0) + 1)
    if not step:
        raise Problem.conflict("no_hints", _("There is no hint for this question."))
    _note_aid(submission, question, hints=step)
    return Hint(step, question.hints[step - 1], len(question.hints) - step)


@transaction.atomic
def show_solution(submission: Submission, question_id: int) -> SubmissionAnswer:
    """The key instead of a second try. Raises Problem 400, 409 before there was a first one."""
    submission, question = locked(submission), find_question(submission, question_id)
    answer = tries_of(submission).get(question.pk)
    if answer is None:
        raise Problem.conflict("try_first", _("Give an answer first; then the solution is shown."))
    if not submission.helped and submission.open:
        raise Problem.conflict("no_help_in_tests", _("In a test, solutions are shown when it is finished."))
    _note_aid(submission, question, solution=True)
    answer.submission = submission
    return answer


def find_questions(subject: Subject, written: list[Written]) -> list[Given]:
    """The questions that were answered. One query. Raises Problem 400 naming the field."""
    return _find(written, subject.name, subject.holds)


def _find(
    written: list[Written], subject: str, allowed: Callable[[Question], bool], planned: Iterable[int] = ()
) -> list[Given]:
    rows = Question.objects.answerable(planned).filter(pk__in=[one.question_id for one in written])
    known = {row.pk: row for row in rows.select_related("module__track")}
    seen: set[int] = set()
    for place, one in enumerate(written):
        question = known.get(one.question_id)
        if question is None or not allowed(question):
            message = _("There is no such question in %(subject)s.") % {"subject": subject}
            raise Problem.invalid(f"answers.{place}.question_id", message, "unknown_question")
        if question.pk in seen:
            raise Problem.invalid(f"answers.{place}.question_id", _("This question is answered twice."))
        if len(one.answer) > ANSWER_CHARACTERS:
            message = _("At most %(number)s characters.") % {"number": ANSWER_CHARACTERS}
            raise Problem.invalid(f"answers.{place}.answer", message, "too_long")
        seen.add(question.pk)
    return [Given(known[one.question_id], one.answer) for one in written]


def find_question(submission: Submission, question_id: int) -> Question:
    """Of the run's subject. Raises Problem 400."""
    allowed = _allowed(submission)
    rows = Question.objects.answerable(_planned(submission)).select_related("module__track")
    question = rows.filter(pk=question_id).first()
    if question is None or not allowed(question):
        message = _("There is no such question in %(subject)s.") % {"subject": submission.subject}
        raise Problem.invalid("question_id", message, "unknown_question")
    return question


def tries_of(submission: Submission) -> dict[int, SubmissionAnswer]:
    """The last try on each question."""
    rows = submission.answers.latest().select_related("question__module__track")
    return {row.question_id: row for row in rows}


def tries_left(answer: SubmissionAnswer) -> int:
    """0 once it is right, once the tries are used up, or once the solution was seen."""
    submission = answer.submission
    seen = submission.aids.get(str(answer.question_id), {}).get("solution", False)
    if answer.is_correct or seen or not submission.open:
        return 0
    return max(0, submission.tries - answer.try_number)


def refuse_closed(submission: Submission) -> None:
    if not submission.open:
        raise Problem.conflict("submission_closed", _("This run is finished. Start a new one."))


def ask_for_feedback(submission: Submission) -> Task | None:
    """The task that writes it, under the run's lock; in a test, only when it is finished. None where there is nothing to
    say."""
    if not submission.helped and submission.open:
        return None
    if submission.kind == Submission.Kind.PLACEMENT:  # what was never taught needs a lesson, not a word on each error
        return None
    if all(answer.is_correct for answer in tries_of(submission).values()):
        return None
    submission.status, submission.completed_at = Submission.Status.AI_PROCESSING, None
    submission.save(update_fields=["status", "completed_at"])
    return lifecycle.add(
        user_id=submission.user_id,
        task_type=Task.Type.FEEDBACK_GENERATION,
        subject=("submission", submission.pk),
        session_id=None,
        dedupe_key=f"feedback:{submission.pk}",
        priority=FEEDBACK_PRIORITY,
    )


def locked(submission: Submission) -> Submission:
    """The row as it is now, held until the transaction ends: answers and feedback take turns."""
    rows = Submission.objects.select_related("user").select_for_update(of=("self",))
    return rows.get(pk=submission.pk)


def merge(guest: User, account: User) -> int:
    """All runs of the guest are the account's. Returns how many."""
    PlacementRun.objects.filter(user=guest).update(user=account)
    return Submission.objects.filter(user=guest).update(user=account)


def quick_score(submission: Submission) -> float:
    """The mean over the questions, by the last try on each."""
    scores = list(submission.answers.latest().values_list("score", flat=True))
    return round(mean(scores), 4) if scores else 0.0


def _add(submission: Submission, written: list[Written]) -> Submission:
    submission = locked(submission)
    refuse_closed(submission)
    tried = tries_of(submission)
    _refuse_spent(submission, written, tried)
    given = _find(written, submission.subject, _allowed(submission), _planned(submission))
    submission = _score(submission, given, tried={question: row.try_number for question, row in tried.items()})
    return close(submission) if _is_retest_over(submission) else submission


def _allowed(submission: Submission) -> Callable[[Question], bool]:
    """What may be answered in a run: what its plan asks where it asks itself, though that be locked; else what is open."""
    if submission.kind in PLANNED:
        planned = _planned(submission)
        return lambda question: question.pk in planned
    return subjects.find(submission.user, submission.subject).holds


def _planned(submission: Submission) -> set[int]:
    return {entry["id"] for entry in submission.plan.get("questions", [])}


def _is_retest_over(submission: Submission) -> bool:
    planned = len(submission.plan.get("questions", []))
    return submission.kind == Submission.Kind.RETEST and len(tries_of(submission)) == planned


def _score(submission: Submission, given: list[Given], tried: dict[int, int]) -> Submission:
    now = timezone.now()
    answers = answering.apply(submission, given, tried=tried, at=now)
    submission.quick_score = quick_score(submission)
    submission.save(update_fields=["quick_score"])
    if any(not answer.is_correct for answer in answers):
        ask_for_feedback(submission)
    _announce(submission, answers, now)
    return submission


def _announce(submission: Submission, answers: Iterable[SubmissionAnswer], at: datetime) -> None:
    """Whoever looks at this learner's dashboard sees it move."""
    modules = sorted({answer.question.module.full_name for answer in answers if answer.counted})
    if modules:
        publishing.publish_on_commit(f"learners.{submission.user_id}", {"kind": "progress_changed", "modules": modules})


def _refuse_spent(submission: Submission, written: list[Written], tried: dict[int, SubmissionAnswer]) -> None:
    for place, one in enumerate(written):
        last = tried.get(one.question_id)
        if last is None:
            continue
        last.submission = submission
        if not tries_left(last):
            message = _("There is no try left on this question.")
            raise Problem.invalid(f"answers.{place}.question_id", message, "no_try_left")


def _note_aid(submission: Submission, question: Question, **aid) -> None:
    known = submission.aids.get(str(question.pk), {})
    submission.aids = submission.aids | {str(question.pk): known | aid}
    submission.save(update_fields=["aids"])
