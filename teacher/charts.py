"""Where the points of a line chart lie. Plain numbers; no Django."""

from collections.abc import Sequence
from dataclasses import dataclass

STEPS = (1, 2, 2.5, 5, 10)
LINES = 4


@dataclass(frozen=True)
class Frame:
    """A chart's ground: x runs from 0 to `width_of`, y from 0 to `top`, drawn between the margins (pixels of the view box)."""

    width_of: float
    top: float
    left: int = 56
    right: int = 770
    above: int = 14
    below: int = 204

    @classmethod
    def around(cls, highest: float, width_of: float, **margins: int) -> "Frame":
        """One whose grid lines stand at round numbers and whose top is not below `highest`."""
        return cls(width_of=max(width_of, 1e-9), top=nice_step(highest) * LINES, **margins)

    def x(self, value: float) -> float:
        return round(self.left + (self.right - self.left) * value / self.width_of, 1)

    def y(self, value: float) -> float:
        return round(self.below - (self.below - self.above) * value / self.top, 1)

    def grid(self) -> list[tuple[float, float]]:
        """(value, y) of each horizontal line, from 0 up."""
        return [(self.top * step / LINES, self.y(self.top * step / LINES)) for step in range(LINES + 1)]

    def line(self, points: Sequence[tuple[float, float]]) -> str:
        """A path through (x, y) pairs."""
        return "M" + " L".join(f"{self.x(x)},{self.y(y)}" for x, y in points) if points else ""

    def area(self, points: Sequence[tuple[float, float]], low: Sequence[tuple[float, float]] = ()) -> str:
        """What lies between the points and those of `low`, or the axis."""
        if not points:
            return ""
        low = low or [(points[0][0], 0), (points[-1][0], 0)]
        return f"{self.line([*points, *reversed(low)])}Z"


def nice_step(highest: float) -> float:
    """The smallest round number of which `LINES` reach `highest`: 1, 2, 2.5, 5 times a power of ten."""
    wanted = max(highest, 1e-9) / LINES
    power = 1.0
    while power * 10 <= wanted:
        power *= 10
    while power > wanted:
        power /= 10
    return next(power * step for step in STEPS if power * step >= wanted * (1 - 1e-9))
