"""Unaided success: after a wrong answer in practice, the next question of the same module right at the first try, without a hint.

Practice accuracy counts what was got right with all the help there is; this says whether the help taught something.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from django.db import connection

from personalization.models import Submission

# Whoever saw a solution has no try left on that question, so a first try is never one that followed it. Answers that came
# in one request were given before anybody could learn from the others.
QUERY = """
    WITH first_try AS (
        SELECT run.user_id, question.module_id, run.kind, answer.is_correct, answer.question_id, answer.answered_at,
               lead(answer.question_id) OVER skill AS next_question,
               lead(answer.answered_at) OVER skill AS next_at,
               lead(answer.is_correct AND answer.hints_used = 0) OVER skill AS next_right
        FROM personalization_submission run
        JOIN personalization_submissionanswer answer ON answer.submission_id = run.id
        JOIN curriculum_question question ON question.id = answer.question_id
        WHERE run.user_id = ANY(%s) AND answer.try_number = 1 AND question.module_id IS NOT NULL
        WINDOW skill AS (PARTITION BY run.user_id, question.module_id ORDER BY answer.answered_at, answer.id)
    )
    SELECT user_id, module_id, count(*), count(*) FILTER (WHERE next_right)
    FROM first_try
    WHERE kind = %s AND NOT is_correct AND next_question <> question_id AND next_at > answered_at
    GROUP BY user_id, module_id
"""


@dataclass(frozen=True)
class Unaided:
    """`right` of `chances`: a chance is a wrong answer that another question of the same module followed."""

    chances: int = 0
    right: int = 0

    @property
    def rate(self) -> float | None:
        """0-1; none before the first chance."""
        return self.right / self.chances if self.chances else None

    def __add__(self, other: Self) -> "Unaided":
        return Unaided(self.chances + other.chances, self.right + other.right)


def by_module(user_id: int) -> dict[int, Unaided]:
    """Of one student; modules without a chance are left out. One query."""
    return _of([user_id]).get(user_id, {})


def of_students(user_ids: Iterable[int]) -> dict[int, Unaided]:
    """Of each student, over all modules; students without a chance are left out. One query, however many."""
    return {user_id: total(modules.values()) for user_id, modules in _of(user_ids).items()}


def total(some: Iterable[Unaided]) -> Unaided:
    return sum(some, Unaided())


def _of(user_ids: Iterable[int]) -> dict[int, dict[int, Unaided]]:
    found: dict[int, dict[int, Unaided]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(QUERY, [list(user_ids), Submission.Kind.PRACTICE])
        for user_id, module_id, chances, right in cursor.fetchall():
            found[user_id][module_id] = Unaided(chances, right)
    return found
