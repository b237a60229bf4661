from celery import shared_task
from django.contrib.sessions.models import Session
from django.utils import timezone

from lms.accounts import tokens


@shared_task
def clear_expired() -> None:
    """Sessions and tokens whose time is over."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    tokens.clear_expired()
