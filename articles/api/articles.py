"""`/articles/{id}`: the text, at another level, written anew."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from articles import answers, levels, rewriting, texts
from articles.api.shapes import TaskStartedOutput, WishInput
from curriculum.content_files import LEVEL_CODES
from lms import limits
from lms.accounts import consent as accounts_consent
from lms.api import IsSomebody, read_body, read_query


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
