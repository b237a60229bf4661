"""What the worker runs: a plan is followed by one article task for each article that nobody has written yet.

What runs by the clock is in `upkeep`.
"""

from celery import shared_task

from articles import extras, generations, planning, rewriting, writing
from lms.jobs import running
from lms.jobs.models import Task


@shared_task
def make_sub_topics(task_id: str) -> None:
    running.run(task_id, generations.make)


@shared_task
def plan(task_id: str) -> None:
    running.run(task_id, _plan)


@shared_task
def write_article(task_id: str) -> None:
    running.run(task_id, _write)


@shared_task
def convert_level(task_id: str) -> None:
    running.run(task_id, writing.write)


def _plan(task: Task) -> None:
    """The outline of a session, or one article that was asked for later."""
    (extras.add if "extra" in task.input_data else planning.plan)(task)


def _write(task: Task) -> None:
    """An article's first text, or another one that its reader asked for."""
    (rewriting.write if "content" in task.input_data else writing.write)(task)
