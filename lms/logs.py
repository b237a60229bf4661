"""Log lines as JSON: one for each request and each job, and whatever else is logged in between.

Nothing a person wrote is ever logged: no bodies, no query strings, users by a pseudonymous id.
"""

import hashlib
import logging
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog
from celery.signals import task_prerun
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from lms import ids, redis

SERVICE_HEADER = "X-Request-ID"
NOT_LOGGED = ("/static/", "/health", "/metrics")

_shared = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="timestamp"),
]
CONFIG = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": _shared,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        }
    },
    "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["lines"], "level": "INFO"},
    "loggers": {
        "uvicorn.access": {"level": "WARNING"},  # our own line says more
        "django.request": {"level": "CRITICAL"},  # 4xx and 5xx stand in our own line, with the exception
        "axes": {"level": "ERROR"},
        "celery": {"level": "WARNING"},
        "kombu": {"level": "WARNING"},
    },
}
log = logging.getLogger("infou")

_latest_milliseconds: deque[float] = deque(maxlen=500)  # of this process


def mean_milliseconds() -> float:
    """How long the latest requests of this process took."""
    latest = list(_latest_milliseconds)
    return sum(latest) / len(latest) if latest else 0.0


def pseudonym(user_id: int | None) -> str:
    """A stable stand-in for a user's id that says nothing outside this instance; "" for nobody."""
    if user_id is None:
        return ""
    return hashlib.blake2b(f"{settings.SECRET_KEY}:{user_id}".encode(), digest_size=8).hexdigest()


class RequestLogMiddleware:
    """Gives every request an id, hands it to all log lines and the answer, and writes the request's own line."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.id = ids.new("req")
        started = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=request.id), redis.counted() as redis_calls:
            response = self.get_response(request)
            if not request.path.startswith(NOT_LOGGED):
                _latest_milliseconds.append((time.perf_counter() - started) * 1000)
                log.info("request", extra=_line(request, response, started, sum(redis_calls)))
        response.headers[SERVICE_HEADER] = request.id
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        log.error("unhandled_error", exc_info=error)


def _line(request: HttpRequest, response: HttpResponse, started: float, redis_seconds: float) -> dict:
    match = getattr(request, "resolver_match", None)
    user = getattr(request, "_cached_user", None)  # looking at request.user could ask a database that is away
    return {
        "service": "web",
        "endpoint": match.route if match else "unknown",
        "method": request.method,
        "status": response.status_code,
        "session_id": (match.kwargs.get("session_id", "") if match else ""),
        "user_id": pseudonym(user.pk if user else None),
        "duration_ms": round((time.perf_counter() - started) * 1000, 1),
        "redis_ms": round(redis_seconds * 1000, 1),
    }


@contextmanager
def log_job(task) -> Iterator[None]:
    """One line for a job, as for a request. `task` is the row of lms.jobs."""
    started = time.perf_counter()
    with structlog.contextvars.bound_contextvars(task_id=task.pk):
        yield
        line = {
            "service": "worker",
            "endpoint": task.task_type,
            "status": task.status,
            "session_id": task.session_id or "",
            "user_id": pseudonym(task.user_id),
            "duration_ms": round((time.perf_counter() - started) * 1000, 1),
        }
        log.info("job", extra=line)


@task_prerun.connect
def _take_over_request_id(task=None, **_kwargs) -> None:
    structlog.contextvars.clear_contextvars()
    request_id = (task.request.get("headers") or {}).get("request_id") or getattr(task.request, "request_id", "")
    if request_id:
        structlog.contextvars.bind_contextvars(request_id=request_id)
