"""How likely somebody answers right, and how that changes with each answer. Pure; no Django."""

import math
from dataclasses import dataclass, field

SCALE = 1.0
PRIOR_ANSWERS = 2.0


@dataclass
class LearnerState:
    rating: float = 0.0
    answers: int = 0

    @classmethod
    def fresh(cls, level: int) -> "LearnerState":
        return cls(rating=(level - 2) * 0.5)

    @classmethod
    def from_json(cls, value: dict | None) -> "LearnerState":
        return cls(**(value or {}))

    def as_json(self) -> dict:
        return {"rating": self.rating, "answers": self.answers}


@dataclass
class TopicState(LearnerState):
    @classmethod
    def fresh(cls) -> "TopicState":
        return cls()


@dataclass
class QuestionState(LearnerState):
    @classmethod
    def fresh(cls, difficulty_level: int | None) -> "QuestionState":
        return cls(rating=((difficulty_level or 3) - 3) * 0.8)


@dataclass
class Weights:
    values: dict = field(default_factory=dict)

    @classmethod
    def default(cls) -> "Weights":
        return cls()

    @classmethod
    def from_json(cls, value: dict | None) -> "Weights":
        return cls(value or {})

    def as_json(self) -> dict:
        return self.values


@dataclass(frozen=True)
class Estimate:
    mastery: float
    low: float
    high: float
    answers: int


def predict(weights, learner, topic, question, *, at: float | None) -> float:
    return 1 / (1 + math.exp(-(learner.rating + topic.rating - question.rating)))


def learn(weights, learner, topic, question, *, score: float, at: float | None) -> None:
    error = score - predict(weights, learner, topic, question, at=at)
    learner.rating += error * 0.3
    topic.rating += error * 0.8
    question.rating -= error * 1.0 / (1 + 0.05 * question.answers)
    for state in (learner, topic, question):
        state.answers += 1


def estimate(weights, learner, topic, *, difficulty: float, at: float | None) -> Estimate:
    typical = QuestionState(rating=(difficulty - 3) * 0.8)
    centre = learner.rating + topic.rating - typical.rating
    spread = 1.5 / math.sqrt(1 + topic.answers)
    low, mean, high = (1 / (1 + math.exp(-value)) for value in (centre - spread, centre, centre + spread))
    return Estimate(mean, low, high, topic.answers)
