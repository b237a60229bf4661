"""What one web process knows of itself."""

from django.db import connection
from django.utils import timezone

from lms.metrics import exposition, registry
from lms.metrics.exposition import Sample
from lms.metrics.histograms import api_response_time

STARTED_AT = timezone.now()


def register() -> None:
    registry.register(
        "api_response_time",
        exposition.HISTOGRAM,
        "Seconds that this process took to answer, by class of status.",
        api_response_time.samples,
        asks_database=False,
    )
    registry.register(
        "database_connection_pool",
        exposition.GAUGE,
        "Database connections of this process: in use, idle, the most there may be, and who waits for one.",
        _pool,
        asks_database=False,
    )
    registry.gauge(
        "process_start_time_seconds",
        "When this process began to count, in seconds since 1970.",
        STARTED_AT.timestamp,
        asks_database=False,
    )


def requests() -> dict[str, int]:
    """How many requests this process has answered since `STARTED_AT`, by class of status."""
    return api_response_time.counted()


def _pool() -> list[Sample]:
    """Nothing where somebody else pools, as pgbouncer."""
    if not connection.settings_dict["OPTIONS"].get("pool"):
        return []
    stats = connection.pool.get_stats()
    idle = stats.get("pool_available", 0)
    states = {
        "in_use": stats.get("pool_size", 0) - idle,
        "idle": idle,
        "max": stats["pool_max"],
        "waiting": stats.get("requests_waiting", 0),
    }
    return [Sample(number, {"state": state}) for state, number in states.items()]
