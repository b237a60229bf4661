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
SMALLEST_AMOUNT = Decimal("0.000000001")  # what the columns hold: what is reserved and given back must be the same
LOOK_AGAIN_SECONDS = (0.05, 0.3)

# The day's row comes first in both, so that nobody waits for somebody who waits for them.
RESERVE = """
    WITH day AS (
        UPDATE llm_budget SET reserved = reserved + %(amount)s
        WHERE scope = %(day)s AND period = %(days)s AND cap >= spent + reserved + %(amount)s RETURNING id
    ), person AS (
        UPDATE llm_budget SET reserved = reserved + %(amount)s FROM day
        WHERE scope = %(person)s AND period = %(persons)s AND cap >= spent + reserved + %(amount)s
        RETURNING llm_budget.id
    )
    INSERT INTO llm_reservation (day_id, person_id, amount, until)
    SELECT day.id, person.id, %(amount)s, %(until)s FROM day, person RETURNING *
"""
SETTLE = """
    WITH gone AS (
        DELETE FROM llm_reservation WHERE id = %(reservation)s
        RETURNING day_id, person_id, amount, least(%(cost)s, amount) AS booked
    ), day AS (
        UPDATE llm_budget SET reserved = reserved - gone.amount, spent = spent + gone.booked FROM gone
        WHERE llm_budget.id = gone.day_id RETURNING llm_budget.id
    ), person AS (
        UPDATE llm_budget SET reserved = reserved - gone.amount, spent = spent + gone.booked FROM gone, day
        WHERE llm_budget.id = gone.person_id
    )
    SELECT booked FROM gone
"""

_turns: WeakValueDictionary[int, threading.Lock] = WeakValueDictionary()
_settled = threading.Event()


class ExhaustedError(Exception):
    """No room in a budget, and none to come."""


class NoRoomYetError(Exception):
    """No room in this budget as long as running calls hold it."""

    def __init__(self, budget_id: int) -> None:
        super().__init__(budget_id)
        self.budget_id = budget_id


def reserve(user: User, amount: Decimal, seconds: float) -> Reservation:
    """Hold `amount` in the day's and the person's budget.

    Raises ExhaustedError, or NoRoomYetError where running calls hold what is missing.
    """
    now, amount = timezone.now(), amount.quantize(SMALLEST_AMOUNT, ROUND_UP)
    day, person, until = _day(now), _person(user, now), now + timedelta(seconds=seconds)
    if held := _hold(day, person, amount, until):
        return held
    budgets = [_budget(*day), _budget(*person)]  # the period's first call makes them
    if held := _hold(day, person, amount, until):
        return held
    raise _refusal(budgets, amount)


@transaction.atomic
def _hold(day: tuple, person: tuple, amount: Decimal, until: datetime) -> Reservation | None:
    """In both or in none."""
    names = dict(zip(("day", "days", "person", "persons"), [*day[:2], *person[:2]], strict=True))
    held = list(Reservation.objects.raw(RESERVE, {"amount": amount, "until": until, **names}))
    transaction.set_rollback(not held)
    return held[0] if held else None


def _refusal(budgets: list[Budget], amount: Decimal) -> Exception:
    full = [budget for budget in budgets if budget.cap < budget.spent + budget.reserved + amount]
    for budget in full:
        if not _may_fit(budget.pk, amount):
            return ExhaustedError(budget.scope)
    return NoRoomYetError((full or budgets)[0].pk)


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


def settle(reservation: Reservation, cost: Decimal) -> Decimal:
    """Book what the call cost, never more than was reserved; returns what was booked. Twice does nothing."""
    with connection.cursor() as cursor:
        cursor.execute(SETTLE, {"reservation": reservation.pk, "cost": cost})
        booked = cursor.fetchone()
    transaction.on_commit(_settled.set)
    return booked[0] if booked else Decimal(0)  # its time ran out and it was booked as lost


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
