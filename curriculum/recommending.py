"""The path to a career: its tracks with all they need, in an order in which they can be learnt. Rules, no model."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from curriculum import curriculum_map, path_order
from curriculum.models import CareerPath, CareerPathTrack, LearningTrack, Level
from curriculum.path_order import Step, Track
from lms.problems import Problem

Role = CareerPathTrack.Role


@dataclass(frozen=True)
class Entry:
    """A step as somebody reads it."""

    order: int
    display_name: str
    reason: str
    step: Step


@dataclass(frozen=True)
class Recommendation:
    career: CareerPath
    level: Level
    entries: list[Entry]

    @property
    def hours(self) -> int:
        return sum(entry.step.counted_hours for entry in self.entries)

    @property
    def months(self) -> float:
        return path_order.months(self.hours, self.level.estimated_hours_per_week)


def find_career(goal: str) -> CareerPath:
    """By name or alias. Raises Problem 400 naming the known ones."""
    career = CareerPath.objects.with_tracks().called(goal).first()
    if career is None:
        known = sorted(name for row in CareerPath.objects.all() for name in (row.name, *row.aliases))
        raise Problem.invalid("career_goal", _("Unknown career goal. Known: %(known)s.") % {"known": ", ".join(known)})
    return career


def recommend(*, goal: str, level: str) -> Recommendation:
    """Raises Problem 400 for an unknown goal."""
    return _recommendation(find_career(goal), *_surroundings(level))


def compare(*, level: str) -> list[Recommendation]:
    """Every career path, for the same level."""
    surroundings = _surroundings(level)
    return [_recommendation(career, *surroundings) for career in CareerPath.objects.with_tracks()]


def _surroundings(level: str) -> tuple[Level, dict[str, Track], dict[str, str]]:
    """What all recommendations are made from: the level, the tracks, and what people call them."""
    names = dict(LearningTrack.objects.values_list("name", "display_name"))
    return Level.objects.get(pk=level), curriculum_map.read().tracks, names


def _recommendation(
    career: CareerPath, level: Level, tracks: dict[str, Track], names: dict[str, str]
) -> Recommendation:
    wanted = [(row.track.name, row.role) for row in career.steps.all() if row.role != Role.INDUSTRY]
    steps = path_order.path(wanted, tracks, level=level.order)
    entries = [
        Entry(order, names[step.track], _reason(step, career, names), step) for order, step in enumerate(steps, start=1)
    ]
    return Recommendation(career, level, entries)


def _reason(step: Step, career: CareerPath, names: dict[str, str]) -> str:
    if step.role == path_order.ASSUMED:
        return _("Taken as known at your level; come back to it when something is new to you.")
    if step.wanted_by:
        return _("Needed for: %(track)s.") % {"track": names[step.wanted_by]}
    texts = {
        Role.PREREQUISITE: _("Where this path starts from: %(career)s."),
        Role.CORE: _("Part of the core: %(career)s."),
        Role.SPECIALIZATION: _("A specialization to choose: %(career)s."),
    }
    return texts[step.role] % {"career": career.display_name}
