"""The layer over the ratings: a logistic regression on nine signals, whose weights follow the answers slowly. Pure."""

import math
from dataclasses import dataclass, field
from operator import mul
from typing import Self

RATE = 0.0003
NAMES = ("bias", "rating", "ability", "ease", "right", "wrong", "staying", "last", "form")
NEVER_NEGATIVE = [NAMES.index(name) for name in ("rating", "ability", "right", "last", "form")]
DEFAULT = (-0.618, 0.371, 0.235, 0.295, 0.222, -0.194, 0.345, 0.267, 0.819)  # python -m bench.mastery --weights
FARTHEST = 30.0  # logits: keeps the exponential finite

Signals = tuple[float, ...]


@dataclass(slots=True)
class Weights:
    """One for each of NAMES. Those that a right answer moves upwards are never negative, so it never lowers an estimate."""

    values: list[float] = field(default_factory=lambda: list(DEFAULT))

    @classmethod
    def default(cls) -> Self:
        return cls()

    @classmethod
    def from_json(cls, value: dict | None) -> Self:
        """Weights of another set of signals mean nothing here: then the default."""
        value = value or {}
        return cls([value[name] for name in NAMES]) if set(value) == set(NAMES) else cls()

    def as_json(self) -> dict[str, float]:
        return dict(zip(NAMES, self.values, strict=True))

    def chance(self, signals: Signals) -> float:
        """Of a right answer, 0-1."""
        return logistic(sum(map(mul, self.values, signals)))


def adapt(weights: Weights, signals: Signals, *, score: float) -> None:
    """One step of gradient descent on the log loss. `signals`: as they were before the answer; `score` 0-1."""
    step = RATE * (score - weights.chance(signals))
    values = [value + step * signal for value, signal in zip(weights.values, signals, strict=True)]
    for index in NEVER_NEGATIVE:
        values[index] = max(0.0, values[index])
    weights.values = values


def logistic(logit: float) -> float:
    return 1 / (1 + math.exp(-max(-FARTHEST, min(FARTHEST, logit))))
