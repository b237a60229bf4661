"""Career paths and projects."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from curriculum.admin.base import BuiltAdmin, LinesInline, both
from curriculum.models import CareerPath, CareerPathTrack, ProjectTemplate


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
