from celery import shared_task
from django.utils import timezone

from lms.privacy import notes


@shared_task
def erase_unused() -> None:
    notes.erase_unused(timezone.now())
