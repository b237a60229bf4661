"""What the admin pages of the curriculum share: both languages side by side, and whether a row still says what its content
file said.

Rows come from `curriculum/content/`; an edit made here is kept by the next load. Removing such a row is not offered:
the next load would only make it anew, without what was written and learnt about it.
"""

from django import forms
from django.contrib.auth import get_permission_codename
from django.contrib.postgres.fields import ArrayField
from django.db.models import Field, JSONField, QuerySet, TextField
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin, TranslationBaseModelAdmin, TranslationStackedInline
from unfold.admin import StackedInline, TabularInline
from unfold.decorators import display
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminExpandableTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from curriculum.form_fields import LinesField, LinksField, ProseField, TermsField, WordsField
from curriculum.models import Level, LoadedContent
from curriculum.question_fields import AcceptedField, ChoicesField, PatternsField
from lms.admin import Admin

STATES = {"loaded": None, "edited": "warning", "own": "info"}
LINES = {
    "terms": TermsField,
    "resources": LinksField,
    "choices": ChoicesField,
    "accepted_answers": AcceptedField,
    "patterns": PatternsField,
}


def both(*names: str) -> list[tuple[str, str]]:
    """Each field's Korean and English column beside each other."""
    return [(f"{name}_ko", f"{name}_en") for name in names]


class BothLanguages(TranslationBaseModelAdmin):
    """Forms for translated rows: wanted in one language, wanted in both; lists are written one a line."""

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs) -> forms.Field | None:
        if db_field.name == "levels":
            return _levels(db_field)
        if isinstance(db_field, ArrayField):
            kwargs |= {"form_class": WordsField, "widget": UnfoldAdminTextInputWidget}
        name = getattr(db_field, "translated_field", db_field).name
        if isinstance(db_field, JSONField):
            kwargs |= {"form_class": LINES.get(name, LinesField), "widget": UnfoldAdminExpandableTextareaWidget}
        elif isinstance(db_field, TextField):
            kwargs |= {"form_class": ProseField, "widget": UnfoldAdminExpandableTextareaWidget}
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @display(description=_("edited here"))
    def edited(self, row: LoadedContent) -> str:
        """Names of fields; none for a row that is being made."""
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


class PartsFormSet(forms.BaseInlineFormSet):
    """Rows of a content file can be changed, not removed; rows made here can be both."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        if form.instance.loaded and "DELETE" in form.fields:
            form.fields["DELETE"].disabled = True


class BuiltInline(BothLanguages, StackedInline, TranslationStackedInline):
    """Parts of a row that are written on its page."""

    formset = PartsFormSet
    readonly_fields = ["edited"]
    extra = 0
    collapsible = True


class LinesInline(TabularInline):
    """Rows of a line that are made and taken away, not rewritten: an autocomplete in each existing row would ask the
    database for its own label. Who may change the row they belong to may do that."""

    formset = PartsFormSet
    extra = 0
    hide_title = True
    related: tuple[str, ...] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related(*self.related)

    def has_view_permission(self, request: HttpRequest, obj: LoadedContent | None = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: LoadedContent | None = None) -> bool:
        options = self.parent_model._meta
        return request.user.has_perm(f"{options.app_label}.{get_permission_codename('change', options)}")

    def has_change_permission(self, request: HttpRequest, obj: LoadedContent | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: LoadedContent | None = None) -> bool:
        return self.has_add_permission(request, obj)


class BuiltAdmin(ContentAdmin):
    """What teachers build without a manual."""

    teachers_may = ("view", "add", "change")
    kept_names: tuple[str, ...] = ("name",)

    def get_readonly_fields(self, request: HttpRequest, obj: LoadedContent | None = None) -> list[str]:
        """A name is how addresses, files and other rows find it."""
        names = self.kept_names if obj else ()
        return [*(name for name in super().get_readonly_fields(request, obj) if name != "slug"), *names]


def _levels(field: ArrayField) -> forms.Field:
    return forms.MultipleChoiceField(
        choices=lambda: [(level.code, level.name) for level in Level.objects.all()],
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        label=capfirst(field.verbose_name),
        help_text=_("Learners of these levels see it."),
    )
