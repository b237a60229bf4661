"""What the ledger of model calls says of a time: aggregates in SQL, each one query by the index on time.

A request is a call that a model was asked with, or one that existing content served (a hit). What our own limits held back
is neither; template answers aren't in the ledger at all.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db.models import Aggregate, Avg, Count, DateTimeField, F, FloatField, Func, Max, Q, QuerySet, Sum, Value

from lms.accounts.models import User
from lms.llm.models import HELD_BACK, LLMCall
from teacher.access import students_of

TIMEFRAMES = {
    "1h": timedelta(hours=1),
    "6h": timedelta(hours=6),
    "24h": timedelta(hours=24),
    "7d": timedelta(days=7),
}
FIRST_TIMEFRAME = "1h"
STEPS, AT_MOST = 12, 20
HELD = Q(error_type__in=HELD_BACK)
MADE = Q(cache_hit=False) & ~HELD
FAILED = MADE & Q(success=False)


class Percentiles(Aggregate):
    """[median, what 95 of 100 stay under], in the unit of what is measured; None where there is nothing."""

    function = "percentile_cont"
    template = "percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = ArrayField(FloatField())


@dataclass(frozen=True)
class Totals:
    """Milliseconds, US dollars; `learners` is for how many people models were called."""

    requests: int
    successful: int
    hits: int
    calls: int
    failed: int
    mean_ms: float
    median_ms: float
    slow_ms: float
    tokens: int
    cost: float
    learners: int

    @property
    def hit_rate(self) -> float:
        return self.hits / self.requests if self.requests else 0.0

    @property
    def error_rate(self) -> float:
        """Of the calls that were made: hits can't fail, and would hide what does."""
        return self.failed / self.calls if self.calls else 0.0

    @property
    def cost_a_learner(self) -> float | None:
        return self.cost / self.learners if self.learners else None


@dataclass(frozen=True)
class Step:
    start: datetime
    calls: int
    requests: int
    mean_ms: float
    median_ms: float | None
    slow_ms: float | None
    failed: int

    @property
    def error_rate(self) -> float:
        return self.failed / self.calls if self.calls else 0.0


def totals(since: datetime) -> Totals:
    found = _since(since).aggregate(
        requests=Count("pk", filter=~HELD),
        successful=Count("pk", filter=~HELD & Q(success=True)),
        hits=Count("pk", filter=Q(cache_hit=True)),
        calls=Count("pk", filter=MADE),
        failed=Count("pk", filter=FAILED),
        mean_ms=Avg("response_time_ms", filter=MADE),
        times=Percentiles("response_time_ms", filter=MADE),
        tokens=Sum(F("tokens_in") + F("tokens_out")),
        cost=Sum("cost_usd"),
        learners=Count("user", filter=MADE, distinct=True),
    )
    median, slow = found.pop("times") or (0.0, 0.0)
    numbers = {name: value or 0 for name, value in found.items()}
    return Totals(**numbers | {"cost": float(numbers["cost"]), "median_ms": median, "slow_ms": slow})


def trend(since: datetime, length: timedelta, steps: int = STEPS) -> list[Step]:
    """Equal parts of the time, the oldest first; also those in which nothing happened."""
    step = length / steps
    start = Func(Value(step), F("timestamp"), Value(since), function="date_bin", output_field=DateTimeField())
    rows = (
        _since(since)
        .filter(timestamp__lt=since + length)
        .annotate(start=start)
        .order_by()
        .values("start")
        .annotate(
            requests=Count("pk", filter=~HELD),
            calls=Count("pk", filter=MADE),
            failed=Count("pk", filter=FAILED),
            mean_ms=Avg("response_time_ms", filter=MADE),
            times=Percentiles("response_time_ms", filter=MADE),
        )
    )
    found = {round((row["start"] - since) / step): row for row in rows}
    return [_step(since + number * step, found.get(number)) for number in range(steps)]


def recent_errors(since: datetime) -> QuerySet:
    """{timestamp, model, request_type, error_type} of the newest failed calls."""
    failed = _since(since).filter(FAILED).order_by("-timestamp")
    return failed.values("timestamp", "model", "request_type", "error_type")[:AT_MOST]


def errors_by_kind(since: datetime) -> list[dict]:
    """{error_type, model, request_type, times, last, held_back}, the newest first: also what our own limits held back."""
    failed = _since(since).filter(cache_hit=False, success=False).order_by()
    rows = failed.values("error_type", "model", "request_type").annotate(times=Count("pk"), last=Max("timestamp"))
    return [row | {"held_back": row["error_type"] in HELD_BACK} for row in rows.order_by("-last")]


def by_model(since: datetime) -> QuerySet:
    """{provider, model, request_type, calls, good, times, tokens, cost} of each model and what it was asked for."""
    rows = _since(since).filter(MADE).order_by().values("provider", "model", "request_type")
    return rows.annotate(
        calls=Count("pk"),
        good=Count("pk", filter=Q(success=True)),
        times=Percentiles("response_time_ms"),
        tokens=Sum(F("tokens_in") + F("tokens_out")),
        cost=Sum("cost_usd"),
    )


def by_type(since: datetime) -> list[dict]:
    """{request_type, requests, hits, share, price}: what existing content served, and what one answer costs."""
    rows = _since(since).order_by().values("request_type")
    counted = rows.annotate(
        requests=Count("pk", filter=~HELD),
        hits=Count("pk", filter=Q(cache_hit=True)),
        answers=Count("pk", filter=MADE & Q(success=True)),
        cost=Sum("cost_usd"),
    ).filter(requests__gt=0)
    return [
        row
        | {
            "share": row["hits"] / row["requests"],
            "price": float(row["cost"]) / row["answers"] if row["answers"] else 0.0,
        }
        for row in counted
    ]


def by_person(person: User, since: datetime) -> QuerySet:
    """{user_id, requests, tokens, cost_usd} of a teacher's own students; an admin sees everybody. Who costs most first."""
    calls = _since(since).exclude(HELD).filter(user__isnull=False)
    if not person.is_admin:
        calls = calls.filter(user__in=students_of(person))
    rows = calls.order_by().values("user_id").annotate(
        requests=Count("pk"), tokens=Sum(F("tokens_in") + F("tokens_out")), cost_usd=Sum("cost_usd")
    )  # fmt: skip
    return rows.order_by("-cost_usd", "-requests", "user_id")


def cost_by_hour(since: datetime) -> dict[datetime, float]:
    """US dollars of each hour, by UTC; hours without any are left out."""
    hour = Func(
        Value(timedelta(hours=1)), F("timestamp"), Value(since), function="date_bin", output_field=DateTimeField()
    )
    rows = (
        _since(since)
        .filter(cost_usd__gt=0)
        .annotate(hour=hour)
        .order_by()
        .values_list("hour")
        .annotate(Sum("cost_usd"))
    )
    return {hour: float(cost) for hour, cost in rows}


def _since(moment: datetime) -> QuerySet[LLMCall]:
    return LLMCall.objects.since(moment)


def _step(start: datetime, row: dict | None) -> Step:
    if row is None:
        return Step(start, 0, 0, 0.0, None, None, 0)
    median, slow = row["times"] or (None, None)
    return Step(start, row["calls"], row["requests"], row["mean_ms"] or 0.0, median, slow, row["failed"])
