"""What the worker runs: a plan is followed by one article task for each article that nobody has written yet."""

from celery import shared_task

from articles import planning, writing
from lms.jobs import running


@shared_task
def plan(task_id: str) -> None:
    running.run(task_id, planning.plan)


@shared_task
def write_article(task_id: str) -> None:
    running.run(task_id, writing.write)


@shared_task
def convert_level(task_id: str) -> None:
    running.run(task_id, writing.write)
