"""Contents that articles share, their versions, and who reviewed those."""

from django.contrib import admin
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from articles import text_reviews
from articles.models import Article, ArticleLevel, Content, ContentVersion, ReviewEvent
from curriculum.admin.reviewing import Reviewed
from lms.accounts.models import User
from lms.admin import LookAt, PartsInline

CONTENT_COLOURS = {"planned": None, "writing": "info", "ready": "success", "failed": "danger"}
REVIEW_COLOURS = {"draft": "warning", "checked": "info", "approved": "success", "retired": None}


class OfContents:
    """Rows about shared contents: a teacher sees them where a student of theirs has an article with that content."""

    content = "pk"

    def visible(self, rows: QuerySet, person: User) -> QuerySet:
        if person.is_admin:
            return rows
        articles = Article.objects.visible_to(person)
        used = ArticleLevel.objects.filter(content=OuterRef(self.content), article__in=articles)
        return rows.filter(Exists(used))


class VersionsInline(PartsInline):
    model = ContentVersion
    fields = readonly_fields = [
        "page",
        "source",
        "llm_model",
        "review_state",
        "quality_score",
        "word_count",
        "created_at",
    ]
    ordering = ["-number"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("content__outline_item").defer("markdown", "html")


@admin.register(Content)
class ContentAdmin(OfContents, LookAt):
    list_display = [
        "outline_item",
        "level",
        "language",
        "length",
        "style",
        "state_label",
        "version_count",
        "created_at",
    ]
    list_filter = ["state", "level", "language", "length", "style"]
    list_select_related = ["outline_item"]
    search_fields = ["key", "outline_item__title_ko", "outline_item__title_en"]
    ordering = ["-created_at"]
    fields = [
        "outline_item",
        ("state", "claimed_until"),
        ("level", "language"),
        ("length", "style"),
        ("with_examples", "prompt_version"),
        "key",
        "created_at",
    ]
    inlines = [VersionsInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(version_count=Count("versions"))

    @display(description=_("state"), ordering="state", label=CONTENT_COLOURS)
    def state_label(self, content: Content) -> tuple[str, str]:
        return content.state, content.get_state_display()

    @display(description=_("versions"), ordering="version_count")
    def version_count(self, content: Content) -> int:
        return content.version_count


class ReviewsInline(PartsInline):
    model = ReviewEvent
    fields = readonly_fields = ["at", "from_state", "to_state", "reviewer", "why"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("by")

    @display(description=_("by"))
    def reviewer(self, event: ReviewEvent) -> str:
        return event.by.name if event.by else str(_("Quality gate"))


@admin.register(ContentVersion)
class ContentVersionAdmin(Reviewed, OfContents, LookAt):
    content = "content"
    reviews = text_reviews
    list_display = ["content", "number", "source", "review_label", "quality_score", "word_count", "created_at"]
    list_filter = ["review_state", "source", "human_reviewed", "content__level", "content__language", "created_at"]
    list_select_related = ["content__outline_item"]
    search_fields = ["content__outline_item__title_ko", "content__outline_item__title_en", "markdown", "llm_model"]
    ordering = ["-created_at"]
    fieldsets = [
        (None, {"fields": ["content", ("number", "review_state"), ("quality_score", "human_reviewed")]}),
        (_("Text"), {"fields": ["text", "terms", "tips", "related", "links", "word_count"]}),
        (
            _("Writing"),
            {
                "fields": [
                    ("source", "generation_prompt"),
                    ("llm_model", "llm_temperature"),
                    ("tokens_used", "cost_usd"),
                    ("indicators", "warnings"),
                    ("converted_from", "created_at"),
                ]
            },
        ),
    ]
    inlines = [ReviewsInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        versions = super().get_queryset(request)
        return (
            versions.defer("markdown", "html") if request.resolver_match.url_name.endswith("_changelist") else versions
        )

    @display(description=_("review state"), ordering="review_state", label=REVIEW_COLOURS)
    def review_label(self, version: ContentVersion) -> tuple[str, str]:
        return version.review_state, version.get_review_state_display()

    @display(description="Markdown")
    def text(self, version: ContentVersion) -> str:
        """As it was written: admin pages run under a wider policy for scripts than the reader does."""
        return format_html('<div style="white-space: pre-wrap; max-width: 60rem">{}</div>', version.markdown)

    @display(description=_("terms"))
    def terms(self, version: ContentVersion) -> str:
        return "\n".join(f"{term['term']}: {term['definition']}" for term in version.key_term_definitions)

    @display(description=_("practical tips"))
    def tips(self, version: ContentVersion) -> str:
        return "\n".join(version.practical_tips)

    @display(description=_("related concepts"))
    def related(self, version: ContentVersion) -> str:
        return "\n".join(version.related_concepts)

    @display(description=_("sources"))
    def links(self, version: ContentVersion) -> str:
        return "\n".join(f"{source['title']} {source['url']}" for source in version.sources)

    @display(description=_("difficulty indicators"))
    def indicators(self, version: ContentVersion) -> str:
        return ", ".join(version.difficulty_indicators)

    @display(description=_("content warnings"))
    def warnings(self, version: ContentVersion) -> str:
        return ", ".join(version.content_warnings)


@admin.register(ReviewEvent)
class ReviewEventAdmin(OfContents, LookAt):
    content = "version__content"
    list_display = ["version", "from_state", "to_state", "by", "why", "at"]
    list_filter = ["from_state", "to_state", "at"]
    list_select_related = ["version__content__outline_item", "by"]
    search_fields = ["why", "version__content__outline_item__title_ko", "version__content__outline_item__title_en"]
    date_hierarchy = "at"
    ordering = ["-at"]
    fields = ["version", ("from_state", "to_state"), "by", "why", "at"]
