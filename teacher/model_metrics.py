"""The state of the language models as the API tells it: six queries, however long the ledger is."""

from datetime import datetime, timedelta

from django.utils import timezone

from lms.accounts.models import User
from lms.jobs import metrics as jobs
from lms.llm import budgets
from teacher import model_alerts, model_calls
from teacher.model_alerts import Alert, Money
from teacher.model_calls import AT_MOST, TIMEFRAMES, Totals

GENERATIONS_OF = timedelta(minutes=10)


def read(person: User, timeframe: str) -> dict:
    """{timeframe, metrics, alerts, recommendations}; raises KeyError for an unknown timeframe."""
    now, length = timezone.now(), TIMEFRAMES[timeframe]
    since = now - length
    found = model_calls.totals(since)
    return {
        "timeframe": timeframe,
        "metrics": {
            "realtime_stats": _stats(found),
            "recent_errors": list(model_calls.recent_errors(since)),
            "performance_trend": [_step(step) for step in model_calls.trend(since, length)],
            "user_distribution": list(model_calls.by_person(person, since)[:AT_MOST]),
        },
        "alerts": alerts(found, now),
        "recommendations": model_alerts.recommendations(found, model_calls.errors_by_kind(since)),
    }


def alerts(found: Totals, now: datetime) -> list[Alert]:
    """2 queries."""
    spent, cap = budgets.spent_today()
    return model_alerts.alerts(found, jobs.ended(now - GENERATIONS_OF), Money(float(spent), float(cap)))


def _stats(found: Totals) -> dict:
    return {
        "total_requests": found.requests,
        "successful_requests": found.successful,
        "avg_response_time": round(found.mean_ms, 1),
        "cache_hit_rate": round(found.hit_rate, 4),
        "error_rate": round(found.error_rate, 4),
    }


def _step(step: model_calls.Step) -> dict:
    numbers = {"avg_response_time": round(step.mean_ms, 1), "error_rate": round(step.error_rate, 4)}
    return {"from": step.start, "requests": step.requests, **numbers}
