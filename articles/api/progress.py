"""`/sessions/{id}/progress`, `/bookmarks`: what a reader did."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from articles import answers, devices, reading
from articles.choices import SECONDS_AT_MOST
from articles.models import Article
from curriculum.content_files import LEVEL_CODES
from lms.api import IsSomebody, PageQuery, page_of, paged, read_body, read_query


class ProgressInput(serializers.Serializer):
    article_id = serializers.CharField(max_length=40)
    action = serializers.ChoiceField(reading.ACTIONS)
    from_level = serializers.ChoiceField(LEVEL_CODES, default="")
    to_level = serializers.ChoiceField(LEVEL_CODES, default="")
    bookmarked = serializers.BooleanField(default=True, help_text="with action bookmarked: false takes it away")
    time_spent = serializers.IntegerField(min_value=0, max_value=SECONDS_AT_MOST, default=0)
    scroll_depth = serializers.FloatField(min_value=0, max_value=1, default=0)
    engagement_score = serializers.FloatField(min_value=0, max_value=1, default=0)

    def validate(self, data: dict) -> dict:
        if data["action"] == reading.LEVEL_SWITCHED and not (data["from_level"] and data["to_level"]):
            raise serializers.ValidationError({"to_level": _("Name from_level and to_level with this action.")})
        return data


class ProgressOutput(serializers.Serializer):
    session_id = serializers.CharField()
    completed_articles = serializers.IntegerField()
    completion_percentage = serializers.IntegerField()
    current_article_id = serializers.CharField(allow_null=True)
    status = serializers.CharField()


class BookmarkOutput(serializers.Serializer):
    article_id = serializers.CharField(source="pk")
    session_id = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()
    level = serializers.CharField()
    bookmarked_at = serializers.DateTimeField()


class SessionProgressApi(APIView):
    permission_classes = [IsSomebody]

    @extend_schema(request=ProgressInput, responses=ProgressOutput, operation_id="session_progress")
    def post(self, request: Request, session_id: str) -> Response:
        """To a student for an article that was assigned to them: `started`, `completed` and `bookmarked`; the answer counts
        this article alone."""
        data = read_body(ProgressInput, request)
        article = reading.find(request.user, session_id, data["article_id"])
        read = reading.record_by(request.user, article, _step(request, data))
        return Response(answers.progress_answer(article, read))


class BookmarksApi(APIView):
    permission_classes = [IsSomebody]

    @extend_schema(parameters=[PageQuery], responses=page_of(BookmarkOutput), operation_id="bookmarks")
    def get(self, request: Request) -> Response:
        visible = Article.objects.visible_to(request.user).select_related("session__main_topic")
        rows = visible.bookmarked_by(request.user.pk)
        rows = rows.annotate(bookmarked_at=F("readings__bookmarked_at"))
        return paged(rows, read_query(PageQuery, request), BookmarkOutput)


def _step(request: Request, data: dict) -> reading.Step:
    return reading.Step(
        action=data["action"],
        seconds=data["time_spent"],
        scroll_depth=data["scroll_depth"],
        engagement_score=data["engagement_score"],
        from_level=data["from_level"],
        to_level=data["to_level"],
        keep=data["bookmarked"],
        device=devices.kind(request.headers.get("User-Agent", "")),
        referrer=request.headers.get("Referer", ""),
    )
