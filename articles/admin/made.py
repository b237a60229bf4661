"""Subtopics made for one learner: to look at, to approve, and to reject where they aren't fit."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from articles import sub_topic_reviews
from articles.models import GeneratedSubTopic, SubTopicGeneration, SubTopicReview
from curriculum.admin.reviewing import Reviewed
from lms.admin import LookAt, PartsInline

APPROVAL_COLOURS = {"pending": "warning", "approved": "success", "rejected": "danger"}


class GeneratedInline(PartsInline):
    model = GeneratedSubTopic
    fields = readonly_fields = ["position", "page", "difficulty_focus", "llm_model", "approval_status"]


@admin.register(SubTopicGeneration)
class SubTopicGenerationAdmin(LookAt):
    list_display = ["generation_batch_id", "user", "main_topic", "status", "generated_count", "started_at"]
    list_filter = ["status", "language", "main_topic", "started_at"]
    list_select_related = ["user", "main_topic"]
    search_fields = ["generation_batch_id", "user__username", "user__display_name"]
    ordering = ["-started_at"]
    exclude = ["private_note"]
    inlines = [GeneratedInline]


class SubTopicReviewsInline(PartsInline):
    model = SubTopicReview
    fields = readonly_fields = ["at", "by", "from_state", "to_state", "reason"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("by")


@admin.register(GeneratedSubTopic)
class GeneratedSubTopicAdmin(Reviewed, LookAt):
    """Decided by the actions of the list; edited on the pages of teachers."""

    reviews = sub_topic_reviews
    list_display = ["name", "main_topic", "difficulty_focus", "llm_model", "approval", "usage_count", "created_at"]
    list_filter = ["approval_status", "human_reviewed", "difficulty_focus", "main_topic"]
    list_select_related = ["main_topic", "generation"]
    search_fields = ["name", "slug", "generation__generation_batch_id"]
    ordering = ["-created_at"]
    inlines = [SubTopicReviewsInline]

    @display(description=_("review"), ordering="approval_status", label=APPROVAL_COLOURS)
    def approval(self, row: GeneratedSubTopic) -> tuple[str, str]:
        return row.approval_status, row.get_approval_status_display()
