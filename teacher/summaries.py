"""Keeps one row a student up to date: at once in small classes, by the clock in large ones."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from lms.accounts.models import User
from teacher import measures, risk
from teacher.measures import Measures
from teacher.models import StudentSummary

COUNTED_AT_ONCE = 200  # students of a class that is counted while somebody waits
OLD_AFTER = timedelta(hours=20)
WRITTEN = [field.name for field in StudentSummary._meta.concrete_fields if not field.primary_key]


def bring_up_to_date(students: QuerySet[User]) -> bool:
    """True where they are few enough to be counted now, and were. Otherwise the rows say of when they are."""
    ids = list(students.order_by().values_list("pk", flat=True)[: COUNTED_AT_ONCE + 1])
    if len(ids) > COUNTED_AT_ONCE:
        return False
    refresh(ids)
    return True


def refresh(student_ids: Sequence[int], now: datetime | None = None) -> None:
    """A bounded number of queries. The rows are written in the order of their numbers: two who do it at once wait for each
    other, and nobody for ever."""
    found = measures.of(sorted(student_ids), now or timezone.now())
    StudentSummary.objects.bulk_create(
        [_row(one) for one in found.values()],
        update_conflicts=True, unique_fields=["student"], update_fields=WRITTEN, batch_size=measures.BATCH,
    )  # fmt: skip


def refresh_old(now: datetime | None = None) -> int:
    """Everybody whose row is missing or a day old; returns how many. By the clock."""
    now = now or timezone.now()
    old = Q(summary=None) | Q(summary__computed_at__lt=now - OLD_AFTER)
    students = User.objects.filter(old, role=User.Role.STUDENT, is_guest=False, is_active=True, erasing_since=None)
    return refresh_all(students, now)


def refresh_all(students: QuerySet[User], now: datetime | None = None) -> int:
    number = 0
    for batch in list(measures.batches(students)):
        refresh(batch, now)
        number += len(batch)
    return number


def for_risk(row: StudentSummary, now: datetime) -> risk.Measures:
    return risk.Measures(
        accuracy=row.accuracy,
        days_inactive=row.days_inactive(now),
        completion_rate=row.completion_rate,
        weaknesses=row.weaknesses,
        answers=row.answers_ever,
        days_here=row.days_here(now),
        finished=row.finished,
    )


def _row(of: Measures) -> StudentSummary:
    position = of.position
    return StudentSummary(
        student_id=of.student_id,
        career=position.career,
        module_id=position.module,
        mastery=position.mastery,
        done=position.done,
        modules=position.of,
        answers=of.answers,
        right=of.right,
        answers_ever=of.answers_ever,
        accuracy=of.accuracy,
        completion_rate=of.completion_rate,
        weaknesses=of.weaknesses,
        unaided_chances=of.unaided.chances,
        unaided_right=of.unaided.right,
        joined_at=of.joined_at,
        since=of.active_at or of.joined_at,
        computed_at=of.now,
    )
