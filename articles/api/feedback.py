"""`/articles/{id}/feedback`, `/articles/{id}/report`: what a reader thinks."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from articles import opinions, texts
from articles.choices import COMMENT_CHARACTERS
from articles.models import ArticleFeedback, ArticleReport
from curriculum.models import Reason
from curriculum.models.reports import REPORT_CHARACTERS
from lms import limits
from lms.api import IsSomebody, read_body
from lms.problems import Problem


class FeedbackInput(serializers.Serializer):
    rating = serializers.ChoiceField(ArticleFeedback.Rating.values, default="")
    feedback_type = serializers.ListField(
        child=serializers.ChoiceField(ArticleFeedback.About.values), max_length=8, default=list
    )
    comments = serializers.CharField(max_length=COMMENT_CHARACTERS, allow_blank=True, default="")
    difficulty_perceived = serializers.ChoiceField(ArticleFeedback.Difficulty.values, default="")
    session_id = serializers.CharField(max_length=40, allow_blank=True, default="")

    def validate(self, data: dict) -> dict:
        if not (data["rating"] or data["difficulty_perceived"] or data["comments"]):
            message = _("Say how you liked it (like or dislike), or how hard it was.")
            raise serializers.ValidationError({"rating": message})
        return data


class FeedbackOutput(serializers.ModelSerializer):
    session_id = serializers.CharField(source="article.session_id")

    class Meta:
        model = ArticleFeedback
        fields = [
            "article_id",
            "session_id",
            "rating",
            "feedback_type",
            "comments",
            "difficulty_perceived",
            "user_level_at_time",
            "created_at",
        ]


class ReportInput(serializers.Serializer):
    reason = serializers.ChoiceField(Reason.choices)
    text = serializers.CharField(max_length=REPORT_CHARACTERS, allow_blank=True, default="")


class ReportOutput(serializers.ModelSerializer):
    class Meta:
        model = ArticleReport
        fields = ["id", "article_id", "reason", "created_at", "resolved_at"]


class FeedbackApi(APIView):
    permission_classes = [IsSomebody]

    @extend_schema(request=FeedbackInput, responses=FeedbackOutput, operation_id="article_feedback")
    def post(self, request: Request, article_id: str) -> Response:
        article = texts.find(request.user, article_id)
        data = read_body(FeedbackInput, request)
        if data["session_id"] not in ("", article.session_id):
            raise Problem.invalid("session_id", _("This article belongs to another session."))
        opinion = opinions.Opinion(
            data["rating"], sorted(set(data["feedback_type"])), data["comments"], data["difficulty_perceived"]
        )
        return Response(FeedbackOutput(opinions.give(article, opinion, by=request.user)).data)


class ReportApi(APIView):
    permission_classes = [IsSomebody]

    @extend_schema(request=ReportInput, responses={201: ReportOutput}, operation_id="report_article")
    def post(self, request: Request, article_id: str) -> Response:
        article = texts.find(request.user, article_id)
        data = read_body(ReportInput, request)
        limits.count_report(request._request)
        report = opinions.report(article, by=request.user, reason=data["reason"], text=data["text"])
        return Response(ReportOutput(report).data, status=201)
