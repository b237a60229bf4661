"""Bayesian knowledge tracing (Corbett and Anderson 1995): a skill is known or not, and is learnt with each answer."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from personalization.evaluation.answers import Answer
from personalization.evaluation.models import Online

ROUNDS = 15
FEWEST = 50  # answers of a skill, for parameters of its own


@dataclass
class Parameters:
    """Chances of knowing at the beginning, learning at an answer, guessing and slipping."""

    known: float = 0.5
    learns: float = 0.1
    guess: float = 0.25
    slip: float = 0.15

    def right(self, known: float) -> float:
        return known * (1 - self.slip) + (1 - known) * self.guess

    def after(self, known: float, right: int) -> float:
        likely = (1 - self.slip) if right else self.slip
        chance = self.right(known) if right else 1 - self.right(known)
        known = known * likely / chance
        return known + (1 - known) * self.learns


class BKT(Online):
    """Fitted by expectation maximisation, a set of parameters a skill."""

    name = "BKT"

    def __init__(self) -> None:
        self.parameters: dict[str, Parameters] = defaultdict(Parameters)
        self.known: dict[tuple[str, str], float] = {}

    def fit(self, answers: Iterable[Answer]) -> None:
        series: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for answer in answers:
            series[answer.skill][answer.user].append(answer.right)
        for skill, by_user in series.items():
            if sum(map(len, by_user.values())) >= FEWEST:
                self.parameters[skill] = _fitted(list(by_user.values()))

    def step(self, answer: Answer) -> float:
        skill, key = self.parameters[answer.skill], (answer.user, answer.skill)
        known = self.known.get(key, skill.known)
        self.known[key] = skill.after(known, answer.right)
        return skill.right(known)


def _fitted(series: Sequence[Sequence[int]]) -> Parameters:
    found = Parameters()
    right, there = _padded(series)
    for _ in range(ROUNDS):
        found = _improved(found, right, there)
    return found


def _padded(series: Sequence[Sequence[int]]) -> tuple[np.ndarray, np.ndarray]:
    """Learners x answers: what came, and whether there was one."""
    longest = max(map(len, series))
    right, there = np.zeros((len(series), longest)), np.zeros((len(series), longest), bool)
    for row, one in enumerate(series):
        right[row, : len(one)], there[row, : len(one)] = one, True
    return right, there


def _improved(now: Parameters, right: np.ndarray, there: np.ndarray) -> Parameters:
    """One round of Baum-Welch."""
    likely = np.stack([_likely(right, there, now.guess), _likely(right, there, 1 - now.slip)], axis=2)
    move = np.array([[1 - now.learns, now.learns], [0.0, 1.0]])
    forward, backward = _forward(now, likely, move), _backward(likely, move)
    state = forward * backward
    state /= state.sum(2, keepdims=True)
    learnt = forward[:, :-1, 0] * now.learns * likely[:, 1:, 1] * backward[:, 1:, 1]
    stayed = forward[:, :-1, 0] * (1 - now.learns) * likely[:, 1:, 0] * backward[:, 1:, 0]
    both = learnt + stayed + forward[:, :-1, 1] * likely[:, 1:, 1] * backward[:, 1:, 1]
    pairs = there[:, 1:]
    moves, chances = (learnt / both)[pairs].sum(), ((learnt + stayed) / both)[pairs].sum()
    unknown, known = state[..., 0] * there, state[..., 1] * there
    return Parameters(
        known=_inside(state[:, 0, 1].mean()),
        learns=_inside(moves / max(chances, 1e-9)),
        guess=min(0.5, _inside((unknown * right).sum() / max(unknown.sum(), 1e-9))),
        slip=min(0.5, _inside((known * (1 - right)).sum() / max(known.sum(), 1e-9))),
    )


def _likely(right: np.ndarray, there: np.ndarray, chance: float) -> np.ndarray:
    return np.where(there, np.where(right > 0, chance, 1 - chance), 1.0)


def _forward(now: Parameters, likely: np.ndarray, move: np.ndarray) -> np.ndarray:
    found = np.empty_like(likely)
    state = np.array([1 - now.known, now.known])
    for place in range(likely.shape[1]):
        state = (state if not place else state @ move) * likely[:, place]
        state = state / state.sum(1, keepdims=True)
        found[:, place] = state
    return found


def _backward(likely: np.ndarray, move: np.ndarray) -> np.ndarray:
    found = np.ones_like(likely)
    for place in range(likely.shape[1] - 2, -1, -1):
        state = (found[:, place + 1] * likely[:, place + 1]) @ move.T
        found[:, place] = state / state.sum(1, keepdims=True)
    return found


def _inside(chance: float) -> float:
    return float(min(0.99, max(0.01, chance)))
