"""Logistic regressions over what a learner did before, fitted to all training answers at once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import log1p

import numpy as np

from bench.mastery import fitting
from personalization.evaluation.answers import Answer
from personalization.evaluation.models import Online
from personalization.mastery_weights import logistic

Features = list[tuple[object, float]]


class _Fitted(Online):
    """Named features with a weight each; those that training didn't have count for nothing."""

    def __init__(self) -> None:
        self.weights: dict[object, float] = {}
        self.counts: dict[object, list[int]] = defaultdict(lambda: [0, 0])

    def features(self, answer: Answer) -> Features:
        """Always as many."""
        raise NotImplementedError

    def fit(self, answers: Iterable[Answer]) -> None:
        answers = list(answers)
        rows = list(self._rows(answers))
        numbers = {name: number for number, name in enumerate({name for row in rows for name, _ in row})}
        columns = np.array([[numbers[name] for name, _ in row] for row in rows])
        values = np.array([[value for _, value in row] for row in rows])
        right = np.array([answer.right for answer in answers], float)
        weights = fitting.sparse(columns, values, right, len(numbers))
        self.weights = {name: float(weights[number]) for name, number in numbers.items()}

    def step(self, answer: Answer) -> float:
        chance = logistic(sum(self.weights.get(name, 0.0) * value for name, value in self.features(answer)))
        self._count(answer)
        return chance

    def _rows(self, answers: Iterable[Answer]) -> Iterator[Features]:
        for answer in answers:
            yield self.features(answer)
            self._count(answer)

    def _count(self, answer: Answer) -> None:
        for key in (answer.user, (answer.user, answer.skill)):
            self.counts[key][answer.right] += 1


class PFA(_Fitted):
    """Performance factors: skill, and its right and wrong answers so far (Pavlik, Cen and Koedinger 2009)."""

    name = "PFA"

    def features(self, answer: Answer) -> Features:
        wrong, right = self.counts[answer.user, answer.skill]
        skill = answer.skill
        return [("all", 1.0), (("skill", skill), 1.0), (("right", skill), right), (("wrong", skill), wrong)]


class Regression(_Fitted):
    """Item, skill, and the logarithms of right and wrong answers, of the learner and in the skill (after Gervet and others
    2020, "Best-LR")."""

    name = "logistic regression"

    def features(self, answer: Answer) -> Features:
        counts = (*self.counts[answer.user], *self.counts[answer.user, answer.skill])
        named = [(f"count {place}", log1p(count)) for place, count in enumerate(counts)]
        return [("all", 1.0), (("item", answer.item), 1.0), (("skill", answer.skill), 1.0), *named]
