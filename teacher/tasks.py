"""What the worker runs for teachers. What runs by the clock is in `upkeep`."""

from celery import shared_task

from lms.jobs import running
from teacher import assessing


@shared_task
def assess_risk(task_id: str) -> None:
    running.run(task_id, assessing.work_out)
