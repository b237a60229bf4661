"""Working out who is at risk, for many students at once; every result is kept."""

from dataclasses import asdict
from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from lms.accounts.models import ClassGroup, User
from lms.jobs import lifecycle
from lms.jobs.models import Task
from personalization.models import LearnerProfile
from teacher import measures, risk
from teacher.access import students_of
from teacher.models import RiskAssessment
from teacher.risk import Measures, Rule

AT_ONCE = 1000
PRIORITY = 3  # a teacher waits for it
LOCK = 7_304_117  # of PostgreSQL, for as long as a transaction works assessments out


def rule() -> Rule:
    """As the settings have it."""
    return Rule(
        accuracy_below=settings.RISK_ACCURACY_BELOW,
        inactive_over_days=settings.RISK_INACTIVE_DAYS,
        completion_below=settings.RISK_COMPLETION_BELOW,
        weaknesses_over=settings.RISK_WEAKNESSES,
        weights=risk.WEIGHTS | {name: Decimal(number) for name, number in settings.RISK_WEIGHTS.items()},
        at_risk_from=Decimal(settings.RISK_FROM),
        answers_needed=settings.RISK_ANSWERS_NEEDED,
        days_needed=settings.RISK_DAYS_NEEDED,
    )


def ask_for(*, by: User, group: ClassGroup | None) -> Task:
    """On demand, of this class or all they teach: a task that the worker does; an unfinished one for the same is returned
    instead."""
    number = group.pk if group else None
    return lifecycle.add(
        user_id=by.pk,
        task_type=Task.Type.RISK_ASSESSMENT,
        subject=("class", str(number or "all")),
        session_id=None,
        dedupe_key=f"risk:{by.pk}:{number or 'all'}",
        priority=PRIORITY,
        input_data={"group": number},
    )


def work_out(task: Task) -> None:
    """Killed midway it goes on behind those it has done."""
    group = task.input_data["group"]
    students = students_of(task.user)
    if group:
        students = students.filter(memberships__group=group)
    since = RiskAssessment.objects.latest().filter(student=OuterRef("pk"), computed_at__gte=task.created_at)
    assess(students.filter(~Exists(since)))
    with transaction.atomic():
        lifecycle.complete(task, students=students.count())


def give_up(task: Task) -> None:
    """What was worked out stays; the task says why there is no more."""


def assess(students: QuerySet[User], *, now: datetime | None = None) -> int:
    """All of them, as they stand now. Returns how many. A bounded number of queries a thousand students."""
    ids = list(students.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), AT_ONCE):
        _assess(ids[start : start + AT_ONCE], now or timezone.now())
    return len(ids)


def assess_missing(students: QuerySet[User]) -> int:
    """Those nobody has looked at yet, a thousand at most: the clock comes to the others."""
    known = RiskAssessment.objects.latest().filter(student=OuterRef("pk"))
    ids = list(students.filter(~Exists(known)).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    if ids:
        _assess(ids, timezone.now())
    return len(ids)


def assess_due(now: datetime | None = None) -> int:
    """By the clock: each student once a day; as soon as they did more, whoever stands in the list or had too little to go
    by."""
    now = now or timezone.now()
    return assess(_due(now), now=now)


def measured(student_ids: list[int], now: datetime) -> dict[int, Measures]:
    return {pk: one.for_risk for pk, one in measures.of(student_ids, now).items()}


def _due(now: datetime) -> QuerySet[User]:
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    latest = RiskAssessment.objects.latest().filter(student=OuterRef("pk"))
    did_more = LearnerProfile.objects.filter(user=OuterRef("student"), updated_at__gt=OuterRef("computed_at"))
    settled = Q(evident=True, flagged=False, resting=False) | ~Exists(did_more)
    fresh = latest.filter(settled, computed_at__gte=midnight)
    students = User.objects.students()
    return students.filter(memberships__isnull=False).filter(~Exists(fresh)).distinct()


@transaction.atomic
def _assess(ids: list[int], now: datetime) -> None:
    """One at a time over all processes: whoever comes second works out what is true then."""
    _wait_for_lock()
    found = measured(ids, now)
    RiskAssessment.objects.latest().filter(student__in=ids).update(latest=False)
    RiskAssessment.objects.bulk_create(_row(pk, found[pk], now) for pk in ids if pk in found)


def _row(student_id: int, of: Measures, now: datetime) -> RiskAssessment:
    result = risk.assess(of, rule())
    return RiskAssessment(
        student_id=student_id,
        score=result.score,
        excess=result.excess,
        factors=list(result.factors),
        measures=asdict(of),
        flagged=result.flagged,
        resting=result.resting,
        evident=result.evident,
        latest=True,
        computed_at=now,
    )


def _wait_for_lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
