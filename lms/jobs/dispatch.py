"""Tells the queue about tasks, from a thread of its own: no request ever waits for the broker.

What can't be told now is not kept here. The row is there, and the sweeper tells the queue again.
"""

import logging
import os
import queue
import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress

import structlog
from django.db import close_old_connections, connection
from django.utils import timezone
from kombu.exceptions import OperationalError

from lms.jobs import kinds
from lms.jobs.models import Task

log = logging.getLogger(__name__)

WAITING_AT_MOST = 10_000
WORKER_NAME = f"{socket.gethostname()}/{os.getpid()}"

_waiting: queue.Queue[tuple[list[Task], dict]] = queue.Queue(WAITING_AT_MOST)
_starting = threading.Lock()
_thread: threading.Thread | None = None


def send(tasks: Iterable[Task]) -> None:
    """Hand over to the queue; returns at once."""
    batch = list(tasks)
    if not batch:
        return
    try:
        _waiting.put_nowait((batch, structlog.contextvars.get_contextvars()))
    except queue.Full:
        log.warning("dispatch_full")
    _start_thread()


def _start_thread() -> None:
    global _thread
    with _starting:
        if _thread is None or not _thread.is_alive():
            _thread = threading.Thread(target=_keep_sending, name="dispatch", daemon=True)
            _thread.start()


def _keep_sending() -> None:
    while True:
        batches = [_waiting.get(), *_also_here()]
        try:
            _send_now(batches)
        except Exception:  # this thread has to live on; the sweeper tells the queue again
            log.exception("dispatch_failed")
        finally:
            connection.close()


def _also_here() -> Iterator[tuple[list[Task], dict]]:
    with suppress(queue.Empty):
        while True:
            yield _waiting.get_nowait()


def _send_now(batches: list[tuple[list[Task], dict]]) -> None:
    told = []
    try:
        for batch, context in batches:
            headers = {"request_id": context.get("request_id", "")}
            for task in batch:
                celery_task = kinds.of(task).celery_task
                celery_task.apply_async([task.pk], priority=task.priority, retry=False, headers=headers)
                told.append(task.pk)
    except (OperationalError, OSError) as error:
        log.warning("queue_unavailable", extra={"error": type(error).__name__})
    if told:
        close_old_connections()
        Task.objects.filter(pk__in=told).update(sent_at=timezone.now())
