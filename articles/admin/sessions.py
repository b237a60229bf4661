"""Sessions and the articles in them, and how far people are in those."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from articles.models import Article, ArticleLevel, LearningSession, Reading, SessionSubTopic
from lms.accounts.access import OwnedQuerySet
from lms.accounts.models import User
from lms.admin import LookAt, PartsInline

SESSION_COLOURS = {
    "initializing": "info",
    "generating": "info",
    "ready": "success",
    "active": "success",
    "completed": "success",
    "expired": None,
    "failed": "danger",
}


class SubTopicsInline(PartsInline):
    model = SessionSubTopic
    fields = readonly_fields = ["position", "curated", "generated"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("curated", "generated")


class ArticlesInline(PartsInline):
    model = Article
    fields = readonly_fields = ["order_num", "page", "level", "removed_at"]


@admin.register(LearningSession)
class LearningSessionAdmin(LookAt):
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
class ArticleAdmin(LookAt):
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


@admin.register(Reading)
class ReadingAdmin(LookAt):
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
