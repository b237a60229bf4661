from celery import shared_task
from django.utils import timezone

from lms.live import connections


@shared_task
def clear_old() -> None:
    connections.clear_old(timezone.now())
