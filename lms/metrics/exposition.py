"""Metrics as text that Prometheus reads (exposition format 0.0.4). Pure."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
COUNTER, GAUGE, HISTOGRAM = "counter", "gauge", "histogram"


@dataclass(frozen=True)
class Sample:
    """`suffix` follows the metric's name: `_bucket`, `_sum`, `_count`."""

    value: float
    labels: Mapping[str, str] = field(default_factory=dict)
    suffix: str = ""


def family(name: str, kind: str, meaning: str, samples: Iterable[Sample]) -> str:
    """One metric with all its samples, and the lines that say what it is."""
    lines = [f"# HELP {name} {meaning}", f"# TYPE {name} {kind}"]
    lines += [f"{name}{one.suffix}{_labels(one.labels)} {_number(one.value)}" for one in samples]
    return "\n".join(lines) + "\n"


def buckets(bounds: Iterable[float], counts: Iterable[float], total: float, labels: Mapping[str, str]) -> list[Sample]:
    """A histogram's samples. `counts` are those of each bucket alone, one more than `bounds`; `total` is the sum of values."""
    samples, so_far = [], 0.0
    for bound, count in zip([*bounds, math.inf], counts, strict=True):
        so_far += count
        samples.append(Sample(so_far, {**labels, "le": _number(bound)}, "_bucket"))
    return [*samples, Sample(total, labels, "_sum"), Sample(so_far, labels, "_count")]


def _labels(labels: Mapping[str, str]) -> str:
    if not labels:
        return ""
    return "{" + ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items()) + "}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _number(value: float) -> str:
    if math.isinf(value):
        return "+Inf" if value > 0 else "-Inf"
    return str(int(value)) if float(value).is_integer() else repr(float(value))
