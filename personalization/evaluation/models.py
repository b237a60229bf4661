"""The product's model and what it is compared with. Each `step` predicts an answer and then learns from it. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from personalization import mastery
from personalization.evaluation.answers import Answer
from personalization.mastery import LearnerState, QuestionState, TopicState, Weights
from personalization.mastery_states import MIDDLE_LEVEL, USUAL_SCORE, level_difficulty
from personalization.mastery_weights import logistic


class Online:
    """A model that learns one answer after the other."""

    name = ""

    def fit(self, answers: Iterable[Answer]) -> None:
        for answer in answers:
            self.step(answer)

    def step(self, answer: Answer) -> float:
        """The chance of a right answer, 0-1, as it was before the answer was known."""
        raise NotImplementedError


class Ours(Online):
    """The code of the product, with weights that follow every answer."""

    name = "infou"
    adapting = True

    def __init__(self) -> None:
        self.weights = Weights.default()
        self.learners: dict[str, LearnerState] = {}
        self.topics: dict[tuple[str, str], TopicState] = {}
        self.questions: dict[str, QuestionState] = {}
        self.shifts: dict[str, list[float]] = defaultdict(lambda: [0.0, 0])

    def step(self, answer: Answer) -> float:
        states = self._states(answer)
        seen = mastery.signals(*states, at=answer.at)
        chance = self.weights.chance(seen)
        if self.adapting:
            mastery.adapt(self.weights, seen, score=answer.right)
        before = states[2].difficulty
        mastery.learn(self.weights, *states, score=answer.right, at=answer.at)
        self.shifts[answer.skill][0] += states[2].difficulty - before
        return chance

    def signals(self, answers: Iterable[Answer]) -> Iterator[mastery.Signals]:
        """What the layer sees of each answer, for fitting it."""
        for answer in answers:
            yield mastery.signals(*self._states(answer), at=answer.at)
            self.step(answer)

    def _states(self, answer: Answer) -> tuple[LearnerState, TopicState, QuestionState]:
        learner = self.learners.get(answer.user)
        if learner is None:
            learner = self.learners[answer.user] = LearnerState.fresh(MIDDLE_LEVEL)
        key = answer.user, answer.skill
        topic = self.topics.get(key)
        if topic is None:
            topic = self.topics[key] = TopicState.fresh()
        return learner, topic, self.questions.get(answer.item) or self._new_question(answer)

    def _new_question(self, answer: Answer) -> QuestionState:
        shift = self.shifts[answer.skill]
        question = QuestionState.fresh(answer.level, mastery.typical_shift(*shift))
        self.questions[answer.item] = question
        shift[0] += question.difficulty - question.prior
        shift[1] += 1
        return question


class FixedWeights(Ours):
    """The code of the product, with the weights that it ships with."""

    name = "infou, fixed weights"
    adapting = False


class ItemMean(Online):
    """The share of right answers so far, drawn to the usual one as if by two more."""

    name = "item mean"

    def __init__(self) -> None:
        self.right: dict[str, float] = defaultdict(float)
        self.answers: dict[str, int] = defaultdict(int)

    def step(self, answer: Answer) -> float:
        chance = (self.right[answer.item] + 2 * USUAL_SCORE) / (self.answers[answer.item] + 2)
        self.right[answer.item] += answer.right
        self.answers[answer.item] += 1
        return chance


class Accuracy(Online):
    """Accuracy times average score of the learner in the topic: the same number twice where an answer is right or wrong."""

    name = "accuracy x score"

    def __init__(self) -> None:
        self.right: dict[tuple[str, str], float] = defaultdict(float)
        self.answers: dict[tuple[str, str], int] = defaultdict(int)

    def step(self, answer: Answer) -> float:
        key = answer.user, answer.skill
        share = self.right[key] / self.answers[key] if self.answers[key] else USUAL_SCORE
        self.right[key] += answer.right
        self.answers[key] += 1
        return share**2


class PlainElo(Online):
    """Ratings of learner, learner in the topic, and item, with steps that shrink with the count (Pelánek 2016)."""

    name = "plain Elo"
    STEP, SLOWING = 0.4, 0.05

    def __init__(self) -> None:
        self.ratings: dict[object, float] = {}
        self.answers: dict[object, int] = defaultdict(int)

    def step(self, answer: Answer) -> float:
        item = ("item", answer.item)
        self.ratings.setdefault(item, level_difficulty(answer.level or MIDDLE_LEVEL))
        keys = ((answer.user, 1), ((answer.user, answer.skill), 1), (item, -1))
        chance = logistic(sum(sign * self.ratings.setdefault(key, 0.0) for key, sign in keys))
        for key, sign in keys:
            self.ratings[key] += sign * self.STEP / (1 + self.SLOWING * self.answers[key]) * (answer.right - chance)
            self.answers[key] += 1
        return chance


ALL = (Ours, FixedWeights, ItemMean, PlainElo, Accuracy)
