"""Which of the four prompts fits an answer, by its score and by what went before. Pure; no Django."""

from dataclasses import dataclass

PERSONALIZED, WEAKNESS = "personalized_feedback", "weakness_focused"
ENCOURAGEMENT, PROJECT = "encouragement", "project_suggestion"
KINDS = (PERSONALIZED, WEAKNESS, ENCOURAGEMENT, PROJECT)
LATELY = 3  # so many answers in a row


@dataclass(frozen=True)
class History:
    """`last_scores`: 0-1, the newest first, this answer's among them; `errors_before`: of the same kind in the module."""

    score: float
    last_scores: tuple[float, ...] = ()
    errors_before: int = 0
    module_completed: bool = False


def choose(history: History) -> str:
    wrong = history.score < 1
    if wrong and _all_wrong(history.last_scores[:LATELY]):
        return ENCOURAGEMENT
    if wrong and history.errors_before:
        return WEAKNESS
    return PROJECT if history.module_completed else PERSONALIZED


def _all_wrong(scores: tuple[float, ...]) -> bool:
    return len(scores) == LATELY and not any(scores)
