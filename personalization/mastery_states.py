"""What the mastery model remembers of a learner, of a learner in one topic, and of a question. Plain values.

Ratings are logits. A variance says how unsure a rating is: it starts wide and shrinks with every answer.
"""

from dataclasses import asdict, dataclass
from typing import Self

MIDDLE_LEVEL = 3
LEARNER_LEVEL_STEP = 0.35  # logits between two of the five levels that learners choose
QUESTION_LEVEL_STEP = 0.7  # logits between two of the five levels that authors give
LEARNER_ABILITY, LEARNER_VARIANCE = -0.14, 1.9
TOPIC_VARIANCE = 0.05
QUESTION_VARIANCE = 2.6  # of a question that nobody has judged
LEVELLED_VARIANCE = 0.5  # of one whose author gave a level
USUAL_SCORE = 0.65  # what is expected before anything is known
DECIMALS = 5


class _State:
    """Turned into JSON and back; nothing gives a fresh state."""

    __slots__ = ()

    def as_json(self) -> dict:
        return {name: round(value, DECIMALS) for name, value in asdict(self).items() if value is not None}

    @classmethod
    def from_json(cls, value: dict | None) -> Self:
        """`value`: from `as_json`, of this version or of one that knew more or less."""
        value = value or {}
        return cls(**{name: value[name] for name in cls.__slots__ if name in value})


@dataclass(slots=True)
class LearnerState(_State):
    """Over all topics. `form`: the mean of recent scores, 0-1."""

    ability: float = LEARNER_ABILITY
    variance: float = LEARNER_VARIANCE
    answers: int = 0
    form: float = USUAL_SCORE

    @classmethod
    def fresh(cls, level: int) -> Self:
        """`level`: the learner's own, 1-5."""
        return cls(ability=LEARNER_ABILITY + (level - MIDDLE_LEVEL) * LEARNER_LEVEL_STEP)


@dataclass(slots=True)
class TopicState(_State):
    """A learner in one topic. `offset`: better or worse here than elsewhere. `right`, `wrong`: sums of scores and of what
    was missing. `last`: the last score. `turn`: the learner's answers, this topic's last one included; `at`: when it was."""

    offset: float = 0.0
    variance: float = TOPIC_VARIANCE
    answers: int = 0
    right: float = 0.0
    wrong: float = 0.0
    last: float = USUAL_SCORE
    turn: int = 0
    at: float | None = None

    @classmethod
    def fresh(cls) -> Self:
        return cls()


@dataclass(slots=True)
class QuestionState(_State):
    """Learns from everyone's counted answers. `prior`: the difficulty that its author's level stands for."""

    difficulty: float = 0.0
    variance: float = QUESTION_VARIANCE
    answers: int = 0
    prior: float = 0.0

    @classmethod
    def fresh(cls, difficulty_level: int | None, shift: float = 0.0) -> Self:
        """`difficulty_level`: the author's, 1-5; `shift`: `typical_shift` of the topic's other questions, where known."""
        prior = level_difficulty(difficulty_level or MIDDLE_LEVEL)
        variance = LEVELLED_VARIANCE if difficulty_level else QUESTION_VARIANCE
        return cls(difficulty=prior + shift, variance=variance, prior=prior)


def level_difficulty(level: float) -> float:
    return (level - MIDDLE_LEVEL) * QUESTION_LEVEL_STEP


def typical_shift(total: float, questions: int) -> float:
    """How much harder than their levels a topic's questions turned out: the mean, drawn to nothing as if by one more.

    `total`: the sum of `difficulty - prior` over `questions` that were answered.
    """
    return total / (questions + 1)
