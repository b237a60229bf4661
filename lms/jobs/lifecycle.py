"""A task's life: added with its subject, claimed with a lease, completed, put back, given up, cancelled; swept."""

import logging
import random
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, F, IntegerField, QuerySet, When
from django.utils import timezone
from django.utils.translation import gettext as _

from lms import bundles
from lms.jobs import dispatch, kinds
from lms.jobs.models import Task
from lms.live import publishing
from lms.problems import Problem

log = logging.getLogger(__name__)

LEASE_SECONDS = 9
LONGEST_WAIT_SECONDS = 60
HEARD_OF_SECONDS = 30  # after this long without a claim the queue is told again
SWEEP_AT_MOST = 1000


class LeaseLost(Exception):
    """Somebody else runs this task by now, or it was cancelled: whatever we did is rolled back."""


class Later(Exception):
    """Raised by a job that has to wait for something; it isn't a failed try."""

    def __init__(self, at: datetime) -> None:
        super().__init__(at.isoformat())
        self.at = at


class TryAgain(Exception):
    """Raised by a job whose try failed for a reason that may pass: after `retry_after` seconds or our own pause."""

    def __init__(self, code: str, retry_after: float | None) -> None:
        super().__init__(code)
        self.code, self.retry_after = code, retry_after


def add(
    *,
    user_id: int,
    task_type: str,
    subject: tuple[str, str],
    session_id: str | None,
    dedupe_key: str,
    priority: int = 5,
    input_data: dict | None = None,
) -> Task:
    """The task row, and its hand-over to the queue on commit. An unfinished task with the same key is returned instead."""
    task = Task(
        dedupe_key=dedupe_key,
        user_id=user_id,
        task_type=task_type,
        subject_type=subject[0],
        subject_id=subject[1],
        session_id=session_id,
        priority=priority,
        input_data=input_data or {},
    )
    while not bundles.insert_new(task):
        known = Task.objects.unfinished().filter(dedupe_key=dedupe_key).first()
        if known:  # else it has ended since
            return known
    transaction.on_commit(lambda: dispatch.send([task]))
    return task


def claim(task_id: str) -> Task | None:
    """The task, if it is free now, leased to the caller; None otherwise. Taking over a lost lease counts as a try."""
    now = timezone.now()
    token = f"{dispatch.WORKER_NAME}/{secrets.token_hex(4)}"
    lost = When(status=Task.Status.PROCESSING, then=F("retry_count") + 1)
    tries = Case(lost, default=F("retry_count"), output_field=IntegerField())
    claimed = bundles.change(
        Task.objects.claimable(now).filter(pk=task_id),
        retry_count=tries,
        status=Task.Status.PROCESSING,
        claimed_by=token,
        lease_until=now + timedelta(seconds=LEASE_SECONDS),
        started_at=now,
        next_retry_at=None,
    )
    return claimed[0] if claimed else None


@transaction.atomic
def renew(tokens: list[str]) -> None:
    """Keep the leases of these claims.

    Never waits: a row that its own job is just writing is left out, for the next turn. Waiting for one would let all the
    others run out, and holding many rows at once, in no order, would deadlock with the jobs.
    """
    until = timezone.now() + timedelta(seconds=LEASE_SECONDS)
    mine = Task.objects.filter(bundles.is_one_of("claimed_by", tokens), status=Task.Status.PROCESSING)
    Task.objects.filter(pk__in=mine.select_for_update(skip_locked=True).values("pk")).update(lease_until=until)


def note_calls(task: Task, *, tokens: int, calls: int) -> None:
    """What this job asked of models, over all its tries."""
    Task.objects.filter(pk=task.pk).update(
        tokens_used=F("tokens_used") + tokens, llm_api_calls=F("llm_api_calls") + calls
    )


def complete(task: Task, **result) -> None:
    """The last step, in the same transaction as what the job made. Raises LeaseLost, which undoes both."""
    now = timezone.now()
    seconds = (now - task.started_at).total_seconds()
    _end(task, Task.Status.COMPLETED, result_data=result, progress_percentage=100, processing_time_seconds=seconds)


