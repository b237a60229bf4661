"""When a call may begin: the last of a budget is used, and never more than that; places and money are not waited for in vain."""

import os
import subprocess
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import timezone

from lms.jobs import lifecycle, stopping
from lms.llm import admission, budgets, slots
from lms.llm.models import Budget, Reservation, Slot

CAP = Decimal("0.010")
MOST = Decimal("0.006")
SECONDS = 20

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _small_cap(settings) -> None:
    settings.LLM_DAILY_BUDGET_USD = str(CAP)


@pytest.fixture
def elsewhere():
    """Runs something as another thread of the worker."""
    with ThreadPoolExecutor(4) as pool:

        def run(work, *values) -> Future:
            def done_with_connection():
                try:
                    return work(*values)
                finally:
                    connection.close()

            return pool.submit(done_with_connection)

        yield run


def admit(user, *, money_seconds: float = SECONDS) -> int:
    """The number of reservations that are open while ours is."""
    with admission.admitted(user, MOST, hold_seconds=SECONDS, money_seconds=money_seconds) as reservation:
        count = Reservation.objects.count()
        budgets.settle(reservation, MOST / 6)
        return count


def day() -> Budget:
    return Budget.objects.get(scope="day")


def test_a_call_waits_for_what_others_hold_and_then_uses_it(learner, elsewhere, monkeypatch):
    waiting = threading.Event()
    monkeypatch.setattr(budgets, "_look_for_room", tell(waiting, budgets._look_for_room))
    held = budgets.reserve(learner, MOST, SECONDS)
    waiter = elsewhere(admit, learner)
    assert waiting.wait(SECONDS)
    budgets.settle(held, Decimal("0.001"))
    assert waiter.result(SECONDS) == 1
    assert (day().spent, day().reserved) == (Decimal("0.002"), 0)


def tell(event: threading.Event, function):
    def told(*values):
        event.set()
        return function(*values)

    return told


def test_who_waits_for_money_takes_no_place_meanwhile(learner, elsewhere, monkeypatch):
    waiting = threading.Event()
    monkeypatch.setattr(budgets, "_look_for_room", tell(waiting, budgets._look_for_room))
    held = budgets.reserve(learner, MOST, SECONDS)
    waiter = elsewhere(admit, learner)
    assert waiting.wait(SECONDS)
    assert not Slot.objects.exclude(until=None).exists()
    budgets.settle(held, Decimal(0))
    waiter.result(SECONDS)


def test_what_is_spent_is_not_waited_for(learner):
    budgets.settle(budgets.reserve(learner, MOST, SECONDS), Decimal("0.005"))
    with pytest.raises(budgets.ExhaustedError):
        budgets.reserve(learner, MOST, SECONDS)


def test_when_the_running_calls_use_it_up_the_waiting_ends(learner, elsewhere):
    held = budgets.reserve(learner, MOST, SECONDS)
    waiter = elsewhere(admit, learner)
    budgets.settle(held, MOST)
    with pytest.raises(budgets.ExhaustedError):
        waiter.result(SECONDS)
    assert day().spent == MOST


def test_nobody_waits_for_money_longer_than_agreed(learner):
    budgets.reserve(learner, MOST, SECONDS)
    with pytest.raises(budgets.ExhaustedError):
        admit(learner, money_seconds=0)


def test_what_is_reserved_and_given_back_is_the_same_to_the_last_digit(learner):
    odd = Decimal("0.0000000005") / 3
    for _turn in range(10):
        budgets.settle(budgets.reserve(learner, odd, SECONDS), Decimal(0))
    assert (day().spent, day().reserved) == (0, 0)


def test_many_at_once_never_hold_more_than_the_cap(learner, elsewhere):
    running = [elsewhere(admit, learner) for _job in range(20)]
    counts = [job.result(SECONDS) for job in running if job.exception(SECONDS) is None]
    refused = {type(job.exception()) for job in running} - {type(None)}
    assert refused == {budgets.ExhaustedError}
    assert set(counts) == {1}, "two would be over the cap"
    assert CAP - MOST < day().spent <= CAP
    assert day().spent == MOST / 6 * len(counts)
    assert day().reserved == 0


def test_a_place_given_back_goes_to_who_stands_in_line(learner, elsewhere, settings):
    settings.LLM_MAX_CONCURRENCY = 1

    def take() -> str:
        with slots.taken(hold_seconds=SECONDS, wait_seconds=SECONDS):
            return "mine"

    with slots.taken(hold_seconds=SECONDS, wait_seconds=0):
        waiting = [elsewhere(take) for _job in range(3)]
        assert not any(job.done() for job in waiting)
    assert [job.result(SECONDS) for job in waiting] == ["mine"] * 3


def test_a_new_worker_frees_the_places_of_those_that_were_killed(learner, settings):
    settings.LLM_MAX_CONCURRENCY = 2
    host, far = slots.WORKER_NAME.rpartition("/")[0], timezone.now() + timedelta(hours=1)
    dead = subprocess.Popen(["true"])
    dead.wait()
    Slot.objects.bulk_create([Slot(number=0, holder=f"{host}/{dead.pid}", until=far)])
    Slot.objects.bulk_create([Slot(number=1, holder=f"{host}/{os.getppid()}", until=far)])
    slots.free_those_of_the_dead()
    assert list(Slot.objects.filter(until=None).values_list("number", flat=True)) == [0]


# --- a worker that is asked to stop


@pytest.fixture
def stop():
    yield stopping._asked.set
    stopping._asked.clear()


def test_who_waits_for_a_place_goes_when_the_worker_stops(learner, elsewhere, settings, stop, monkeypatch):
    settings.LLM_MAX_CONCURRENCY = 1
    waiting = threading.Event()
    monkeypatch.setattr(slots, "_my_turn", tell(waiting, slots._my_turn))
    with slots.taken(hold_seconds=SECONDS, wait_seconds=SECONDS):
        waiters = [elsewhere(admit, learner) for _number in range(3)]
        assert waiting.wait(SECONDS)
        stop()
        assert {type(waiter.exception(SECONDS)) for waiter in waiters} == {lifecycle.Later}
    assert not Reservation.objects.exists()


def test_who_waits_for_money_goes_when_the_worker_stops(learner, elsewhere, stop, monkeypatch):
    waiting = threading.Event()
    monkeypatch.setattr(budgets, "_look_for_room", tell(waiting, budgets._look_for_room))
    budgets.reserve(learner, MOST, SECONDS)
    waiter = elsewhere(admit, learner)
    assert waiting.wait(SECONDS)
    stop()
    assert type(waiter.exception(SECONDS)) is lifecycle.Later
    assert Reservation.objects.count() == 1
