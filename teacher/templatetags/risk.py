"""Pieces about students at risk, for the pages of teachers and for the students' own dashboard."""

from datetime import datetime, timedelta

from django import template
from django.db.models import QuerySet
from django.utils import timezone

from lms.accounts.models import User
from teacher import assessing, charts, interventions, reasons, results, who_first
from teacher.models import Intervention, RiskAssessment

register = template.Library()
FIRST, HISTORY = 3, 10
TREND_DAYS = 42


@register.inclusion_tag("teacher/_who_first.html", takes_context=True)
def who_first_of(context: dict, students: QuerySet[User]) -> dict:
    """The first three of the list, and the way to the whole of it. 9 queries, no slower for a class of thousands: it is
    counted only where nobody is flagged."""
    rows = who_first.rows(students)
    entries = who_first.entries(rows[:FIRST])
    calm = not (entries and entries[0].assessment.flagged)
    found = {"entries": entries, "calm": calm, "counts": who_first.counts(rows) if calm else None}
    return found | {"request": context["request"], "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("teacher/_risk_of.html", takes_context=True)
def risk_of(context: dict, student: User) -> dict:
    """Where one student stands, how that changed, what can be done and what was."""
    rows = list(RiskAssessment.objects.filter(student=student, computed_at__gte=_since()).order_by("computed_at"))
    latest = next((row for row in rows if row.latest), None)
    return {
        "student": student,
        "assessment": latest,
        "trend": _trend(rows),
        "actions": who_first.actions_for(latest),
        "draft": who_first.draft_for(student, latest),
        "done": interventions.of_student(student)[:HISTORY],
        "request": context["request"],
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("teacher/_from_teacher.html", takes_context=True)
def from_teacher(context: dict) -> dict:
    """What a teacher wrote to the person, and gave them to do. 1 query."""
    person = context["person"]
    rows = interventions.running_for(person) if person.is_authenticated else []
    shown = [row for row in rows if row.message or row.assignment]
    return {"rows": shown, "csrf_token": context.get("csrf_token")}


@register.filter
def finding(assessment: RiskAssessment) -> str:
    return reasons.finding(assessment)


@register.filter
def details(assessment: RiskAssessment) -> str:
    return " ".join(reasons.details(assessment))


@register.filter
def outcome(intervention: Intervention) -> str:
    return results.sentence(intervention)


def _since() -> datetime:
    return timezone.now() - timedelta(days=TREND_DAYS)


def _trend(rows: list[RiskAssessment]) -> dict | None:
    """The last score of each day as a line; nothing to draw before there are two days."""
    days = {timezone.localtime(row.computed_at).date(): row for row in rows}
    if len(days) < 2:
        return None
    first = min(days)
    points = [((day - first).days, float(row.score)) for day, row in sorted(days.items())]
    frame = charts.Frame(width_of=points[-1][0], top=1.0, left=40, right=300, above=10, below=110)
    return {
        "line": frame.line(points),
        "grid": [(value, frame.y(value)) for value in (0, 0.5, 1)],
        "limit": frame.y(float(assessing.rule().at_risk_from)),
        "end": (frame.x(points[-1][0]), frame.y(points[-1][1])),
        "first": first,
        "points": [(day, row.score) for day, row in sorted(days.items())],
    }
