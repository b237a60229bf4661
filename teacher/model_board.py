"""All that the models page shows, for one person and one time."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from django.http import HttpRequest
from django.utils import timezone

from lms.accounts.models import User
from lms.jobs import metrics as jobs
from lms.llm import availability
from lms.metrics import process
from teacher import (
    model_alerts,
    model_calls,
    model_charts,
    model_costs,
    model_metrics,
    model_tables,
    model_words,
    model_worth,
)
from teacher.model_alerts import Alert
from teacher.model_calls import TIMEFRAMES, Step, Totals
from teacher.tables import Table

GENERATIONS_OF = timedelta(days=1)


@dataclass
class Board:
    """Read once each, when it is asked for: a file needs no more than its own rows."""

    request: HttpRequest
    timeframe: str
    now: datetime = field(default_factory=timezone.now)

    @property
    def person(self) -> User:
        return self.request.user

    @property
    def length(self) -> timedelta:
        return TIMEFRAMES[self.timeframe]

    @property
    def since(self) -> datetime:
        return self.now - self.length

    @cached_property
    def calls(self) -> Totals:
        return model_calls.totals(self.since)

    @property
    def late(self) -> bool:
        return self.calls.mean_ms > model_alerts.MEAN_ABOVE_MS

    @cached_property
    def alerts(self) -> list[Alert]:
        return model_metrics.alerts(self.calls, self.now)

    @cached_property
    def advice(self) -> list[str]:
        return model_alerts.recommendations(self.calls, self._errors)

    @cached_property
    def today(self) -> model_costs.Today:
        return model_costs.read(self.now)

    @cached_property
    def steps(self) -> list[Step]:
        return model_calls.trend(self.since, self.length)

    @property
    def cost_chart(self) -> dict:
        return model_charts.cost(self.today)

    @property
    def time_chart(self) -> dict:
        return model_charts.times(self.steps, self.length)

    @cached_property
    def shared(self) -> list[dict]:
        rows = model_calls.by_type(self.since)
        return sorted(
            ({**row, "name": model_words.asked_for(row["request_type"])} for row in rows), key=lambda row: -row["share"]
        )

    @property
    def saved(self) -> float:
        """About what hits would have cost: as much as an answer of their kind costs."""
        return sum(row["hits"] * row["price"] for row in self.shared)

    @cached_property
    def worth(self) -> model_worth.Worth:
        return model_worth.of(self.since)

    @cached_property
    def models(self) -> Table:
        return model_tables.models(self.request, model_calls.by_model(self.since))

    @cached_property
    def people(self) -> Table:
        return model_tables.people(self.request, model_calls.by_person(self.person, self.since))

    @cached_property
    def errors(self) -> Table:
        return model_tables.errors(self.request, self._errors)

    @cached_property
    def states(self) -> list[dict]:
        return availability.states()

    @cached_property
    def generations(self) -> float | None:
        """The share that succeeded in a day."""
        return jobs.success_rate(GENERATIONS_OF)

    @cached_property
    def service(self) -> dict | None:
        """What this web process answered since its start; None before anything."""
        counted = process.requests()
        total = sum(counted.values())
        if not total:
            return None
        failed = counted.get("5xx", 0)
        return {"total": total, "failed": failed, "share": failed / total, "since": process.STARTED_AT}

    @cached_property
    def _errors(self) -> list[dict]:
        return model_calls.errors_by_kind(self.since)
