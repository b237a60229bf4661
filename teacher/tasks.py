from celery import shared_task
from django.utils import timezone

from teacher import rosters


@shared_task
def erase_rosters() -> None:
    rosters.clear_old(timezone.now())
