"""What today will have cost at its end, from what it cost so far and how the last days went. Plain numbers; no Django.

Days are 24 sums of US dollars, one an hour. What is left of the day is what was left of earlier days at this hour, scaled by
how today compares with them so far; early in the day, when little is known of it, it counts as a day like the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import pstdev

HOURS = 24
SURE_WITHIN, UNSURE_WITHIN = 0.05, 0.5  # of what is left: at least so wide a band; without earlier days
DAYS_TO_BE_SURE = 3
WIDTH = 1.6  # of errors known from a week: four of five fall within (1.28 if they were known from very many)
LIKE_OTHERS = 0.1  # of a usual day's cost: so much weight has that today is like the others
Day = Sequence[float]


@dataclass(frozen=True)
class Forecast:
    """US dollars at the end of the day: `low` and `high` are where four of five days like these would end."""

    expected: float
    low: float
    high: float


def day_end(spent: float, elapsed: float, earlier: Sequence[Day]) -> Forecast:
    """`spent` after `elapsed` hours (0-24); `earlier`: days before, those without any cost tell nothing."""
    days = [day for day in earlier if sum(day) > 0]
    left = _left(spent, elapsed, days)
    within = left * WIDTH * _error(elapsed, days)
    return Forecast(spent + left, spent + max(0.0, left - within), spent + left + within)


def _left(spent: float, elapsed: float, days: Sequence[Day]) -> float:
    if not days:
        return spent / max(elapsed, 1.0) * (HOURS - elapsed)
    usual = [_until(day, elapsed) for day in days]
    totals = [sum(day) for day in days]
    mean, mean_total = sum(usual) / len(days), sum(totals) / len(days)
    prior = LIKE_OTHERS * mean_total
    scale = (spent + prior) / (mean + prior)
    return scale * (mean_total - mean)


def _error(elapsed: float, days: Sequence[Day]) -> float:
    """How far off such a forecast was on each of the days, told from the others, as a share of what was left."""
    misses = [miss for one in range(len(days)) if (miss := _miss(one, elapsed, days)) is not None]
    if len(misses) < DAYS_TO_BE_SURE:
        return UNSURE_WITHIN
    return max(SURE_WITHIN, pstdev(misses, 0.0))


def _miss(one: int, elapsed: float, days: Sequence[Day]) -> float | None:
    day, others = days[one], [*days[:one], *days[one + 1 :]]
    spent = _until(day, elapsed)
    told = _left(spent, elapsed, others) if others else 0.0
    return (sum(day) - spent - told) / told if told > 0 else None


def _until(day: Day, elapsed: float) -> float:
    """What the day had cost by then; within an hour evenly."""
    whole = min(HOURS, int(elapsed))
    part = day[whole] * (elapsed - whole) if whole < HOURS else 0.0
    return sum(day[:whole]) + part
