"""Who is at risk, and what is done about it. Assessments are worked out, never written; an intervention is begun on the
pages of teachers, and noted, begun, ended or dismissed here as there."""

from functools import partial

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display

from lms.accounts import admin_log
from lms.accounts.models import User
from teacher import assessing, interventions
from teacher.admin.base import LookAtStudents, OfStudents, count_done, tell
from teacher.models import Intervention, RiskAssessment, RiskFactor

STATUS_COLOURS = {"suggested": "info", "assigned": "warning", "done": "success", "dismissed": None}
FLAG_COLOURS = {"flagged": "danger", "resting": "info", "calm": None}
Status = Intervention.Status


@admin.register(RiskAssessment)
class RiskAssessmentAdmin(LookAtStudents):
    list_display = ["who", "score", "standing", "reasons", "evident", "latest", "computed_at"]
    list_filter = ["latest", "flagged", "resting", "evident", "computed_at"]
    list_select_related = ["student"]
    search_fields = ["student__username", "student__display_name"]
    date_hierarchy = "computed_at"
    ordering = ["-computed_at", "-pk"]
    actions = ["assess_again"]
    fields = ["who", ("score", "standing"), "reasons", "measures", "excess", ("evident", "latest"), "computed_at"]

    @display(description=_("where they stand"), ordering="flagged", label=FLAG_COLOURS)
    def standing(self, row: RiskAssessment) -> tuple[str, str]:
        if row.flagged:
            return "flagged", _("to be looked at")
        return ("resting", _("taking a break")) if row.resting else ("calm", _("no need"))

    @display(description=_("factors"))
    def reasons(self, row: RiskAssessment) -> str:
        return ", ".join(str(RiskFactor(factor).label) for factor in row.factors)

    @action(description=_("Work out again"), permissions=["view"])
    def assess_again(self, request: HttpRequest, rows: QuerySet[RiskAssessment]) -> None:
        """For the students of these rows, as things stand now."""
        ids = set(rows.values_list("student", flat=True))
        tell(self, request, assessing.assess(User.objects.filter(pk__in=ids)), of=len(ids))


@admin.register(Intervention)
class InterventionAdmin(OfStudents):
    """Its note and message can be written; what it is and for whom stays."""

    teachers_may = ("view", "change")
    list_display = ["who", "action", "risk_factor", "status_label", "made_by", "created_at", "assigned_at", "ended_at"]
    list_filter = ["status", "action", "risk_factor", ("outcome", admin.EmptyFieldListFilter), "created_at"]
    list_select_related = ["student", "made_by"]
    search_fields = ["student__username", "student__display_name", "note", "message"]
    date_hierarchy = "created_at"
    ordering = ["-created_at"]
    actions = ["begin", "end", "dismiss"]
    fieldsets = [
        (None, {"fields": [("who", "status"), ("action", "risk_factor"), "made_by"]}),
        (_("What is written"), {"fields": ["message", "note"]}),
        (_("What came of it"), {"fields": ["assignment", ("before", "outcome")]}),
        (_("Dates"), {"fields": [("created_at", "assigned_at"), ("ended_at", "quiet_until")]}),
    ]
    writable = ("message", "note")

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return ["who", *(field.name for field in self.opts.fields if field.name not in self.writable)]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    @display(description=_("status"), ordering="status", label=STATUS_COLOURS)
    def status_label(self, row: Intervention) -> tuple[str, str]:
        return row.status, row.get_status_display()

    def save_model(self, request: HttpRequest, row: Intervention, form: ModelForm, change: bool) -> None:
        interventions.change(row, note=row.note, message=row.message)

    def log_change(self, request: HttpRequest, row: Intervention, message: object) -> None:
        """On the student: it goes when they go."""
        admin_log.note(by=request.user, about=row.student, message=f"intervention {row.pk} changed")

    @action(description=_("Begin"), permissions=["change"])
    def begin(self, request: HttpRequest, rows: QuerySet[Intervention]) -> None:
        self._step(request, rows, Status.ASSIGNED)

    @action(description=_("Mark as done"), permissions=["change"])
    def end(self, request: HttpRequest, rows: QuerySet[Intervention]) -> None:
        self._step(request, rows, Status.DONE)

    @action(description=_("Dismiss"), permissions=["change"])
    def dismiss(self, request: HttpRequest, rows: QuerySet[Intervention]) -> None:
        self._step(request, rows, Status.DISMISSED)

    def _step(self, request: HttpRequest, rows: QuerySet[Intervention], status: str) -> None:
        step = partial(_step, by=request.user, status=status)
        tell(self, request, count_done(step, rows), of=len(rows))


def _step(row: Intervention, *, by: User, status: str) -> None:
    interventions.change(row, status=status)
    admin_log.note(by=by, about=row.student, message=f"intervention {row.pk}: {status}")
