"""`/teacher/career-analytics` and `/teacher/students/{id}`."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from curriculum import recommending
from lms.accounts.models import User
from lms.api import read_query
from personalization.api.path_shapes import SkillOutput
from personalization.models import Weakness
from teacher import analytics, snapshots, student_page
from teacher.access import IsTeacher, group_for, student_for, students_of
from teacher.analytics import Progress


class StudentWeaknessOutput(serializers.ModelSerializer):
    topic = serializers.CharField(source="module.full_name")

    class Meta:
        model = Weakness
        fields = ["topic", "weakness_type", "error_count"]


class NamedOutput(serializers.Serializer):
    student_id = serializers.IntegerField(source="row.pk")
    name = serializers.CharField()
    career_goal = serializers.CharField(source="goal")


class CareerProgressOutput(NamedOutput):
    """Rates 0-1, null where nothing is known; mastery 0-100."""

    accuracy = serializers.FloatField(source="row.accuracy", allow_null=True)
    completion_rate = serializers.FloatField(source="row.completion_rate", allow_null=True)
    days_inactive = serializers.IntegerField()
    mastery_percentage = serializers.SerializerMethodField()
    weaknesses = StudentWeaknessOutput(many=True)

    def get_mastery_percentage(self, one: Progress) -> float:
        return round(100 * one.row.mastery, 1)


class AtRiskStudentOutput(NamedOutput):
    risk_factors = serializers.ListField(child=serializers.CharField())


class TopOutput(NamedOutput):
    accuracy = serializers.FloatField(source="row.accuracy")
    mastery_percentage = serializers.SerializerMethodField()

    def get_mastery_percentage(self, one: Progress) -> float:
        return round(100 * one.row.mastery, 1)


class CareerAnalyticsOutput(serializers.Serializer):
    career_distribution = serializers.DictField(child=serializers.IntegerField(), source="distribution")
    progress_by_career = serializers.DictField(child=CareerProgressOutput(many=True), source="by_career")
    at_risk_students = AtRiskStudentOutput(many=True, source="at_risk")
    top_performers = TopOutput(many=True, source="top")
    completion_rates = serializers.DictField(child=serializers.FloatField(allow_null=True))


class CareerAnalyticsApi(APIView):
    permission_classes = [IsTeacher]

    class Query(serializers.Serializer):
        group_id = serializers.CharField(required=False, max_length=18)
        career_goal = serializers.CharField(required=False, max_length=60)

    @extend_schema(parameters=[Query], responses=CareerAnalyticsOutput, operation_id="career_analytics")
    def get(self, request: Request) -> Response:
        """What a student did is in it within a minute."""
        wanted = read_query(self.Query, request)
        group = group_for(request.user, wanted["group_id"]) if wanted.get("group_id") else None
        students = snapshots.on_career(students_of(request.user, group), _career(wanted.get("career_goal", "")))
        return Response(CareerAnalyticsOutput(analytics.of(students)).data)


class StudentOutput(serializers.Serializer):
    """Rates 0-1, null where nothing is known; mastery 0-100."""

    student_id = serializers.IntegerField(source="student.pk")
    name = serializers.CharField(source="student.name")
    career_goal = serializers.CharField()
    current_module = serializers.CharField(allow_null=True)
    completed_modules = serializers.IntegerField(source="summary.done")
    modules = serializers.IntegerField(source="summary.modules")
    accuracy = serializers.FloatField(source="summary.accuracy", allow_null=True)
    answers = serializers.IntegerField(source="summary.answers")
    completion_rate = serializers.FloatField(source="summary.completion_rate", allow_null=True)
    unaided_success = serializers.FloatField(allow_null=True)
    days_inactive = serializers.IntegerField()
    mastery_percentage = serializers.SerializerMethodField()
    skill_mastery = SkillOutput(many=True, source="board.skills")
    weaknesses = serializers.SerializerMethodField()
    risk_score = serializers.FloatField(allow_null=True)
    risk_factors = serializers.ListField(child=serializers.CharField())

    def get_mastery_percentage(self, found: student_page.Standing) -> float:
        return round(100 * found.summary.mastery, 1)

    def get_weaknesses(self, found: student_page.Standing) -> StudentWeaknessOutput(many=True):
        return StudentWeaknessOutput([one.row for one in found.board.weaknesses], many=True).data


class StudentApi(APIView):
    permission_classes = [IsTeacher]

    @extend_schema(responses=StudentOutput, operation_id="student")
    def get(self, request: Request, student_id: int) -> Response:
        student: User = student_for(request.user, student_id)
        return Response(StudentOutput(student_page.of(student)).data)


def _career(goal: str) -> str:
    """Its number. Raises Problem 400 for an unknown one."""
    if goal in ("", snapshots.NO_CAREER):
        return goal
    return str(recommending.find_career(goal).pk)
