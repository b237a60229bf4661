"""Runs one job in a worker: claim, keep the lease while it works, and say how it ended."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from celery.exceptions import Reject
from django.db import DatabaseError, connection
from psycopg_pool import PoolTimeout

from lms.jobs import desk, lifecycle, stopping
from lms.jobs.models import Task
from lms.logs import log_job
from lms.problems import DATABASE_AWAY

log = logging.getLogger(__name__)

RENEW_EVERY_SECONDS = 3
also_renew: list[Callable[[list[str]], None]] = []  # what apps keep claimed by the same tokens; registered by them


def run(task_id: str, work: Callable[[Task], None]) -> None:
    """`work(task)` completes the task in its own transaction. Somebody else's task, or one that isn't due, is left alone.

    While the database is away the message goes back to the queue: lost, it would be missed only 30 seconds later. A worker
    that was asked to stop begins nothing; the next one sweeps what is free at its start.
    """
    with desk.taken():
        task = None if stopping.asked() else _claim(task_id)
        if task is not None:
            with log_job(task), _leases.held(task.claimed_by):
                _work(task, work)


def _claim(task_id: str) -> Task | None:
    try:
        return lifecycle.claim(task_id)
    except DATABASE_AWAY as error:
        raise Reject(type(error).__name__, requeue=True) from error


def _work(task: Task, work: Callable[[Task], None]) -> None:
    try:
        work(task)
    except lifecycle.LeaseLost:
        log.warning("lease_lost", extra={"task_id": task.pk})
    except lifecycle.Later as later:
        lifecycle.put_back(task, later.at)
    except lifecycle.TryAgain as error:
        log.warning("job_tries_again", extra={"task_id": task.pk, "error": error.code})
        lifecycle.fail(task, error)
    except Exception as error:  # whatever it was, the row has to know
        log.exception("job_failed", extra={"task_id": task.pk})
        lifecycle.fail(task, error)


class _Leases:
    """Renews all leases of this process from one thread, every RENEW_EVERY_SECONDS; each worker starts it."""

    def __init__(self) -> None:
        self._tokens: set[str] = set()
        self._lock = threading.Lock()

    def start(self) -> None:
        threading.Thread(target=self._keep, name="leases", daemon=True).start()

    @contextmanager
    def held(self, token: str) -> Iterator[None]:
        with self._lock:
            self._tokens.add(token)
        try:
            yield
        finally:
            with self._lock:
                self._tokens.discard(token)

    def _keep(self) -> None:
        while True:
            with self._lock:
                tokens = list(self._tokens)
            self._renew(tokens)
            time.sleep(RENEW_EVERY_SECONDS)

    def _renew(self, tokens: list[str]) -> None:
        """Its connection stays this thread's own: behind hundreds of jobs that wait for one, leases would run out."""
        try:
            lifecycle.renew(tokens)
            for renew in also_renew:
                renew(tokens)
        except (DatabaseError, PoolTimeout):  # away for a moment: the next turn tries again; a lost lease undoes itself
            log.warning("leases_not_renewed", exc_info=True)
            connection.close()


_leases = _Leases()


def start() -> None:
    """At a worker's start, before there are jobs to wait behind."""
    _leases.start()
