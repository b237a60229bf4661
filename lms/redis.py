"""The one way to reach the Redis-protocol server from a request: short time limits, no retries, one breaker a process.

redis-py's own defaults retry ten times with back-off: seconds of waiting where a learner should not notice anything.
"""

import logging
import time
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


class Breaker:
    """After a failure nobody asks for BREAK_SECONDS: one caller pays the time limit, not all of them."""

    def __init__(self) -> None:
        self._closed_from = 0.0

    @property
    def open(self) -> bool:
        return time.monotonic() < self._closed_from

    def failed(self, error: Exception) -> None:
        self._closed_from = time.monotonic() + BREAK_SECONDS
        log.warning("redis_unavailable", extra={"error": type(error).__name__})


breaker = Breaker()


@cache
def pool() -> redis.ConnectionPool:
    return redis.ConnectionPool.from_url(settings.REDIS_URL, max_connections=MAX_CONNECTIONS, **CONNECTION_OPTIONS)


@cache
def client() -> redis.Redis:
    """A client for calls on a request's path. Callers look at `breaker` first and report to it."""
    return redis.Redis(connection_pool=pool())
