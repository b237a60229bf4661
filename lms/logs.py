"""Log lines as JSON: one for each request and each job, and whatever else is logged in between.

Nothing a person wrote is ever logged: no bodies, no query strings, users by a pseudonymous id.
"""

import hashlib
import logging
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

import structlog
from celery.signals import task_prerun
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from lms import ids, redis
from lms.metrics import histograms

REQUEST_ID_HEADER = "X-Request-ID"
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
        "infou": {"level": "INFO"},  # of its own: Celery sets the root logger's to what its --loglevel says
        "uvicorn.access": {"level": "WARNING"},  # our own line says more
        "django.request": {"level": "CRITICAL"},  # 4xx and 5xx stand in our own line, with the exception
        "axes": {"level": "ERROR"},
        "celery": {"level": "WARNING"},
        "kombu": {"level": "WARNING"},
    },
}
log = logging.getLogger("infou")


@dataclass
class _Asked:
    """What a request or job asked of models, and what was there already."""

    models: list[str] = field(default_factory=list)
    tokens: int = 0
    hits: int = 0

    def fields(self) -> dict:
        return {"llm_provider": ",".join(self.models), "tokens_used": self.tokens, "cache_hit": bool(self.hits)}


_asked: ContextVar[_Asked | None] = ContextVar("asked", default=None)
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


def note_call(model: str, tokens: int) -> None:
    """For the line of the request or job that is being done."""
    if (asked := _asked.get()) is not None:
        asked.tokens += tokens
        if model not in asked.models:
            asked.models.append(model)


def note_hits(count: int) -> None:
    if (asked := _asked.get()) is not None:
        asked.hits += count


@contextmanager
def _noted() -> Iterator[_Asked]:
    token = _asked.set(asked := _Asked())
    try:
        yield asked
    finally:
        _asked.reset(token)


class RequestLogMiddleware:
    """Gives every request an id, hands it to all log lines and the answer, and writes the request's own line."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.id = ids.new("req")
        started = time.perf_counter()
        bound = structlog.contextvars.bound_contextvars(request_id=request.id)
        with bound, redis.counted() as redis_calls, _noted() as asked:
            response = self.get_response(request)
            if not request.path.startswith(NOT_LOGGED):
                _note_time(time.perf_counter() - started, response.status_code)
                log.info("request", extra=_line(request, response, started, sum(redis_calls)) | asked.fields())
        response.headers[REQUEST_ID_HEADER] = request.id
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        request.error = type(error).__name__
        log.error("unhandled_error", exc_info=error)


def _note_time(seconds: float, status: int) -> None:
    _latest_milliseconds.append(seconds * 1000)
    histograms.note_request(seconds, status)


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
        "error": getattr(request, "error", ""),
    }


@contextmanager
def log_job(task) -> Iterator[None]:
    """One line for a job, as for a request. `task` is the row of lms.jobs."""
    started, errors_before = time.perf_counter(), task.error_details
    with structlog.contextvars.bound_contextvars(task_id=task.pk), _noted() as asked:
        try:
            yield
        finally:
            failed = task.error_details is not errors_before  # what an earlier try left isn't this one's
            line = {
                "service": "worker",
                "endpoint": task.task_type,
                "status": task.status,
                "session_id": task.session_id or "",
                "user_id": pseudonym(task.user_id),
                "duration_ms": round((time.perf_counter() - started) * 1000, 1),
                "error": task.error_details.get("error_code", "") if failed else "",
            }
            log.info("job", extra=line | asked.fields())


@task_prerun.connect
def _take_over_request_id(task=None, **_kwargs) -> None:
    structlog.contextvars.clear_contextvars()
    request_id = (task.request.get("headers") or {}).get("request_id") or getattr(task.request, "request_id", "")
    if request_id:
        structlog.contextvars.bind_contextvars(request_id=request_id)
