"""What is known about one learner as far as some questions go: read and locked together, changed, written back together."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet

from curriculum import curriculum_map
from curriculum.models import ModuleCompletion, Question
from lms import bundles
from lms.accounts.models import User
from lms.bundles import Rows
from personalization import fading, mastery, reviewing
from personalization.mastery import LearnerState, QuestionState, TopicState
from personalization.models import LearnerProfile, QuestionRecord, ReviewCard, TopicProgress, Weakness

WEIGHTS = mastery.Weights.default()  # they ship with the product, and nothing changes them while it runs


@dataclass
class Knowledge:
    """Rows by what they are about; those that don't exist yet are made by the first answer."""

    user: User
    profile: LearnerProfile
    learner: LearnerState
    weights: mastery.Weights
    topics: dict[int, TopicProgress] = field(default_factory=dict)
    cards: dict[int, ReviewCard] = field(default_factory=dict)
    records: dict[int, QuestionRecord] = field(default_factory=dict)
    shifts: dict[int, float] = field(default_factory=dict)
    weaknesses: dict[tuple[int, str], Weakness] = field(default_factory=dict)
    completed: set[int] = field(default_factory=set)
    changed: set = field(default_factory=set)

    def predicted(self, question: Question, at: datetime) -> float:
        """The chance of a right answer, 0-1."""
        states = self.learner, self.topic_state(question.module_id), self.question_state(question)
        return mastery.predict(self.weights, *states, at=at.timestamp())

    def estimate(self, module_id: int, difficulty: float, at: datetime) -> mastery.Estimate:
        state = self.topic_state(module_id)
        return mastery.estimate(self.weights, self.learner, state, difficulty=difficulty, at=at.timestamp())

    def topic_state(self, module_id: int) -> TopicState:
        known = self.topics.get(module_id)
        return TopicState.from_json(known.state) if known and known.state else TopicState.fresh()

    def question_state(self, question: Question) -> QuestionState:
        known = self.records.get(question.pk)
        if known and known.state:
            return QuestionState.from_json(known.state)
        return QuestionState.fresh(question.difficulty_level, self.shifts.get(question.module_id, 0.0))

    def counts(self, question: Question, at: datetime) -> bool:
        """The first answer ever on a question counts, then the first after each of its reviews falls due."""
        card = self.cards.get(question.pk)
        return card is None or card.due <= at

    def learn(self, question: Question, score: float, right: bool, at: datetime) -> None:
        """A counted answer moves the model and the module's totals."""
        topic, asked = self.topic_state(question.module_id), self.question_state(question)
        mastery.learn(self.weights, self.learner, topic, asked, score=score, at=at.timestamp())
        self._count_topic(question, topic, score, right, at)
        self._count_question(question, asked, right)

    def schedule(self, question: Question, rated: reviewing.Rating, at: datetime) -> None:
        """The next review, from the card as it is."""
        card = self.cards.get(question.pk) or ReviewCard(user=self.user, question=question)
        card.before = card.state
        self._review(card, rated, at)

    def rate_again(self, question: Question, rated: reviewing.Rating, at: datetime) -> None:
        """The last review, rated anew."""
        card = self.cards[question.pk]
        card.state = card.before
        self._review(card, rated, at)

    def err(self, module_id: int, weakness_type: str, at: datetime) -> None:
        key = module_id, weakness_type
        row = self.weaknesses.get(key) or Weakness(
            user=self.user, module_id=module_id, weakness_type=weakness_type, last_error=at
        )
        days = settings.WEAKNESS_HALF_LIFE_DAYS
        row.strength = fading.after_error(row.strength, row.last_error, at, half_life_days=days)
        row.error_count, row.last_error = row.error_count + 1, at
        self.weaknesses[key] = row
        self.changed.add(("weakness", key))

    def relieve(self, module_id: int) -> None:
        """A right answer makes every weakness in its module weigh less."""
        for key, row in self.weaknesses.items():
            if key[0] == module_id:
                row.strength = fading.after_right(row.strength)
                self.changed.add(("weakness", key))

    def save(self, *more: Rows) -> None:
        """What has changed, and `more` with it. One query."""
        bundles.write(*more, *self._rows())
        self.changed.clear()

    def _rows(self) -> list[Rows]:
        if not self.changed:
            return []
        self.profile.state, self.profile.version = self.learner.as_json(), self.profile.version + 1
        return [
            Rows([self.profile], ("user",), ("state", "version", "updated_at")),
            _upserts(self._changed("topic", self.topics), "user", "module"),
            _upserts(self._changed("card", self.cards), "user", "question"),
            _upserts(self._changed("weakness", self.weaknesses), "user", "module", "weakness_type"),
            _upserts(self._changed("record", self.records), "question"),
        ]

    def _count_topic(self, question: Question, state: TopicState, score: float, right: bool, at: datetime) -> None:
        row = self.topics.get(question.module_id) or TopicProgress(user=self.user, module_id=question.module_id)
        row.state = state.as_json()
        row.average_score = (row.average_score * row.total_questions + score) / (row.total_questions + 1)
        row.total_questions, row.correct_answers = row.total_questions + 1, row.correct_answers + right
        row.last_activity = at
        self.topics[question.module_id] = row
        row.mastery = self.estimate(question.module_id, question.module.difficulty_level, at).mastery
        self.changed.add(("topic", question.module_id))

    def _count_question(self, question: Question, state: QuestionState, right: bool) -> None:
        row = self.records.get(question.pk) or QuestionRecord(question=question)
        row.state, row.answers, row.right = state.as_json(), row.answers + 1, row.right + right
        self.records[question.pk] = row
        self.changed.add(("record", question.pk))

    def _review(self, card: ReviewCard, rated: reviewing.Rating, at: datetime) -> None:
        card.state, card.due = reviewing.review(card.state, rated, at)
        card.last_review = at
        self.cards[card.question_id] = card
        self.changed.add(("card", card.question_id))

    def _changed(self, kind: str, rows: dict) -> list:
        """In the order of their keys, so that two writers never wait for each other crosswise."""
        return [rows[key] for key in sorted(key for what, key in self.changed if what == kind)]


