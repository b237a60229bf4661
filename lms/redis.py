"""The one way to reach the Redis-protocol server from a request: short time limits, no retries, one breaker a process.

redis-py's own defaults retry ten times with back-off: seconds of waiting where a learner should not notice anything.
"""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

log = logging.getLogger(__name__)

TIMEOUT_SECONDS = 0.2
BREAK_SECONDS = 2.0
MAX_CONNECTIONS = 50
CONNECTION_OPTIONS = {
    "socket_timeout": TIMEOUT_SECONDS,
    "socket_connect_timeout": TIMEOUT_SECONDS,
    "retry": Retry(NoBackoff(), 0),
}
_waited: ContextVar[list[float] | None] = ContextVar("redis_waited", default=None)


class Unavailable(Exception):
    """Redis is away, or was a moment ago. Whoever asks has to go on without it."""


class Breaker:
    """After a failure nobody asks for BREAK_SECONDS, and then one alone: it pays the time limit, not everybody at once."""

    def __init__(self) -> None:
        self._open_until = 0.0
        self._lock = threading.Lock()

    @property
    def open(self) -> bool:
        return time.monotonic() < self._open_until

    def lets_through(self) -> bool:
        """Whether this caller may ask; it has to say then how that went."""
        now = time.monotonic()
        with self._lock:
            if now < self._open_until:
                return False
            if self._open_until:
                self._open_until = now + BREAK_SECONDS
        return True

    def worked(self) -> None:
        if self._open_until:
            self._open_until = 0.0

    def failed(self, error: Exception) -> None:
        self._open_until = time.monotonic() + BREAK_SECONDS
        log.warning("redis_unavailable", extra={"error": type(error).__name__})


breaker = Breaker()


@cache
def pool() -> redis.ConnectionPool:
    return redis.ConnectionPool.from_url(settings.REDIS_URL, max_connections=MAX_CONNECTIONS, **CONNECTION_OPTIONS)


@cache
def client() -> redis.Redis:
    """For probes alone; everybody else takes `asked()`, which knows the breaker."""
    return redis.Redis(connection_pool=pool())


@contextmanager
def asked() -> Iterator[redis.Redis]:
    """The client, for one call. Raises Unavailable: at once while the breaker is open, else after TIMEOUT_SECONDS."""
    if not breaker.lets_through():
        raise Unavailable
    started = time.perf_counter()
    try:
        yield client()
    except redis.RedisError as error:
        breaker.failed(error)
        raise Unavailable from error
    finally:
        _note(time.perf_counter() - started)
    breaker.worked()


@contextmanager
def counted() -> Iterator[list[float]]:
    """The seconds of each call that is made meanwhile in this thread."""
    token = _waited.set(calls := [])
    try:
        yield calls
    finally:
        _waited.reset(token)


def _note(seconds: float) -> None:
    calls = _waited.get()
    if calls is not None:
        calls.append(seconds)
