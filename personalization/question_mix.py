"""How many questions of which kind, how hard, and which of several: plain values in and out; no Django.

Kinds: what somebody is weak in, what is due for review, what is a little too hard yet.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

WEAKNESS, REVIEW, CHALLENGE = KINDS = "weakness_focused", "review_questions", "challenge_questions"
PRACTICE_SUCCESS, CHALLENGE_SUCCESS = 0.775, 0.60  # predicted: middles of 75-80% and 55-65%
ONE_OF_EACH_FROM = 3
EASY_FROM, HARD_BELOW = 0.85, 0.6
RECENT, ENOUGH = 20, 5
LOWEST, HIGHEST = 1, 5
A_LEVEL_WEIGHS = 0.08  # as much as so much predicted success


@dataclass(frozen=True)
class Candidate:
    """`strength` of the weakness it is about, 0 for none; `due` for review; `position` in the order of learning."""

    id: int
    difficulty: int
    predicted: float
    position: int
    strength: float = 0.0
    due: bool = False
    urgency: float = 0.0


def shares(count: int, weights: Mapping[str, float]) -> dict[str, int]:
    """`count` in whole parts by largest remainder, exactly; from three up at least one of each kind that has a weight."""
    total = sum(weights.values())
    exact = {kind: count * weight / total for kind, weight in weights.items()}
    parts = {kind: int(value) for kind, value in exact.items()}
    by_remainder = sorted(exact, key=lambda kind: (parts[kind] - exact[kind], -weights[kind]))
    for kind in by_remainder[: count - sum(parts.values())]:
        parts[kind] += 1
    return _one_of_each(parts, weights) if count >= ONE_OF_EACH_FROM else parts


def target_difficulty(level: int, recent: list[bool]) -> int:
    """1-5: the level's order, one up or down by the accuracy of the last answers; the level's alone while there are few."""
    if len(recent) < ENOUGH:
        return level
    accuracy = sum(recent) / len(recent)
    step = 1 if accuracy >= EASY_FROM else -1 if accuracy < HARD_BELOW else 0
    return min(HIGHEST, max(LOWEST, level + step))


def choose(
    candidates: Iterable[Candidate], count: int, *, weights: Mapping[str, float], target: int, by_level: bool
) -> list[tuple[str, Candidate]]:
    """(kind, candidate) pairs, at most `count`. A kind that runs out is filled by the others. `by_level`: too little is
    known for predictions, so the order of learning decides, nearest to the level first."""
    left = {one.id: one for one in candidates}
    plan = shares(count, weights)
    chosen: list[tuple[str, Candidate]] = []
    for kind in KINDS:
        for one in _ranked(kind, left.values(), target, by_level)[: plan.get(kind, 0)]:
            chosen.append((kind, left.pop(one.id)))
    for kind, one in _fill(left, target, by_level)[: count - len(chosen)]:
        chosen.append((kind, one))
    return chosen


def _one_of_each(parts: dict[str, int], weights: Mapping[str, float]) -> dict[str, int]:
    for kind in [kind for kind, weight in weights.items() if weight and not parts[kind]]:
        parts[max(parts, key=lambda one: parts[one])] -= 1
        parts[kind] = 1
    return parts


def _ranked(kind: str, candidates: Iterable[Candidate], target: int, by_level: bool) -> list[Candidate]:
    """Those of a kind, the best first."""
    if kind == REVIEW:
        return sorted((one for one in candidates if one.due), key=lambda one: (-one.urgency, one.id))
    if kind == WEAKNESS:
        weak = (one for one in candidates if one.strength and not one.due)
        return sorted(weak, key=lambda one: (-one.strength, _distance(one, PRACTICE_SUCCESS, target), one.id))
    fresh = (one for one in candidates if not one.due)
    if by_level:
        return sorted(fresh, key=lambda one: (abs(one.difficulty - target), one.position))
    return sorted(fresh, key=lambda one: (_distance(one, CHALLENGE_SUCCESS, target), one.position))


def _fill(left: Mapping[int, Candidate], target: int, by_level: bool) -> list[tuple[str, Candidate]]:
    """What nobody asked for, near what is practised best."""

    def rank(one: Candidate) -> tuple:
        return (abs(one.difficulty - target), one.position) if by_level else (
            _distance(one, PRACTICE_SUCCESS, target),
            one.position,
        )  # fmt: skip

    return [(_kind_of(one), one) for one in sorted(left.values(), key=rank)]


def _kind_of(one: Candidate) -> str:
    if one.due:
        return REVIEW
    return WEAKNESS if one.strength else CHALLENGE


def _distance(one: Candidate, wanted: float, target: int) -> float:
    return abs(one.predicted - wanted) + A_LEVEL_WEIGHS * abs(one.difficulty - target)
