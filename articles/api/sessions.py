"""`/sessions`: opened, listed, renewed, claimed, hidden, and how they went."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from articles import analytics, answers, module_sessions, outlines, remedies, sessions, topic_sessions
from articles.choices import MAX_ARTICLES_A_SUBTOPIC, MAX_SUBTOPICS, MODULE_CHARACTERS, PACES, WORDS, Options
from articles.models import LearningSession
from curriculum.content_files import LEVEL_CODES
from curriculum.models import Question
from lms import limits
from lms.accounts import signing_in
from lms.accounts.api import ClaimInput
from lms.accounts.models import User
from lms.api import IsSomebody, PageQuery, page_of, paged, read_body, read_query
from lms.idempotency import answering


class PersonalizationInput(serializers.Serializer):
    learning_pace = serializers.ChoiceField(PACES, default="regular")
    preferred_article_length = serializers.ChoiceField(list(WORDS), default="medium")
    include_examples = serializers.BooleanField(default=True)


class OptionsInput(serializers.Serializer):
    max_articles_per_subtopic = serializers.IntegerField(min_value=1, max_value=MAX_ARTICLES_A_SUBTOPIC, default=7)
    enable_adaptive_difficulty = serializers.BooleanField(default=True)
    include_practice_problems = serializers.BooleanField(default=False)


class NewSessionInput(serializers.Serializer):
    """About subtopics of a main topic, at a level; or about a module, at the level that was given or that it is written for,
    with a weakness about what helps against that kind of mistake in it."""

    main_topic_id = serializers.IntegerField(min_value=1, max_value=2**31, required=False)
    sub_topic_ids = serializers.ListField(
        child=serializers.RegexField(
            r"^(curated|generated)_[1-9]\d{0,8}$", error_messages={"invalid": _("Not the id of a subtopic.")}
        ),
        min_length=1,
        max_length=MAX_SUBTOPICS,
        required=False,
    )
    module = serializers.CharField(max_length=MODULE_CHARACTERS, required=False, help_text="track.module")
    weakness = serializers.ChoiceField(Question.Weakness.choices, required=False)
    level = serializers.ChoiceField(LEVEL_CODES, required=False)
    personalization = PersonalizationInput(default=dict)
    options = OptionsInput(default=dict)

    def validate_sub_topic_ids(self, names: list[str]) -> list[str]:
        return list(dict.fromkeys(names))

    def validate(self, given: dict) -> dict:
        if "module" not in given:
            needed, text = ("main_topic_id", "sub_topic_ids", "level"), self.error_messages["required"]
            missing = {name: [text] for name in needed if name not in given}
            if "weakness" in given:
                missing["module"] = [text]
        else:
            text = _("Send a module, or a main topic with subtopics.")
            missing = {name: [text] for name in ("main_topic_id", "sub_topic_ids") if name in given}
        if missing:
            raise serializers.ValidationError(missing)
        return given

    @property
    def choices(self) -> Options:
        """Options with what was left out at its default."""
        given = self.validated_data
        return Options.from_json(
            {**given["personalization"], **given["options"], "weakness": given.get("weakness", "")}
        )


class NewSessionOutput(serializers.Serializer):
    session_id = serializers.CharField()
    status = serializers.CharField()
    estimated_total_time = serializers.CharField()
    websocket_url = serializers.CharField()
    access_token = serializers.CharField(allow_null=True)


class SessionCurriculumOutput(serializers.Serializer):
    title = serializers.CharField()
    level = serializers.CharField()
    total_articles = serializers.IntegerField()
    completed_articles = serializers.IntegerField()
    estimated_completion_time = serializers.CharField()


class SessionProgressOutput(serializers.Serializer):
    current_article_id = serializers.CharField(allow_null=True)
    completion_percentage = serializers.IntegerField()
    time_spent = serializers.CharField()
    time_spent_seconds = serializers.IntegerField()
    last_accessed = serializers.DateTimeField()


class GenerationInfoOutput(serializers.Serializer):
    llm_model = serializers.CharField(allow_null=True)
    generation_time = serializers.CharField(allow_null=True)
    total_tokens_used = serializers.IntegerField()
    cost_usd = serializers.FloatField()
    source = serializers.CharField(allow_null=True)


class SessionOutput(serializers.Serializer):
    session_id = serializers.CharField()
    status = serializers.CharField()
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    language = serializers.CharField()
    curriculum = SessionCurriculumOutput()
    progress = SessionProgressOutput()
    generation_info = GenerationInfoOutput()


class SessionListItemOutput(serializers.Serializer):
    session_id = serializers.CharField(source="pk")
    title = serializers.SerializerMethodField()
    level = serializers.CharField(source="target_level")
    language = serializers.CharField()
    status = serializers.CharField(source="shown_status")
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    total_articles = serializers.IntegerField(source="planned_articles")
    completed_articles = serializers.IntegerField()

    def get_title(self, session: LearningSession) -> str:
        return outlines.title(session)


class AnalyticsOutput(serializers.Serializer):
    completion_rate = serializers.FloatField()
    avg_time_per_article = serializers.IntegerField(allow_null=True, help_text="seconds")
    total_engagement_score = serializers.FloatField()
    positive_feedback_count = serializers.IntegerField()
    negative_feedback_count = serializers.IntegerField()
    avg_difficulty_rating = serializers.FloatField(allow_null=True, help_text="too_easy 1 … too_hard 3")
    level_switches_count = serializers.IntegerField()
    most_used_level = serializers.CharField()
    preferred_article_length = serializers.CharField()


class SessionsApi(APIView):
    @extend_schema(
        request=NewSessionInput,
        responses={201: NewSessionOutput},
        parameters=[OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER)],
        operation_id="open_session",
    )
    def post(self, request: Request) -> Response:
        limits.count_generation(request._request)
        data = NewSessionInput(data=request.data)
        data.is_valid(raise_exception=True)
        wanted = _about_module if "module" in data.validated_data else _about_topic
        begin, outline_sizes = wanted(request, data.validated_data, data.choices)

        def make(owner: User) -> answering.Made:
            return answering.Made(201, answers.opened_answer(begin(owner), data.choices, outline_sizes), owner)

        return answering.answer_once(request, make)

    @extend_schema(parameters=[PageQuery], responses=page_of(SessionListItemOutput), operation_id="sessions")
    def get(self, request: Request) -> Response:
        if not request.user.is_authenticated:
            self.permission_denied(request)
        rows = LearningSession.objects.filter(user=request.user).listed().with_progress().with_titles()
        return paged(rows, read_query(PageQuery, request), SessionListItemOutput)


class SessionApi(APIView):
    permission_classes = [IsSomebody]

    @extend_schema(responses={204: None}, operation_id="delete_session")
    def delete(self, request: Request, session_id: str) -> Response:
        sessions.hide(LearningSession.objects.get_for(request.user, write=True, pk=session_id))
        return Response(status=204)

    @extend_schema(responses=SessionOutput, operation_id="session")
    def get(self, request: Request, session_id: str) -> Response:
        session = _session(request, session_id)
        sessions.note_access(session, request.user)
        return Response(answers.session_answer(session))


class RenewSessionApi(APIView):
    permission_classes = [IsSomebody]

    @extend_schema(request=None, responses=SessionOutput, operation_id="renew_session")
    def post(self, request: Request, session_id: str) -> Response:
        sessions.renew(LearningSession.objects.get_for(request.user, write=True, pk=session_id))
        return Response(answers.session_answer(_session(request, session_id)))


class ClaimSessionApi(APIView):
    permission_classes = [IsSomebody]

    @extend_schema(request=ClaimInput, responses=SessionOutput, operation_id="claim_session")
    def post(self, request: Request, session_id: str) -> Response:
        guest = signing_in.guest_with(read_body(ClaimInput, request)["access_token"])
        session = LearningSession.objects.get_for(guest, write=True, pk=session_id)
        sessions.move(session, to=request.user)
        return Response(answers.session_answer(session))


class SessionAnalyticsApi(APIView):
    permission_classes = [IsSomebody]

    @extend_schema(responses=AnalyticsOutput, operation_id="session_analytics")
    def get(self, request: Request, session_id: str) -> Response:
        return Response(AnalyticsOutput(analytics.of(_session(request, session_id))).data)


def _about_topic(request: Request, data: dict, options: Options) -> tuple[Callable[[User], LearningSession], list[int]]:
    """What opens the session for its owner, and how many articles each subtopic can have. Raises Problem 400."""
    topic = topic_sessions.find_topic(data["main_topic_id"])
    chosen = topic_sessions.find_sub_topics(request.user, topic, data["sub_topic_ids"])
    wanted = {"topic": topic, "sub_topics": chosen, "level": data["level"], "options": options}
    return lambda owner: topic_sessions.open_session(user=owner, **wanted), [one.article_count for one in chosen]


def _about_module(
    request: Request, data: dict, options: Options
) -> tuple[Callable[[User], LearningSession], list[int]]:
    """The same about a module."""
    module = module_sessions.find_module(data["module"])
    level = data.get("level") or module_sessions.suggested_level(module)
    wanted = {"module": module, "level": level, "options": options}
    articles = len(remedies.matters_of(module, options.weakness))
    return lambda owner: module_sessions.open_session(user=owner, **wanted), [articles]


def _session(request: Request, session_id: str) -> LearningSession:
    return LearningSession.objects.with_titles().get_for(request.user, pk=session_id)
