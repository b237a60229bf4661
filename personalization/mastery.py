"""How likely somebody answers right, how that changes with each answer, and what it says about a topic. Pure; no Django.

docs/mastery.md has the model on a page. Two parts, both O(1) an answer:
* ratings of learner, learner in the topic, and question, as a Kalman filter keeps them: Elo whose steps follow from how
  unsure each rating is (Glickman 1999, Parameter estimation in large dynamic paired comparison experiments);
* a logistic layer over the ratings and what went before (`mastery_weights`), which is what predicts.

`learn` changes the states and leaves the weights alone. They follow by `adapt(weights, signals(…), score=…)`, which needs
no states: the signals of an answer can be kept beside it, and a job can work through them later.
"""

import math
from dataclasses import dataclass

from personalization.mastery_states import (
    USUAL_SCORE,
    LearnerState,
    QuestionState,
    TopicState,
    level_difficulty,
    typical_shift,
)
from personalization.mastery_weights import NAMES, Signals, Weights, adapt, logistic

__all__ = [
    "Estimate",
    "LearnerState",
    "QuestionState",
    "TopicState",
    "Weights",
    "adapt",
    "estimate",
    "learn",
    "predict",
    "signals",
    "typical_shift",
]

GAIN = 0.12  # logits that an answer in a topic teaches
LEARNER_DRIFT, TOPIC_DRIFT, QUESTION_DRIFT = 0.001, 0.17, 0.006  # variance that a wholly open answer adds
INTERFERENCE = 0.085  # power of forgetting with the answers given elsewhere
HALF_LIFE_DAYS = 60.0
FORGOTTEN_VARIANCE = 0.25  # how unsure an offset becomes, on top, when nothing of it is remembered
DAY_SECONDS = 86_400
FORM_RATE = 0.16
UNSURE = math.pi / 8  # MacKay 1992: how far variance draws a chance to the middle
WIDTH = 1.28  # standard deviations: four of five true values are inside
ABILITY_WEIGHT, RATING_WEIGHT = NAMES.index("ability"), NAMES.index("rating")


@dataclass(frozen=True, slots=True)
class Estimate:
    """All but `answers` are chances of a right answer, 0-1; four of five true ones lie between `low` and `high`."""

    mastery: float
    low: float
    high: float
    answers: int


def predict(
    weights: Weights, learner: LearnerState, topic: TopicState, question: QuestionState, *, at: float | None
) -> float:
    """The chance of a right answer, 0-1. `at`: seconds since 1970, None when unknown."""
    return weights.chance(signals(learner, topic, question, at=at))


def learn(
    weights: Weights,
    learner: LearnerState,
    topic: TopicState,
    question: QuestionState,
    *,
    score: float,
    at: float | None,
) -> None:
    """Changes the three states by one answer. `score`: 0-1, between them for partial credit.

    The ratings follow their own error and not the layer's, so they mean the same whatever the weights are.
    """
    score = min(1.0, max(0.0, score))
    _forget(learner, topic, at)
    variance = learner.variance + topic.variance + question.variance
    chance = logistic(_drawn(learner.ability + topic.offset - question.difficulty, variance))
    _move(learner, topic, question, score - chance, chance * (1 - chance), variance)
    _count(learner, topic, question, score, at)


def signals(learner: LearnerState, topic: TopicState, question: QuestionState, *, at: float | None) -> Signals:
    """What the layer sees of an answer to come, in the order of `mastery_weights.NAMES`."""
    staying = 1.0 if topic.answers and topic.turn == learner.answers else 0.0
    return _signals(learner, _faded(learner, topic, at), question, staying)


def estimate(
    weights: Weights, learner: LearnerState, topic: TopicState, *, difficulty: float, at: float | None
) -> Estimate:
    """The chance of a right answer on a typical question of the topic, `difficulty` being its author's level, 1-5."""
    topic = _faded(learner, topic, at)
    typical = QuestionState(difficulty=level_difficulty(difficulty), variance=0.0)
    seen = _signals(learner, topic, typical, 0.0)
    centre = sum(weight * signal for weight, signal in zip(weights.values, seen, strict=True))
    spread = WIDTH * _deviation(weights, learner, topic)
    low, middle, high = (logistic(logit) for logit in (centre - spread, centre, centre + spread))
    return Estimate(middle, low, high, topic.answers)