@transaction.atomic
def fail(task: Task, error: Exception) -> None:
    """One try failed: again after 2^n seconds and a little, until the tries are used up."""
    task.retry_count += 1
    details = {"error_code": getattr(error, "code", "TASK_FAILED"), "error_type": type(error).__name__}
    if task.retry_count > task.max_retries:
        _give_up(task, details)
    else:
        wait = min(LONGEST_WAIT_SECONDS, 2**task.retry_count + random.random())  # noqa: S311 spreads tries, no secret
        wait = max(wait, getattr(error, "retry_after", None) or 0)
        at = timezone.now() + timedelta(seconds=wait)
        _change(task, status=Task.Status.PENDING, retry_count=task.retry_count, next_retry_at=at, error_details=details)


def put_back(task: Task, at: datetime) -> None:
    """Waits for something and is due again at that time; not a failed try."""
    _change(task, status=Task.Status.PENDING, next_retry_at=at, claimed_by="", lease_until=None)


def wake(waiting: QuerySet[Task]) -> None:
    """What these tasks waited for is there: due now, and the queue is told on commit."""
    tasks = list(waiting)
    Task.objects.filter(pk__in=[task.pk for task in tasks], status=Task.Status.PENDING).update(next_retry_at=None)
    transaction.on_commit(lambda: dispatch.send(tasks))


@transaction.atomic
def cancel(task: Task) -> None:
    """Raises Problem 409 where it has ended already."""
    ended = {"status": Task.Status.CANCELLED, "completed_at": timezone.now(), "claimed_by": ""}
    if not Task.objects.unfinished().filter(pk=task.pk).update(**ended):
        raise Problem.conflict("task_ended", _("This task has ended already; there is nothing to cancel."))
    for name, value in ended.items():
        setattr(task, name, value)
    kinds.of(task).given_up(task)
    _announce_end(task)


@transaction.atomic
def run_again(task: Task) -> None:
    """Starts an ended task anew (from admin)."""
    fresh = {"status": Task.Status.PENDING, "retry_count": 0, "next_retry_at": None, "sent_at": None}
    Task.objects.filter(pk=task.pk).exclude(status__in=Task.UNFINISHED).update(
        **fresh, completed_at=None, error_details={}, progress_percentage=0
    )
    transaction.on_commit(lambda: dispatch.send([task]))


def sweep(*, everything: bool = False) -> int:
    """Tell the queue again of what it may have lost, and give up what was lost too often. Returns how many were sent.

    `everything` (at a worker's start) includes what the queue was told of a moment ago: the worker that took those
    messages may just have died. Duplicates are absorbed by `claim`.
    """
    now = timezone.now()
    for task in Task.objects.worn_out(now)[:SWEEP_AT_MOST]:
        _give_up_lost(task)
    free = Task.objects.claimable(now)
    if not everything:
        waiting = free.not_heard_of(now - timedelta(seconds=HEARD_OF_SECONDS))
        free = waiting | free.filter(status=Task.Status.PROCESSING) | free.filter(next_retry_at__isnull=False)
    tasks = list(free.order_by("priority", "created_at")[:SWEEP_AT_MOST])
    dispatch.send(tasks)
    return len(tasks)


@transaction.atomic
def _give_up_lost(task: Task) -> None:
    try:
        _give_up(task, {"error_code": "TASK_FAILED", "error_type": "WorkerLost"})
    except LeaseLost:
        log.info("lost_task_ended_meanwhile")


def _give_up(task: Task, details: dict) -> None:
    _end(task, Task.Status.FAILED, retry_count=task.retry_count, error_details=details)
    kinds.of(task).given_up(task)


def _end(task: Task, status: str, **changes) -> None:
    _change(task, status=status, completed_at=timezone.now(), lease_until=None, **changes)
    _announce_end(task)


def _change(task: Task, **changes) -> None:
    mine = Task.objects.filter(pk=task.pk, status=Task.Status.PROCESSING, claimed_by=task.claimed_by)
    if not mine.update(**changes):
        raise LeaseLost(task.pk)
    for name, value in changes.items():
        setattr(task, name, value)


def _announce_end(task: Task) -> None:
    event = {"kind": "task_complete", "task_id": task.pk, "status": task.status, "result": task.result}
    publishing.publish_on_commit(task.topic, event)
