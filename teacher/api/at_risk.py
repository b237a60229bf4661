"""`/teacher/at-risk`: who needs somebody, from the score on that counts as at risk."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from articles import answers
from articles.api.shapes import TaskStartedOutput
from lms.accounts.models import ClassGroup
from lms.api import read_body, read_query
from teacher import assessing, who_first
from teacher.access import IsTeacher, group_for, students_of
from teacher.models import FOR_FACTOR, Action, RiskAssessment, RiskFactor


class GroupQuery(serializers.Serializer):
    group_id = serializers.CharField(required=False, max_length=18)


class AtRiskOutput(serializers.ModelSerializer):
    """`recommended_actions` in the caller's language, one for each factor."""

    student_name = serializers.CharField(source="student.name")
    risk_score = serializers.FloatField(source="score")
    risk_factors = serializers.ListField(child=serializers.ChoiceField(RiskFactor.choices), source="factors")
    recommended_actions = serializers.SerializerMethodField()

    class Meta:
        model = RiskAssessment
        fields = ["student_id", "student_name", "risk_score", "risk_factors", "recommended_actions"]

    def get_recommended_actions(self, row: RiskAssessment) -> list[str]:
        return [Action(FOR_FACTOR[factor]).label for factor in row.factors]


class AtRiskApi(APIView):
    permission_classes = [IsTeacher]

    @extend_schema(parameters=[GroupQuery], responses=AtRiskOutput(many=True), operation_id="at_risk")
    def get(self, request: Request) -> Response:
        """As of the last time it was worked out: every day, or by POST."""
        students = students_of(request.user, _group(request, read_query(GroupQuery, request)))
        assessing.assess_missing(students)
        rows = who_first.rows(students).filter(flagged=True)
        return Response(AtRiskOutput(rows, many=True).data)

    @extend_schema(request=GroupQuery, responses={202: TaskStartedOutput}, operation_id="assess_risk")
    def post(self, request: Request) -> Response:
        """Has it worked out anew; GET has the list when the task is completed."""
        group = _group(request, read_body(GroupQuery, request))
        return Response(answers.task_answer(assessing.ask_for(by=request.user, group=group)), status=202)


def _group(request: Request, wanted: dict) -> ClassGroup | None:
    number = wanted.get("group_id")
    return group_for(request.user, number) if number else None
