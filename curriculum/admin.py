"""What there is to learn, in both languages side by side, and whether a row still says what its content file said.

Rows come from `curriculum/content/`; an edit made here is kept by the next load. Removing such a row is not offered:
the next load would only make it anew, without what was written and learnt about it.
"""

from django import forms
from django.contrib import admin
from django.contrib.postgres.fields import ArrayField
from django.db.models import Count, Field, JSONField, QuerySet, TextField
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin, TranslationBaseModelAdmin, TranslationStackedInline
from unfold.admin import StackedInline
from unfold.decorators import display
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminExpandableTextareaWidget

from curriculum.form_fields import LinesField, LinksField, ProseField, TermsField
from curriculum.models import CuratedSubTopic, Level, LoadedContent, MainTopic, OutlineItem
from lms.admin import Admin, PartsInline

STATES = {"loaded": None, "edited": "warning", "own": "info"}
LINES = {"terms": TermsField, "resources": LinksField}


def both(*names: str) -> list[tuple[str, str]]:
    """Each field's Korean and English column beside each other."""
    return [(f"{name}_ko", f"{name}_en") for name in names]


class BothLanguages(TranslationBaseModelAdmin):
    """Forms for translated rows: wanted in one language, wanted in both; lists are written one a line."""

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs) -> forms.Field | None:
        if db_field.name == "levels":
            return _levels(db_field)
        name = getattr(db_field, "translated_field", db_field).name
        if isinstance(db_field, JSONField):
            kwargs |= {"form_class": LINES.get(name, LinesField), "widget": UnfoldAdminExpandableTextareaWidget}
        elif isinstance(db_field, TextField):
            kwargs |= {"form_class": ProseField, "widget": UnfoldAdminExpandableTextareaWidget}
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @display(description=_("edited here"))
    def edited(self, row: LoadedContent) -> str:
        return ", ".join(str(row._meta.get_field(name).verbose_name) for name in row.edited_fields)

    def patch_translation_field(self, db_field: Field, field: forms.Field, request: HttpRequest, **kwargs) -> None:
        super().patch_translation_field(db_field, field, request, **kwargs)
        if original := getattr(db_field, "translated_field", None):
            field.required = not original.blank


class ContentAdmin(BothLanguages, Admin, TranslationAdmin):
    teachers_may = ("view", "change")
    ordering = ["position", "pk"]

    @display(description=_("content file"), label=STATES)
    def state(self, row: LoadedContent) -> tuple[str, str]:
        if not row.loaded:
            return "own", _("made here")
        return ("edited", _("edited here")) if row.edited_fields else ("loaded", _("unchanged"))

    def get_readonly_fields(self, request: HttpRequest, obj: LoadedContent | None = None) -> list[str]:
        """A slug is how a load finds its row again."""
        return [*super().get_readonly_fields(request, obj), *(["slug"] if obj else [])]

    def get_prepopulated_fields(self, request: HttpRequest, obj: LoadedContent | None = None) -> dict:
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: LoadedContent | None = None) -> bool:
        return not (obj and obj.loaded) and super().has_delete_permission(request, obj)


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
    readonly_fields = ["edited", "popularity_score", "total_learners", "avg_completion_rate", "generated_count"]
    prepopulated_fields = {"slug": ["name_en"]}
    fieldsets = [
        (None, {"fields": [("slug", "category"), ("lowest_difficulty", "highest_difficulty"), ("position", "edited")]}),
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
    autocomplete_fields = ["main_topic"]
    ordering = ["main_topic", "position", "pk"]
    readonly_fields = ["edited", "quality_score", "usage_count", "avg_rating"]
    prepopulated_fields = {"slug": ["name_en"]}
    fieldsets = [
        (None, {"fields": [("main_topic", "slug"), "levels", ("position", "edited")]}),
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


def _levels(field: ArrayField) -> forms.Field:
    return forms.MultipleChoiceField(
        choices=lambda: [(level.code, level.name) for level in Level.objects.all()],
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        label=capfirst(field.verbose_name),
        help_text=_("Learners of these levels see it."),
    )
