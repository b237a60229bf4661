"""The models of learners that the product's is compared with: each must learn what there is to learn."""

import numpy as np
import pytest

from bench.mastery import default_weights, fitting
from bench.mastery.knowledge_tracing import BKT, _fitted
from bench.mastery.regressions import PFA, Regression
from personalization.evaluation import metrics, run
from personalization.evaluation.answers import Answer
from personalization.mastery_weights import NAMES, NEVER_NEGATIVE


def learning(students, *, skills=6, answers=8):
    """Skill n is known after n wrong answers; half of the students know it from the beginning."""
    return [
        Answer(student, f"item {skill} {turn % 3}", f"skill {skill}", int(turn >= skill or hash_of(student) % 2))
        for student in students
        for skill in range(skills)
        for turn in range(answers)
    ]


def hash_of(student):
    return int(student.split()[1])


@pytest.mark.parametrize("make", [BKT, PFA, Regression])
def test_a_fitted_model_ranks_the_answers_of_students_it_has_not_seen(make):
    model = make()
    model.fit(learning([f"student {number}" for number in range(40)]))
    judged = run(model, learning([f"student {number}" for number in range(40, 60)]))
    assert metrics.auc(judged.chances, judged.right) > 0.8


def test_knowledge_tracing_finds_what_made_the_answers():
    random = np.random.default_rng(3)
    series = [series_of(random, known=0.4, learns=0.2, guess=0.2, slip=0.1) for _ in range(3000)]
    found = _fitted(series)
    assert found.known == pytest.approx(0.4, abs=0.1)
    assert found.learns == pytest.approx(0.2, abs=0.06)
    assert found.guess == pytest.approx(0.2, abs=0.06)
    assert found.slip == pytest.approx(0.1, abs=0.06)


def series_of(random, *, known, learns, guess, slip):
    state, right = random.random() < known, []
    for _ in range(10):
        right.append(int(random.random() < (1 - slip if state else guess)))
        state = state or random.random() < learns
    return right


def test_the_dense_fit_finds_the_weights_that_made_the_answers():
    random = np.random.default_rng(5)
    signals = np.c_[np.ones(20_000), random.normal(size=(20_000, 2))]
    right = (random.random(20_000) < fitting.logistic(signals @ [0.5, 1.0, -0.8])).astype(float)
    assert fitting.dense(signals, right, []) == pytest.approx([0.5, 1.0, -0.8], abs=0.08)
    assert fitting.dense(signals, right, [1, 2])[2] == 0


def test_fitted_default_weights_keep_their_signs(monkeypatch):
    monkeypatch.setattr(default_weights, "UNKNOWN_ITEMS", 100)
    weights = default_weights.fitted(learning([f"student {number}" for number in range(30)]))
    assert list(weights) == list(NAMES)
    assert all(weights[NAMES[index]] >= 0 for index in NEVER_NEGATIVE)
