"""A worker that was asked to stop: what only waits in it goes back at once, and that is not a failed try.

Its grace is some seconds. A job that waits for a place would be killed in the end, and a killed job has lost a try.
"""

import threading

from celery.signals import worker_shutting_down
from django.utils import timezone

from lms.jobs import lifecycle

_asked = threading.Event()


def asked() -> bool:
    return _asked.is_set()


def leave_if_asked() -> None:
    """For whoever waits inside of a job. Raises lifecycle.Later: due again now, for the next worker."""
    if asked():
        raise lifecycle.Later(at=timezone.now())


@worker_shutting_down.connect
def _note(**_kwargs) -> None:
    _asked.set()
