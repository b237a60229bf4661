"""When a call may begin: it has a place among those at once, and the money it may cost at most."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

from lms.accounts.models import User
from lms.llm import budgets, slots
from lms.llm.models import Reservation

PLACE_WAIT_SECONDS = 600  # a queue moves on: every call that holds a place ends by its deadline


@contextmanager
def admitted(user: User, most: Decimal, *, hold_seconds: float, money_seconds: float) -> Iterator[Reservation]:
    """Waits for a place, and `money_seconds` for calls that hold what is missing. Who waits for money has no place:
    somebody else's call could use it meanwhile. Raises slots.NoneFreeError, budgets.ExhaustedError, lifecycle.Later.
    """
    until = None
    while True:
        with slots.taken(hold_seconds=hold_seconds, wait_seconds=PLACE_WAIT_SECONDS):
            try:
                reservation = budgets.reserve(user, most, hold_seconds)
            except budgets.NoRoomYetError as error:
                full = error.budget_id
            else:
                yield reservation
                return
        until = until or time.monotonic() + money_seconds
        budgets.wait_for_room(full, most, until)
