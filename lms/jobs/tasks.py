from celery import shared_task
from celery.signals import worker_ready

from lms.jobs import heartbeats, lifecycle, locks, running


@shared_task
def sweep() -> None:
    """Every 5 seconds; two beats at once do no harm."""
    with locks.only_one("sweep") as mine:
        if mine:
            heartbeats.tick()
            lifecycle.sweep()


@worker_ready.connect
def sweep_at_start(**_kwargs) -> None:
    heartbeats.start()
    running.start()
    lifecycle.sweep(everything=True)
