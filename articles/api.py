"""`/sessions` and `/articles`."""

from collections.abc import Callable

from django.db.models import F
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from articles import (
    analytics,
    answers,
    course,
    devices,
    editing,
    extras,
    generations,
    levels,
    module_sessions,
    opinions,
    outlines,
    reading,
    rewriting,
    sessions,
    texts,
)
from articles.choices import Options, Wishes
from articles.models import Article, LearningSession, SubTopicGeneration
from articles.shapes import (
    AnalyticsOutput,
    ArticleOutput,
    BookmarkOutput,
    FeedbackInput,
    FeedbackOutput,
    GenerateInput,
    GenerationOutput,
    GenerationStartedOutput,
    NewSessionInput,
    NewSessionOutput,
    OutlineEditInput,
    OutlineItemOutput,
    OutlineOutput,
    ProgressInput,
    ProgressOutput,
    ReportInput,
    ReportOutput,
    SessionListItemOutput,
    SessionOutput,
    TaskStartedOutput,
    WishInput,
)
from curriculum.content_files import LEVEL_CODES
from lms import limits
from lms.accounts import consent as accounts_consent
from lms.accounts import signing_in
from lms.accounts.api import ClaimInput
from lms.accounts.models import User
from lms.api import IsSomebody, PageQuery, page_of, paged, read_body, read_query
from lms.idempotency import answering
from lms.problems import Problem


class GenerateSubTopicsApi(APIView):
    @extend_schema(
        request=GenerateInput,
        responses={202: GenerationStartedOutput},
        parameters=[OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER)],
        operation_id="generate_sub_topics",
    )
    def post(self, request: Request) -> Response:
        limits.count_generation(request._request)
        data = read_body(GenerateInput, request)
        topic, wished = sessions.find_topic(data["main_topic_id"]), data["personalization"]

        def make(owner: User) -> answering.Made:
            accounts_consent.give_by_request(owner)
            generation = generations.ask_for(
                user=owner,
                topic=topic,
                interests=wished.get("interests", []),
                goals=wished.get("learning_goals", ""),
                wishes=Wishes.from_json({**wished, **data["options"]}),
            )
            return answering.Made(202, answers.generation_started(generation), owner)

        return answering.answer_once(request, make)


class GenerationApi(APIView):
    permission_classes = [IsSomebody]

    @extend_schema(responses=GenerationOutput, operation_id="generated_sub_topics")
    def get(self, request: Request, generation_id: str) -> Response:
        generation = SubTopicGeneration.objects.get_for(request.user, pk=generation_id)
        return Response(GenerationOutput(generation).data)


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


class SessionAnalyticsApi(APIView):
    permission_classes = [IsSomebody]

    @extend_schema(responses=AnalyticsOutput, operation_id="session_analytics")
    def get(self, request: Request, session_id: str) -> Response:
        return Response(AnalyticsOutput(analytics.of(_session(request, session_id))).data)


class SessionOutlineApi(APIView):
    permission_classes = [IsSomebody]

    @extend_schema(responses=OutlineOutput, operation_id="session_outline")
    def get(self, request: Request, session_id: str) -> Response:
        return self._outline(_session(request, session_id))

    @extend_schema(request=OutlineEditInput, responses=OutlineOutput, operation_id="edit_session_outline")
    def patch(self, request: Request, session_id: str) -> Response:
        data = read_body(OutlineEditInput, request)
        session = LearningSession.objects.get_for(request.user, write=True, pk=session_id)
        editing.edit(session, order=data["order"], drop=data["drop"])
        return self._outline(_session(request, session_id))

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


class SessionProgressApi(APIView):
    permission_classes = [IsSomebody]

    @extend_schema(request=ProgressInput, responses=ProgressOutput, operation_id="session_progress")
    def post(self, request: Request, session_id: str) -> Response:
        data = read_body(ProgressInput, request)
        session = LearningSession.objects.get_for(request.user, write=True, pk=session_id)
        article = sessions.find_article(session, data["article_id"])
        session = reading.record(session, article, _step(request, data))
        return Response(answers.progress_answer(outlines.of(session)))


class ClaimSessionApi(APIView):
    permission_classes = [IsSomebody]

    @extend_schema(request=ClaimInput, responses=SessionOutput, operation_id="claim_session")
    def post(self, request: Request, session_id: str) -> Response:
        guest = signing_in.guest_with(read_body(ClaimInput, request)["access_token"])
        session = LearningSession.objects.get_for(guest, write=True, pk=session_id)
        sessions.move(session, to=request.user)
        return Response(answers.session_answer(session))


class ArticleApi(APIView):
    permission_classes = [IsSomebody]

    class Query(serializers.Serializer):
        level = serializers.ChoiceField(LEVEL_CODES, required=False)

    @extend_schema(parameters=[Query], responses=ArticleOutput, operation_id="article")
    def get(self, request: Request, article_id: str) -> Response:
        level = read_query(self.Query, request).get("level")
        article = texts.find(request.user, article_id)
        return Response(answers.article_answer(texts.of(article, level), request.user))


