"""`/personalization/assignments`: what teachers gave the caller to do. Begun by `POST /submissions` {"assignment": id}."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from lms.api import IsSomebody, PageQuery, page_of, read_query
from personalization import assignment_states, assignments
from personalization.api.shapes import PracticeResourceOutput


class AssignmentOutput(serializers.Serializer):
    """`questions`: how many were chosen; without any, those of the module. `score` (0-1): of the best finished run."""

    id = serializers.IntegerField(source="row.pk")
    title = serializers.CharField(source="row.title")
    note = serializers.CharField(source="row.note", allow_blank=True)
    module = serializers.CharField(source="row.module.full_name", allow_null=True, default=None)
    questions = serializers.IntegerField(source="row.questions.all.__len__")
    resources = PracticeResourceOutput(many=True, source="row.resources.all")
    article_id = serializers.CharField(source="row.article_id", allow_blank=True)
    is_test = serializers.BooleanField(source="row.is_test")
    due = serializers.DateTimeField(source="row.due", allow_null=True)
    status = serializers.ChoiceField(assignment_states.STATES, source="standing.status")
    submission_id = serializers.CharField(source="standing.run", allow_null=True)
    score = serializers.FloatField(source="standing.score", allow_null=True)


class AssignmentsApi(APIView):
    permission_classes = [IsSomebody]

    @extend_schema(parameters=[PageQuery], responses=page_of(AssignmentOutput), operation_id="assignments")
    def get(self, request: Request) -> Response:
        query = read_query(PageQuery, request)
        rows, page, limit = assignments.given_to(request.user), query["page"], query["limit"]
        found = assignments.stand(request.user, list(rows[(page - 1) * limit : page * limit]))
        meta = {"total": rows.count(), "page": page, "per_page": limit}
        return Response({"items": AssignmentOutput(found, many=True).data, "meta": meta})
