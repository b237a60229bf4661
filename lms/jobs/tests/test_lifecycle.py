"""A task's life: who may claim it when, what a lost worker costs, when it is given up."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from celery.exceptions import Reject
from celery.signals import worker_shutting_down
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from lms.accounts.models import User
from lms.jobs import kinds, lifecycle, running, stopping
from lms.jobs.models import Task
from lms.problems import Problem

START = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
LEASE = timedelta(seconds=lifecycle.LEASE_SECONDS)
MOMENT = timedelta(seconds=1)
TYPE = Task.Type.CURRICULUM_GENERATION


@pytest.fixture
def clock():
    """Stands still; `clock.shift(…)` moves it."""
    with time_machine.travel(START, tick=False) as clock:
        yield clock


@pytest.fixture
def given_up(monkeypatch) -> list[str]:
    """The tasks whose subjects were told that nothing comes of it."""
    told: list[str] = []
    kind = replace(kinds.of(Task(task_type=TYPE)), given_up=lambda task: told.append(task.pk))
    monkeypatch.setitem(kinds._kinds, TYPE, kind)
    return told


def add(user, key: str = "one", **more) -> Task:
    subject = ("session", "sess_1")
    return lifecycle.add(user_id=user.pk, task_type=TYPE, subject=subject, session_id=None, dedupe_key=key, **more)


@pytest.fixture
def task(clock, learner, given_up) -> Task:
    return add(learner)


def claim(task: Task) -> Task:
    claimed = lifecycle.claim(task.pk)
    assert claimed is not None, "it was free"
    return claimed


def lose(task: Task, clock) -> None:
    """Claimed by a worker that dies at once."""
    claim(task)
    clock.shift(LEASE + MOMENT)


def now_of(task: Task) -> Task:
    return Task.objects.get(pk=task.pk)


# --- added


def test_the_queue_is_told_when_the_row_is_committed(learner, given_up, sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        task = add(learner)
        assert sent == []
    assert sent == [task]


def test_the_same_unfinished_work_is_one_task(task, learner, sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert add(learner) == task
    assert Task.objects.count() == 1
    assert sent == [], "nothing new to tell"


def test_work_that_ended_can_be_asked_for_again(task, learner):
    lifecycle.complete(claim(task))
    assert add(learner).pk != task.pk


# --- claimed


def test_a_claim_is_a_lease(task, clock):
    claimed = claim(task)
    assert (claimed.status, claimed.lease_until, claimed.retry_count) == ("processing", START + LEASE, 0)
    assert lifecycle.claim(task.pk) is None


def elsewhere(*work: Callable) -> list:
    """What these return, each called on a connection of its own that commits at once, all at the same time."""

    def call(one: Callable):
        try:
            return one()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(call, work))


@pytest.fixture
def committed(db) -> Iterator[Task]:
    """A task that every connection sees, and so has to be taken away again."""
    [user] = elsewhere(lambda: User.objects.create_user("committed"))
    yield from elsewhere(lambda: add(user))
    elsewhere(user.delete)


def test_two_claims_at_once_have_one_winner(committed):
    claims = elsewhere(*[lambda: lifecycle.claim(committed.pk)] * 8)
    assert len([claimed for claimed in claims if claimed]) == 1
    assert now_of(committed).retry_count == 0


def test_a_lease_that_is_renewed_does_not_run_out(task, clock):
    claimed = claim(task)
    clock.shift(LEASE - MOMENT)
    lifecycle.renew([claimed.claimed_by])
    clock.shift(LEASE - MOMENT)
    assert lifecycle.claim(task.pk) is None


def test_a_lease_that_ran_out_is_taken_over_and_counts_as_a_try(task, clock):
    lose(task, clock)
    assert claim(task).retry_count == 1


def test_who_lost_the_lease_can_do_nothing_more(task, clock):
    first = claim(task)
    clock.shift(LEASE + MOMENT)
    second = claim(task)
    for attempt in (lifecycle.complete, lambda task: lifecycle.put_back(task, START)):
        with pytest.raises(lifecycle.LeaseLost):
            attempt(first)
    with pytest.raises(lifecycle.LeaseLost):
        lifecycle.fail(first, ValueError())
    assert (now_of(task).status, now_of(task).claimed_by) == ("processing", second.claimed_by)


# --- completed


def test_a_completed_task_says_what_came_of_it(task, clock):
    claimed = claim(task)
    clock.shift(timedelta(seconds=3))
    lifecycle.complete(claimed, article_id="art_1")
    ended = now_of(task)
    assert (ended.status, ended.progress_percentage, ended.result_data) == ("completed", 100, {"article_id": "art_1"})
    assert (ended.processing_time_seconds, ended.lease_until) == (3.0, None)


def test_a_completed_task_is_never_claimed_again(task, clock):
    lifecycle.complete(claim(task))
    clock.shift(timedelta(days=1))
    assert lifecycle.claim(task.pk) is None
    assert lifecycle.sweep(everything=True) == 0


# --- run


def test_what_was_made_without_the_lease_is_undone(task, learner):
    def work(claimed: Task) -> None:
        with transaction.atomic():
            learner.display_name = "made twice"
            learner.save()
            Task.objects.filter(pk=task.pk).update(claimed_by="somebody else")
            lifecycle.complete(claimed)

    running.run(task.pk, work)
    learner.refresh_from_db()
    assert learner.display_name != "made twice"
    assert now_of(task).status == "processing"
    assert now_of(task).error_details == {}


def test_a_job_that_waits_for_something_is_due_again_then_and_has_not_failed(task, clock):
    def work(_task: Task) -> None:
        raise lifecycle.Later(at=START + timedelta(seconds=20))

    running.run(task.pk, work)
    waiting = now_of(task)
    assert (waiting.status, waiting.retry_count, waiting.claimed_by) == ("pending", 0, "")
    clock.shift(timedelta(seconds=19))
    assert lifecycle.claim(task.pk) is None
    clock.shift(MOMENT)
    assert claim(task).retry_count == 0


def test_a_message_that_comes_while_the_database_is_away_goes_back_to_the_queue(monkeypatch):
    def away(_task_id: str) -> Task:
        raise OperationalError

    monkeypatch.setattr(lifecycle, "claim", away)
    with pytest.raises(Reject) as raised:
        running.run("task_1", break_down)
    assert raised.value.requeue


def test_a_job_of_somebody_else_is_left_alone(task):
    claim(task)
    ran = []
    running.run(task.pk, ran.append)
    assert ran == []


def test_what_a_task_waited_for_wakes_it_at_once(task, clock, sent, django_capture_on_commit_callbacks):
    lifecycle.put_back(claim(task), START + timedelta(minutes=1))
    with django_capture_on_commit_callbacks(execute=True):
        lifecycle.wake(Task.objects.filter(pk=task.pk))
    assert sent == [task]
    assert claim(task).retry_count == 0


# --- failed


def break_down(_task: Task) -> None:
    raise ValueError("private words")


def test_a_failed_try_waits_longer_each_time_and_the_third_is_the_last(task, clock, given_up):
    for tried, longest in ((1, 3), (2, 5)):
        running.run(task.pk, break_down)
        failed = now_of(task)
        wait = (failed.next_retry_at - timezone.now()).total_seconds()
        assert (failed.status, failed.retry_count) == ("pending", tried)
        assert 2**tried <= wait <= longest
        assert given_up == []
        clock.shift(timedelta(seconds=wait))
    running.run(task.pk, break_down)
    assert (now_of(task).status, given_up) == ("failed", [task.pk])
    assert now_of(task).completed_at == timezone.now()


def test_a_wait_that_a_provider_asks_for_is_kept(task):
    def work(_task: Task) -> None:
        raise lifecycle.TryAgain("LLM_RATE_LIMIT", 30)

    running.run(task.pk, work)
    assert now_of(task).next_retry_at == START + timedelta(seconds=30)
    assert now_of(task).error_details["error_code"] == "LLM_RATE_LIMIT"


def test_an_error_is_kept_by_its_kind_never_by_its_words(task):
    running.run(task.pk, break_down)
    assert now_of(task).error_details == {"error_code": "TASK_FAILED", "error_type": "ValueError"}


def test_a_wait_is_never_longer_than_a_minute(task, clock):
    Task.objects.filter(pk=task.pk).update(max_retries=20, retry_count=10)
    running.run(task.pk, break_down)
    assert now_of(task).next_retry_at == START + timedelta(seconds=lifecycle.LONGEST_WAIT_SECONDS)


# --- lost again and again


def test_a_job_that_always_kills_its_worker_is_given_up_after_three_tries(task, clock, given_up):
    for _attempt in range(3):
        lifecycle.sweep()
        assert given_up == []
        lose(task, clock)
    assert lifecycle.claim(task.pk) is None, "no fourth try, even before the sweep"
    lifecycle.sweep()
    assert (now_of(task).status, given_up) == ("failed", [task.pk])
    assert now_of(task).error_details == {"error_code": "TASK_FAILED", "error_type": "WorkerLost"}


def test_others_go_on_beside_a_job_that_kills_its_worker(task, clock, learner, sent):
    other = add(learner, key="another")
    for _attempt in range(3):
        lose(task, clock)
    lifecycle.sweep()
    assert [one.pk for one in sent] == [other.pk]


def test_a_task_that_ended_while_it_was_swept_keeps_its_end(task, clock, given_up, monkeypatch):
    for _attempt in range(3):
        lose(task, clock)
    stale = now_of(task)
    Task.objects.filter(pk=task.pk).update(status="completed")
    lifecycle._give_up_lost(stale)
    assert (now_of(task).status, given_up) == ("completed", [])


# --- asked to stop


def test_a_worker_that_was_asked_to_stop_begins_nothing(task, sent):
    worker_shutting_down.send(None)
    try:
        running.run(task.pk, lifecycle.complete)
    finally:
        stopping._asked.clear()
    assert (now_of(task).status, now_of(task).retry_count) == ("pending", 0)
    assert swept(sent, everything=True) == [task.pk], "the next worker, at its start"


# --- cancelled, run again


def test_a_cancelled_task_is_over_and_its_subject_is_told(task, given_up):
    claimed = claim(task)
    lifecycle.cancel(now_of(task))
    assert (now_of(task).status, given_up) == ("cancelled", [task.pk])
    with pytest.raises(lifecycle.LeaseLost):
        lifecycle.complete(claimed)


@pytest.mark.parametrize("status", ["completed", "failed", "cancelled"])
def test_what_has_ended_can_not_be_cancelled(task, given_up, status):
    Task.objects.filter(pk=task.pk).update(status=status)
    with pytest.raises(Problem) as raised:
        lifecycle.cancel(now_of(task))
    assert (raised.value.status, raised.value.code) == (409, "task_ended")
    assert (now_of(task).status, given_up) == (status, [])


def test_a_failed_task_that_is_run_again_has_all_its_tries(task, clock, sent, django_capture_on_commit_callbacks):
    Task.objects.filter(pk=task.pk).update(max_retries=0)
    running.run(task.pk, break_down)
    with django_capture_on_commit_callbacks(execute=True):
        lifecycle.run_again(now_of(task))
    assert sent == [task]
    assert (claim(task).retry_count, now_of(task).error_details) == (0, {})


# --- swept


def swept(sent: list[Task], **options) -> list[str]:
    sent.clear()
    lifecycle.sweep(**options)
    return [task.pk for task in sent]


def test_a_task_the_queue_was_never_told_of_is_sent(task, sent):
    assert swept(sent) == [task.pk]


def test_a_task_the_queue_was_told_of_just_now_is_not_sent_again(task, clock, sent):
    Task.objects.filter(pk=task.pk).update(sent_at=START)
    assert swept(sent) == []
    clock.shift(timedelta(seconds=lifecycle.HEARD_OF_SECONDS + 1))
    assert swept(sent) == [task.pk], "the queue may have lost it"


def test_a_worker_that_starts_sends_what_the_last_one_may_have_taken_along(task, sent):
    Task.objects.filter(pk=task.pk).update(sent_at=START)
    assert swept(sent, everything=True) == [task.pk]


def test_a_task_somebody_works_on_is_not_sent(task, sent):
    claim(task)
    assert swept(sent, everything=True) == []


def test_a_lost_task_is_sent_as_soon_as_its_lease_ran_out(task, clock, sent):
    Task.objects.filter(pk=task.pk).update(sent_at=START)
    lose(task, clock)
    assert swept(sent) == [task.pk]


def test_a_task_that_waits_is_sent_when_it_is_due(task, clock, sent):
    Task.objects.filter(pk=task.pk).update(sent_at=START)
    lifecycle.put_back(claim(task), START + timedelta(seconds=20))
    assert swept(sent) == []
    clock.shift(timedelta(seconds=20))
    assert swept(sent) == [task.pk]


def test_urgent_tasks_are_sent_first(task, learner, sent):
    urgent = add(learner, key="urgent", priority=0)
    assert swept(sent) == [urgent.pk, task.pk]
