"""Whether what a teacher did helped: the seven days before beside the seven after. Plain values; no Django."""

from collections.abc import Mapping

BETTER, SAME, WORSE = "better", "same", "worse"
ENOUGH_ANSWERS = 5  # fewer say nothing about accuracy
MOVED = 0.05 + 1e-9  # of accuracy; up to five points are chance


def verdict(before: Mapping, after: Mapping) -> str:
    """Of {"days": with any study, "answers": counted, "accuracy": 0-1 or None}. One of them up and none down is better."""
    moves = [_sign(after["days"] - before["days"], 0), _accuracy(before, after)]
    if min(moves) < 0:
        return SAME if max(moves) > 0 else WORSE
    return BETTER if max(moves) > 0 else SAME


def _accuracy(before: Mapping, after: Mapping) -> int:
    """1 up, -1 down, 0 where it didn't move or there is too little to say so."""
    if min(before["answers"], after["answers"]) < ENOUGH_ANSWERS:
        return 0
    return _sign(after["accuracy"] - before["accuracy"], MOVED)


def _sign(difference: float, at_least: float) -> int:
    if abs(difference) <= at_least:
        return 0
    return 1 if difference > 0 else -1
