"""What readers say of articles, and the log of what they did."""

from django.contrib import admin

from articles.models import ArticleFeedback, ArticleReport, EarlierVersion, ProgressLog
from lms.admin import LookAt


@admin.register(ArticleFeedback)
class ArticleFeedbackAdmin(LookAt):
    list_display = ["article", "user", "rating", "difficulty_perceived", "user_level_at_time", "updated_at"]
    list_filter = ["rating", "difficulty_perceived", "user_level_at_time", "updated_at"]
    list_select_related = ["article", "user"]
    search_fields = ["article__title", "user__username", "comments"]
    ordering = ["-updated_at"]


@admin.register(ArticleReport)
class ArticleReportAdmin(LookAt):
    list_display = ["article", "reason", "user", "created_at", "resolved_at"]
    list_filter = ["reason", "created_at", ("resolved_at", admin.EmptyFieldListFilter)]
    list_select_related = ["article", "user"]
    search_fields = ["article__title", "user__username", "text"]
    ordering = ["-created_at"]


@admin.register(EarlierVersion)
class EarlierVersionAdmin(LookAt):
    list_display = ["version", "replaced_at"]
    list_filter = ["replaced_at"]
    list_select_related = ["version__content__outline_item"]
    search_fields = ["article_level__article__title"]
    ordering = ["-replaced_at"]


@admin.register(ProgressLog)
class ProgressLogAdmin(LookAt):
    list_display = ["timestamp", "article", "action", "from_level", "to_level", "time_spent_seconds", "device_type"]
    list_filter = ["action", "device_type", "timestamp"]
    list_select_related = ["article"]
    search_fields = ["session__id", "article__title"]
    ordering = ["-timestamp"]
