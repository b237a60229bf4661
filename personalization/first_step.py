"""The one thing to do now, and why. Plain values in and out; no Django."""

from dataclasses import dataclass

ASSIGNMENT, REVIEW, WEAKNESS, READ, PRACTICE, DONE = "assignment", "review", "weakness", "read", "practice", "done"
URGENT_DAYS = 3
ENOUGH_REVIEWS = 3
STRONG_WEAKNESS = 1.5
MINUTES_A_QUESTION = 1.5
QUESTIONS = 5


@dataclass(frozen=True)
class Situation:
    """`assignment_days`: until the next one is due, none without one. `module_answers`: given in the present module."""

    assignment_days: float | None
    due_reviews: int
    weakness: float
    has_module: bool
    module_answers: int


@dataclass(frozen=True)
class FirstStep:
    kind: str
    minutes: int


def choose(now: Situation) -> FirstStep:
    """What is promised comes first, then what would be forgotten, then what keeps going wrong, then what is new."""
    if now.assignment_days is not None and now.assignment_days <= URGENT_DAYS:
        return FirstStep(ASSIGNMENT, 10)
    if now.due_reviews >= ENOUGH_REVIEWS:
        return FirstStep(REVIEW, _minutes(min(now.due_reviews, QUESTIONS)))
    if now.weakness >= STRONG_WEAKNESS:
        return FirstStep(WEAKNESS, _minutes(QUESTIONS))
    if not now.has_module:
        return FirstStep(REVIEW, _minutes(now.due_reviews)) if now.due_reviews else FirstStep(DONE, 0)
    return FirstStep(PRACTICE, _minutes(QUESTIONS)) if now.module_answers else FirstStep(READ, 10)


def _minutes(questions: int) -> int:
    return max(1, round(questions * MINUTES_A_QUESTION))
