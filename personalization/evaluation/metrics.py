"""How good predictions are. `chances` 0-1, `right` 0 or 1, both in the same order. Pure."""

import math
from collections.abc import Sequence
from itertools import groupby

BINS = 10
NEAREST = 1e-6  # to 0 and 1, for the logarithm


def auc(chances: Sequence[float], right: Sequence[int]) -> float:
    """The chance that a right answer was given the higher one of a right and a wrong; ties are half. NaN with one kind."""
    positive = sum(right)
    negative = len(right) - positive
    if not positive or not negative:
        return math.nan
    below, wins = 0, 0.0
    for _, tied in groupby(sorted(zip(chances, right, strict=True)), key=lambda pair: pair[0]):
        outcomes = [outcome for _, outcome in tied]
        wrong = len(outcomes) - sum(outcomes)
        wins += sum(outcomes) * (below + wrong / 2)
        below += wrong
    return wins / (positive * negative)


def accuracy(chances: Sequence[float], right: Sequence[int]) -> float:
    return _mean((chance >= 0.5) == bool(one) for chance, one in zip(chances, right, strict=True))


def rmse(chances: Sequence[float], right: Sequence[int]) -> float:
    return math.sqrt(_mean((chance - one) ** 2 for chance, one in zip(chances, right, strict=True)))


def log_loss(chances: Sequence[float], right: Sequence[int]) -> float:
    """In nats."""
    return _mean(-math.log(_of_outcome(chance, one)) for chance, one in zip(chances, right, strict=True))


def ece(chances: Sequence[float], right: Sequence[int]) -> float:
    """Expected calibration error over ten bins of equal width (Guo and others 2017)."""
    apart = [0.0] * BINS
    for chance, one in zip(chances, right, strict=True):
        apart[min(BINS - 1, int(chance * BINS))] += one - chance
    return sum(map(abs, apart)) / len(right)


def _of_outcome(chance: float, outcome: int) -> float:
    inside = min(1 - NEAREST, max(NEAREST, chance))
    return inside if outcome else 1 - inside


def _mean(values) -> float:
    values = list(values)
    return sum(values) / len(values)


ALL = {"auc": auc, "accuracy": accuracy, "rmse": rmse, "log_loss": log_loss, "ece": ece}
