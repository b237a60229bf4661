"""What each task type means: which Celery task runs it, and what to do when it is given up. Apps register theirs."""

from collections.abc import Callable
from dataclasses import dataclass

import celery

from lms.jobs.models import Task


@dataclass(frozen=True)
class Kind:
    celery_task: celery.Task
    given_up: Callable[[Task], None]


_kinds: dict[str, Kind] = {}


def register(task_type: str, celery_task: celery.Task, *, given_up: Callable[[Task], None]) -> None:
    """`given_up(task)` tells the subject, in the transaction that marks the task as failed. Called in `ready()`."""
    _kinds[task_type] = Kind(celery_task, given_up)


def of(task: Task) -> Kind:
    return _kinds[task.task_type]
