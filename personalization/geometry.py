"""Where the points of a chart lie. Plain numbers; no Django."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, RADIUS = 450, 376, 140
CENTRE = (WIDTH / 2, HEIGHT / 2)
RINGS = (20, 40, 60, 100)
LABEL_AT = 117  # per cent of the radius, to the side; above and below there is more room needed for the text's height


@dataclass(frozen=True)
class Axis:
    """A spoke: its end, the point of its value, and where its name stands."""

    label: str
    value: int
    end: tuple[float, float]
    dot: tuple[float, float]
    text: tuple[float, float]
    anchor: str


@dataclass(frozen=True)
class Radar:
    axes: list[Axis]
    rings: list[str]
    goal: str
    shape: str


def radar(values: Sequence[tuple[str, int]], goal: int) -> Radar:
    """(label, 0-100) pairs, clockwise from the top."""
    number = len(values)
    axes = [_axis(label, value, place, number) for place, (label, value) in enumerate(values)]
    return Radar(
        axes=axes,
        rings=[_polygon([level] * number) for level in RINGS],
        goal=_polygon([goal] * number),
        shape=_polygon([value for _label, value in values]),
    )


def _axis(label: str, value: int, place: int, number: int) -> Axis:
    x, y = _point(LABEL_AT, place, number)
    side = x - CENTRE[0]
    anchor = "mid" if abs(side) < 1 else "end" if side < 0 else ""
    if anchor == "mid":
        y += -4 if y < CENTRE[1] else 14
    return Axis(label, value, _point(100, place, number), _point(value, place, number), (x, round(y + 4, 1)), anchor)


def _point(level: float, place: int, number: int) -> tuple[float, float]:
    angle = 2 * math.pi * place / number - math.pi / 2
    reach = RADIUS * level / 100
    return round(CENTRE[0] + reach * math.cos(angle), 1), round(CENTRE[1] + reach * math.sin(angle), 1)


def _polygon(levels: Sequence[float]) -> str:
    points = (_point(level, place, len(levels)) for place, level in enumerate(levels))
    return " ".join(f"{x},{y}" for x, y in points)
