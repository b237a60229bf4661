"""Nobody who only looks whether all is well waits for long: time limits for statements and probes."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as ProbeTimeout
from contextlib import contextmanager

import redis
from django.db import connection, transaction

from lms.problems import DATABASE_AWAY

PROBE_SECONDS = 1.0
_probes = ThreadPoolExecutor(max_workers=4, thread_name_prefix="probe")


@contextmanager
def statements(seconds: float) -> Iterator[None]:
    """Each statement inside raises OperationalError after so long, for example behind a locked table."""
    with transaction.atomic():
        _limit(f"{int(seconds * 1000)}ms")
        yield
        _limit("DEFAULT")


def answers_in_time(probe: Callable[[], None]) -> bool:
    """Runs the probe in a thread of its own: a frozen server never answers, and never refuses either."""
    future = _probes.submit(probe)
    try:
        future.result(timeout=PROBE_SECONDS)
    except (ProbeTimeout, redis.RedisError, *DATABASE_AWAY):
        return False
    return True


def database_answers() -> bool:
    return answers_in_time(_ask_database)


def _ask_database() -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    finally:
        connection.close()


def _limit(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = {value if value == 'DEFAULT' else repr(value)}")
