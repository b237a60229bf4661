"""Levels, main topics, subtopics and outline items."""

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationStackedInline
from unfold.admin import StackedInline
from unfold.decorators import display

from curriculum.admin.base import STATES, BothLanguages, ContentAdmin, both
from curriculum.models import CuratedSubTopic, Level, MainTopic, OutlineItem
from lms.admin import PartsInline


@admin.register(Level)
class LevelAdmin(ContentAdmin):
    list_display = ["name", "code", "order", "estimated_hours_per_week", "state"]
    search_fields = ["code", "name_ko", "name_en"]
    list_filter = ["estimated_hours_per_week"]
    ordering = ["order"]
    readonly_fields = ["code", "order", "edited"]
    fieldsets = [
        (None, {"fields": [("code", "order"), ("estimated_hours_per_week", "edited")]}),
        (_("Texts"), {"fields": both("name", "description", "target_audience", "characteristics")}),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Level | None = None) -> list[str]:
        return self.readonly_fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Always the same five."""
        return False


class SubTopicLinks(PartsInline):
    model = CuratedSubTopic
    fields = readonly_fields = ["page", "levels", "position"]


@admin.register(MainTopic)
class MainTopicAdmin(ContentAdmin):
    list_display = ["name", "category", "position", "sub_topics", "total_learners", "state", "updated_at"]
    list_filter = ["category"]
    search_fields = ["slug", "name_ko", "name_en"]
    autocomplete_fields = ["track"]
    readonly_fields = ["edited", "popularity_score", "total_learners", "avg_completion_rate", "generated_count"]
    prepopulated_fields = {"slug": ["name_en"]}
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("slug", "category"),
                    "track",
                    ("lowest_difficulty", "highest_difficulty"),
                    ("position", "edited"),
                ]
            },
        ),
        (_("Texts"), {"fields": both("name", "description", "highlights", "estimated_learning_time")}),
        (
            _("In use"),
            {"fields": [("popularity_score", "total_learners"), ("avg_completion_rate", "generated_count")]},
        ),
    ]
    inlines = [SubTopicLinks]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).with_counts()

    @display(description=_("curated subtopics"), ordering="curated_count")
    def sub_topics(self, topic: MainTopic) -> int:
        return topic.curated_count


class OutlineItemInline(BothLanguages, StackedInline, TranslationStackedInline):
    """The texts of a subtopic's articles. A new item is made on its own page, where it gets its slug."""

    model = OutlineItem
    fields = [*both("title", "covers", "terms", "example", "pitfall", "resources"), ("position", "edited")]
    readonly_fields = ["edited"]
    extra = 0
    can_delete = False
    collapsible = True

    def has_add_permission(self, request: HttpRequest, obj: CuratedSubTopic | None = None) -> bool:
        return False


@admin.register(CuratedSubTopic)
class CuratedSubTopicAdmin(ContentAdmin):
    list_display = ["name", "main_topic", "levels", "items", "usage_count", "avg_rating", "state", "outline_state"]
    list_filter = ["main_topic"]
    list_select_related = ["main_topic"]
    search_fields = ["slug", "name_ko", "name_en", "main_topic__name_ko", "main_topic__name_en"]
    autocomplete_fields = ["main_topic", "module"]
    ordering = ["main_topic", "position", "pk"]
    readonly_fields = ["edited", "quality_score", "usage_count", "avg_rating"]
    prepopulated_fields = {"slug": ["name_en"]}
    fieldsets = [
        (None, {"fields": [("main_topic", "slug"), "module", "levels", ("position", "edited")]}),
        (_("Texts"), {"fields": both("name", "description", "learning_outcomes", "prerequisites")}),
        (_("In use"), {"fields": [("quality_score", "usage_count", "avg_rating")]}),
    ]
    inlines = [OutlineItemInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(outline=Count("outline_items")).prefetch_related("outline_items")

    @display(description=_("outline items"), ordering="outline")
    def items(self, sub_topic: CuratedSubTopic) -> int:
        return sub_topic.outline

    @display(description=_("outline"), label=STATES)
    def outline_state(self, sub_topic: CuratedSubTopic) -> tuple[str, str]:
        edited = sum(1 for item in sub_topic.outline_items.all() if item.edited_fields)
        return ("edited", _("%d edited") % edited) if edited else ("loaded", _("unchanged"))


@admin.register(OutlineItem)
class OutlineItemAdmin(ContentAdmin):
    list_display = ["title", "sub_topic", "position", "state", "updated_at"]
    list_filter = ["sub_topic__main_topic"]
    list_select_related = ["sub_topic"]
    search_fields = ["slug", "title_ko", "title_en", "sub_topic__name_ko", "sub_topic__name_en"]
    autocomplete_fields = ["sub_topic"]
    ordering = ["sub_topic__main_topic", "sub_topic", "position", "pk"]
    readonly_fields = ["edited"]
    prepopulated_fields = {"slug": ["title_en"]}
    fieldsets = [
        (None, {"fields": [("sub_topic", "slug"), ("position", "edited")]}),
        (_("Texts"), {"fields": both("title", "covers", "terms", "example", "pitfall", "resources")}),
    ]
