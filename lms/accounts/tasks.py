from celery import shared_task
from django.utils import timezone

from lms.accounts import admin_log, erasure, guests, signing_in, tokens
from lms.jobs import locks


@shared_task
def clear_expired() -> None:
    """Log-ins and tokens whose time is over, and what was noted of wrong tries and in the admin site."""
    now = timezone.now()
    signing_in.clear_expired(now)
    tokens.clear_expired()
    admin_log.clear_old(now)


@shared_task
def erase_people() -> None:
    """Every 15 seconds; each step of an erasure has a lock of its own."""
    erasure.run_all()


@shared_task
def erase_unused_guests() -> None:
    with locks.only_one("erase-unused-guests") as mine:
        if mine:
            guests.begin_erasing_unused(timezone.now())
