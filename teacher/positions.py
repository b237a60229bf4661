"""Where students are on their paths: how much of it they master, which module is next, whether they are through."""

from collections import defaultdict
from dataclasses import dataclass

from curriculum import curriculum_map
from curriculum.curriculum_map import CurriculumMap
from curriculum.models import CareerPath, LearningModule, ModuleCompletion
from curriculum.unlocking import OPEN, Standings
from personalization import personal_path, skills
from personalization.models import LearnerProfile, TopicProgress


@dataclass(frozen=True)
class Position:
    """`career` is empty for whoever has chosen none. `mastery`: 0-1, the mean over the axes of the career's skill map, as of
    the last answers. `module`: the number of the module that is next."""

    career: CareerPath | None = None
    mastery: float = 0.0
    module: int | None = None
    done: int = 0
    of: int = 0

    @property
    def finished(self) -> bool:
        return bool(self.of) and self.done == self.of


NOWHERE = Position()


def of(ids: list[int]) -> dict[int, Position]:
    """By student; 8 queries and one more for all tracks. Whoever has no profile is left out."""
    reader = _Reader()
    profiles = LearnerProfile.objects.filter(user__in=ids).select_related("current_level")
    known, done = _mastery_of(ids), _completed_by(ids)
    return {one.user_id: reader.position(one, known[one.user_id], done[one.user_id]) for one in profiles}


class _Reader:
    """The curriculum, read once; paths that many share are put together once."""

    def __init__(self) -> None:
        self.map: CurriculumMap = curriculum_map.read()
        self.careers = {one.pk: one for one in CareerPath.objects.with_tracks()}
        modules = LearningModule.objects.values_list("pk", "track__name", "name", "estimated_hours")
        self.modules = {f"{track}.{name}": (pk, hours) for pk, track, name, hours in modules}
        self.weights = {pk: self._weights(one) for pk, one in self.careers.items()}
        self.paths: dict[tuple, list[str]] = {}
        self.places: dict[tuple, tuple[int | None, int, int]] = {}

    def position(self, profile: LearnerProfile, known: dict[int, float], done: set[int]) -> Position:
        career = self.careers.get(profile.career_path_id)
        if career is None:
            return NOWHERE
        same = career.pk, profile.industry, tuple(sorted(profile.specializations)), profile.current_level_id
        module, complete, length = self._place(same, frozenset(done), career, profile)
        mastery = sum(known.get(pk, 0.0) * weight for pk, weight in self.weights[career.pk].items())
        return Position(career=career, mastery=mastery, module=module, done=complete, of=length)

    def _place(
        self, same: tuple, done: frozenset[int], career: CareerPath, profile: LearnerProfile
    ) -> tuple[int | None, int, int]:
        """The next module, how many are complete, how many there are."""
        if (same, done) not in self.places:
            standings = Standings(self.map, {name for name, (pk, _hours) in self.modules.items() if pk in done}, True)
            if same not in self.paths:
                self.paths[same] = [one.key for one in personal_path.modules_of(career, profile, standings)]
            path = self.paths[same]
            complete = sum(key in standings.done for key in path)
            self.places[same, done] = self._next(path, standings), complete, len(path)
        return self.places[same, done]

    def _next(self, path: list[str], standings: Standings) -> int | None:
        key = next((key for key in path if standings.of(key).status == OPEN), None)
        return self.modules[key][0] if key else None

    def _weights(self, career: CareerPath) -> dict[int, float]:
        """How much each module weighs in the mean over the axes; a track's is spread over its core modules by hours."""
        axes = [key for _label, key in skills.axes_of(career)]
        weights: dict[int, float] = defaultdict(float)
        for key in axes:
            for pk, share in self._shares(key).items():
                weights[pk] += share / len(axes)
        return weights

    def _shares(self, key: str) -> dict[int, float]:
        if "." in key:
            return {self.modules[key][0]: 1.0} if key in self.modules else {}
        core = [row for name, row in self.modules.items() if name.startswith(f"{key}.") and name in self.map.core]
        hours = sum(hour for _pk, hour in core)
        return {pk: hour / hours for pk, hour in core} if hours else {}


def _mastery_of(ids: list[int]) -> dict[int, dict[int, float]]:
    found: dict[int, dict[int, float]] = defaultdict(dict)
    for user, module, mastery in TopicProgress.objects.filter(user__in=ids).values_list("user", "module", "mastery"):
        found[user][module] = mastery
    return found


def _completed_by(ids: list[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for user, module in ModuleCompletion.objects.filter(user__in=ids).values_list("user", "module"):
        found[user].add(module)
    return found
