"""`/curriculum/careers`, `/curriculum/projects`, `/curriculum/recommend-path`."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from curriculum import recommending
from curriculum.api.filters import TrackFilters
from curriculum.api.shapes import CareerOutput, PathOutput, ProjectOutput
from curriculum.content_files import LEVEL_CODES
from curriculum.models import CareerPath, ProjectTemplate
from lms.api import PageQuery, page_of, paged, read_query


class CareersApi(APIView):
    @extend_schema(parameters=[PageQuery], responses=page_of(CareerOutput), operation_id="curriculum_careers")
    def get(self, request: Request) -> Response:
        return paged(CareerPath.objects.with_tracks(), read_query(PageQuery, request), CareerOutput)


class ProjectsApi(APIView):
    @extend_schema(parameters=[TrackFilters], responses=page_of(ProjectOutput), operation_id="curriculum_projects")
    def get(self, request: Request) -> Response:
        query = read_query(TrackFilters, request)
        columns = {"track": "track", "industry": "industry_focus", "difficulty": "difficulty_level"}
        wanted = {column: query[name] for name, column in columns.items() if name in query}
        return paged(ProjectTemplate.objects.select_related("track").filter(**wanted), query, ProjectOutput)


class RecommendPathApi(APIView):
    class Query(serializers.Serializer):
        career_goal = serializers.CharField(max_length=60)
        current_level = serializers.ChoiceField(LEVEL_CODES, default="beginner")

    @extend_schema(parameters=[Query], responses=PathOutput, operation_id="recommend_path")
    def get(self, request: Request) -> Response:
        query = read_query(self.Query, request)
        found = recommending.recommend(goal=query["career_goal"], level=query["current_level"])
        return Response(PathOutput(found).data)
