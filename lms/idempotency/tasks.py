from celery import shared_task
from django.utils import timezone

from lms.idempotency.models import IdempotencyKey


@shared_task
def clear_expired() -> None:
    IdempotencyKey.objects.filter(expires_at__lte=timezone.now()).delete()
