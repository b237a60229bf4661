"""`/teacher/groups`: classes and who is in them. Lists are unpaged."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from lms.accounts.models import ClassGroup, Language, User
from lms.api import absolute, read_body
from teacher import groups, members
from teacher.access import IsTeacher, group_for


class TeacherOutput(serializers.Serializer):
    id = serializers.IntegerField()
    username = serializers.CharField()
    name = serializers.CharField()


class GroupOutput(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    language = serializers.ChoiceField(Language.choices)
    join_code = serializers.CharField()
    join_url = serializers.SerializerMethodField()
    students = serializers.IntegerField()
    teachers = TeacherOutput(many=True)
    created_at = serializers.DateTimeField()

    def get_join_url(self, group: ClassGroup) -> str:
        return absolute(f"/join/{group.join_code}")


class MemberOutput(serializers.Serializer):
    """`waiting`: an account from a list, for which nobody has chosen a password yet."""

    id = serializers.IntegerField()
    username = serializers.CharField()
    name = serializers.CharField()
    joined_at = serializers.DateTimeField()
    seen_at = serializers.DateTimeField()
    waiting = serializers.BooleanField()


class GroupInput(serializers.Serializer):
    name = serializers.CharField(max_length=120)
    language = serializers.ChoiceField(Language.choices, default=Language.KOREAN)


class GroupChanges(serializers.Serializer):
    name = serializers.CharField(max_length=120, required=False)
    language = serializers.ChoiceField(Language.choices, required=False)


class MemberInput(serializers.Serializer):
    username = serializers.CharField(max_length=150)


class MoveInput(serializers.Serializer):
    group_id = serializers.IntegerField(min_value=1)


class GroupsApi(APIView):
    permission_classes = [IsTeacher]

    @extend_schema(responses=GroupOutput(many=True), operation_id="classes")
    def get(self, request: Request) -> Response:
        """Those the caller teaches; an admin's: all."""
        return Response(GroupOutput(groups.listed(request.user), many=True).data)

    @extend_schema(request=GroupInput, responses={201: GroupOutput}, operation_id="make_class")
    def post(self, request: Request) -> Response:
        made = groups.make(by=request.user, **read_body(GroupInput, request))
        return _shown(request.user, made, status=201)


class GroupApi(APIView):
    permission_classes = [IsTeacher]

    @extend_schema(responses=GroupOutput, operation_id="class")
    def get(self, request: Request, group_id: int) -> Response:
        return _shown(request.user, group_for(request.user, group_id))

    @extend_schema(request=GroupChanges, responses=GroupOutput, operation_id="change_class")
    def patch(self, request: Request, group_id: int) -> Response:
        group = group_for(request.user, group_id)
        groups.change(group, **read_body(GroupChanges, request, partial=True))
        return _shown(request.user, group)

    @extend_schema(responses={204: None}, operation_id="delete_class")
    def delete(self, request: Request, group_id: int) -> Response:
        """409 while there are students in it."""
        groups.remove(group_for(request.user, group_id))
        return Response(status=204)


class JoinCodeApi(APIView):
    permission_classes = [IsTeacher]

    @extend_schema(request=None, responses=GroupOutput, operation_id="renew_join_code")
    def post(self, request: Request, group_id: int) -> Response:
        """The old code opens nothing any more; who is in the class stays."""
        group = group_for(request.user, group_id)
        groups.renew_code(group)
        return _shown(request.user, group)


class MembersApi(APIView):
    permission_classes = [IsTeacher]

    @extend_schema(responses=MemberOutput(many=True), operation_id="class_members")
    def get(self, request: Request, group_id: int) -> Response:
        rows = members.listed(request.user, group_for(request.user, group_id))
        return Response(MemberOutput(rows.order_by("display_name", "username"), many=True).data)

    @extend_schema(request=MemberInput, responses={200: MemberOutput, 201: MemberOutput}, operation_id="add_member")
    def post(self, request: Request, group_id: int) -> Response:
        """A student of another class of the caller's; 200 where they are in it already. Others join with the code."""
        group = group_for(request.user, group_id)
        student, added = members.add(group, by=request.user, username=read_body(MemberInput, request)["username"])
        return _member(request.user, group, student, status=201 if added else 200)


class MemberApi(APIView):
    permission_classes = [IsTeacher]

    @extend_schema(request=MoveInput, responses=MemberOutput, operation_id="move_member")
    def patch(self, request: Request, group_id: int, student_id: int) -> Response:
        """Into another class of the caller's."""
        group, student = _both(request, group_id, student_id)
        to = group_for(request.user, read_body(MoveInput, request)["group_id"])
        members.move(group, by=request.user, students=[student], to=to)
        return _member(request.user, to, student)

    @extend_schema(responses={204: None}, operation_id="remove_member")
    def delete(self, request: Request, group_id: int, student_id: int) -> Response:
        group, student = _both(request, group_id, student_id)
        members.remove(group, by=request.user, students=[student])
        return Response(status=204)


def _both(request: Request, group_id: int, student_id: int) -> tuple[ClassGroup, User]:
    """Raises Http404 where the class isn't theirs or the student not in it."""
    group = group_for(request.user, group_id)
    return group, members.in_class(group, by=request.user, student_id=student_id)


def _shown(person: User, group: ClassGroup, status: int = 200) -> Response:
    """An admin's new class is in the list too."""
    return Response(GroupOutput(groups.listed(person).get(pk=group.pk)).data, status=status)


def _member(person: User, group: ClassGroup, student: User, status: int = 200) -> Response:
    return Response(MemberOutput(members.listed(person, group).get(pk=student.pk)).data, status=status)
