"""Subtopics and outlines for a learner's interests out of course material, where no model can write them. Pure.

Nothing in them is the learner's own words: what is shown and stored is the course's.
"""

from dataclasses import dataclass, field

from articles.matters import Matter, closest

ARTICLES = 5
NAMES = {"ko": "{first}에서 {last}까지", "en": "From {first} to {last}"}
NAME_OF_ONE = {"ko": "{first}, 골라 읽기", "en": "{first}: a selection"}
DESCRIPTIONS = {
    "ko": "교재의 글 {n}편을 관심사에 가까운 순서로 골라 엮었습니다. 첫 글은 ‘{title}’입니다.",
    "en": "{n} articles of the course, picked by how close they are to your interests. It begins with “{title}”.",
}


@dataclass(frozen=True)
class CourseSubTopic:
    """A curated subtopic with its outline, in one language."""

    name: str
    levels: list[str]
    outcomes: list[str] = field(default_factory=list)
    prerequisites: list[str] = field(default_factory=list)
    matters: list[Matter] = field(default_factory=list)


@dataclass(frozen=True)
class Recut:
    """A subtopic put together from course material: numbers of outline items, and what is said about them."""

    name: str
    description: str
    outcomes: list[str]
    prerequisites: list[str]
    items: list[int]


def sub_topic(course: list[CourseSubTopic], *, wanted: str, level: str, language: str, used: set[int]) -> Recut | None:
    """The next one: the matters closest to `wanted` that no other one has, in the order of the course. None: no more."""
    free = _free(course, used, level)
    chosen = {matter.number for matter in closest(free, wanted, ARTICLES)}
    places = [(one, matter) for one in course for matter in one.matters if matter.number in chosen]
    if not places:
        return None
    first, last, title = places[0][0], places[-1][0], places[0][1].title
    name = (NAMES if first != last else NAME_OF_ONE)[language].format(first=first.name, last=last.name)
    outcomes = [outcome for one in dict.fromkeys(one.name for one, _ in places) for outcome in _named(course, one)[:1]]
    description = DESCRIPTIONS[language].format(n=len(places), title=title)
    return Recut(name, description, outcomes, first.prerequisites, [matter.number for _one, matter in places])


def outline(course: list[CourseSubTopic], *, wanted: str, level: str, count: int, used: set[int]) -> list[Matter]:
    """The matters closest to what a subtopic is about, in the order of the course."""
    chosen = {matter.number for matter in closest(_free(course, used, level), wanted, count)}
    return [matter for one in course for matter in one.matters if matter.number in chosen]


def _free(course: list[CourseSubTopic], used: set[int], level: str) -> list[Matter]:
    """What suits the level first."""
    ordered = sorted(course, key=lambda one: level not in one.levels)
    return [matter for one in ordered for matter in one.matters if matter.number not in used]


def _named(course: list[CourseSubTopic], name: str) -> list[str]:
    return next(one.outcomes for one in course if one.name == name)
