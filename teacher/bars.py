"""Where the bars of a small day-by-day chart stand. Plain numbers; no Django."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, BAR = 176, 40, 6.4
NOTHING = 2  # how high the stub of a day without anything is


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    height: float
    empty: bool


def of(numbers: Sequence[int]) -> list[Bar]:
    """One a number, from the oldest on; the largest fills the height."""
    step = (WIDTH - BAR) / max(1, len(numbers) - 1)
    highest = max([*numbers, 1])
    heights = [round(HEIGHT * number / highest, 1) or NOTHING for number in numbers]
    return [
        Bar(round(place * step, 1), round(HEIGHT - height, 1), height, not number)
        for place, (number, height) in enumerate(zip(numbers, heights, strict=True))
    ]
