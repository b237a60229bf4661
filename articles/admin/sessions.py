"""Sessions, articles, the contents they share, and how far people are: to look at. The product writes them itself.

A teacher sees what belongs to own students, and of the shared contents those that own students have.
"""

from django.contrib import admin
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from articles import text_reviews
from articles.admin.reviewing import Reviewed
from articles.models import (
    Article,
    ArticleLevel,
    Content,
    ContentVersion,
    LearningSession,
    Reading,
    ReviewEvent,
    SessionSubTopic,
)
from lms.accounts.access import OwnedQuerySet
from lms.accounts.models import User
from lms.admin import Admin, PartsInline, ReadOnly, VisibleRows

SESSION_COLOURS = {
    "initializing": "info",
    "generating": "info",
    "ready": "success",
    "active": "success",
    "completed": "success",
    "expired": None,
    "failed": "danger",
}
CONTENT_COLOURS = {"planned": None, "writing": "info", "ready": "success", "failed": "danger"}
REVIEW_COLOURS = {"draft": "warning", "checked": "info", "approved": "success", "retired": None}


class ReadingAdminBase(VisibleRows, ReadOnly, Admin):
    teachers_may = ("view",)


class OfContents:
    """Rows about shared contents: a teacher sees them where a student of theirs has an article with that content."""

    content = "pk"

    def visible(self, rows: QuerySet, person: User) -> QuerySet:
        if person.is_admin:
            return rows
        articles = Article.objects.visible_to(person)
        used = ArticleLevel.objects.filter(content=OuterRef(self.content), article__in=articles)
        return rows.filter(Exists(used))


class SubTopicsInline(PartsInline):
    model = SessionSubTopic
    fields = readonly_fields = ["position", "curated", "generated"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("curated", "generated")


class ArticlesInline(PartsInline):
    model = Article
    fields = readonly_fields = ["order_num", "page", "level", "removed_at"]


@admin.register(LearningSession)
class LearningSessionAdmin(ReadingAdminBase):
    list_display = ["learner", "subject", "target_level", "language", "status_label", "read", "last_accessed_at"]
    list_filter = ["status", "target_level", "language", "main_topic", "created_at"]
    list_select_related = ["user", "main_topic", "module"]
    search_fields = ["id", "user__username", "user__display_name", "main_topic__name_ko", "main_topic__name_en"]
    date_hierarchy = "created_at"
    ordering = ["-last_accessed_at"]
    fieldsets = [
        (None, {"fields": ["id", ("learner", "status"), ("main_topic", "module"), ("target_level", "language")]}),
        (_("What was asked for"), {"fields": ["generation_options"]}),
        (
            _("Writing"),
            {
                "fields": [
                    ("generation_llm_model", "generation_duration_seconds"),
                    ("generation_total_tokens", "generation_cost_usd"),
                    "curriculum_generated_at",
                ]
            },
        ),
        (
            _("Dates"),
            {"fields": [("created_at", "last_accessed_at"), ("expires_at", "hidden_at"), "total_time_spent"]},
        ),
    ]
    inlines = [SubTopicsInline, ArticlesInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).with_progress()

    @display(description=_("learner"), ordering="user__username")
    def learner(self, session: LearningSession) -> str:
        return session.user.name

    @display(description=_("about"), ordering="main_topic")
    def subject(self, session: LearningSession) -> str:
        return str(session.subject)

    @display(description=_("status"), ordering="status", label=SESSION_COLOURS)
    def status_label(self, session: LearningSession) -> tuple[str, str]:
        return session.status, session.get_status_display()

    @display(description=_("articles read"), ordering="completed_articles")
    def read(self, session: LearningSession) -> str:
        return f"{session.completed_articles} / {session.planned_articles}"


class LevelsInline(PartsInline):
    model = ArticleLevel
    fields = readonly_fields = ["level", "content", "version"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("content__outline_item", "version__content__outline_item")


@admin.register(Article)
class ArticleAdmin(ReadingAdminBase):
    list_display = ["title", "learner", "topic", "order_num", "level", "removed_at", "created_at"]
    list_filter = ["level", "session__language", "created_at", ("removed_at", admin.EmptyFieldListFilter)]
    list_select_related = ["session__user", "session__main_topic", "session__module"]
    search_fields = ["id", "title", "session__id", "session__user__username", "session__user__display_name"]
    ordering = ["-created_at", "order_num"]
    fields = [
        "id",
        "session",
        ("learner", "level"),
        "title",
        "summary",
        "concepts",
        ("session_subtopic", "order_num"),
        "outline_item",
        ("created_at", "removed_at"),
    ]
    inlines = [LevelsInline]

    @display(description=_("learner"), ordering="session__user__username")
    def learner(self, article: Article) -> str:
        return article.session.user.name

    @display(description=_("about"), ordering="session__main_topic")
    def topic(self, article: Article) -> str:
        return str(article.session.subject)

    @display(description=_("key concepts"))
    def concepts(self, article: Article) -> str:
        return ", ".join(article.key_concepts)


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
class ContentAdmin(OfContents, ReadingAdminBase):
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
class ContentVersionAdmin(Reviewed, OfContents, ReadingAdminBase):
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


@admin.register(Reading)
class ReadingAdmin(ReadingAdminBase):
    list_display = ["learner", "article", "started_at", "completed_at", "minutes", "scrolled", "bookmarked"]
    list_filter = ["bookmarked", ("completed_at", admin.EmptyFieldListFilter), "article__level", "started_at"]
    list_select_related = ["user", "article"]
    search_fields = ["user__username", "user__display_name", "article__title", "article__id"]
    ordering = ["-pk"]
    fields = [
        "article",
        ("learner", "bookmarked"),
        ("started_at", "completed_at"),
        ("minutes", "scrolled"),
        "skipped_at",
    ]

    def visible(self, rows: QuerySet, person: User) -> QuerySet:
        return rows.filter(pk__in=OwnedQuerySet(Reading).visible_to(person).values("pk"))

    @display(description=_("learner"), ordering="user__username")
    def learner(self, reading: Reading) -> str:
        return reading.user.name

    @display(description=_("minutes"), ordering="seconds")
    def minutes(self, reading: Reading) -> str:
        return f"{reading.seconds / 60:.1f}"

    @display(description=_("scrolled"), ordering="scroll_depth")
    def scrolled(self, reading: Reading) -> str:
        return f"{reading.scroll_depth:.0%}"


@admin.register(ReviewEvent)
class ReviewEventAdmin(OfContents, ReadingAdminBase):
    content = "version__content"
    list_display = ["version", "from_state", "to_state", "by", "why", "at"]
    list_filter = ["from_state", "to_state", "at"]
    list_select_related = ["version__content__outline_item", "by"]
    search_fields = ["why", "version__content__outline_item__title_ko", "version__content__outline_item__title_en"]
    date_hierarchy = "at"
    ordering = ["-at"]
    fields = ["version", ("from_state", "to_state"), "by", "why", "at"]
