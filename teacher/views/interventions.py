"""What was done for whom: making, following, ending it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.pages import next_address
from teacher import forms, interventions, results
from teacher.access import student_for, teachers_only
from teacher.models import Action, Intervention
from teacher.tables import Column, Table


@require_http_methods(["GET", "HEAD", "POST"])
@teachers_only
def listing(request: HttpRequest) -> HttpResponse:
    """POST makes one, begun at once."""
    if request.method == "POST":
        return _make(request)
    rows = interventions.of_teacher(request.user)
    status = request.GET.get("status", "")
    if status in Intervention.Status.values:
        rows = rows.filter(status=status)
    table = Table(request, "interventions", _columns(), rows, order="-made", label=_("Interventions"))
    if table.wants_file:
        return table.as_file()
    context = {"table": table, "chosen": status, "statuses": Intervention.Status.choices}
    return render(request, "teacher/interventions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@teachers_only
def one(request: HttpRequest, intervention_id: int) -> HttpResponse:
    intervention = get_object_or_404(interventions.of_teacher(request.user), pk=intervention_id)
    if request.method == "POST":
        changes = forms.read(forms.ChangeForm, request.POST)
        interventions.change(intervention, **changes)
        messages.success(request, _("Saved."))
        return redirect("intervention", intervention_id)
    return render(request, "teacher/intervention.html", {"one": intervention})


def _make(request: HttpRequest) -> HttpResponse:
    sent = forms.read(forms.InterventionForm, request.POST)
    student = student_for(request.user, sent.pop("student_id"))
    made = interventions.make(student=student, by=request.user, **sent)
    messages.success(request, _said(made) % {"name": student.name, "action": made.get_action_display()})
    return redirect(next_address(request, "at_risk"))


def _said(made: Intervention) -> str:
    if made.action == Action.POSTPONED:
        return _("%(name)s is put off for a week.")
    return _("%(name)s: %(action)s. They see it on their dashboard.")


def _columns() -> list[Column]:
    return [
        Column("student", _("Student"), value=lambda row: row.student.name, sort="student__display_name"),
        Column("action", _("Action"), value=lambda row: row.get_action_display(), sort="action"),
        Column("status", _("Status"), value=lambda row: row.get_status_display(), sort="status"),
        Column("made", _("Made"), value=lambda row: f"{row.created_at:%Y-%m-%d}", sort="created_at", number=True),
        Column("set", _("Review set"), value=_set, sort="set_answered", number=True),
        Column("outcome", _("After seven days"), value=results.sentence),
    ]


def _set(row: Intervention) -> str:
    return f"{row.set_answered}/{row.set_size}" if row.set_size else ""
