"""Questions: written on their module's page or here, and reviewed here where a model wrote them."""

from django import forms
from django.contrib import admin
from django.db.models import Field, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action
from unfold.enums import ActionVariant

from curriculum import question_reviews
from curriculum.admin.base import BuiltAdmin, BuiltInline, both
from curriculum.admin.reviewing import Reviewed, reason_field
from curriculum.models import Question, QuestionReport, QuestionReview
from lms.accounts.models import User
from lms.admin import PartsInline, VisibleRows

QUESTION = [
    ("kind", "difficulty_level", "sub_topic"),
    *both("prompt"),
    ("code_snippet", "code_language"),
    *both("choices"),
    ("correct_answer", "accepted_answers", "patterns"),
    *both("hints", "explanation"),
    ("approval_status", "position"),
]
ORIGIN = [("source", "made_for"), ("llm_model", "generation_prompt"), ("asked_by", "created_at"), "replaces"]
ORIGIN_NAMES = ["source", "made_for", "llm_model", "generation_prompt", "asked_by", "created_at", "replaces"]


class QuestionForm(forms.ModelForm):
    reason = reason_field()


class QuestionInline(BuiltInline):
    """Those of the course; what a model wrote is reviewed on its own page."""

    model = Question
    fields = [*QUESTION, "edited"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).filter(source=Question.Source.CURATED)


class ReviewInline(PartsInline):
    model = QuestionReview
    fields = readonly_fields = ["at", "by", "from_state", "to_state", "reason"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("by")


class ReportsInline(PartsInline):
    """What learners say of it; a decision on the question answers them."""

    model = QuestionReport
    fields = readonly_fields = ["created_at", "reason", "text", "resolved_at", "outcome"]


@admin.register(Question)
class QuestionAdmin(Reviewed, VisibleRows, BuiltAdmin):
    form = QuestionForm
    reviews = question_reviews
    actions_submit_line = ["approve", "reject"]
    list_display = ["__str__", "module", "kind", "difficulty_level", "source", "approval_status", "state"]
    list_filter = ["approval_status", "source", "kind", "difficulty_level", "module__track"]
    list_select_related = ["module"]
    search_fields = ["slug", "prompt_ko", "prompt_en", "module__name"]
    autocomplete_fields = ["module"]
    ordering = ["module__track", "module", "position", "pk"]
    readonly_fields = ["edited"]
    kept_names = ("slug",)
    inlines = [ReviewInline, ReportsInline]

    def visible(self, rows: QuerySet, person: User) -> QuerySet:
        """The course's are every teacher's; what was made for one learner is their teachers'."""
        return rows.reviewable_by(person)

    def get_fieldsets(self, request: HttpRequest, obj: Question | None = None) -> list:
        parts = [
            (
                None,
                {"fields": [("module", "slug"), *QUESTION, "edited", *(["reason"] if obj and obj.generated else [])]},
            )
        ]
        return [*parts, (_("Where it comes from"), {"fields": ORIGIN})] if obj and obj.generated else parts

    def get_readonly_fields(self, request: HttpRequest, obj: Question | None = None) -> list[str]:
        """What a model wrote is approved by a review, which is kept, and not by a choice in a list."""
        names = super().get_readonly_fields(request, obj)
        return [*names, "approval_status", "module", *ORIGIN_NAMES] if obj and obj.generated else names

    def patch_translation_field(self, db_field: Field, field: forms.Field, request: HttpRequest, **kwargs) -> None:
        """A question of one language has empty fields; the rules say where that may not be."""
        super().patch_translation_field(db_field, field, request, **kwargs)
        field.required = field.required and not getattr(db_field, "translated_field", None)

    def get_actions_submit_line(self, request: HttpRequest, object_id: str | int) -> list:
        """For what a model wrote."""
        generated = Question.objects.filter(pk=object_id, source=Question.Source.GENERATED).exists()
        return super().get_actions_submit_line(request, object_id) if generated else []

    def save_model(self, request: HttpRequest, question: Question, form: forms.ModelForm, change: bool) -> None:
        corrected_at = question.corrected_at
        if change and question.generated:
            question_reviews.revise(question, by=request.user, reason=form.cleaned_data["reason"])
        before = form.initial.get("approval_status", question.approval_status)
        super().save_model(request, question, form, change)
        if change and not question.generated:
            question_reviews.note_change(question, before, by=request.user)
        if question.corrected_at != corrected_at:
            self.message_user(request, _("Answers that were given to it are being scored again."))

    @action(description=gettext_lazy("Save and approve"), permissions=["change"], variant=ActionVariant.PRIMARY)
    def approve(self, request: HttpRequest, question: Question) -> None:
        self.decide(request, [question], question_reviews.approve)

    @action(description=gettext_lazy("Save and reject"), permissions=["change"], variant=ActionVariant.DANGER)
    def reject(self, request: HttpRequest, question: Question) -> None:
        self.decide(request, [question], question_reviews.reject)
