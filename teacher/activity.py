"""What students did, day by day, and in the days before and after something happened. SQL over many students at once."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Count, Model, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from articles.models import Reading
from personalization.models import SubmissionAnswer

CHART_DAYS = 21


def daily(student_ids: Iterable[int], now: datetime) -> dict[int, list[int]]:
    """Answers and articles read a day over the last three weeks, the oldest day first. 2 queries."""
    days = {_today(now) - timedelta(days=ago): CHART_DAYS - 1 - ago for ago in range(CHART_DAYS)}
    numbers = {pk: [0] * CHART_DAYS for pk in student_ids}
    since = now - timedelta(days=CHART_DAYS)
    for rows in (_answers(numbers, since), _articles(numbers, since)):
        for pk, day, number in rows:
            if day in days:
                numbers[pk][days[day]] += number
    return numbers


def around(student_id: int, start: datetime, end: datetime) -> dict:
    """{"days": with any study, "answers": counted, "accuracy": 0-1 or None, "articles"} from `start` to before `end`. 4
    queries."""
    answered = _in(SubmissionAnswer, "answered_at", start, end).filter(submission__user=student_id)
    read = _in(Reading, "completed_at", start, end).filter(user=student_id)
    counted = answered.aggregate(answers=Count("pk", filter=Q(counted=True)), right=Count("pk", filter=_right()))
    days = answered.values_list(TruncDate("answered_at")).union(read.values_list(TruncDate("completed_at")))
    return {
        "days": days.count(),
        "answers": counted["answers"],
        "accuracy": round(counted["right"] / counted["answers"], 4) if counted["answers"] else None,
        "articles": read.count(),
    }


def _answers(student_ids: Iterable[int], since: datetime) -> QuerySet:
    rows = SubmissionAnswer.objects.filter(submission__user__in=list(student_ids), answered_at__gte=since).order_by()
    rows = rows.annotate(day=TruncDate("answered_at")).values("submission__user", "day")
    return rows.annotate(number=Count("pk")).values_list("submission__user", "day", "number")


def _articles(student_ids: Iterable[int], since: datetime) -> QuerySet:
    rows = Reading.objects.filter(user__in=list(student_ids), completed_at__gte=since).order_by()
    rows = rows.annotate(day=TruncDate("completed_at")).values("user", "day")
    return rows.annotate(number=Count("pk")).values_list("user", "day", "number")


def _in(model: type[Model], field: str, start: datetime, end: datetime) -> QuerySet:
    return model.objects.filter(**{f"{field}__gte": start, f"{field}__lt": end}).order_by()


def _right() -> Q:
    return Q(counted=True, is_correct=True)


def _today(now: datetime) -> date:
    return timezone.localtime(now).date()