def read(user: User, questions: Iterable[Question], *, lock: bool = False) -> Knowledge:
    """2 queries, however many questions. `lock`: nobody else changes this learner's rows until the transaction ends."""
    questions = list(questions)
    profile = profile_of(user, lock=lock)
    modules = {question.module_id for question in questions}
    return of(user, profile, bundles.read(**asked(user, [question.pk for question in questions], modules)))


def asked(user: User, questions: Iterable[int], modules: Iterable[int]) -> dict[str, QuerySet]:
    """What is known besides the profile, to be read with other things in one query."""
    return {
        "topics": TopicProgress.objects.filter(user=user, module__in=modules),
        "cards": ReviewCard.objects.filter(user=user, question__in=questions),
        "records": QuestionRecord.objects.of_modules(modules),
        "weaknesses": Weakness.objects.filter(user=user, module__in=modules),
        "completed": ModuleCompletion.objects.filter(user=user, module__in=modules).order_by().values("module_id"),
    }


def of(user: User, profile: LearnerProfile, found: dict[str, list]) -> Knowledge:
    """`found`: what came of `asked`."""
    known = Knowledge(user, profile, learner_state(profile), WEIGHTS)
    known.topics = {row.module_id: row for row in found["topics"]}
    known.cards = {row.question_id: row for row in found["cards"]}
    known.records = {row.question_id: row for row in found["records"]}
    known.shifts = _shifts(found["records"])
    known.weaknesses = {(row.module_id, row.weakness_type): row for row in found["weaknesses"]}
    known.completed = {row["module_id"] for row in found["completed"]}
    return known


def profile_of(user: User, *, lock: bool = False) -> LearnerProfile:
    """Made when it isn't there yet."""
    rows = LearnerProfile.objects.select_related("current_level")
    rows = rows.select_for_update(of=("self",)) if lock else rows
    profile = rows.filter(user=user).first()
    if profile is None:
        profile = LearnerProfile(user=user)
        if not bundles.insert_new(profile):
            return rows.get(user=user)
        profile.current_level = curriculum_map.level(profile.current_level_id)
    return profile


def profile_in(user: User, found: list[LearnerProfile]) -> LearnerProfile:
    """The profile among rows read with others; made when it isn't there yet."""
    if not found:
        return profile_of(user)
    found[0].current_level = curriculum_map.level(found[0].current_level_id)
    return found[0]


def _shifts(rows: Iterable[QuestionRecord]) -> dict[int, float]:
    """How much harder than their authors' levels each module's answered questions turned out."""
    harder: dict[int, list[float]] = defaultdict(list)
    for row in rows:
        state = QuestionState.from_json(row.state)
        harder[row.module_id].append(state.difficulty - state.prior)
    return {module: mastery.typical_shift(sum(values), len(values)) for module, values in harder.items()}


def learner_state(profile: LearnerProfile) -> LearnerState:
    """As it was after the last counted answer; before the first, what the learner's level stands for."""
    return LearnerState.from_json(profile.state) if profile.state else LearnerState.fresh(profile.current_level.order)


def _upserts(rows: list, *unique: str) -> Rows:
    """By what they are known by; everything else is written anew."""
    fields = rows[0]._meta.concrete_fields if rows else []
    return Rows(rows, unique, tuple(one.name for one in fields if one.name not in (*unique, "id")))
