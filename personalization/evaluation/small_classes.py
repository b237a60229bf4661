"""Small classes in which nobody has a history, and whose questions are known by their author's levels alone. Pure.

The levels are made from the other students' answers: fifths of the items by their share of right answers, of which some
are then moved by one, as authors err.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from zlib import crc32

from personalization.evaluation.answers import Answer
from personalization.mastery_states import USUAL_SCORE

CLASS_SIZE = 20
LEVELS = 5
OFF_BY_ONE = 0.4
ADDED = 2  # answers of the usual score, so that an item with one answer isn't the easiest or hardest of all


def levels(answers: Iterable[Answer]) -> dict[str, int]:
    """Item to level 1-5, the hardest fifth being 5."""
    right: dict[str, float] = defaultdict(float)
    count: dict[str, int] = defaultdict(int)
    for answer in answers:
        right[answer.item] += answer.right
        count[answer.item] += 1
    share = {item: (right[item] + ADDED * USUAL_SCORE) / (number + ADDED) for item, number in count.items()}
    easiest_first = sorted(share, key=lambda item: (-share[item], item))
    return {item: 1 + place * LEVELS // len(easiest_first) for place, item in enumerate(easiest_first)}


def off_by_one(exact: Mapping[str, int], share: float = OFF_BY_ONE) -> dict[str, int]:
    """`share` of the levels moved up or down by one, always the same ones; beyond the ends they stay."""
    moved = {}
    for item, level in exact.items():
        chance = crc32(f"moved {item}".encode()) / 2**32
        direction = 1 if chance < share / 2 else -1 if chance < share else 0
        moved[item] = min(LEVELS, max(1, level + direction))
    return moved


def classes(answers: Sequence[Answer], size: int = CLASS_SIZE) -> list[list[Answer]]:
    """Whole classes of students in an order of their own, each with its answers in the order of the file."""
    students = sorted({answer.user for answer in answers}, key=lambda user: (crc32(f"class {user}".encode()), user))
    place = {user: number // size for number, user in enumerate(students)}
    found: list[list[Answer]] = [[] for _ in range(len(students) // size)]
    for answer in answers:
        if place[answer.user] < len(found):
            found[place[answer.user]].append(answer)
    return found


def levelled(answers: Iterable[Answer], by_item: Mapping[str, int]) -> list[Answer]:
    return [answer._replace(level=by_item.get(answer.item)) for answer in answers]