def _signals(learner: LearnerState, topic: TopicState, question: QuestionState, staying: float) -> Signals:
    rating = learner.ability + topic.offset - question.difficulty
    return (
        1.0,
        _drawn(rating, learner.variance + topic.variance + question.variance),
        learner.ability,
        -question.difficulty,
        math.log1p(topic.right),
        math.log1p(topic.wrong),
        staying,
        topic.last,
        learner.form,
    )


def _drawn(logit: float, variance: float) -> float:
    """The logit of the mean chance of a normally distributed logit (MacKay 1992)."""
    return logit / math.sqrt(1 + UNSURE * variance)


def _deviation(weights: Weights, learner: LearnerState, topic: TopicState) -> float:
    """Of the layer's logit, as the ratings of learner and topic are unsure."""
    scale = weights.values[RATING_WEIGHT] / math.sqrt(1 + UNSURE * (learner.variance + topic.variance))
    of_learner = learner.variance * (scale + weights.values[ABILITY_WEIGHT]) ** 2
    return math.sqrt(of_learner + topic.variance * scale**2)


def _kept(learner: LearnerState, topic: TopicState, at: float | None) -> tuple[float, float]:
    """What is left of the topic's offset, and of its evidence, 0-1: the offset fades with what was done elsewhere too."""
    in_time = 1.0
    if at is not None and topic.at is not None:
        in_time = 0.5 ** (max(0.0, at - topic.at) / (HALF_LIFE_DAYS * DAY_SECONDS))
    elsewhere = max(0, learner.answers - topic.turn)
    return in_time * (1 + elsewhere) ** -INTERFERENCE, in_time


def _faded(learner: LearnerState, topic: TopicState, at: float | None) -> TopicState:
    """The topic as it is remembered now."""
    if not topic.answers or (topic.turn == learner.answers and (at is None or topic.at is None)):
        return topic
    offset, evidence = _kept(learner, topic, at)
    return TopicState(
        offset=topic.offset * offset,
        variance=topic.variance + FORGOTTEN_VARIANCE * (1 - evidence**2),
        answers=topic.answers,
        right=topic.right * evidence,
        wrong=topic.wrong * evidence,
        last=USUAL_SCORE + (topic.last - USUAL_SCORE) * evidence,
        turn=topic.turn,
        at=topic.at,
    )


def _forget(learner: LearnerState, topic: TopicState, at: float | None) -> None:
    now = _faded(learner, topic, at)
    topic.offset, topic.variance = now.offset, now.variance
    topic.right, topic.wrong = now.right, now.wrong


def _move(
    learner: LearnerState, topic: TopicState, question: QuestionState, error: float, openness: float, variance: float
) -> None:
    """Kalman's step on the logit: each rating takes its share of the error, the unsure ones most; `openness`: p(1-p)."""
    shared = 1 / (1 + openness * variance)
    learner.ability += learner.variance * shared * error
    topic.offset += topic.variance * shared * error + GAIN
    question.difficulty -= question.variance * shared * error
    known, new = shared * openness, 4 * openness
    learner.variance += LEARNER_DRIFT * new - known * learner.variance**2
    topic.variance += TOPIC_DRIFT * new - known * topic.variance**2
    question.variance += QUESTION_DRIFT * new - known * question.variance**2


def _count(learner: LearnerState, topic: TopicState, question: QuestionState, score: float, at: float | None) -> None:
    learner.answers, topic.answers, question.answers = learner.answers + 1, topic.answers + 1, question.answers + 1
    learner.form += FORM_RATE * (score - learner.form)
    topic.right, topic.wrong, topic.last = topic.right + score, topic.wrong + 1 - score, score
    topic.turn = learner.answers
    topic.at = topic.at if at is None else at
