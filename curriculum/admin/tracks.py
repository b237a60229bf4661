"""Categories, tracks and modules; a module's page has its prerequisites, resources and questions."""

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from curriculum.admin.base import BuiltAdmin, BuiltInline, LinesInline, both
from curriculum.admin.questions import QuestionInline
from curriculum.models import (
    CurriculumCategory,
    LearningModule,
    LearningResource,
    LearningTrack,
    ModulePrerequisite,
)
from lms.admin import PartsInline


class TrackLinks(PartsInline):
    model = LearningTrack
    fields = readonly_fields = ["page", "category", "difficulty_level", "position"]


class ModuleLinks(PartsInline):
    model = LearningModule
    fields = readonly_fields = ["page", "module_type", "estimated_hours", "difficulty_level", "position"]


@admin.register(CurriculumCategory)
class CurriculumCategoryAdmin(BuiltAdmin):
    list_display = ["display_name", "name", "estimated_total_months", "track_count", "position", "state"]
    search_fields = ["name", "display_name_ko", "display_name_en"]
    list_filter = ["target_audience"]
    readonly_fields = ["edited"]
    fieldsets = [
        (None, {"fields": [("name", "target_audience"), ("estimated_total_months", "position"), "edited"]}),
        (_("Texts"), {"fields": both("display_name", "description")}),
    ]
    inlines = [TrackLinks]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(tracks_in_it=Count("tracks"))

    @display(description=_("tracks"), ordering="tracks_in_it")
    def track_count(self, category: CurriculumCategory) -> int:
        return category.tracks_in_it


@admin.register(LearningTrack)
class LearningTrackAdmin(BuiltAdmin):
    list_display = [
        "display_name",
        "name",
        "curriculum_category",
        "category",
        "difficulty_level",
        "modules_in",
        "state",
    ]
    list_filter = ["curriculum_category", "category", "specialization_level", "difficulty_level"]
    list_select_related = ["curriculum_category"]
    search_fields = ["name", "display_name_ko", "display_name_en"]
    autocomplete_fields = ["curriculum_category"]
    ordering = ["curriculum_category__position", "position", "pk"]
    readonly_fields = ["edited"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("curriculum_category", "name"),
                    ("category", "specialization_level"),
                    ("difficulty_level", "position"),
                    "edited",
                ]
            },
        ),
        (_("Texts"), {"fields": both("display_name", "description")}),
    ]
    inlines = [ModuleLinks]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(modules_in_it=Count("modules"))

    @display(description=_("modules"), ordering="modules_in_it")
    def modules_in(self, track: LearningTrack) -> int:
        return track.modules_in_it


class PrerequisiteInline(LinesInline):
    """What has to be complete before: a module or a whole track a line."""

    model = ModulePrerequisite
    fk_name = "module"
    fields = ["required_module", "required_track"]
    autocomplete_fields = ["required_module", "required_track"]
    related = ("required_module", "required_track")


class ResourceInline(BuiltInline):
    model = LearningResource
    fk_name = "module"
    fields = [
        *both("title", "description"),
        ("resource_type", "url"),
        ("difficulty_level", "sub_topic"),
        ("industry_focus", "position"),
        "edited",
    ]


@admin.register(LearningModule)
class LearningModuleAdmin(BuiltAdmin):
    list_display = [
        "display_name",
        "track",
        "module_type",
        "estimated_hours",
        "difficulty_level",
        "questions_in",
        "state",
    ]
    list_filter = ["track__curriculum_category", "track", "module_type", "industry_focus", "difficulty_level"]
    list_select_related = ["track"]
    search_fields = ["name", "display_name_ko", "display_name_en", "track__name"]
    autocomplete_fields = ["track"]
    ordering = ["track__curriculum_category__position", "track__position", "position", "pk"]
    readonly_fields = ["edited"]
    kept_names = ("track", "name")
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("track", "name"),
                    ("module_type", "industry_focus"),
                    ("estimated_hours", "difficulty_level"),
                    ("tags", "position"),
                    "edited",
                ]
            },
        ),
        (_("Texts"), {"fields": both("display_name", "description")}),
        (_("Lesson"), {"fields": both("lesson"), "classes": ["collapse"]}),
    ]
    inlines = [PrerequisiteInline, ResourceInline, QuestionInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(questions_in_it=Count("questions"))

    @display(description=_("questions"), ordering="questions_in_it")
    def questions_in(self, module: LearningModule) -> int:
        return module.questions_in_it


@admin.register(LearningResource)
class LearningResourceAdmin(BuiltAdmin):
    list_display = ["title", "track", "module", "resource_type", "difficulty_level", "state"]
    list_filter = ["resource_type", "industry_focus", "track"]
    list_select_related = ["track", "module"]
    search_fields = ["url", "title_ko", "title_en"]
    autocomplete_fields = ["track", "module"]
    ordering = ["track", "module", "position", "pk"]
    readonly_fields = ["edited"]
    kept_names = ()
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("track", "module"),
                    ("resource_type", "url"),
                    ("difficulty_level", "sub_topic"),
                    ("industry_focus", "position"),
                    "edited",
                ]
            },
        ),
        (_("Texts"), {"fields": both("title", "description")}),
    ]
