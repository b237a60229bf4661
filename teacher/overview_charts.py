"""Where bars and points of the overview's charts lie. Plain numbers; no Django."""

from collections.abc import Sequence
from dataclasses import dataclass

from teacher.charts import Frame

LEFT, RIGHT, ABOVE, BELOW = 40, 790, 16, 214
BAR_SHARE = 0.62
MARKS = 4


@dataclass(frozen=True)
class Trend:
    """`bars`: (x, y, width, height); `line`: the path of accuracy, `end` its last point; `marks`: (x, place of the day)."""

    bars: list[tuple[float, float, float, float]]
    grid: list[tuple[float, float]]
    line: str
    end: tuple[float, float] | None
    marks: list[tuple[float, int]]


def trend(shares: Sequence[int], accuracies: Sequence[int | None]) -> Trend:
    """Of each day, in per cent; None where nobody answered."""
    frame = Frame(width_of=len(shares), top=100, left=LEFT, right=RIGHT, above=ABOVE, below=BELOW)
    points = [(place + 0.5, value) for place, value in enumerate(accuracies) if value is not None]
    return Trend(
        bars=[_bar(frame, place, share) for place, share in enumerate(shares)],
        grid=frame.grid(),
        line=frame.line(points),
        end=(frame.x(points[-1][0]), frame.y(points[-1][1])) if points else None,
        marks=[(frame.x(place + 0.5), place) for place in _marks(len(shares))],
    )


def _bar(frame: Frame, place: int, share: int) -> tuple[float, float, float, float]:
    left, right = frame.x(place + (1 - BAR_SHARE) / 2), frame.x(place + (1 + BAR_SHARE) / 2)
    return left, frame.y(share), round(right - left, 1), round(frame.below - frame.y(share), 1)


def _marks(number: int) -> list[int]:
    step = max(1, (number - 1) // (MARKS - 1))
    return [*list(range(0, number - 1, step))[: MARKS - 1], number - 1]
