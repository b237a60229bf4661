"""What the worker runs for the course."""

from celery import shared_task

from curriculum import question_generation
from lms.jobs import running


@shared_task
def make_questions(task_id: str) -> None:
    running.run(task_id, question_generation.make)
