"""Which workers live: each writes its row every few seconds; who falls silent is no worker any more."""

import logging
import threading
import time
from datetime import timedelta

from django.db import Error, connection
from django.utils import timezone
from psycopg_pool import PoolTimeout

from lms.jobs.dispatch import WORKER_NAME
from lms.jobs.models import ClockTick, WorkerHeartbeat

log = logging.getLogger(__name__)

EVERY_SECONDS = 5
SILENT_AFTER = timedelta(seconds=15)


def active_workers() -> int:
    return WorkerHeartbeat.objects.filter(seen_at__gte=timezone.now() - SILENT_AFTER).count()


def tick() -> None:
    """Work by the clock is done: beat is there, and so is who does it."""
    ClockTick.objects.update_or_create(pk=1, defaults={"at": timezone.now()})


def seconds_since_tick() -> float | None:
    """None where it never ticked."""
    at = ClockTick.objects.values_list("at", flat=True).first()
    return max(0.0, (timezone.now() - at).total_seconds()) if at else None


def start() -> None:
    threading.Thread(target=_keep_beating, name="heartbeat", daemon=True).start()


def beat() -> None:
    now = timezone.now()
    WorkerHeartbeat.objects.update_or_create(name=WORKER_NAME, defaults={"seen_at": now})
    WorkerHeartbeat.objects.filter(seen_at__lt=now - SILENT_AFTER).delete()


def _keep_beating() -> None:
    while True:
        try:
            beat()
        except (Error, PoolTimeout):  # away for a moment: the next beat comes
            log.warning("heartbeat_failed")
        finally:
            connection.close()
        time.sleep(EVERY_SECONDS)
