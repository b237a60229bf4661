"""Keeps one row a student up to date: by the clock, soon after the student did something."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from articles.models import LearningSession, Reading
from curriculum.models import ModuleCompletion
from lms.accounts.models import User
from teacher import measures, risk
from teacher.measures import Measures
from teacher.models import StudentSummary

AT_A_LOOK = 200  # students without a row who are counted while somebody waits; the clock comes to the others
OLD_AFTER = timedelta(hours=20)  # what lies 30 days back moves by itself
UNSEEN = timedelta(seconds=10)  # what was being written while somebody counted
WRITTEN = [field.name for field in StudentSummary._meta.concrete_fields if not field.primary_key]


def count_new(students: QuerySet[User]) -> None:
    """Those without a row, so that whoever has just joined is shown. 1 query where there are none."""
    ids = list(students.filter(summary=None).order_by("pk").values_list("pk", flat=True)[:AT_A_LOOK])
    if ids:
        refresh(ids)


def refresh(student_ids: Sequence[int], now: datetime | None = None) -> None:
    """A bounded number of queries. The rows are written in the order of their numbers: two who do it at once wait for each
    other, and nobody for ever."""
    found = measures.of(sorted(student_ids), now or timezone.now())
    StudentSummary.objects.bulk_create(
        [_row(one) for one in found.values()],
        update_conflicts=True, unique_fields=["student"], update_fields=WRITTEN, batch_size=measures.BATCH,
    )  # fmt: skip


def refresh_due(now: datetime | None = None) -> int:
    """By the clock: a thousand at most, so that nobody waits long for their rows; returns how many. Who has no row comes
    first, then who did something since it was counted (their rows are the newest), then whose row is old."""
    now = now or timezone.now()
    students = User.objects.students().annotate(since=F("summary__computed_at") - UNSEEN)
    due = students.filter(Q(summary=None) | Q(summary__computed_at__lt=now - OLD_AFTER) | _did_something())
    newest_first = F("summary__computed_at").desc(nulls_first=True)
    ids = list(due.order_by(newest_first, "pk").values_list("pk", flat=True)[: measures.BATCH])
    if ids:
        refresh(ids, now)
    return len(ids)


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


def _did_something() -> Q:
    """Answered, chose, was at a session, completed, or read what was assigned, `since` the row was counted."""
    then, own = OuterRef("since"), {"user": OuterRef("pk")}
    return (
        Q(learner_profile__updated_at__gt=F("since"))
        | Exists(LearningSession.objects.filter(**own, last_accessed_at__gt=then))
        | Exists(ModuleCompletion.objects.filter(**own, at__gt=then))
        | Exists(Reading.objects.filter(Q(started_at__gt=then) | Q(completed_at__gt=then), **own))
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
