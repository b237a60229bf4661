"""`/levels`, `/main-topics`, `/sub-topics/curated`: public, in the reader's language."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from curriculum.api.filters import SEARCH_AT_MOST
from curriculum.content_files import LEVEL_CODES
from curriculum.models import CuratedSubTopic, Level, MainTopic
from lms.api import PageQuery, page_of, paged, read_query


class LevelOutput(serializers.ModelSerializer):
    class Meta:
        model = Level
        fields = [
            "code",
            "name",
            "description",
            "target_audience",
            "characteristics",
            "estimated_hours_per_week",
            "order",
        ]


class LevelsOutput(serializers.Serializer):
    levels = LevelOutput(many=True)


class SubTopicCountOutput(serializers.Serializer):
    curated = serializers.IntegerField(source="curated_count")
    generated = serializers.IntegerField(source="generated_count")


class MainTopicOutput(serializers.ModelSerializer):
    difficulty_range = serializers.ListField(child=serializers.IntegerField())
    subtopic_count = SubTopicCountOutput(source="*")

    class Meta:
        model = MainTopic
        fields = [
            "id",
            "slug",
            "name",
            "description",
            "category",
            "popularity_score",
            "total_learners",
            "avg_completion_rate",
            "estimated_learning_time",
            "difficulty_range",
            "subtopic_count",
        ]


class CuratedSubTopicOutput(serializers.ModelSerializer):
    id = serializers.CharField(source="public_id")
    source_type = serializers.CharField(default="curated", read_only=True)
    learning_outcomes = serializers.ListField(child=serializers.CharField())
    levels = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = CuratedSubTopic
        fields = [
            "id",
            "main_topic_id",
            "slug",
            "name",
            "description",
            "source_type",
            "quality_score",
            "usage_count",
            "avg_rating",
            "learning_outcomes",
            "levels",
        ]


class LevelsApi(APIView):
    @extend_schema(responses=LevelsOutput, operation_id="levels")
    def get(self, request: Request) -> Response:
        return Response({"levels": LevelOutput(Level.objects.all(), many=True).data})


class MainTopicsApi(APIView):
    class Query(PageQuery):
        category = serializers.CharField(required=False)
        popular = serializers.ChoiceField(["true", "false"], default="false")
        search = serializers.CharField(required=False, max_length=SEARCH_AT_MOST, allow_blank=True)

        def validate_category(self, name: str) -> str:
            if not MainTopic.objects.filter(category=name).exists():
                known = ", ".join(sorted(set(MainTopic.objects.values_list("category", flat=True))))
                raise serializers.ValidationError(_("Unknown category. Known: %(known)s.") % {"known": known})
            return name

    @extend_schema(parameters=[Query], responses=page_of(MainTopicOutput), operation_id="main_topics")
    def get(self, request: Request) -> Response:
        query = read_query(self.Query, request)
        topics = MainTopic.objects.with_counts()
        topics = topics.by_popularity() if query["popular"] == "true" else topics.order_by("name", "pk")
        if "category" in query:
            topics = topics.filter(category=query["category"])
        if query.get("search"):
            topics = topics.search(query["search"])
        return paged(topics, query, MainTopicOutput)


class CuratedSubTopicsApi(APIView):
    class Query(PageQuery):
        main_slug = serializers.SlugField(required=False)
        level = serializers.ChoiceField(LEVEL_CODES, required=False)
        search = serializers.CharField(required=False, max_length=SEARCH_AT_MOST, allow_blank=True)

        def validate_main_slug(self, slug: str) -> str:
            if not MainTopic.objects.filter(slug=slug).exists():
                raise serializers.ValidationError(_("There is no main topic with this slug."))
            return slug

    @extend_schema(parameters=[Query], responses=page_of(CuratedSubTopicOutput), operation_id="curated_sub_topics")
    def get(self, request: Request) -> Response:
        query = read_query(self.Query, request)
        sub_topics = CuratedSubTopic.objects.order_by("main_topic", "position", "pk")
        if "main_slug" in query:
            sub_topics = sub_topics.filter(main_topic__slug=query["main_slug"])
        if "level" in query:
            sub_topics = sub_topics.for_level(query["level"])
        if query.get("search"):
            sub_topics = sub_topics.search(query["search"])
        return paged(sub_topics, query, CuratedSubTopicOutput)
