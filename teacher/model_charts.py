"""The two line charts of the models page: where their lines lie, and what is written beside them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from teacher.charts import Frame
from teacher.forecast import HOURS
from teacher.model_alerts import MEAN_ABOVE_MS
from teacher.model_calls import Step
from teacher.model_costs import Today

APART = 16  # pixels between two labels at a line's end
HIGHEST, LOWEST = 18, 208


@dataclass(frozen=True)
class Label:
    text: str
    y: float
    kind: str


def cost(today: Today) -> dict:
    """Paths, grid and labels of what the day has cost and will cost, in US dollars."""
    end, limit_shown = today.end, today.cap <= 4 * max(today.end.high, today.spent)
    frame = Frame.around(max(end.high, today.cap if limit_shown else 0, today.spent) or 1, HOURS)
    last, final = (today.elapsed, today.spent), (float(HOURS), end.expected)
    labels = [Label(_("expected"), frame.y(end.expected), "t-a")]
    labels += [Label(_("budget"), frame.y(today.cap), "t-w")] if limit_shown else []
    return {
        "grid": frame.grid(),
        "area": frame.area(today.so_far),
        "line": frame.line(today.so_far),
        "guess": frame.line([last, final]),
        "band": frame.area([last, (HOURS, end.high)], [last, (HOURS, end.low)]),
        "now": (frame.x(last[0]), frame.y(last[1])),
        "limit": frame.y(today.cap) if limit_shown else None,
        "labels": _spread(labels),
        "ticks": [(frame.x(hour), _hour(today.begins + timedelta(hours=hour))) for hour in range(0, HOURS + 1, 6)],
    }


def times(steps: list[Step], length: timedelta) -> dict:
    """Median and 95th percentile, in seconds; a step without calls leaves a gap."""
    known = [(number + 0.5, step) for number, step in enumerate(steps) if step.calls]
    slow = [(at, step.slow_ms / 1000) for at, step in known]
    median = [(at, step.median_ms / 1000) for at, step in known]
    highest = max([seconds for _at, seconds in slow], default=1.0)
    limit_shown = highest > MEAN_ABOVE_MS / 2000
    frame = Frame.around(max(highest, MEAN_ABOVE_MS / 1000 if limit_shown else 0), len(steps))
    labels = (
        [Label(_("slow 5%"), frame.y(slow[-1][1]), ""), Label(_("median"), frame.y(median[-1][1]), "t-a")]
        if known
        else []
    )
    labels += [Label(_("alert from a mean of 5 s"), frame.y(MEAN_ABOVE_MS / 1000), "t-w")] if limit_shown else []
    each = len(steps) // 4
    ticks = [(frame.x(number), _moment(steps[number].start, length)) for number in range(0, len(steps), each)]
    return {
        "grid": frame.grid(),
        "slow": frame.line(slow),
        "median": frame.line(median),
        "between": frame.area(slow, median) if known else "",
        "dots": [(frame.x(at), frame.y(seconds)) for at, seconds in median] if len(known) == 1 else [],
        "limit": frame.y(MEAN_ABOVE_MS / 1000) if limit_shown else None,
        "labels": _spread(labels),
        "ticks": [*ticks, (frame.x(len(steps)), _("Now"))],
        "known": bool(known),
    }


def _spread(labels: list[Label]) -> list[Label]:
    """From the top down, none over another."""
    placed: list[Label] = []
    for label in sorted(labels, key=lambda one: one.y):
        least = placed[-1].y + APART if placed else HIGHEST
        placed.append(Label(label.text, round(min(max(label.y + 4, least), LOWEST), 1), label.kind))
    return placed


def _hour(moment: datetime) -> str:
    return formats.date_format(timezone.localtime(moment), "H:i")


def _moment(moment: datetime, length: timedelta) -> str:
    local = timezone.localtime(moment)
    return formats.date_format(local, "MONTH_DAY_FORMAT" if length > timedelta(days=1) else "H:i")
