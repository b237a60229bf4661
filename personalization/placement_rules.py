"""What a placement asks next, and what its answers show. Pure; no Django.

Track by track in the order of the path: first about the harder half, and only where that fails about the easier one. Two
right answers show a half, and with it everything below it: guessing both of two questions with four choices happens once in
sixteen times. A track that needs one which isn't known is passed over.
"""

from dataclasses import dataclass, field

QUESTIONS_AT_MOST = 15
ENOUGH = 2  # right answers that show a half
UNKNOWN_IN_A_ROW = 3  # tracks of which nothing is known, and the rest is taken as unknown too


@dataclass(frozen=True)
class Course:
    """A track: its modules in the order of learning, those of them with questions, the tracks it needs."""

    name: str
    modules: tuple[str, ...]
    askable: tuple[str, ...]
    needs: frozenset[str] = frozenset()

    @property
    def lower(self) -> tuple[str, ...]:
        return self.askable[: len(self.askable) // 2]

    @property
    def upper(self) -> tuple[str, ...]:
        return self.askable[len(self.askable) // 2 :]


@dataclass(frozen=True)
class Given:
    """An answer to a question of this module (`track.module`)."""

    module: str
    right: bool


@dataclass
class Judged:
    """`ask`: the module of the next question, none where nothing more is to be found out."""

    ask: str | None = None
    known: list[str] = field(default_factory=list)


def judge(courses: list[Course], given: list[Given]) -> Judged:
    """From all answers so far, whatever their order."""
    found, whole, unknown = Judged(), set(), 0
    for course in courses:
        if course.needs - whole or unknown == UNKNOWN_IN_A_ROW:
            continue
        one = _judge(course, given)
        if one.ask:
            found.ask = one.ask if len(given) < QUESTIONS_AT_MOST else None
            return found
        found.known += one.known
        whole |= {course.name} if len(one.known) == len(course.modules) else set()
        unknown = 0 if one.known else unknown + 1
    return found


def level(known: set[str], difficulties: dict[str, int]) -> int:
    """1-5: the highest difficulty up to which, from the easiest on, half of the path's modules are known."""
    reached = 1
    for difficulty in sorted(set(difficulties.values())):
        modules = {name for name, own in difficulties.items() if own == difficulty}
        if 2 * len(modules & known) < len(modules):
            break
        reached = difficulty
    return reached


def _judge(course: Course, given: list[Given]) -> Judged:
    """`known` is what is sure so far; nothing as long as something is to be asked."""
    upper, lower = _of(course.upper, given), _of(course.lower, given)
    if sum(upper) >= ENOUGH:
        return Judged(known=list(course.modules))
    if all(upper) and course.upper:
        return Judged(ask=_pick(course.upper, len(upper)))
    if sum(upper) + sum(lower) >= ENOUGH and course.lower:
        return Judged(known=list(course.modules[: course.modules.index(course.lower[-1]) + 1]))
    if all(lower) and course.lower:
        return Judged(ask=_pick(course.lower, len(lower)))
    return Judged()


def _of(modules: tuple[str, ...], given: list[Given]) -> list[bool]:
    return [one.right for one in given if one.module in modules]


def _pick(half: tuple[str, ...], asked: int) -> str:
    """The hardest module of the half first, then the one before it."""
    return half[-1 - asked % len(half)]
