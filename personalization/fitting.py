"""Which resources and projects fit a question and a learner: the nearest of what there is. Pure; no Django."""

from dataclasses import dataclass

BEGINNERS_AT_MOST = 2  # order of a level
SUB_TOPIC_WORTH = 2  # as much as so many levels of difficulty


@dataclass(frozen=True)
class Resource:
    number: int
    module_id: int | None
    track_id: int
    difficulty: int
    sub_topic: str
    industry: str
    position: int


@dataclass(frozen=True)
class Project:
    name: str
    track_id: int
    difficulty: int
    technologies: tuple[str, ...]
    industry: str
    position: int


@dataclass(frozen=True)
class Wanted:
    """`level` 1-5; `industry` is general where the learner has none."""

    module_id: int | None
    track_id: int
    sub_topic: str
    level: int
    industry: str = "general"


def resources(known: list[Resource], wanted: Wanted, count: int) -> list[Resource]:
    """Of the module, else of its track, else of a neighbour; then by what it is about and how hard it is."""
    return sorted(known, key=lambda one: _distance(one, wanted))[:count]


def projects(known: list[Project], wanted: Wanted) -> list[Project]:
    """The track's own that is nearest to the level, and the one that everybody of this level builds."""
    own = [one for one in known if one.track_id == wanted.track_id]
    usual = [one for one in known if is_usual(one, wanted.level)]
    chosen = [min(some, key=lambda one: _project_distance(one, wanted)) for some in (own, usual) if some]
    return list(dict.fromkeys(chosen)) or sorted(known, key=lambda one: _project_distance(one, wanted))[:1]


def is_usual(project: Project, level: int) -> bool:
    """Beginners build a to-do app, later on something that uses an API."""
    if level <= BEGINNERS_AT_MOST:
        return "todo" in project.name and project.difficulty <= BEGINNERS_AT_MOST
    return "api" in project.technologies and abs(project.difficulty - level) <= 1


def _distance(one: Resource, wanted: Wanted) -> tuple:
    place = 0 if one.module_id == wanted.module_id else 1 if one.track_id == wanted.track_id else 2
    about = SUB_TOPIC_WORTH if wanted.sub_topic and one.sub_topic == wanted.sub_topic else 0
    foreign = one.industry not in ("general", wanted.industry)
    return place, foreign, abs(one.difficulty - wanted.level) - about, one.position, one.number


def _project_distance(one: Project, wanted: Wanted) -> tuple:
    foreign = one.industry not in ("general", wanted.industry)
    return foreign, abs(one.difficulty - wanted.level), one.track_id != wanted.track_id, one.position, one.name
