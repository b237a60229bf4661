"""`/teacher/assignments` and `/teacher/students/{id}/completions`."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from curriculum.models import LearningModule, ModuleCompletion
from lms.accounts.models import User
from lms.api import read_body
from personalization import overrides
from personalization.models import Assignment
from teacher import assignment_progress, assignments, modules
from teacher.access import IsTeacher, group_for, student_for
from teacher.assignments import QUESTIONS_AT_MOST, Work
from teacher.class_forms import NOTE_CHARACTERS, REASON_CHARACTERS


class ClassAssignmentOutput(serializers.ModelSerializer):
    """`given_to` and `done` are numbers of students."""

    module = serializers.CharField(source="module.full_name", default=None, allow_null=True)
    questions = serializers.PrimaryKeyRelatedField(many=True, read_only=True)
    resources = serializers.PrimaryKeyRelatedField(many=True, read_only=True)
    given_to = serializers.IntegerField()
    done = serializers.IntegerField()

    class Meta:
        model = Assignment
        fields = [
            "id",
            "title",
            "note",
            "group_id",
            "student_id",
            "module",
            "questions",
            "resources",
            "article_id",
            "is_test",
            "due",
            "created_at",
            "given_to",
            "done",
        ]


class AssignmentInput(serializers.Serializer):
    """For a class or for one student; about at least one of module, questions, resources, an article."""

    group_id = serializers.IntegerField(required=False, min_value=1)
    student_id = serializers.IntegerField(required=False, min_value=1)
    title = serializers.CharField(max_length=160, required=False, allow_blank=True, default="")
    note = serializers.CharField(max_length=NOTE_CHARACTERS, required=False, allow_blank=True, default="")
    module = serializers.CharField(max_length=121, required=False)
    questions = serializers.ListField(
        child=serializers.IntegerField(min_value=1), max_length=QUESTIONS_AT_MOST, default=list
    )
    resources = serializers.ListField(child=serializers.IntegerField(min_value=1), max_length=50, default=list)
    article_id = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    is_test = serializers.BooleanField(default=False)
    due = serializers.DateTimeField(required=False, allow_null=True, default=None)

    def validate(self, values: dict) -> dict:
        if ("group_id" in values) == ("student_id" in values):
            raise serializers.ValidationError({"group_id": _("Choose a class or a student, not both.")})
        return values


class AssignmentsApi(APIView):
    permission_classes = [IsTeacher]

    @extend_schema(responses=ClassAssignmentOutput(many=True), operation_id="assignments_given")
    def get(self, request: Request) -> Response:
        """Those for classes and students of the caller's, newest first. Unpaged."""
        return Response(ClassAssignmentOutput(_rows(request.user), many=True).data)

    @extend_schema(request=AssignmentInput, responses={201: ClassAssignmentOutput}, operation_id="give_assignment")
    def post(self, request: Request) -> Response:
        given, person = read_body(AssignmentInput, request), request.user
        to = group_for(person, given["group_id"]) if "group_id" in given else student_for(person, given["student_id"])
        words = {name: given[name] for name in ("title", "note", "due")}
        row = assignments.give(by=person, to=to, work=_work(given), **words)
        return Response(ClassAssignmentOutput(_rows(person).get(pk=row.pk)).data, status=201)


class AssignmentApi(APIView):
    permission_classes = [IsTeacher]

    @extend_schema(responses=ClassAssignmentOutput, operation_id="assignment_given")
    def get(self, request: Request, assignment_id: int) -> Response:
        found = assignments.find(request.user, assignment_id)
        return Response(ClassAssignmentOutput(_rows(request.user).get(pk=found.pk)).data)

    @extend_schema(responses={204: None}, operation_id="take_back_assignment")
    def delete(self, request: Request, assignment_id: int) -> Response:
        """What was answered for it stays."""
        assignments.take_back(assignments.find(request.user, assignment_id))
        return Response(status=204)


class CompletionInput(serializers.Serializer):
    module = serializers.CharField(max_length=121)
    complete = serializers.BooleanField()
    reason = serializers.CharField(max_length=REASON_CHARACTERS)


class DecidedOutput(serializers.Serializer):
    """How it is now; `how`, `at` and `by` (who, by number) of the completion, where there is one."""

    module = serializers.CharField()
    complete = serializers.BooleanField()
    how = serializers.CharField(allow_null=True)
    at = serializers.DateTimeField(allow_null=True)
    by = serializers.IntegerField(allow_null=True)


class CompletionsApi(APIView):
    permission_classes = [IsTeacher]

    @extend_schema(request=CompletionInput, responses=DecidedOutput, operation_id="override_completion")
    def put(self, request: Request, student_id: int) -> Response:
        """The module counts as completed, or doesn't any more; who decided and why is kept. The same again changes nothing."""
        student = student_for(request.user, student_id)
        given = read_body(CompletionInput, request)
        module = modules.called(given.pop("module"))
        overrides.decide(by=request.user, student=student, module=module, **given)
        return Response(DecidedOutput(_now(student, module)).data)


def _now(student: User, module: LearningModule) -> dict:
    row = ModuleCompletion.objects.filter(user=student, module=module).first()
    return {
        "module": module.full_name,
        "complete": row is not None,
        "how": row.how if row else None,
        "at": row.at if row else None,
        "by": row.by_id if row else None,
    }


def _work(given: dict) -> Work:
    module = modules.called(given["module"]) if given.get("module") else None
    return Work(module, given["questions"], given["resources"], given["article_id"], given["is_test"])


def _rows(person: User) -> QuerySet[Assignment]:
    return assignment_progress.counted(assignments.of(person)).prefetch_related("questions", "resources")
