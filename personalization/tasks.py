"""What the worker runs: an answer is followed by feedback."""

from celery import shared_task

from lms.jobs import running
from personalization import feedback


@shared_task
def write_feedback(task_id: str) -> None:
    running.run(task_id, feedback.write)
