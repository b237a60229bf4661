"""Logistic regression in numpy: a few features a row, found by their indexes, or a small dense matrix."""

import numpy as np

EPOCHS, BATCH, RATE, DECAY = 12, 256, 0.05, 1e-6
NEWTON_STEPS = 30


def sparse(columns: np.ndarray, values: np.ndarray, right: np.ndarray, size: int) -> np.ndarray:
    """Weights (size,) by AdaGrad on shuffled batches (Duchi and others 2011). `columns`, `values`: rows x features."""
    weights, squares = np.zeros(size), np.full(size, 1e-8)
    shuffle = np.random.default_rng(0)
    for _ in range(EPOCHS):
        order = shuffle.permutation(len(right))
        for at in range(0, len(order), BATCH):
            _step(weights, squares, *(part[order[at : at + BATCH]] for part in (columns, values, right)))
    return weights


def _step(weights: np.ndarray, squares: np.ndarray, columns: np.ndarray, values: np.ndarray, right: np.ndarray) -> None:
    error = logistic((weights[columns] * values).sum(1)) - right
    gradient = np.zeros_like(weights)
    np.add.at(gradient, columns, values * error[:, None])
    touched = np.flatnonzero(gradient)
    slope = gradient[touched] + DECAY * weights[touched]
    squares[touched] += slope**2
    weights[touched] -= RATE * slope / np.sqrt(squares[touched])


def dense(signals: np.ndarray, right: np.ndarray, never_negative: list[int]) -> np.ndarray:
    """Weights by Newton's method; those that would be negative and mustn't be are held at nothing."""
    weights, free = np.zeros(signals.shape[1]), np.ones(signals.shape[1], bool)
    for _ in range(NEWTON_STEPS):
        chance = logistic(signals @ weights)
        inner = signals[:, free]
        slope = inner.T @ (right - chance)
        bend = (inner * (chance * (1 - chance))[:, None]).T @ inner + np.eye(free.sum())
        weights[free] += np.linalg.solve(bend, slope)
        for index in never_negative:
            if weights[index] < 0:
                weights[index], free[index] = 0.0, False
    return weights


def logistic(logits: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
