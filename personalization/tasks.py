"""What the worker runs: an answer is followed by feedback, a demonstration's first start by the history of its class."""

from celery import shared_task
from celery.signals import worker_ready
from django.conf import settings

from lms.accounts import demo
from lms.jobs import running
from personalization import demo_class, feedback


@shared_task
def write_feedback(task_id: str) -> None:
    running.run(task_id, feedback.write)


@shared_task
def make_demo_class() -> None:
    demo.check_allowed(mode=settings.MODE, host=settings.HOST)
    demo_class.make()


@worker_ready.connect
def ask_for_demo_class(**_kwargs) -> None:
    """At every start: what an earlier one left unfinished is finished, and what is complete stays."""
    if settings.DEMO:
        make_demo_class.delay()
