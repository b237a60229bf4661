"""`/personalization`: the profile, the path that follows from it, progress on it, and all of it in one look."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from curriculum.api.shapes import ProjectOutput, ResourceOutput
from lms.api import IsSomebody
from personalization import dashboard, knowledge, path_progress, personal_path, profiles, weaknesses
from personalization.api.learning import WeaknessOutput
from personalization.api.path_shapes import (
    LearningProgressOutput,
    PathQuery,
    PersonalPathOutput,
    ProfileInput,
    ProfileOutput,
    SkillOutput,
    StepOutput,
    profile_changes,
    query_of,
)


class RecommendedOutput(serializers.Serializer):
    projects = ProjectOutput(many=True)
    resources = ResourceOutput(many=True)
    weaknesses = WeaknessOutput(many=True)


class OverallOutput(serializers.Serializer):
    overall = serializers.FloatField()
    estimated_completion = serializers.DateField()
    current_module = serializers.CharField(allow_null=True)
    current_level = serializers.CharField()


class DashboardOutput(serializers.Serializer):
    career_goal = serializers.CharField(source="path.career.name")
    title = serializers.CharField()
    skill_mastery = SkillOutput(many=True, source="skills")
    learning_path = StepOutput(many=True, source="path.entries")
    recommendations = RecommendedOutput(source="*")
    progress = serializers.SerializerMethodField()

    def get_progress(self, found: dashboard.Dashboard) -> OverallOutput:
        path = found.path
        return {
            "overall": round(100 * path.overall, 1),
            "estimated_completion": path.completion_date,
            "current_module": path.current.module.full_name if path.current else None,
            "current_level": path.profile.current_level_id,
        }


class ProfileApi(APIView):
    permission_classes = [IsSomebody]

    @extend_schema(responses=ProfileOutput, operation_id="learner_profile")
    def get(self, request: Request) -> Response:
        return Response(ProfileOutput(knowledge.profile_of(request.user)).data)

    @extend_schema(request=ProfileInput, responses=ProfileOutput, operation_id="change_learner_profile")
    def put(self, request: Request) -> Response:
        return Response(ProfileOutput(profiles.change(request.user, **profile_changes(request))).data)


class PersonalPathApi(APIView):
    permission_classes = [IsSomebody]

    @extend_schema(parameters=[PathQuery], responses=PersonalPathOutput, operation_id="personal_path")
    def get(self, request: Request) -> Response:
        path = personal_path.of(request.user, **query_of(request))
        weak = [one.row.module.full_name for one in weaknesses.strongest(request.user, timezone.now())]
        shown = {"path": path, "weakness_focus_areas": list(dict.fromkeys(weak))}
        return Response(PersonalPathOutput(shown).data)


class DashboardApi(APIView):
    permission_classes = [IsSomebody]

    @extend_schema(parameters=[PathQuery], responses=DashboardOutput, operation_id="dashboard")
    def get(self, request: Request) -> Response:
        return Response(DashboardOutput(dashboard.of(request.user, **query_of(request))).data)


class ProgressApi(APIView):
    permission_classes = [IsSomebody]

    @extend_schema(responses=LearningProgressOutput, operation_id="learning_progress")
    def get(self, request: Request) -> Response:
        return Response(LearningProgressOutput(path_progress.of(request.user)).data)
