"""In which order tracks and modules are learnt, and what a path takes. Plain values; no Django."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

WEEKS_A_MONTH = 4.345
ASSUMED_BELOW = 2  # levels under the learner's own
ASSUMED = "assumed"


@dataclass(frozen=True)
class Module:
    """`needs`: keys of modules and of tracks (`track`, `track.module`)."""

    track: str
    name: str
    hours: int = 0
    needs: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return f"{self.track}.{self.name}"


@dataclass(frozen=True)
class Track:
    name: str
    difficulty: int
    modules: tuple[Module, ...] = ()


@dataclass(frozen=True)
class Step:
    """`wanted_by`: the track that brought a prerequisite into the path, empty for what the path itself names."""

    track: str
    role: str
    difficulty: int
    wanted_by: str = ""
    modules: tuple[Module, ...] = field(default_factory=tuple)

    @property
    def hours(self) -> int:
        return sum(module.hours for module in self.modules)

    @property
    def counted_hours(self) -> int:
        """What is taken as known costs nothing."""
        return 0 if self.role == ASSUMED else self.hours


def path(wanted: Iterable[tuple[str, str]], tracks: Mapping[str, Track], *, level: int) -> list[Step]:
    """Steps for the (track, role) pairs, in their order as far as prerequisites allow; what they need comes in before.

    `level` is the learner's, 1-5: a track two or more levels below it has the role "assumed". A track comes in one
    piece unless modules of two tracks need each other in turn. The prerequisites must not go in a circle.
    """
    roles: dict[str, str] = {}
    for name, role in wanted:
        roles.setdefault(name, role)
    order = _Order(tracks)
    for name in roles:
        order.place_track(name, wanted_by="")
    pieces = groupby(order.modules, key=lambda module: module.track)
    steps = [_step(tracks[name], tuple(modules), roles, order.wanted_by) for name, modules in pieces]
    return [_assumed(step) if step.difficulty <= level - ASSUMED_BELOW else step for step in steps]


def months(hours: float, hours_a_week: float) -> float:
    """To half a month, upwards from nothing."""
    return max(0.5, round(hours / hours_a_week / WEEKS_A_MONTH * 2) / 2) if hours else 0.0


class _Order:
    """Places modules one after another, each behind what it needs."""

    def __init__(self, tracks: Mapping[str, Track]) -> None:
        self.tracks = tracks
        self.by_key = {module.key: module for track in tracks.values() for module in track.modules}
        self.modules: list[Module] = []
        self.wanted_by: dict[str, str] = {}
        self._placed: set[str] = set()

    def place_track(self, name: str, wanted_by: str) -> None:
        if name in self.wanted_by:
            return
        self.wanted_by[name] = wanted_by
        track = self.tracks[name]
        for need in (need for module in track.modules for need in module.needs):
            self.place_track(need.split(".")[0], wanted_by=name)
        for module in track.modules:
            self._place(module)

    def _place(self, module: Module) -> None:
        if module.key in self._placed:
            return
        self._placed.add(module.key)
        for need in module.needs:
            inner = [self.by_key[need]] if "." in need else self.tracks[need].modules
            for needed in inner:
                self._place(needed)
        self.modules.append(module)


def _step(track: Track, modules: tuple[Module, ...], roles: Mapping[str, str], wanted_by: Mapping[str, str]) -> Step:
    role = roles.get(track.name, "prerequisite")
    brought_in = "" if track.name in roles else wanted_by[track.name]
    return Step(track.name, role, track.difficulty, brought_in, modules)


def _assumed(step: Step) -> Step:
    return Step(step.track, ASSUMED, step.difficulty, step.wanted_by, step.modules)
