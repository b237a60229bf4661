"""Which metrics there are. Whatever an app knows it registers in its `registrations.py`; lms asks nobody by name."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lms.metrics import exposition
from lms.metrics.exposition import Sample


@dataclass(frozen=True)
class Metric:
    """`read()` gives the samples; `asks_database` says that it can't while the database is away."""

    name: str
    kind: str
    meaning: str
    read: Callable[[], Iterable[Sample]]
    asks_database: bool


_metrics: dict[str, Metric] = {}


def register(
    name: str, kind: str, meaning: str, read: Callable[[], Iterable[Sample]], *, asks_database: bool = True
) -> None:
    _metrics[name] = Metric(name, kind, meaning, read, asks_database)


def gauge(name: str, meaning: str, value: Callable[[], float | None], *, asks_database: bool = True) -> None:
    """One number; None where there is none now."""

    def read() -> list[Sample]:
        number = value()
        return [] if number is None else [Sample(float(number))]

    register(name, exposition.GAUGE, meaning, read, asks_database=asks_database)


def everything() -> list[Metric]:
    return list(_metrics.values())
