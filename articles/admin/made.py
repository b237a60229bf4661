"""Subtopics made for one learner: to look at, and to reject where they aren't fit."""

from django.contrib import admin
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from articles.admin.sessions import ReadingAdminBase
from articles.models import GeneratedSubTopic, SubTopicGeneration
from lms.admin import Admin, PartsInline, VisibleRows

APPROVAL_COLOURS = {"pending": "warning", "approved": "success", "rejected": "danger"}
REVIEWED = ("approval_status", "review_notes")


class GeneratedInline(PartsInline):
    model = GeneratedSubTopic
    fields = readonly_fields = ["position", "page", "difficulty_focus", "llm_model", "approval_status"]


@admin.register(SubTopicGeneration)
class SubTopicGenerationAdmin(ReadingAdminBase):
    list_display = ["generation_batch_id", "user", "main_topic", "status", "generated_count", "started_at"]
    list_filter = ["status", "language", "main_topic", "started_at"]
    list_select_related = ["user", "main_topic"]
    search_fields = ["generation_batch_id", "user__username", "user__display_name"]
    ordering = ["-started_at"]
    exclude = ["private_note"]
    inlines = [GeneratedInline]


@admin.register(GeneratedSubTopic)
class GeneratedSubTopicAdmin(VisibleRows, Admin):
    teachers_may = ("view", "change")
    list_display = ["name", "main_topic", "difficulty_focus", "llm_model", "approval", "usage_count", "created_at"]
    list_filter = ["approval_status", "human_reviewed", "difficulty_focus", "main_topic"]
    list_select_related = ["main_topic", "generation"]
    search_fields = ["name", "slug", "generation__generation_batch_id"]
    ordering = ["-created_at"]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """Everything but what a review says."""
        return [field.name for field in self.opts.fields if field.name not in REVIEWED]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: GeneratedSubTopic, form: ModelForm, change: bool) -> None:
        """A rejected one can't be chosen any more; sessions that have it keep it."""
        obj.human_reviewed = obj.approval_status != GeneratedSubTopic.Approval.PENDING
        super().save_model(request, obj, form, change)

    @display(description=_("review"), ordering="approval_status", label=APPROVAL_COLOURS)
    def approval(self, row: GeneratedSubTopic) -> tuple[str, str]:
        return row.approval_status, row.get_approval_status_display()
