"""What runs by the clock: expiry, statistics, partitions. Two beats at once do no harm."""

from celery import shared_task

from articles import partitions, sessions, statistics
from lms.jobs import locks


@shared_task
def expire_sessions() -> None:
    sessions.expire_unused()


@shared_task
def refresh_statistics() -> None:
    with locks.only_one("statistics") as mine:
        if mine:
            statistics.refresh()


@shared_task
def make_partitions() -> None:
    with locks.only_one("partitions") as mine:
        if mine:
            partitions.make_coming()
