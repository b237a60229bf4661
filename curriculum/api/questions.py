"""`/questions`: having a model write some, and looking at what it wrote. For teachers and admins."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from curriculum import question_generation, question_reports, question_reviews
from curriculum.models import Question, QuestionReport, Reason
from curriculum.models.reports import REPORT_CHARACTERS
from curriculum.question_generation import Wish
from lms import limits
from lms.accounts.models import Language
from lms.api import IsSomebody, PageQuery, absolute, page_of, paged, read_body, read_query, socket_address
from lms.jobs.models import Task

DECISIONS = ("approve", "reject")


class IsReviewer(BasePermission):
    """A teacher or an admin. Nobody is answered 401, students and guests 403."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        person = request.user
        return person.is_authenticated and (person.is_teacher or person.is_admin)


class GenerateQuestionsInput(serializers.Serializer):
    """`subject`: `track.module`, a module's number or its name where that is unique, or `generated_456`."""

    subject = serializers.CharField(max_length=121)
    count = serializers.IntegerField(
        min_value=1, max_value=question_generation.AT_MOST, default=question_generation.USUAL
    )
    difficulty = serializers.IntegerField(min_value=1, max_value=5, allow_null=True, default=None)
    part = serializers.CharField(max_length=60, allow_blank=True, default="")
    language = serializers.ChoiceField(Language.choices, required=False)


class QuestionTaskOutput(serializers.Serializer):
    task_id = serializers.CharField()
    status = serializers.CharField()
    status_url = serializers.CharField()
    websocket_url = serializers.CharField()


class PendingQuestionOutput(serializers.ModelSerializer):
    """All of it, the key too: whoever reviews has to see what is said to be right."""

    module = serializers.SerializerMethodField()
    kind = serializers.CharField()
    source = serializers.CharField()
    approval_status = serializers.CharField()
    languages = serializers.ListField(child=serializers.CharField())
    asked_by = serializers.SerializerMethodField()

    class Meta:
        model = Question
        fields = ["id", "module", "made_for", "languages", "kind", "prompt", "code_snippet", "code_language", "choices"]
        fields += ["correct_answer", "accepted_answers", "hints", "explanation", "difficulty_level", "sub_topic"]
        fields += ["source", "approval_status", "llm_model", "generation_prompt", "asked_by", "created_at"]

    def get_module(self, question: Question) -> str:
        return question.module.full_name if question.module_id else ""

    def get_asked_by(self, question: Question) -> str:
        return question.asked_by.name if question.asked_by_id else ""


class DecisionInput(serializers.Serializer):
    decision = serializers.ChoiceField(DECISIONS)
    reason = serializers.CharField(max_length=question_reviews.REASON_CHARACTERS, allow_blank=True, default="")


class QuestionReportInput(serializers.Serializer):
    reason = serializers.ChoiceField(Reason.choices)
    text = serializers.CharField(max_length=REPORT_CHARACTERS, allow_blank=True, default="")


class QuestionReportOutput(serializers.ModelSerializer):
    class Meta:
        model = QuestionReport
        fields = ["id", "question_id", "reason", "created_at", "resolved_at"]


class GenerateQuestionsApi(APIView):
    permission_classes = [IsReviewer]

    @extend_schema(
        request=GenerateQuestionsInput, responses={202: QuestionTaskOutput}, operation_id="generate_questions"
    )
    def post(self, request: Request) -> Response:
        wish = Wish(**read_body(GenerateQuestionsInput, request))
        limits.count_generation(request._request)
        task = question_generation.ask_for(user=request.user, wish=wish)
        return Response(QuestionTaskOutput(_task_answer(task)).data, status=202)


class PendingQuestionsApi(APIView):
    permission_classes = [IsReviewer]

    @extend_schema(parameters=[PageQuery], responses=page_of(PendingQuestionOutput), operation_id="pending_questions")
    def get(self, request: Request) -> Response:
        return paged(question_reviews.queue(request.user), read_query(PageQuery, request), PendingQuestionOutput)


class ReviewQuestionApi(APIView):
    permission_classes = [IsReviewer]

    @extend_schema(request=DecisionInput, responses=PendingQuestionOutput, operation_id="review_question")
    def post(self, request: Request, question_id: int) -> Response:
        data, question = read_body(DecisionInput, request), question_reviews.find(request.user, question_id)
        decide = question_reviews.approve if data["decision"] == "approve" else question_reviews.reject
        return Response(PendingQuestionOutput(decide(question, by=request.user, reason=data["reason"])).data)


class ReportQuestionApi(APIView):
    permission_classes = [IsSomebody]

    @extend_schema(request=QuestionReportInput, responses={201: QuestionReportOutput}, operation_id="report_question")
    def post(self, request: Request, question_id: int) -> Response:
        data, question = read_body(QuestionReportInput, request), question_reports.find(request.user, question_id)
        limits.count_report(request._request)
        row = question_reports.report(question, by=request.user, **data)
        return Response(QuestionReportOutput(row).data, status=201)


def _task_answer(task: Task) -> dict:
    return {
        "task_id": task.pk,
        "status": task.status,
        "status_url": absolute(f"/api/v1/tasks/{task.pk}"),
        "websocket_url": socket_address(f"/tasks/{task.pk}/ws"),
    }
