"""How far somebody is, by track and by module. Mastery of a track is the mean of its core modules, weighted by their hours."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from curriculum.models import LearningModule
from lms.accounts.models import User
from personalization import knowledge, mastery, unaided
from personalization.mastery import LearnerState, TopicState
from personalization.models import TopicProgress
from personalization.unaided import Unaided


@dataclass(frozen=True)
class Topic:
    """A module with how sure its estimate is; `row` is none where nothing was answered yet."""

    module: LearningModule
    row: TopicProgress | None
    estimate: mastery.Estimate
    unaided: Unaided = field(default_factory=Unaided)

    @property
    def mastery(self) -> float:
        """0-1; nothing is claimed before the first answer."""
        return self.estimate.mastery if self.row else 0.0

    @property
    def percent(self) -> int:
        return round(100 * self.mastery)

    @property
    def accuracy(self) -> float | None:
        """The share of counted answers that were right, 0-1."""
        return self.row.correct_answers / self.row.total_questions if self.row and self.row.total_questions else None


@dataclass(frozen=True)
class TrackProgress:
    name: str
    topics: list[Topic] = field(default_factory=list)

    @property
    def answers(self) -> int:
        return sum(topic.row.total_questions for topic in self.topics if topic.row)

    @property
    def right(self) -> int:
        return sum(topic.row.correct_answers for topic in self.topics if topic.row)

    @property
    def accuracy(self) -> float | None:
        """The share of counted answers that were right, 0-1."""
        return self.right / self.answers if self.answers else None

    @property
    def unaided(self) -> Unaided:
        return unaided.total(topic.unaided for topic in self.topics)

    @property
    def mastery(self) -> float:
        """0-1, over the core modules."""
        core = [topic for topic in self.topics if topic.module.module_type == LearningModule.Type.CORE]
        hours = sum(topic.module.estimated_hours for topic in core)
        return sum(topic.mastery * topic.module.estimated_hours for topic in core) / hours if hours else 0.0

    @property
    def last_activity(self) -> datetime | None:
        return max((topic.row.last_activity for topic in self.topics if topic.row), default=None)


def of(user: User, tracks: list[str]) -> dict[str, TrackProgress]:
    """By name of the track, in the given order. 4 queries."""
    learner = knowledge.learner_state(knowledge.profile_of(user))
    modules = LearningModule.objects.filter(track__name__in=tracks).select_related("track").for_lists().in_order()
    rows = {row.module_id: row for row in TopicProgress.objects.filter(user=user, module__track__name__in=tracks)}
    alone = unaided.by_module(user.pk)
    found: dict[str, TrackProgress] = {name: TrackProgress(name) for name in tracks}
    for module in modules:
        found[module.track.name].topics.append(_topic(module, rows.get(module.pk), learner, alone.get(module.pk)))
    return found


def _topic(module: LearningModule, row: TopicProgress | None, learner: LearnerState, alone: Unaided | None) -> Topic:
    state = TopicState.from_json(row.state) if row and row.state else TopicState.fresh()
    at = timezone.now().timestamp()
    estimate = mastery.estimate(knowledge.WEIGHTS, learner, state, difficulty=module.difficulty_level, at=at)
    return Topic(module, row, estimate, alone or Unaided())
