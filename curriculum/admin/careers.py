"""Career paths, projects, and what learners have completed."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from curriculum.admin.base import BuiltAdmin, LinesInline, both
from curriculum.models import CareerPath, CareerPathTrack, ModuleCompletion, ProjectTemplate
from lms.admin import Admin, VisibleRows


class StepInline(LinesInline):
    model = CareerPathTrack
    fields = ["track", "role", "industry", "position"]
    autocomplete_fields = ["track"]
    related = ("track",)


@admin.register(CareerPath)
class CareerPathAdmin(BuiltAdmin):
    list_display = ["display_name", "name", "aliases", "category", "position", "state"]
    list_filter = ["category"]
    list_select_related = ["category"]
    search_fields = ["name", "display_name_ko", "display_name_en"]
    autocomplete_fields = ["category"]
    readonly_fields = ["edited"]
    fieldsets = [
        (None, {"fields": [("name", "category"), ("aliases", "position"), "edited"]}),
        (_("Texts"), {"fields": both("display_name", "description")}),
    ]
    inlines = [StepInline]


@admin.register(ProjectTemplate)
class ProjectTemplateAdmin(BuiltAdmin):
    list_display = ["display_name", "track", "difficulty_level", "industry_focus", "estimated_hours", "state"]
    list_filter = ["track", "industry_focus", "difficulty_level"]
    list_select_related = ["track"]
    search_fields = ["name", "display_name_ko", "display_name_en"]
    autocomplete_fields = ["track"]
    ordering = ["track", "position", "pk"]
    readonly_fields = ["edited"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("name", "track"),
                    ("difficulty_level", "industry_focus"),
                    ("technologies", "prerequisites"),
                    ("estimated_hours", "github_url"),
                    ("position", "edited"),
                ]
            },
        ),
        (_("Texts"), {"fields": both("display_name", "brief")}),
    ]


@admin.register(ModuleCompletion)
class ModuleCompletionAdmin(VisibleRows, Admin):
    """A teacher looks at own students'; taking one back is an admin's here, a teacher's on the student's page."""

    teachers_may = ("view",)
    list_display = ["module", "user", "how", "by", "at"]
    list_filter = ["how", "module__track"]
    list_select_related = ["module", "user", "by"]
    search_fields = ["user__username", "user__display_name", "module__name"]
    autocomplete_fields = ["module", "user", "by"]
    fields = [("user", "module"), ("how", "by"), ("at", "reason")]

    def has_change_permission(self, request: HttpRequest, obj: ModuleCompletion | None = None) -> bool:
        """Made or taken back, never rewritten."""
        return False
