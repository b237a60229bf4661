"""Today's cost hour by hour, against the budget, and where the day will end. The day is that of the budget: UTC."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from lms.llm import budgets
from teacher import forecast, model_calls
from teacher.forecast import HOURS, Forecast

DAYS_BEFORE = 7
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Today:
    """US dollars; `so_far` is (hours since the day began, spent until then), up to now."""

    begins: datetime
    elapsed: float
    spent: float
    cap: float
    so_far: list[tuple[float, float]]
    end: Forecast

    @property
    def over(self) -> bool:
        return self.spent > self.cap

    @property
    def will_be_over(self) -> bool:
        return self.end.expected > self.cap


def read(now: datetime) -> Today:
    """2 queries. Calls that died are in the budget and not in the ledger: what was spent is the budget's to say."""
    begins = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    first = begins - DAYS_BEFORE * DAY
    by_hour = model_calls.cost_by_hour(first)
    days = [
        [by_hour.get(first + day * DAY + hour * timedelta(hours=1), 0.0) for hour in range(HOURS)]
        for day in range(DAYS_BEFORE + 1)
    ]
    elapsed = (now - begins) / timedelta(hours=1)
    spent, cap = (float(amount) for amount in budgets.spent_today())
    spent = max(spent, sum(days[-1]))
    end = forecast.day_end(spent, elapsed, days[:-1])
    return Today(begins, elapsed, spent, cap, _so_far(days[-1], elapsed, spent), end)


def _so_far(today: list[float], elapsed: float, spent: float) -> list[tuple[float, float]]:
    whole = list(accumulate(today[: int(elapsed)], initial=0.0))
    return [*((float(hour), cost) for hour, cost in enumerate(whole)), (elapsed, spent)]
