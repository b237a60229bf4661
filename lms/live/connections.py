"""Rows about sockets: kept for 90 days, since an address can lead to a person."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from lms.live.models import WebSocketConnection

KEPT_FOR = timedelta(days=90)
WHO_IT_WAS = ("client_ip", "user_agent")  # of whoever watched: the owner, their teacher, an admin; the row doesn't say


def of_topics(topics: QuerySet | list[str]) -> QuerySet[WebSocketConnection]:
    return WebSocketConnection.objects.filter(topic__in=topics)


def clear_old(now: datetime) -> int:
    return WebSocketConnection.objects.filter(connected_at__lt=now - KEPT_FOR).delete()[0]
