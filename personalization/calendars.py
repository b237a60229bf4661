"""Where the dots of an activity calendar lie: a column a week, a row a weekday from Monday. Plain numbers; no Django."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

WEEKS = 25
LEFT, TOP, COLUMN, ROW = 12, 32, 34, 22
FULL_MINUTES = 60  # from here on a dot is as large as it gets
LARGEST, SMALLEST, NONE = 7.8, 2.6, 1.8  # radius


@dataclass(frozen=True)
class Dot:
    """`minutes` 0 is a day without learning."""

    x: int
    y: int
    radius: float
    minutes: float


@dataclass(frozen=True)
class Calendar:
    """`months`: (x, first Monday) of each month that begins in it."""

    dots: list[Dot]
    months: list[tuple[int, date]]


def first_day(today: date) -> date:
    """The Monday of the first week."""
    return today - timedelta(days=today.weekday(), weeks=WEEKS - 1)


def drawn(minutes: Mapping[date, float], today: date) -> Calendar:
    """`minutes` by day; the area of a dot stands for them."""
    first = first_day(today)
    days = [first + timedelta(days=number) for number in range((today - first).days + 1)]
    dots = [_dot(number, minutes.get(day, 0)) for number, day in enumerate(days)]
    months = [(_x(number), day) for number, day in enumerate(days) if _opens_month(day)]
    return Calendar(dots, months)


def row(weekday: int) -> int:
    """Where the name of a row stands; Monday is 0."""
    return _y(weekday) + 4


def _dot(number: int, minutes: float) -> Dot:
    return Dot(_x(number), _y(number), _radius(minutes), minutes)


def _radius(minutes: float) -> float:
    if not minutes:
        return NONE
    return round(max(SMALLEST, LARGEST * math.sqrt(min(minutes, FULL_MINUTES) / FULL_MINUTES)), 1)


def _opens_month(day: date) -> bool:
    """The first Monday of a month names its column."""
    return day.weekday() == 0 and day.day <= 7


def _x(number: int) -> int:
    return LEFT + COLUMN * (number // 7)


def _y(number: int) -> int:
    return TOP + ROW * (number % 7)
