"""`/groups`: the classes one is in, as a student."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from lms import limits
from lms.accounts import groups
from lms.accounts.api import HasAccount
from lms.accounts.models import Membership
from lms.api import IsSomebody, PageQuery, page_of, paged, read_body, read_query


class ClassOutput(serializers.ModelSerializer):
    id = serializers.IntegerField(source="group_id")
    name = serializers.CharField(source="group.name")
    language = serializers.CharField(source="group.language")
    teachers = serializers.SerializerMethodField()

    class Meta:
        model = Membership
        fields = ["id", "name", "language", "teachers", "joined_at"]

    def get_teachers(self, row: Membership) -> list[str]:
        return [teacher.name for teacher in row.group.teachers.all()]


class JoinInput(serializers.Serializer):
    code = serializers.CharField(max_length=20)


class ClassesApi(APIView):
    permission_classes = [IsSomebody]

    @extend_schema(parameters=[PageQuery], responses=page_of(ClassOutput), operation_id="my_classes")
    def get(self, request: Request) -> Response:
        return paged(groups.memberships_of(request.user), read_query(PageQuery, request), ClassOutput)


class JoinApi(APIView):
    permission_classes = [HasAccount]

    @extend_schema(request=JoinInput, responses=ClassOutput, operation_id="join_class")
    def post(self, request: Request) -> Response:
        """From then on the teachers of the class see what the caller learns. Joining twice changes nothing."""
        limits.count_join(request._request)
        group = groups.need_with_code(read_body(JoinInput, request)["code"])
        return Response(ClassOutput(groups.join(person=request.user, group=group)).data)


class MembershipApi(APIView):
    permission_classes = [HasAccount]

    @extend_schema(responses={204: None}, operation_id="leave_class")
    def delete(self, request: Request, group_id: int) -> Response:
        groups.leave(person=request.user, group_id=group_id)
        return Response(status=204)
