"""What is known of each student, of many at once: a bounded number of queries, however many students.

Rates are 0-1 and None where there is nothing to measure. Whoever has thousands of students asks for a `BATCH` at a time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Count, Max, Min, Q
from django.db.models.functions import Greatest, Least

from articles.models import LearningSession, Reading
from lms.accounts.models import User
from personalization import unaided
from personalization.models import SubmissionAnswer, Weakness
from personalization.unaided import Unaided
from teacher import positions, risk
from teacher.positions import NOWHERE, Position

ACCURACY_DAYS, BEGUN_BEFORE_DAYS = 30, 7
BATCH = 1000
NO_CHANCE = Unaided()

# What was begun long enough ago, and how much of it is complete. A placement begins nothing: it asks about all there is.
# What somebody chose to skip they need not complete.
BEGUN = """
    WITH begun AS (
        SELECT run.user_id, question.module_id, min(answer.answered_at) AS at
        FROM personalization_submission run
        JOIN personalization_submissionanswer answer ON answer.submission_id = run.id
        JOIN curriculum_question question ON question.id = answer.question_id
        WHERE run.user_id = ANY(%(students)s) AND run.kind <> 'placement' AND question.module_id IS NOT NULL
        GROUP BY run.user_id, question.module_id
    ), module AS (
        SELECT user_id, module_id, min(at) AS at, bool_or(complete) AS complete
        FROM (
            SELECT user_id, module_id, at, false AS complete FROM begun
            UNION ALL
            SELECT user_id, module_id, at, true FROM curriculum_modulecompletion WHERE user_id = ANY(%(students)s)
        ) AS both_kinds
        GROUP BY user_id, module_id
    ), part AS (
        SELECT user_id, complete FROM module WHERE at < %(before)s
        UNION ALL
        SELECT user_id, completed_at IS NOT NULL FROM articles_reading
        WHERE user_id = ANY(%(students)s) AND coalesce(started_at, completed_at) < %(before)s
          AND (completed_at IS NOT NULL OR skipped_at IS NULL)
    )
    SELECT user_id, count(*), count(*) FILTER (WHERE complete) FROM part GROUP BY user_id
"""


@dataclass(frozen=True)
class Measures:
    """`answers` and `right`: counted ones of the last 30 days; `answers_ever`: counted ones since joining. `begun` and
    `completed`: modules and articles begun more than 7 days ago. `position.mastery` is as of the last answers."""

    student_id: int
    joined_at: datetime
    now: datetime
    answers: int = 0
    right: int = 0
    answers_ever: int = 0
    begun: int = 0
    completed: int = 0
    weaknesses: int = 0
    active_at: datetime | None = None
    unaided: Unaided = NO_CHANCE
    position: Position = NOWHERE

    @property
    def accuracy(self) -> float | None:
        return self.right / self.answers if self.answers else None

    @property
    def completion_rate(self) -> float | None:
        return self.completed / self.begun if self.begun else None

    @property
    def days_inactive(self) -> int:
        """Whole days since the last answer, article read or session made, else since joining."""
        return max(0, (self.now - (self.active_at or self.joined_at)).days)

    @property
    def days_here(self) -> int:
        return max(0, (self.now - self.joined_at).days)

    @property
    def for_risk(self) -> risk.Measures:
        return risk.Measures(
            accuracy=self.accuracy,
            days_inactive=self.days_inactive,
            completion_rate=self.completion_rate,
            weaknesses=self.weaknesses,
            answers=self.answers_ever,
            days_here=self.days_here,
            finished=self.position.finished,
        )


def of(student_ids: Sequence[int], now: datetime) -> dict[int, Measures]:
    """By student, in the order given; numbers that are nobody's are left out. 15 queries."""
    ids = list(student_ids)
    joined, answered, active = _joined(ids), _answered(ids, now), _active(ids)
    begun, weak = _begun(ids, now), _weaknesses(ids, now)
    alone, places = unaided.of_students(ids), positions.of(ids)
    found = {}
    for pk in (pk for pk in ids if pk in joined):
        counts = answered.get(pk, {})
        moments = [at for at in (counts.pop("last", None), *active.get(pk, ())) if at]
        begun_here, completed = begun.get(pk, (0, 0))
        found[pk] = Measures(
            student_id=pk,
            joined_at=joined[pk],
            now=now,
            begun=begun_here,
            completed=completed,
            weaknesses=weak.get(pk, 0),
            active_at=max(moments, default=None),
            unaided=alone.get(pk, NO_CHANCE),
            position=places.get(pk, NOWHERE),
            **counts,
        )
    return found


def _joined(ids: list[int]) -> dict[int, datetime]:
    """When somebody was here first: as a guest or account, in a class, or telling about themselves."""
    first = Least("date_joined", Min("memberships__joined_at"), "learner_profile__onboarded_at")
    return dict(User.objects.filter(pk__in=ids).annotate(first=first).values_list("pk", "first"))


def _answered(ids: list[int], now: datetime) -> dict[int, dict]:
    counted = Q(counted=True)
    recent = counted & Q(answered_at__gt=now - timedelta(days=ACCURACY_DAYS))
    rows = SubmissionAnswer.objects.filter(submission__user__in=ids).order_by().values("submission__user")
    rows = rows.annotate(
        answers=Count("pk", filter=recent),
        right=Count("pk", filter=recent & Q(is_correct=True)),
        answers_ever=Count("pk", filter=counted),
        last=Max("answered_at"),
    )
    return {row.pop("submission__user"): row for row in rows}


def _active(ids: list[int]) -> dict[int, Iterable[datetime | None]]:
    """When they last read, and made a session."""
    read = Reading.objects.filter(user__in=ids).order_by().values("user")
    read = dict(read.annotate(last=Max(Greatest("started_at", "completed_at"))).values_list("user", "last"))
    made = LearningSession.objects.filter(user__in=ids).order_by().values("user")
    made = dict(made.annotate(last=Max("created_at")).values_list("user", "last"))
    return {pk: (read.get(pk), made.get(pk)) for pk in ids}


def _begun(ids: list[int], now: datetime) -> dict[int, tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(BEGUN, {"students": ids, "before": now - timedelta(days=BEGUN_BEFORE_DAYS)})
        return {user: (begun, completed) for user, begun, completed in cursor.fetchall()}


def _weaknesses(ids: list[int], now: datetime) -> dict[int, int]:
    rows = Weakness.objects.filter(user__in=ids).recent(now).order_by().values("user")
    return dict(rows.annotate(number=Count("pk")).values_list("user", "number"))
