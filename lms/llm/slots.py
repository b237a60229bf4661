"""At most LLM_MAX_CONCURRENCY calls at once over all workers: places are rows, taken by a conditional UPDATE.

Where none is free, one thread a process looks for the next one and the others stand behind it: hundreds that look would
keep the database busy.
"""

import os
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

from lms.jobs import desk, stopping
from lms.jobs.dispatch import WORKER_NAME
from lms.llm.models import Slot

LOOK_AGAIN_SECONDS = (0.02, 0.15)
TAKE = """
    UPDATE llm_slot SET holder = %s, until = %s
    WHERE number = (SELECT number FROM llm_slot WHERE number < %s AND (until IS NULL OR until < %s)
                    ORDER BY number LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING number
"""


_turn = threading.Lock()
_given_back = threading.Event()


class NoneFreeError(Exception):
    """All places stayed taken for as long as we may wait."""


@contextmanager
def taken(*, hold_seconds: float, wait_seconds: float) -> Iterator[None]:
    """A place, held at most so long (a worker that dies gives it back then). Raises NoneFreeError, lifecycle.Later."""
    number = _wait(hold_seconds, wait_seconds)
    try:
        yield
    finally:
        Slot.objects.filter(pk=number).update(until=None, holder="")
        _given_back.set()


def free_those_of_the_dead() -> None:
    """At a worker's start: calls of workers of this machine that were killed run no more."""
    host = WORKER_NAME.rpartition("/")[0]
    holders = set(Slot.objects.filter(holder__startswith=f"{host}/").values_list("holder", flat=True))
    dead = [holder for holder in holders if not _lives(int(holder.rpartition("/")[2]))]
    Slot.objects.filter(holder__in=dead).update(until=None, holder="")


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _wait(hold_seconds: float, wait_seconds: float) -> int:
    """Who finds one free takes it; who doesn't stands in line, until the worker is asked to stop."""
    if (number := _take(hold_seconds)) is not None:
        return number
    deadline = time.monotonic() + wait_seconds
    with _my_turn(wait_seconds):
        while True:
            stopping.leave_if_asked()
            _given_back.clear()
            if (number := _take(hold_seconds)) is not None:
                return number
            if time.monotonic() > deadline:
                raise NoneFreeError
            connection.close()
            with desk.left():
                _given_back.wait(random.uniform(*LOOK_AGAIN_SECONDS))  # noqa: S311 spreads the processes that look


@contextmanager
def _my_turn(wait_seconds: float) -> Iterator[None]:
    """Raises NoneFreeError. Who stands in line holds no connection."""
    connection.close()
    with desk.left():
        if not _turn.acquire(timeout=wait_seconds):
            raise NoneFreeError
    try:
        yield
    finally:
        _turn.release()


def _take(hold_seconds: float) -> int | None:
    now, places = timezone.now(), settings.LLM_MAX_CONCURRENCY
    values = [WORKER_NAME, now + timedelta(seconds=hold_seconds), places, now]
    with connection.cursor() as cursor:
        cursor.execute(TAKE, values)
        row = cursor.fetchone()
        if row is None and Slot.objects.count() < places:
            Slot.objects.bulk_create([Slot(number=number) for number in range(places)], ignore_conflicts=True)
            cursor.execute(TAKE, values)
            row = cursor.fetchone()
    return row[0] if row else None
