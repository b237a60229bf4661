"""How many jobs of a process work at the same time: as many as there are database connections for them.

Hundreds may be under way, since most wait for a model, and who waits leaves the desk. If all of them worked at once they
would stand in each other's way: connections run out, and the threads that keep leases and read streams get no turn.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

KEPT_BY_OTHERS = 2  # connections of the threads that keep the leases and tell the queue

_places = threading.BoundedSemaphore(max(1, settings.DB_POOL_MAX - KEPT_BY_OTHERS))
_mine = threading.local()


@contextmanager
def taken() -> Iterator[None]:
    _places.acquire()
    _mine.place = True
    try:
        yield
    finally:
        _stand_up()


@contextmanager
def left() -> Iterator[None]:
    """While something is waited for, without a connection. Who has no place, as outside of jobs, just waits."""
    if not getattr(_mine, "place", False):
        yield
        return
    _stand_up()
    try:
        yield
    finally:
        _places.acquire()
        _mine.place = True


def _stand_up() -> None:
    """The connection goes back first: the next one needs it."""
    if not connection.in_atomic_block:  # tests run jobs inside a transaction
        connection.close()
    _mine.place = False
    _places.release()
