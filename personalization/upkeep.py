"""What runs by the clock. Two beats at once do no harm."""

from celery import shared_task
from django.utils import timezone

from lms.jobs import locks
from personalization import question_supply


@shared_task
def refill_questions() -> None:
    with locks.only_one("question_supply") as mine:
        if mine:
            question_supply.refill(timezone.now())
