"""`/health`: real probes, each with a time limit. Details for admins, operators' tokens and loopback only."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from lms import logs, operators, time_limits
from lms.jobs import heartbeats
from lms.jobs.models import Task
from lms.llm import availability
from lms.problems import DATABASE_AWAY
from lms.redis import client

INSIDE_SECONDS = 2  # each statement about what is inside
log = logging.getLogger(__name__)
_registered: dict[str, Callable[[], int]] = {}


@require_GET
def live(request: HttpRequest) -> JsonResponse:
    """This process answers; nothing else is asked."""
    return JsonResponse({"status": "alive"})


@require_GET
def health(request: HttpRequest) -> JsonResponse:
    """503 when the database is gone; `degraded` when only Redis is, since reading and answering go on."""
    database, store = time_limits.database_answers(), time_limits.answers_in_time(_redis)
    status = "healthy" if database and store else "degraded" if database else "unhealthy"
    answer = {"status": status, "version": settings.VERSION}
    if _may_see_inside(request, database=database):
        answer["services"] = {"database": _word(database), "redis": _word(store)}
        if database:
            _add_inside(answer)
    return JsonResponse(answer, status=200 if database else 503)


def register(name: str, metric: Callable[[], int]) -> None:
    """A number that an app above knows. Called in `registrations.py`."""
    _registered[name] = metric


def _add_inside(answer: dict) -> None:
    """Left out, and the whole thing degraded, where a locked table lets nobody know."""
    try:
        with time_limits.statements(INSIDE_SECONDS):
            services = {
                "llm_providers": availability.states(),
                "celery": f"active_workers_{heartbeats.active_workers()}",
            }
            answer["metrics"] = _metrics()
            answer["services"] |= services
    except DATABASE_AWAY as error:
        log.warning("health_not_read", extra={"error": type(error).__name__})
        answer["status"] = "degraded"


def _metrics() -> dict:
    known = {
        "avg_response_time": f"{logs.mean_milliseconds():.0f}ms",
        "generation_queue": Task.objects.generations().unfinished().count(),
    }
    return known | {name: metric() for name, metric in _registered.items()}


def _word(up: bool) -> str:
    return "up" if up else "down"


def _redis() -> None:
    client().ping()


def _may_see_inside(request: HttpRequest, *, database: bool) -> bool:
    """An admin is known by the database alone."""
    return operators.has_token(request) or operators.is_local(request) or (database and operators.is_admin(request))
