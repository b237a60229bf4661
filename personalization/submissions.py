"""Practice runs: opened with the first answers, added to, closed. What helps on the way is in `aids`."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from curriculum.models import Question
from lms.accounts.models import User
from lms.jobs import lifecycle
from lms.jobs.models import Task
from lms.problems import Problem
from personalization import answering, retest_decision, run_questions, watching_progress
from personalization.answering import Given, Written
from personalization.models import Assignment, PlacementRun, Submission, SubmissionAnswer
from personalization.subjects import Subject

FEEDBACK_PRIORITY = 1
CLOSED_AT_THE_END = (Submission.Kind.RETEST, Submission.Kind.TEST)


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
    given = run_questions.find_all(subject, written)
    submission = Submission(
        user=user,
        kind=kind,
        subject=subject.name,
        assignment=assignment,
        language=get_language(),
        plan=plan or {},
        status=Submission.Status.COMPLETED,
    )
    if given:
        return _score(submission, given, tried={})
    submission.save(force_insert=True)
    submission.latest = {}
    return submission


@transaction.atomic
def add(submission: Submission, written: list[Written]) -> Submission:
    """Further answers of a run, or second tries. Raises Problem 400 naming the field, 409 where it is closed."""
    return _add(locked(submission), written)


@transaction.atomic
def add_for(person: User, submission_id: str, written: list[Written]) -> Submission:
    """As `add`, to a run of this person. Raises what `get_for` raises, too."""
    rows = Submission.objects.select_related("user").select_for_update(of=("self",))
    return _add(rows.get_for(person, write=True, pk=submission_id), written)


@transaction.atomic
def add_planned(submission: Submission, written: list[Written]) -> Submission:
    """As `add`, for the use case that plans the run's questions itself."""
    return _add_to_any(locked(submission), written)


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
    """The task that writes it, under the run's lock. None where nothing may be said, or nothing was wrong."""
    if not submission.speaks or all(answer.is_correct for answer in tries_of(submission).values()):
        return None
    submission.status, submission.completed_at = Submission.Status.AI_PROCESSING, None
    submission.save(update_fields=["status", "completed_at"])
    return _feedback_task(submission)


def locked(submission: Submission) -> Submission:
    """The row as it is now, held until the transaction ends: answers and feedback take turns."""
    rows = Submission.objects.select_related("user").select_for_update(of=("self",))
    return rows.get(pk=submission.pk)


def merge(guest: User, account: User) -> int:
    """All runs of the guest are the account's. Returns how many."""
    PlacementRun.objects.filter(user=guest).update(user=account)
    return Submission.objects.filter(user=guest).update(user=account)


def _add(submission: Submission, written: list[Written]) -> Submission:
    if submission.kind == Submission.Kind.PLACEMENT:
        raise Problem.conflict("answered_in_placement", _("A placement is answered where it asks."))
    return _add_to_any(submission, written)


def _add_to_any(submission: Submission, written: list[Written]) -> Submission:
    refuse_closed(submission)
    tried, given = run_questions.read(submission, written)
    _refuse_spent(submission, written, tried)
    submission = _score(submission, given(), tried=tried)
    return close(submission) if _is_over(submission) else submission


def _is_over(submission: Submission) -> bool:
    """Whether a test has been answered to its end."""
    planned = len(submission.plan.get("questions", []))
    return submission.kind in CLOSED_AT_THE_END and len(submission.latest) == planned


def _score(submission: Submission, given: list[Given], tried: dict[int, SubmissionAnswer]) -> Submission:
    now = timezone.now()
    answers = answering.apply(submission, given, tried=tried, at=now)
    if submission.speaks and any(not answer.is_correct for answer in answers):
        _feedback_task(submission)
    _announce(submission, answers, now)
    return submission


def _feedback_task(submission: Submission) -> Task:
    return lifecycle.add(
        user_id=submission.user_id,
        task_type=Task.Type.FEEDBACK_GENERATION,
        subject=("submission", submission.pk),
        session_id=None,
        dedupe_key=f"feedback:{submission.pk}",
        priority=FEEDBACK_PRIORITY,
    )


def _announce(submission: Submission, answers: Iterable[SubmissionAnswer], at: datetime) -> None:
    """Whoever looks at this learner's dashboard sees it move."""
    modules = sorted({answer.question.module.full_name for answer in answers if answer.counted})
    if modules:
        watching_progress.publish(submission.user_id, modules)


def _refuse_spent(submission: Submission, written: list[Written], tried: dict[int, SubmissionAnswer]) -> None:
    for place, one in enumerate(written):
        last = tried.get(one.question_id)
        if last is not None and not tries_left(last):
            message = _("There is no try left on this question.")
            raise Problem.invalid(f"answers.{place}.question_id", message, "no_try_left")
