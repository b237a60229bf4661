"""What operators see of background work: how generations end, what waits, who works, whether the clock goes."""

from collections import Counter
from datetime import datetime, timedelta

from django.db.models import Count
from django.utils import timezone

from lms.jobs import heartbeats
from lms.jobs.models import Task
from lms.metrics import exposition, registry
from lms.metrics.exposition import Sample
from lms.metrics.growing import Growing

SUCCESS, FAILURE = "success", "failure"
RESULTS = {Task.Status.COMPLETED: SUCCESS, Task.Status.FAILED: FAILURE}
LATELY = timedelta(hours=1)


def register() -> None:
    registry.register("generation_total", exposition.COUNTER, "Generations that ended, by result.", _total)
    registry.gauge("generation_success_rate", "Share of the generations of the last hour that succeeded.", success_rate)
    registry.gauge("generation_queue", "Generations that wait or run.", waiting)
    registry.gauge("active_workers", "Worker processes that live.", heartbeats.active_workers)
    registry.gauge(
        "beat_seconds_since_last_run",
        "Seconds since work by the clock was last done; more than a minute: beat is missing, or who does its work.",
        heartbeats.seconds_since_tick,
    )


def ended(since: datetime, until: datetime | None = None) -> Counter:
    """{"success": n, "failure": n} of what ended then; what was cancelled is neither. 1 query."""
    tasks = Task.objects.generations().filter(status__in=RESULTS, completed_at__gte=since)
    if until:
        tasks = tasks.filter(completed_at__lt=until)
    rows = tasks.order_by().values_list("status").annotate(Count("pk"))
    return Counter({RESULTS[status]: count for status, count in rows})


def success_rate(lately: timedelta = LATELY) -> float | None:
    """0-1; None where nothing ended."""
    found = ended(timezone.now() - lately)
    return found[SUCCESS] / found.total() if found else None


def waiting() -> int:
    return Task.objects.generations().unfinished().count()


_generations = Growing(ended)


def _total() -> list[Sample]:
    found = _generations.now()
    return [Sample(found[result], {"result": result}) for result in (SUCCESS, FAILURE)]
