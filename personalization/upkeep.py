"""What runs by the clock. Two beats at once do no harm."""

from celery import shared_task
from django.utils import timezone

from lms.jobs import locks
from personalization import question_supply, rescoring


@shared_task
def refill_questions() -> None:
    with locks.only_one("question_supply") as mine:
        if mine:
            question_supply.refill(timezone.now())


@shared_task
def score_corrected() -> None:
    """Each turn is a transaction of its own: nobody's answers wait for all others."""
    more = True
    while more:
        with locks.only_one("score_corrected") as mine:
            more = mine and rescoring.score_some()
