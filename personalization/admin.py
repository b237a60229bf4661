"""Practice and progress, as teachers and admins look at them. Answers and what follows from them are read,
never edited: they come from scoring alone."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from lms.admin import Admin, AdminsOnly, LookAt, PartsInline, ReadOnly
from personalization.models import (
    LearnerProfile,
    MasteryOverride,
    PlacementRun,
    QuestionRecord,
    ReviewCard,
    Submission,
    SubmissionAnswer,
    TopicProgress,
    Weakness,
)


@admin.register(LearnerProfile)
class LearnerProfileAdmin(LookAt):
    list_display = ["user", "career_path", "industry", "current_level", "weekly_hours", "onboarded_at"]
    list_filter = ["career_path", "industry", "current_level"]
    list_select_related = ["user", "career_path", "current_level"]
    search_fields = ["user__username", "user__display_name"]
    ordering = ["user"]
    exclude = ["private_note", "state"]


@admin.register(TopicProgress)
class TopicProgressAdmin(LookAt):
    list_display = ["user", "module", "total_questions", "correct_answers", "mastery", "last_activity"]
    list_filter = ["module__track", "last_activity"]
    list_select_related = ["user", "module"]
    search_fields = ["user__username", "user__display_name", "module__name"]
    ordering = ["-last_activity"]
    exclude = ["state"]


@admin.register(Weakness)
class WeaknessAdmin(LookAt):
    list_display = ["user", "module", "weakness_type", "error_count", "strength", "last_error"]
    list_filter = ["weakness_type", "last_error"]
    list_select_related = ["user", "module"]
    search_fields = ["user__username", "user__display_name", "module__name"]
    ordering = ["-last_error"]


@admin.register(ReviewCard)
class ReviewCardAdmin(LookAt):
    list_display = ["user", "question", "due", "last_review"]
    list_filter = ["due"]
    list_select_related = ["user", "question"]
    search_fields = ["user__username", "user__display_name"]
    ordering = ["due"]
    exclude = ["state", "before"]


class AnswersInline(PartsInline):
    model = SubmissionAnswer
    fields = ["question", "try_number", "answer", "score", "counted", "weakness_type", "feedback_source"]
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("question")


@admin.register(Submission)
class SubmissionAdmin(LookAt):
    list_display = ["id", "user", "kind", "subject", "status", "quick_score", "submitted_at"]
    list_filter = ["kind", "status", "submitted_at"]
    list_select_related = ["user"]
    search_fields = ["id", "user__username", "user__display_name", "subject"]
    ordering = ["-submitted_at"]
    exclude = ["aids", "plan"]
    inlines = [AnswersInline]


@admin.register(SubmissionAnswer)
class SubmissionAnswerAdmin(LookAt):
    list_display = ["submission", "question", "try_number", "score", "counted", "weakness_type", "answered_at"]
    list_filter = ["is_correct", "counted", "weakness_type", "answered_at"]
    list_select_related = ["submission__user", "question"]
    search_fields = ["submission__user__username", "question__slug", "answer"]
    ordering = ["-answered_at"]


@admin.register(PlacementRun)
class PlacementRunAdmin(LookAt):
    list_display = ["user", "career_path", "level", "created_at", "ended_at"]
    list_filter = ["career_path", "level", "created_at"]
    list_select_related = ["user", "career_path"]
    search_fields = ["user__username", "user__display_name"]
    ordering = ["-created_at"]


@admin.register(MasteryOverride)
class MasteryOverrideAdmin(LookAt):
    list_display = ["user", "module", "complete", "teacher", "reason", "created_at"]
    list_filter = ["complete", "created_at"]
    list_select_related = ["user", "module", "teacher"]
    search_fields = ["user__username", "user__display_name", "module__name", "reason"]
    ordering = ["-created_at"]


@admin.register(QuestionRecord)
class QuestionRecordAdmin(AdminsOnly, ReadOnly, Admin):
    list_display = ["question", "answers", "right"]
    list_select_related = ["question"]
    search_fields = ["question__slug", "question__prompt"]
    ordering = ["-answers"]
    exclude = ["state"]
