"""`/health`: real probes, each with a time limit. Details for admins, operators' tokens and loopback only."""

import hmac
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as ProbeTimeout

import redis
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from lms import limits, logs
from lms.jobs import heartbeats
from lms.jobs.models import Task
from lms.llm import availability
from lms.problems import DATABASE_AWAY
from lms.redis import client

PROBE_SECONDS = 1.0
_registered: dict[str, Callable[[], int]] = {}
_probes = ThreadPoolExecutor(max_workers=4, thread_name_prefix="probe")


@require_GET
def live(request: HttpRequest) -> JsonResponse:
    """This process answers; nothing else is asked."""
    return JsonResponse({"status": "alive"})


@require_GET
def health(request: HttpRequest) -> JsonResponse:
    """503 when the database is gone; `degraded` when only Redis is, since reading and answering go on."""
    database, store = _in_time(_database), _in_time(_redis)
    status = "healthy" if database and store else "degraded" if database else "unhealthy"
    answer = {"status": status, "version": settings.VERSION}
    if _may_see_inside(request):
        answer["services"] = {"database": _word(database), "redis": _word(store)}
        if database:
            answer["services"] |= {
                "llm_providers": availability.states(),
                "celery": f"active_workers_{heartbeats.active_workers()}",
            }
            answer["metrics"] = _metrics()
    return JsonResponse(answer, status=200 if database else 503)


def register(name: str, metric: Callable[[], int]) -> None:
    """A number that an app above knows. Called in `registrations.py`."""
    _registered[name] = metric


def _metrics() -> dict:
    known = {
        "avg_response_time": f"{logs.mean_milliseconds():.0f}ms",
        "generation_queue": Task.objects.unfinished().count(),
    }
    return known | {name: metric() for name, metric in _registered.items()}


def _word(up: bool) -> str:
    return "up" if up else "down"


def _in_time(probe: Callable[[], None]) -> bool:
    future = _probes.submit(probe)
    try:
        future.result(timeout=PROBE_SECONDS)
    except (ProbeTimeout, redis.RedisError, *DATABASE_AWAY):
        return False
    return True


def _database() -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    finally:
        connection.close()


def _redis() -> None:
    client().ping()


def _may_see_inside(request: HttpRequest) -> bool:
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if settings.METRICS_TOKEN and hmac.compare_digest(token, settings.METRICS_TOKEN):
        return True
    return limits.client_address(request) in ("127.0.0.1", "::1")
