"""What teachers gave to do. Given on the pages of teachers, where it is checked whose it is and that there is something to do;
here its words and its time can be changed, and it can be taken back."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from lms.accounts.models import User
from lms.admin import Admin, VisibleRows
from personalization.models import Assignment
from teacher import assignments
from teacher.admin.classes import OWN_GROUPS


@admin.register(Assignment)
class AssignmentAdmin(VisibleRows, Admin):
    teachers_may = ("view", "change", "delete")
    list_display = ["title", "given_to", "module", "is_test", "due", "made_by", "created_at"]
    list_filter = [OWN_GROUPS, "is_test", "due", "created_at"]
    list_select_related = ["group", "student", "module", "made_by"]
    search_fields = ["title", "student__username", "student__display_name", "group__name"]
    ordering = ["-created_at"]
    fieldsets = [
        (None, {"fields": ["title", "note", "due"]}),
        (
            _("What and for whom"),
            {
                "fields": [
                    ("given_to", "made_by"),
                    ("module", "article_id"),
                    "question_list",
                    "resource_list",
                    "is_test",
                ]
            },
        ),
    ]
    writable = ("title", "note", "due")

    def visible(self, rows: QuerySet, person: User) -> QuerySet:
        return rows if person.is_admin else rows.filter(pk__in=assignments.of(person).order_by().values("pk"))

    def get_readonly_fields(self, request: HttpRequest, obj: Assignment | None = None) -> list[str]:
        fixed = [field.name for field in self.opts.fields if field.name not in self.writable]
        return [*fixed, "given_to", "question_list", "resource_list"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @display(description=_("given to"))
    def given_to(self, row: Assignment) -> str:
        return row.group.name if row.group else row.student.name

    @display(description=_("questions"))
    def question_list(self, row: Assignment) -> str:
        return "\n".join(str(question) for question in row.questions.all())

    @display(description=_("resources"))
    def resource_list(self, row: Assignment) -> str:
        return "\n".join(str(resource) for resource in row.resources.all())

    def delete_model(self, request: HttpRequest, row: Assignment) -> None:
        assignments.take_back(row)

    def delete_queryset(self, request: HttpRequest, rows: QuerySet[Assignment]) -> None:
        for row in rows:
            assignments.take_back(row)
