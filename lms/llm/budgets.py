"""Never a cent over the cap: what a call may cost at most is reserved before it, and settled after it.

Most calls cost far less than that. So where there is no room now, but running calls hold some, it is worth waiting for
them; where what is spent leaves no room, it isn't.
"""

import random
import threading
import time
from datetime import UTC, datetime, timedelta
from decimal import ROUND_UP, Decimal
from weakref import WeakValueDictionary

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from lms.accounts import my_data
from lms.accounts.models import User
from lms.jobs import desk, stopping
from lms.llm.models import Budget, Reservation

WINDOW_DAYS = 30
ALERT_SHARE = Decimal("0.8")
SMALLEST_AMOUNT = Decimal("0.000000001")  # what the columns hold: what is reserved and given back must be the same
LOOK_AGAIN_SECONDS = (0.05, 0.3)

_turns: WeakValueDictionary[int, threading.Lock] = WeakValueDictionary()
_settled = threading.Event()


class ExhaustedError(Exception):
    """No room in a budget, and none to come."""


class NoRoomYetError(Exception):
    """No room in this budget as long as running calls hold it."""

    def __init__(self, budget_id: int) -> None:
        super().__init__(budget_id)
        self.budget_id = budget_id


@transaction.atomic
def reserve(user: User, amount: Decimal, seconds: float) -> Reservation:
    """Hold `amount` in the day's and the person's budget, always in this order.

    Raises ExhaustedError, or NoRoomYetError where running calls hold what is missing.
    """
    now, amount = timezone.now(), amount.quantize(SMALLEST_AMOUNT, ROUND_UP)
    day, person = _budget(*_day(now)), _budget(*_person(user, now))
    for budget in (day, person):
        room = Budget.objects.filter(pk=budget.pk, cap__gte=F("spent") + F("reserved") + amount)
        if not room.update(reserved=F("reserved") + amount):
            raise NoRoomYetError(budget.pk) if _may_fit(budget.pk, amount) else ExhaustedError(budget.scope)
    return Reservation.objects.create(day=day, person=person, amount=amount, until=now + timedelta(seconds=seconds))


def wait_for_room(budget_id: int, amount: Decimal, until: float) -> None:
    """Returns when there is room for so much, for somebody. Raises ExhaustedError: none to come, or `until` (monotonic);
    lifecycle.Later where the worker was asked to stop.

    One thread a process looks, the others stand behind it.
    """
    connection.close()
    turn = _turns.setdefault(budget_id, threading.Lock())
    with desk.left():
        if not turn.acquire(timeout=max(0.0, until - time.monotonic())):
            raise ExhaustedError(budget_id)
    try:
        _look_for_room(budget_id, amount, until)
    finally:
        turn.release()


def _look_for_room(budget_id: int, amount: Decimal, until: float) -> None:
    while True:
        stopping.leave_if_asked()
        _settled.clear()
        if Budget.objects.filter(pk=budget_id, cap__gte=F("spent") + F("reserved") + amount).exists():
            return
        if time.monotonic() > until or not _may_fit(budget_id, amount):
            raise ExhaustedError(budget_id)
        connection.close()
        with desk.left():
            _settled.wait(random.uniform(*LOOK_AGAIN_SECONDS))  # noqa: S311 spreads the processes that look


def _may_fit(budget_id: int, amount: Decimal) -> bool:
    """Whether it would fit if all that run cost nothing."""
    return Budget.objects.filter(pk=budget_id, cap__gte=F("spent") + amount).exists()


@transaction.atomic
def settle(reservation: Reservation, cost: Decimal) -> Decimal:
    """Book what the call cost, never more than was reserved; returns what was booked. Twice does nothing."""
    if not Reservation.objects.filter(pk=reservation.pk).delete()[0]:
        return Decimal(0)  # its time ran out and it was booked as lost
    booked = min(cost, reservation.amount)
    for budget in (reservation.day_id, reservation.person_id):
        Budget.objects.filter(pk=budget).update(reserved=F("reserved") - reservation.amount, spent=F("spent") + booked)
    transaction.on_commit(_settled.set)
    return booked


def spent_today() -> tuple[Decimal, Decimal]:
    """(spent, cap) of the day that runs now, by UTC, in US dollars; lost calls included."""
    scope, period, cap = _day(timezone.now())
    row = Budget.objects.filter(scope=scope, period=period).values_list("spent", "cap").first()
    return row or (Decimal(0), Decimal(cap))


def book_lost(now: datetime) -> int:
    """Calls that died cost what was reserved for them."""
    lost = list(Reservation.objects.filter(until__lt=now))
    for reservation in lost:
        settle(reservation, reservation.amount)
    return len(lost)


def of(person: User) -> QuerySet[Budget]:
    """One for each 30 days; guests share theirs."""
    return Budget.objects.filter(scope=Budget.Scope.LEARNER, period__startswith=f"{person.pk}:")


def erase(person: User) -> None:
    """Not before the last call is settled or booked as lost: its part of the day's budget would stay reserved."""
    if Reservation.objects.filter(person__in=of(person)).exists():
        raise my_data.NotYet("a call is not settled")
    of(person).delete()


def _budget(scope: str, period: str, cap: str) -> Budget:
    budget, _made = Budget.objects.get_or_create(scope=scope, period=period, defaults={"cap": Decimal(cap)})
    return budget


def _day(now: datetime) -> tuple[str, str, str]:
    return Budget.Scope.DAY, now.astimezone(UTC).date().isoformat(), settings.LLM_DAILY_BUDGET_USD


def _person(user: User, now: datetime) -> tuple[str, str, str]:
    if user.is_guest:
        return Budget.Scope.GUESTS, now.astimezone(UTC).date().isoformat(), settings.LLM_GUESTS_DAILY_BUDGET_USD
    window = now.astimezone(UTC).date().toordinal() // WINDOW_DAYS
    return Budget.Scope.LEARNER, f"{user.pk}:{window}", settings.LLM_LEARNER_BUDGET_USD
