"""The students of the demo class: who they are, when they practised, and how well they answer. Simulated, the same every
time. Pure; no Django."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, field

WEEKS = 6
QUESTIONS_A_RUN = 6
SOFT_SPOT = 1.2  # logits taken off in a module somebody finds hard
ONE_IN = 5  # modules
SECOND_TRY, HELP, HINT = 0.75, 0.9, 0.12  # how many try again, what the first hint is worth in logits, who asks for one
AT_LEAST_DAYS_AGO = 0.1
CAREERS = {"saas_fullstack": range(1, 8), "react_specialist": range(8, 15), "data_engineer_advanced": range(15, 21)}
INDUSTRIES = ("general", "fintech", "ecommerce", "enterprise")
LEVELS = ("beginner", "absolute_beginner", "beginner", "intermediate")
HOURS = (4, 6, 8, 10, 12)
STRONG, STRUGGLING, NEW = (2, 9, 16), (5, 12, 18), 20


@dataclass(frozen=True)
class Student:
    """`ability`: the logit of a right answer at a middling question in the first week, `growth` more each week. `runs`: when
    they practised, in days ago, the longest ago first."""

    number: int
    career: str
    industry: str
    level: str
    hours: int
    ability: float
    growth: float
    runs: tuple[float, ...] = field(default_factory=tuple)

    @property
    def username(self) -> str:
        return f"student{self.number}"

    def chance_of(self, run: int, module: str, difficulty: int, *, helped: bool = False) -> float:
        """Of a right answer, 0-1."""
        weeks = (self.runs[0] - self.runs[run]) / 7
        logit = self.ability + self.growth * weeks - 0.25 * (difficulty - 2)
        return 1 / (1 + math.exp(-(logit - SOFT_SPOT * self._finds_hard(module) + HELP * helped)))

    def dice(self, run: int) -> random.Random:
        return dice(f"{self.username}/{run}")

    def _finds_hard(self, module: str) -> bool:
        return self.number not in STRONG and dice(f"{self.username}/{module}").randrange(ONE_IN) == 0


def dice(name: str) -> random.Random:
    """The same throws for the same name."""
    return random.Random(name)  # noqa: S311 simulates people, no secret


def wrong_answer(throw: random.Random, key: str, choices: Sequence[str], usual: Sequence[str]) -> str:
    """One of the other choices (their ids), or a usual wrong answer where there are any."""
    others = [one for one in choices if one != key] or list(usual)
    return throw.choice(others) if others else "?"


def students() -> list[Student]:
    """All but the new one, who has done nothing."""
    return [_student(number, career) for career, numbers in CAREERS.items() for number in numbers if number != NEW]


def _student(number: int, career: str) -> Student:
    throw = dice(f"student{number}")
    ability, growth, days_off, runs_a_week = _kind(number, throw)
    return Student(
        number=number,
        career=career,
        industry=INDUSTRIES[number % len(INDUSTRIES)],
        level=LEVELS[number % len(LEVELS)],
        hours=HOURS[number % len(HOURS)],
        ability=ability,
        growth=growth,
        runs=_runs(throw, days_off, runs_a_week),
    )


def _kind(number: int, throw: random.Random) -> tuple[float, float, float, int]:
    """(ability, growth, days since the last run at least, runs a week)"""
    if number in STRONG:
        return 3.0, 0.1, AT_LEAST_DAYS_AGO, 4
    if number in STRUGGLING:
        return -0.6, -0.05, throw.uniform(9, 15), 2
    return throw.uniform(0.8, 1.6), 0.1, AT_LEAST_DAYS_AGO, 3


def _runs(throw: random.Random, days_off: float, runs_a_week: int) -> tuple[float, ...]:
    """About evenly over the weeks, never twice within a few hours."""
    step = 7 / runs_a_week
    first = WEEKS * 7.0
    planned = [first - step * place for place in range(int((first - days_off) / step) + 1)]
    return tuple(round(max(days_off, day - throw.uniform(0, 0.7 * step)), 3) for day in planned)
