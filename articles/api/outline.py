"""`/sessions/{id}/curriculum`, `/sessions/{id}/articles`: what a session has, and one more."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from articles import answers, editing, extras, outlines
from articles.api.shapes import TaskStartedOutput, WishInput
from articles.choices import MAX_ARTICLES
from articles.models import LearningSession
from lms import limits
from lms.accounts import consent as accounts_consent
from lms.api import IsSomebody, read_body


class OutlineItemOutput(serializers.Serializer):
    id = serializers.CharField(source="article.pk")
    order = serializers.IntegerField(source="article.order_num")
    title = serializers.CharField(source="article.title")
    summary = serializers.CharField(source="article.summary")
    sub_topic = serializers.CharField(source="article.session_subtopic.public_id")
    estimated_read_time = serializers.CharField()
    key_concepts = serializers.ListField(child=serializers.CharField(), source="article.key_concepts")
    is_generated = serializers.BooleanField(source="ready")
    difficulty_indicators = serializers.ListField(child=serializers.CharField())
    status = serializers.CharField()
    completed = serializers.BooleanField()


class OutlineOutput(serializers.Serializer):
    session_id = serializers.CharField()
    title = serializers.CharField()
    level = serializers.CharField()
    items = OutlineItemOutput(many=True)


class OutlineEditInput(serializers.Serializer):
    order = serializers.ListField(child=serializers.CharField(max_length=40), max_length=MAX_ARTICLES, default=list)
    drop = serializers.ListField(child=serializers.CharField(max_length=40), max_length=MAX_ARTICLES, default=list)


class SessionOutlineApi(APIView):
    permission_classes = [IsSomebody]

    @extend_schema(responses=OutlineOutput, operation_id="session_outline")
    def get(self, request: Request, session_id: str) -> Response:
        return self._outline(LearningSession.objects.with_titles().get_for(request.user, pk=session_id))

    @extend_schema(request=OutlineEditInput, responses=OutlineOutput, operation_id="edit_session_outline")
    def patch(self, request: Request, session_id: str) -> Response:
        data = read_body(OutlineEditInput, request)
        session = LearningSession.objects.get_for(request.user, write=True, pk=session_id)
        editing.edit(session, order=data["order"], drop=data["drop"])
        return self._outline(LearningSession.objects.with_titles().get_for(request.user, pk=session_id))

    def _outline(self, session: LearningSession) -> Response:
        entries = OutlineItemOutput(outlines.of(session).entries, many=True).data
        title, level = outlines.title(session), session.target_level
        return Response({"session_id": session.pk, "title": title, "level": level, "items": entries})


class SessionArticlesApi(APIView):
    """One more article."""

    permission_classes = [IsSomebody]

    @extend_schema(request=WishInput, responses={202: TaskStartedOutput}, operation_id="one_more_article")
    def post(self, request: Request, session_id: str) -> Response:
        wish = read_body(WishInput, request)["wish"]
        session = LearningSession.objects.select_related("user").get_for(request.user, write=True, pk=session_id)
        limits.count_generation(request._request)
        accounts_consent.give_by_request(session.user)
        return Response(answers.task_answer(extras.ask_for(session, wish)), status=202)
