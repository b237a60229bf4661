"""`/sessions` and `/articles`."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from articles import levels, outlines, reading, sessions, texts
from articles.choices import HOURS_A_WEEK, MAX_ARTICLES_A_SUBTOPIC, MAX_SUBTOPICS, WORDS, Options
from articles.models import Article, LearningSession
from articles.outlines import Outline
from curriculum.content_files import LEVEL_CODES
from lms import durations, limits
from lms.accounts import signing_in
from lms.accounts.api import ClaimInput
from lms.accounts.models import User
from lms.api import IsSomebody, PageQuery, page_of, paged, read_body, read_query, socket_address
from lms.idempotency import answering

TIME_SPENT_AT_MOST = 14_400


class PersonalizationInput(serializers.Serializer):
    learning_pace = serializers.ChoiceField(list(HOURS_A_WEEK), default="regular")
    preferred_article_length = serializers.ChoiceField(list(WORDS), default="medium")
    include_examples = serializers.BooleanField(default=True)


class OptionsInput(serializers.Serializer):
    max_articles_per_subtopic = serializers.IntegerField(min_value=1, max_value=MAX_ARTICLES_A_SUBTOPIC, default=7)
    enable_adaptive_difficulty = serializers.BooleanField(default=True)
    include_practice_problems = serializers.BooleanField(default=False)


class NewSessionInput(serializers.Serializer):
    main_topic_id = serializers.IntegerField(min_value=1, max_value=2**31)
    sub_topic_ids = serializers.ListField(
        child=serializers.RegexField(
            r"^curated_[1-9]\d{0,8}$", error_messages={"invalid": _("Not the id of a subtopic.")}
        ),
        min_length=1,
        max_length=MAX_SUBTOPICS,
    )
    level = serializers.ChoiceField(LEVEL_CODES)
    personalization = PersonalizationInput(default=dict)
    options = OptionsInput(default=dict)

    def validate_sub_topic_ids(self, names: list[str]) -> list[str]:
        return list(dict.fromkeys(names))

    @property
    def choices(self) -> Options:
        """Options with what was left out at its default."""
        given = self.validated_data
        return Options.from_json({**given["personalization"], **given["options"]})


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


class OutlineItemOutput(serializers.Serializer):
    id = serializers.CharField(source="article.pk")
    order = serializers.IntegerField(source="article.order_num")
    title = serializers.CharField(source="article.title")
    summary = serializers.CharField(source="article.summary")
    sub_topic = serializers.CharField(source="article.session_subtopic.curated.public_id")
    estimated_read_time = serializers.CharField()
    key_concepts = serializers.ListField(child=serializers.CharField(), source="article.key_concepts")
    is_generated = serializers.BooleanField(source="ready")
    difficulty_indicators = serializers.ListField(child=serializers.CharField())
    status = serializers.CharField()
    completed = serializers.BooleanField()


class SessionListItemOutput(serializers.Serializer):
    session_id = serializers.CharField(source="pk")
    title = serializers.SerializerMethodField()
    level = serializers.CharField(source="target_level")
    language = serializers.CharField()
    status = serializers.CharField()
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    total_articles = serializers.IntegerField(source="planned_articles")
    completed_articles = serializers.IntegerField()

    def get_title(self, session: LearningSession) -> str:
        return outlines.title(session)


class OutlineOutput(serializers.Serializer):
    session_id = serializers.CharField()
    title = serializers.CharField()
    level = serializers.CharField()
    items = OutlineItemOutput(many=True)


class ArticleMetadataOutput(serializers.Serializer):
    generated_at = serializers.DateTimeField(allow_null=True)
    llm_model = serializers.CharField(allow_null=True)
    source = serializers.CharField(allow_null=True)
    generation_prompt = serializers.CharField(required=False, help_text="teachers only")
    quality_score = serializers.FloatField(allow_null=True)
    human_reviewed = serializers.BooleanField()
    version = serializers.IntegerField(allow_null=True)
    newer_version = serializers.IntegerField(allow_null=True)


class TermOutput(serializers.Serializer):
    term = serializers.CharField()
    definition = serializers.CharField()


class LearningElementsOutput(serializers.Serializer):
    key_terms = serializers.ListField(child=serializers.CharField())
    key_term_definitions = TermOutput(many=True)
    code_examples = serializers.IntegerField()
    practical_tips = serializers.ListField(child=serializers.CharField())
    related_concepts = serializers.ListField(child=serializers.CharField())


class SourceOutput(serializers.Serializer):
    title = serializers.CharField()
    url = serializers.CharField()


class VariantsOutput(serializers.Serializer):
    available_levels = serializers.ListField(child=serializers.CharField())
    producible_levels = serializers.ListField(child=serializers.CharField())
    current_level = serializers.CharField()


class ArticleOutput(serializers.Serializer):
    id = serializers.CharField()
    session_id = serializers.CharField()
    title = serializers.CharField()
    status = serializers.CharField()
    content = serializers.CharField(allow_blank=True)
    content_html = serializers.CharField(allow_blank=True)
    level = serializers.CharField()
    sub_topic_slug = serializers.CharField()
    word_count = serializers.IntegerField()
    estimated_read_time = serializers.CharField(allow_blank=True)
    next_article_id = serializers.CharField(allow_null=True)
    previous_article_id = serializers.CharField(allow_null=True)
    metadata = ArticleMetadataOutput()
    learning_elements = LearningElementsOutput()
    sources = SourceOutput(many=True)
    difficulty_variants = VariantsOutput()


class ConversionOutput(serializers.Serializer):
    task_id = serializers.CharField()
    status = serializers.CharField()
    websocket_url = serializers.CharField()


class ProgressOutput(serializers.Serializer):
    session_id = serializers.CharField()
    completed_articles = serializers.IntegerField()
    completion_percentage = serializers.IntegerField()
    current_article_id = serializers.CharField(allow_null=True)
    status = serializers.CharField()


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
        topic = sessions.find_topic(data.validated_data["main_topic_id"])
        chosen = sessions.find_sub_topics(topic, data.validated_data["sub_topic_ids"])
        level, options = data.validated_data["level"], data.choices

        def make(owner: User) -> answering.Made:
            session = sessions.open_session(user=owner, topic=topic, sub_topics=chosen, level=level, options=options)
            return answering.Made(201, _opened(session, options, [one.article_count for one in chosen]), owner)

        return answering.answer_once(request, make)

    @extend_schema(parameters=[PageQuery], responses=page_of(SessionListItemOutput), operation_id="sessions")
    def get(self, request: Request) -> Response:
        if not request.user.is_authenticated:
            self.permission_denied(request)
        rows = LearningSession.objects.filter(user=request.user).listed().with_progress().with_titles()
        return paged(rows, read_query(PageQuery, request), SessionListItemOutput)


class SessionApi(APIView):
    permission_classes = [IsSomebody]

    @extend_schema(responses=SessionOutput, operation_id="session")
    def get(self, request: Request, session_id: str) -> Response:
        return Response(session_answer(_session(request, session_id)))


class SessionOutlineApi(APIView):
    permission_classes = [IsSomebody]

    @extend_schema(responses=OutlineOutput, operation_id="session_outline")
    def get(self, request: Request, session_id: str) -> Response:
        session = _session(request, session_id)
        entries = OutlineItemOutput(outlines.of(session).entries, many=True).data
        title, level = outlines.title(session), session.target_level
        return Response({"session_id": session.pk, "title": title, "level": level, "items": entries})


class ProgressInput(serializers.Serializer):
    article_id = serializers.CharField(max_length=40)
    action = serializers.ChoiceField(reading.ACTIONS)
    time_spent = serializers.IntegerField(min_value=0, max_value=TIME_SPENT_AT_MOST, default=0)
    scroll_depth = serializers.FloatField(min_value=0, max_value=1, default=0)
    engagement_score = serializers.FloatField(min_value=0, max_value=1, default=0)


class SessionProgressApi(APIView):
    permission_classes = [IsSomebody]

    @extend_schema(request=ProgressInput, responses=ProgressOutput, operation_id="session_progress")
    def post(self, request: Request, session_id: str) -> Response:
        data = read_body(ProgressInput, request)
        session = LearningSession.objects.get_for(request.user, write=True, pk=session_id)
        article = sessions.find_article(session, data["article_id"])
        session = reading.record(
            session, article, data["action"], seconds=data["time_spent"], scroll_depth=data["scroll_depth"]
        )
        return Response(progress_answer(outlines.of(session)))


class ClaimSessionApi(APIView):
    permission_classes = [IsSomebody]

    @extend_schema(request=ClaimInput, responses=SessionOutput, operation_id="claim_session")
    def post(self, request: Request, session_id: str) -> Response:
        guest = signing_in.guest_with(read_body(ClaimInput, request)["access_token"])
        session = LearningSession.objects.get_for(guest, write=True, pk=session_id)
        sessions.move(session, to=request.user)
        return Response(session_answer(session))


class ArticleApi(APIView):
    permission_classes = [IsSomebody]

    class Query(serializers.Serializer):
        level = serializers.ChoiceField(LEVEL_CODES, required=False)

    @extend_schema(parameters=[Query], responses=ArticleOutput, operation_id="article")
    def get(self, request: Request, article_id: str) -> Response:
        level = read_query(self.Query, request).get("level")
        article = texts.find(request.user, article_id)
        return Response(article_answer(texts.of(article, level), request.user))


class ConvertApi(APIView):
    """GET starts work for token callers alone: a browser fetches links ahead with its cookie."""

    permission_classes = [IsSomebody]

    class Query(serializers.Serializer):
        target_level = serializers.ChoiceField(LEVEL_CODES)

    @extend_schema(
        parameters=[Query], responses={200: ArticleOutput, 202: ConversionOutput}, operation_id="look_at_level"
    )
    def get(self, request: Request, article_id: str) -> Response:
        article = texts.find(request.user, article_id)
        if request.auth and article.owner_id == request.user.pk:
            return self._convert(request, article_id)
        level = read_query(self.Query, request)["target_level"]
        return Response(article_answer(texts.of(article, level), request.user))

    @extend_schema(
        request=None, parameters=[Query], responses={200: ArticleOutput, 202: ConversionOutput}, operation_id="convert"
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
            return Response(article_answer(texts.of(article, level), request.user))
        address = socket_address(f"/tasks/{task.pk}/ws")
        return Response({"task_id": task.pk, "status": task.status, "websocket_url": address}, status=202)


def session_answer(session: LearningSession) -> dict:
    outline = outlines.of(session)
    return {
        "session_id": session.pk,
        "status": session.status,
        "created_at": session.created_at,
        "expires_at": session.expires_at,
        "language": session.language,
        "curriculum": _curriculum(outline),
        "progress": _progress(outline),
        "generation_info": _generation_info(outline),
    }


def progress_answer(outline: Outline) -> dict:
    return {
        "session_id": outline.session.pk,
        "completed_articles": outline.completed,
        "completion_percentage": outline.completion_percentage,
        "current_article_id": outline.current.article.pk if outline.current else None,
        "status": outline.session.status,
    }


def article_answer(text: texts.Text, person: User) -> dict:
    article, version = text.article, text.version
    return {
        "id": article.pk,
        "session_id": article.session_id,
        "title": article.title,
        "status": text.status,
        "content": version.markdown if version else "",
        "content_html": version.html if version else "",
        "level": text.level,
        "sub_topic_slug": article.session_subtopic.curated.slug,
        "word_count": version.word_count if version else 0,
        "estimated_read_time": text.read_time,
        **_neighbours(article),
        "metadata": _metadata(text, person),
        "learning_elements": _learning_elements(text),
        "sources": version.sources if version else [],
        "difficulty_variants": {
            "available_levels": text.available_levels,
            "producible_levels": text.producible_levels,
            "current_level": text.level,
        },
    }


def _session(request: Request, session_id: str) -> LearningSession:
    return LearningSession.objects.with_titles().get_for(request.user, pk=session_id)


def _opened(session: LearningSession, options: Options, outline_sizes: list[int]) -> dict:
    hours = options.study_hours(options.article_count(outline_sizes))
    return {
        "session_id": session.pk,
        "status": session.status,
        "estimated_total_time": durations.weeks(hours, options.hours_a_week),
        "websocket_url": socket_address(f"/sessions/{session.pk}/ws"),
    }


def _curriculum(outline: Outline) -> dict:
    options = Options.from_json(outline.session.generation_options)
    left = len(outline.counted) - outline.completed
    return {
        "title": outlines.title(outline.session),
        "level": outline.session.target_level,
        "total_articles": len(outline.counted),
        "completed_articles": outline.completed,
        "estimated_completion_time": durations.weeks(options.study_hours(left), options.hours_a_week),
    }


def _progress(outline: Outline) -> dict:
    session = outline.session
    return {
        "current_article_id": outline.current.article.pk if outline.current else None,
        "completion_percentage": outline.completion_percentage,
        "time_spent": durations.spent(session.total_time_spent),
        "time_spent_seconds": session.total_time_spent,
        "last_accessed": session.last_accessed_at,
    }


def _generation_info(outline: Outline) -> dict:
    session, seconds = outline.session, outline.session.generation_duration_seconds
    return {
        "llm_model": session.generation_llm_model or None,
        "generation_time": None if seconds is None else durations.exact(seconds),
        "total_tokens_used": session.generation_total_tokens,
        "cost_usd": float(session.generation_cost_usd),
        "source": outlines.summary_of_source(outline),
    }


def _neighbours(article: Article) -> dict:
    beside = Article.objects.filter(session=article.session_id).in_outline()
    later = beside.filter(order_num__gt=article.order_num).values_list("pk", flat=True).first()
    earlier = beside.filter(order_num__lt=article.order_num).values_list("pk", flat=True).last()
    return {"next_article_id": later, "previous_article_id": earlier}


def _metadata(text: texts.Text, person: User) -> dict:
    version = text.version
    metadata = {
        "generated_at": version.created_at if version else None,
        "llm_model": version.llm_model or None if version else None,
        "source": version.source if version else None,
        "quality_score": version.quality_score if version else None,
        "human_reviewed": bool(version and version.human_reviewed),
        "version": version.number if version else None,
        "newer_version": text.newer_version,
    }
    if version and person.is_staff:
        metadata["generation_prompt"] = version.generation_prompt
    return metadata


def _learning_elements(text: texts.Text) -> dict:
    version = text.version
    return {
        "key_terms": version.key_terms if version else [],
        "key_term_definitions": version.key_term_definitions if version else [],
        "code_examples": version.code_examples_count if version else 0,
        "practical_tips": version.practical_tips if version else [],
        "related_concepts": version.related_concepts if version else [],
    }
