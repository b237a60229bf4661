"""What a teacher does for a student: begun by one click, followed to its end, looked back at after seven days."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.problems import Problem
from personalization.models import Submission
from teacher import activity, review_sets, who_first
from teacher.access import students_of
from teacher.models import FOR_FACTOR, OUTCOME_DAYS, Action, Intervention, RiskAssessment

POSTPONED_FOR = timedelta(days=7)
DOUBLE_CLICK = timedelta(seconds=30)
Status = Intervention.Status
ALLOWED = {
    Status.SUGGESTED: (Status.ASSIGNED, Status.DISMISSED),
    Status.ASSIGNED: (Status.DONE, Status.DISMISSED),
    Status.DONE: (),
    Status.DISMISSED: (),
}


@transaction.atomic
def make(
    *,
    student: User,
    by: User,
    action: str,
    message: str = "",
    note: str = "",
    begin: bool = True,
) -> Intervention:
    """Begun at once, or kept as a suggestion. The student sees the message and the review set on their dashboard. Raises
    Problem 409 where no review set can be put together."""
    User.objects.select_for_update(no_key=True).get(pk=student.pk)  # two clicks take turns
    again = _just_made(student, action)
    if again:
        return again
    assessment = RiskAssessment.objects.latest().filter(student=student).first()
    intervention = Intervention(
        student=student,
        made_by=by,
        assessment=assessment,
        risk_factor=_factor(action, assessment),
        action=action,
        message=message.strip(),
        note=note.strip(),
    )
    if action == Action.POSTPONED:
        _postpone(intervention)
    elif begin:
        _begin(intervention)
    intervention.save()
    return intervention


@transaction.atomic
def change(
    intervention: Intervention,
    *,
    status: str | None = None,
    note: str | None = None,
    message: str | None = None,
) -> Intervention:
    """What is None stays. Raises Problem 409 for a step that isn't possible from where it is."""
    intervention = (
        Intervention.objects.select_for_update(of=("self",)).select_related("student").get(pk=intervention.pk)
    )
    intervention.note = intervention.note if note is None else note.strip()
    intervention.message = intervention.message if message is None else message.strip()
    if status and status != intervention.status:
        _step(intervention, status)
    intervention.save()
    return intervention


def end_worked_through() -> int:
    """Those whose review set was answered to the end are done. Returns how many."""
    rows = [
        row for row in Intervention.objects.running().exclude(assignment=None).with_progress() if row.worked_through
    ]
    ended = Intervention.objects.running().filter(pk__in=[row.pk for row in rows])
    return ended.update(status=Status.DONE, ended_at=timezone.now())


def look_back(now: datetime | None = None) -> int:
    """Write down what the seven days after were like, for those that are over. Returns how many."""
    due = list(Intervention.objects.outcome_due(now or timezone.now()))
    for row in due:
        row.outcome = activity.around(row.student_id, row.assigned_at, row.assigned_at + timedelta(days=OUTCOME_DAYS))
        Intervention.objects.filter(pk=row.pk, outcome__isnull=True).update(outcome=row.outcome)
    return len(due)


def of_teacher(person: User) -> QuerySet[Intervention]:
    """For the students of this teacher."""
    rows = Intervention.objects.filter(student__in=students_of(person)).with_progress()
    return rows.select_related("student", "made_by", "assignment")


def of_student(student: User) -> QuerySet[Intervention]:
    return Intervention.objects.filter(student=student).with_progress().select_related("made_by", "assignment")


def running_for(student: User) -> QuerySet[Intervention]:
    """What the student is shown: a message or something to do, from the last two weeks."""
    since = timezone.now() - 2 * POSTPONED_FOR
    rows = Intervention.objects.running().filter(student=student, assigned_at__gte=since)
    return rows.select_related("made_by", "assignment").with_progress()


def _just_made(student: User, action: str) -> Intervention | None:
    """The same of a moment ago: a second click, not a second wish."""
    rows = Intervention.objects.filter(student=student, action=action, created_at__gte=timezone.now() - DOUBLE_CLICK)
    return rows.filter(Q(ended_at=None) | Q(action=Action.POSTPONED)).first()


def _factor(action: str, assessment: RiskAssessment | None) -> str:
    """Why: the factor this action is for, if it is one; else the first there is."""
    found = assessment.factors if assessment else []
    return next((factor for factor in found if FOR_FACTOR[factor] == action), found[0] if found else "")


def _begin(intervention: Intervention) -> None:
    now = timezone.now()
    intervention.status, intervention.assigned_at = Status.ASSIGNED, now
    intervention.quiet_until = now + timedelta(days=settings.RISK_QUIET_DAYS)
    intervention.before = activity.around(intervention.student_id, now - timedelta(days=OUTCOME_DAYS), now)
    if intervention.action == Action.REVIEW_SET and intervention.assignment is None:
        student, by = intervention.student, intervention.made_by
        intervention.assignment = review_sets.make(student=student, by=by, language=who_first.language_of(student))


def _postpone(intervention: Intervention) -> None:
    """Nothing reaches the student; they are not shown again for a week."""
    now = timezone.now()
    intervention.status, intervention.message, intervention.ended_at = Status.DISMISSED, "", now
    intervention.quiet_until = now + POSTPONED_FOR


def _step(intervention: Intervention, status: str) -> None:
    if status not in ALLOWED[intervention.status]:
        raise Problem.conflict("no_such_step", _("That isn't possible from where this stands."))
    if status == Status.ASSIGNED:
        _begin(intervention)
        return
    intervention.status, intervention.ended_at = status, timezone.now()
    if status == Status.DISMISSED:
        intervention.quiet_until = None  # taken back: the student may be shown again
        _take_back(intervention)


def _take_back(intervention: Intervention) -> None:
    """The review set goes, unless the student has begun it."""
    assignment = intervention.assignment
    if assignment and not Submission.objects.filter(assignment=assignment).exists():
        intervention.assignment = None
        intervention.save()
        assignment.delete()