class RegenerateApi(APIView):
    """The article written anew; without a wish by a model where it was assembled from course material."""

    permission_classes = [IsSomebody]

    @extend_schema(request=WishInput, responses={202: TaskStartedOutput}, operation_id="regenerate")
    def post(self, request: Request, article_id: str) -> Response:
        wish = read_body(WishInput, request)["wish"]
        article = texts.find(request.user, article_id, write=True)
        limits.count_generation(request._request)
        accounts_consent.give_by_request(article.session.user)
        return Response(answers.task_answer(rewriting.ask_for(article, wish)), status=202)


class NewestVersionApi(APIView):
    """The newer version that `newer_version` offers."""

    permission_classes = [IsSomebody]

    @extend_schema(request=None, responses=ArticleOutput, operation_id="take_newest_version")
    def post(self, request: Request, article_id: str) -> Response:
        article = texts.find(request.user, article_id, write=True)
        rewriting.take_newest(article)
        return Response(answers.article_answer(texts.of(article), request.user))


class FeedbackApi(APIView):
    permission_classes = [IsSomebody]

    @extend_schema(request=FeedbackInput, responses=FeedbackOutput, operation_id="article_feedback")
    def post(self, request: Request, article_id: str) -> Response:
        article = texts.find(request.user, article_id, write=True)
        data = read_body(FeedbackInput, request)
        if data["session_id"] not in ("", article.session_id):
            raise Problem.invalid("session_id", _("This article belongs to another session."))
        opinion = opinions.Opinion(
            data["rating"], sorted(set(data["feedback_type"])), data["comments"], data["difficulty_perceived"]
        )
        return Response(FeedbackOutput(opinions.give(article, opinion)).data)


class ReportApi(APIView):
    permission_classes = [IsSomebody]

    @extend_schema(request=ReportInput, responses={201: ReportOutput}, operation_id="report_article")
    def post(self, request: Request, article_id: str) -> Response:
        article = texts.find(request.user, article_id, write=True)
        data = read_body(ReportInput, request)
        report = opinions.report(article, by=request.user, reason=data["reason"], text=data["text"])
        return Response(ReportOutput(report).data, status=201)


class BookmarksApi(APIView):
    permission_classes = [IsSomebody]

    @extend_schema(parameters=[PageQuery], responses=page_of(BookmarkOutput), operation_id="bookmarks")
    def get(self, request: Request) -> Response:
        rows = Article.objects.bookmarked_by(request.user.pk).select_related("session__main_topic")
        rows = rows.annotate(bookmarked_at=F("readings__bookmarked_at"))
        return paged(rows, read_query(PageQuery, request), BookmarkOutput)


class ConvertApi(APIView):
    """GET starts work for token callers alone: a browser fetches links ahead with its cookie."""

    permission_classes = [IsSomebody]

    class Query(serializers.Serializer):
        target_level = serializers.ChoiceField(LEVEL_CODES)

    @extend_schema(
        parameters=[Query], responses={200: ArticleOutput, 202: TaskStartedOutput}, operation_id="look_at_level"
    )
    def get(self, request: Request, article_id: str) -> Response:
        article = texts.find(request.user, article_id)
        if request.auth and article.owner_id == request.user.pk:
            return self._convert(request, article_id)
        level = read_query(self.Query, request)["target_level"]
        return Response(answers.article_answer(texts.of(article, level), request.user))

    @extend_schema(
        request=None, parameters=[Query], responses={200: ArticleOutput, 202: TaskStartedOutput}, operation_id="convert"
    )
    def post(self, request: Request, article_id: str) -> Response:
        return self._convert(request, article_id)

    def _convert(self, request: Request, article_id: str) -> Response:
        article = texts.find(request.user, article_id, write=True)
        level = read_query(self.Query, request)["target_level"]
        if not levels.exists(article, level):
            limits.count_generation(request._request)
        task = levels.convert(article, level)
        if task is None:
            return Response(answers.article_answer(texts.of(article, level), request.user))
        return Response(answers.task_answer(task), status=202)


def _about_topic(request: Request, data: dict, options: Options) -> tuple[Callable[[User], LearningSession], list[int]]:
    """What opens the session for its owner, and how many articles each subtopic can have. Raises Problem 400."""
    topic = sessions.find_topic(data["main_topic_id"])
    chosen = sessions.find_sub_topics(request.user, topic, data["sub_topic_ids"])
    wanted = {"topic": topic, "sub_topics": chosen, "level": data["level"], "options": options}
    return lambda owner: sessions.open_session(user=owner, **wanted), [one.article_count for one in chosen]


def _about_module(
    request: Request, data: dict, options: Options
) -> tuple[Callable[[User], LearningSession], list[int]]:
    """The same about a module."""
    module = module_sessions.find_module(data["module"])
    level = data.get("level") or module_sessions.suggested_level(module)
    wanted = {"module": module, "level": level, "options": options}
    return lambda owner: module_sessions.open_session(user=owner, **wanted), [len(course.of_module(module))]


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


def _session(request: Request, session_id: str) -> LearningSession:
    return LearningSession.objects.with_titles().get_for(request.user, pk=session_id)
