"""What is known of students and classes in one row: worked out from everything else, so to look at, and to be worked out
again."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display

from lms.admin import Admin, AdminsOnly, ReadOnly
from teacher import summaries
from teacher.admin.base import LookAtStudents, tell
from teacher.models import ClassSnapshot, StudentSummary


@admin.register(StudentSummary)
class StudentSummaryAdmin(LookAtStudents):
    list_display = ["who", "career", "module", "mastered", "right_share", "finished_share", "weaknesses", "since"]
    list_filter = ["career", "since", "joined_at"]
    list_select_related = ["student", "career", "module"]
    search_fields = ["student__username", "student__display_name"]
    ordering = ["-since"]
    actions = ["refresh"]
    fieldsets = [
        (None, {"fields": [("who", "career"), ("module", "mastered"), ("done", "modules")]}),
        (
            _("Answers"),
            {
                "fields": [
                    ("answers", "right"),
                    ("right_share", "answers_ever"),
                    ("unaided_chances", "unaided_right"),
                    ("weaknesses", "finished_share"),
                ]
            },
        ),
        (_("Dates"), {"fields": [("joined_at", "since"), "computed_at"]}),
    ]

    @display(description=_("mastery"), ordering="mastery")
    def mastered(self, row: StudentSummary) -> str:
        return _share(row.mastery)

    @display(description=_("accuracy"), ordering="accuracy")
    def right_share(self, row: StudentSummary) -> str:
        return _share(row.accuracy)

    @display(description=_("completion"), ordering="completion_rate")
    def finished_share(self, row: StudentSummary) -> str:
        return _share(row.completion_rate)

    @action(description=_("Work out again"), permissions=["view"])
    def refresh(self, request: HttpRequest, rows: QuerySet[StudentSummary]) -> None:
        ids = list(rows.values_list("pk", flat=True))
        summaries.refresh(ids)
        tell(self, request, len(ids), of=len(ids))


@admin.register(ClassSnapshot)
class ClassSnapshotAdmin(AdminsOnly, ReadOnly, Admin):
    list_display = ["key", "computed_at", "wanted_at"]
    list_filter = [("computed_at", admin.EmptyFieldListFilter), "wanted_at"]
    search_fields = ["key"]
    ordering = ["-wanted_at"]


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.0%}"
