"""What operators see of the models: how long calls take, what they cost today, how much is served without one."""

from collections import Counter
from datetime import datetime, timedelta

from django.db.models import Count, F, FloatField, Func, IntegerField, Q, Sum, Value
from django.utils import timezone

from lms.llm import budgets
from lms.llm.models import LLMCall
from lms.metrics import exposition, registry
from lms.metrics.exposition import Sample
from lms.metrics.growing import Growing

BOUNDS_SECONDS = (0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0)
LATELY = timedelta(hours=1)
SUM = -1  # a key beside the numbers of the buckets


def register() -> None:
    registry.register("llm_generation_time", exposition.HISTOGRAM, "Seconds that a model's answer took.", _times)
    registry.gauge("cache_hit_rate", "Share of requests of the last hour that existing content served.", hit_rate)
    registry.gauge("daily_llm_cost", "US dollars spent today, by UTC.", lambda: budgets.spent_today()[0])


def hit_rate() -> float | None:
    """0-1; None where nothing was asked for."""
    calls = LLMCall.objects.since(timezone.now() - LATELY)
    found = calls.aggregate(hits=Count("pk", filter=Q(cache_hit=True)), made=Count("pk", filter=Q(cache_hit=False)))
    total = found["hits"] + found["made"]
    return found["hits"] / total if total else None


def _count(since: datetime, until: datetime | None) -> Counter:
    """Answers by bucket, and the sum of their seconds."""
    calls = LLMCall.objects.since(since).made()
    if until:
        calls = calls.filter(timestamp__lt=until)
    bounds = Value(
        [1000 * bound + 0.5 for bound in BOUNDS_SECONDS]
    )  # whole milliseconds: a bound belongs to its bucket
    milliseconds = Func(F("response_time_ms"), template="%(expressions)s::float8", output_field=FloatField())
    bucket = Func(milliseconds, bounds, function="width_bucket", output_field=IntegerField())
    rows = list(calls.annotate(bucket=bucket).values_list("bucket").annotate(Count("pk"), Sum("response_time_ms")))
    found = Counter({number: count for number, count, _milliseconds in rows})
    found[SUM] = sum(milliseconds for _number, _count, milliseconds in rows) / 1000
    return found


_answers = Growing(_count)


def _times() -> list[Sample]:
    found = _answers.now()
    counts = [found[number] for number in range(len(BOUNDS_SECONDS) + 1)]
    return exposition.buckets(BOUNDS_SECONDS, counts, found[SUM], {})
