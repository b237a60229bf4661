"""`/personalization/placement` and `/personalization/retests`: short tests of what is known already."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from lms.accounts.models import User
from lms.api import IsSomebody, read_body
from lms.idempotency import answering as idempotent
from personalization import placements, practice, retests
from personalization.answering import Written
from personalization.api.shapes import AnswerInput, QuestionOutput
from personalization.api.submissions import KEY
from personalization.models import PlacementRun


class PlacementStartedOutput(serializers.Serializer):
    placement_id = serializers.CharField()
    question = QuestionOutput()
    access_token = serializers.CharField(allow_null=True)


class PlacementOutput(serializers.Serializer):
    """The next question; at the end what was found to be known (`track.module`), and the level."""

    question = QuestionOutput(required=False)
    completed = serializers.ListField(child=serializers.CharField(), required=False)
    level = serializers.CharField(required=False)


class RetestInput(serializers.Serializer):
    module = serializers.CharField(max_length=121)


class RetestOutput(serializers.Serializer):
    submission_id = serializers.CharField()
    questions = QuestionOutput(many=True)
    access_token = serializers.CharField(allow_null=True)


class PlacementsApi(APIView):
    @extend_schema(request=None, responses={201: PlacementStartedOutput}, parameters=[KEY], operation_id="place")
    def post(self, request: Request) -> Response:
        def make(owner: User) -> idempotent.Made:
            run = placements.start(owner)
            return idempotent.Made(201, {"placement_id": run.pk} | _state(run), owner)

        return idempotent.answer_once(request, make)


class PlacementApi(APIView):
    permission_classes = [IsSomebody]

    @extend_schema(request=AnswerInput, responses=PlacementOutput, operation_id="answer_placement")
    def post(self, request: Request, placement_id: str) -> Response:
        run = PlacementRun.objects.get_for(request.user, write=True, pk=placement_id)
        return Response(_state(placements.answer(run, Written(**read_body(AnswerInput, request)))))


class RetestsApi(APIView):
    """Answered and closed as any run: `/submissions/{id}/answers`."""

    @extend_schema(request=RetestInput, responses={201: RetestOutput}, parameters=[KEY], operation_id="retest")
    def post(self, request: Request) -> Response:
        module = read_body(RetestInput, request)["module"]

        def make(owner: User) -> idempotent.Made:
            submission = retests.start(owner, module)
            questions = [practice.question_shown(question) for question in retests.questions_of(submission)]
            return idempotent.Made(201, {"submission_id": submission.pk, "questions": questions}, owner)

        return idempotent.answer_once(request, make)


def _state(run: PlacementRun) -> dict:
    if run.ended_at:
        return {"completed": run.completed, "level": run.level}
    return {"question": practice.question_shown(run.question)}
