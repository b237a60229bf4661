"""How the layer's default weights were found: fitted to the signals of one pass, after the items have become known."""

from collections.abc import Sequence

import numpy as np

from bench.mastery import fitting
from personalization.evaluation.answers import Answer
from personalization.evaluation.models import Ours
from personalization.mastery_weights import NAMES, NEVER_NEGATIVE

UNKNOWN_ITEMS = 15_000  # answers at the beginning


def fitted(answers: Sequence[Answer]) -> dict[str, float]:
    signals = np.array(list(Ours().signals(answers)))[UNKNOWN_ITEMS:]
    right = np.array([answer.right for answer in answers], float)[UNKNOWN_ITEMS:]
    weights = fitting.dense(signals, right, NEVER_NEGATIVE)
    return {name: round(float(weight), 3) for name, weight in zip(NAMES, weights, strict=True)}
