"""How long somebody read, day by day, in the active time zone."""

from datetime import date, datetime

from django.db.models import Sum
from django.db.models.functions import TruncDate

from articles.models import ProgressLog


def by_day(user_id: int, since: datetime) -> dict[date, int]:
    """Seconds by day. One query, over the months that it looks at."""
    rows = ProgressLog.objects.filter(session__user=user_id, timestamp__gte=since, time_spent_seconds__gt=0)
    days = rows.annotate(day=TruncDate("timestamp")).order_by().values_list("day")
    return dict(days.annotate(seconds=Sum("time_spent_seconds")))
