"""`/submissions`: practice with an instant score."""

from django.db.models import Count
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from lms import limits
from lms.accounts.models import User
from lms.api import IsSomebody, PageQuery, page_of, paged, read_body, read_query
from lms.idempotency import answering as idempotent
from lms.jobs.models import Task
from personalization import aids, assignments, feedback, practice, subjects, submissions
from personalization.answering import Written
from personalization.api.shapes import (
    AddAnswersInput,
    AnswerFeedbackOutput,
    FeedbackTaskOutput,
    HintOutput,
    ScoredAnswerOutput,
    SubmissionListItemOutput,
    SubmissionOpenedOutput,
    SubmissionOutput,
    SubmitInput,
)
from personalization.models import Submission

KEY = OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER)


class SubmissionsApi(APIView):
    @extend_schema(
        request=SubmitInput, responses={202: SubmissionOpenedOutput}, parameters=[KEY], operation_id="submit"
    )
    def post(self, request: Request) -> Response:
        data = read_body(SubmitInput, request)
        if "assignment" in data:
            return idempotent.answer_once(request, lambda owner: _begin(owner, data))
        limits.count_submission(request._request)
        written = written_of(data)

        def make(owner: User) -> idempotent.Made:
            subject = subjects.find(owner, data["subject"])
            submission = submissions.submit(user=owner, subject=subject, written=written)
            return idempotent.Made(202, practice.opened_answer(submission), owner)

        return idempotent.answer_once(request, make)

    @extend_schema(parameters=[PageQuery], responses=page_of(SubmissionListItemOutput), operation_id="submissions")
    def get(self, request: Request) -> Response:
        if not request.user.is_authenticated:
            self.permission_denied(request)
        rows = Submission.objects.filter(user=request.user)
        rows = rows.annotate(answered=Count("answers__question", distinct=True))
        return paged(rows, read_query(PageQuery, request), SubmissionListItemOutput)


class SubmissionApi(APIView):
    permission_classes = [IsSomebody]

    @extend_schema(responses=SubmissionOutput, operation_id="submission")
    def get(self, request: Request, submission_id: str) -> Response:
        return Response(practice.whole_answer(Submission.objects.get_for(request.user, pk=submission_id)))


class SubmissionAnswersApi(APIView):
    permission_classes = [IsSomebody]

    @extend_schema(
        request=AddAnswersInput, responses={202: SubmissionOpenedOutput}, parameters=[KEY], operation_id="add_answers"
    )
    def post(self, request: Request, submission_id: str) -> Response:
        written = written_of(read_body(AddAnswersInput, request))

        def make(owner: User) -> idempotent.Made:
            changed = submissions.add_for(owner, submission_id, written)
            only = {one.question_id for one in written}
            return idempotent.Made(202, practice.opened_answer(changed, only), owner)

        return idempotent.answer_once(request, make)


class CloseSubmissionApi(APIView):
    permission_classes = [IsSomebody]

    @extend_schema(request=None, responses=SubmissionOutput, operation_id="close_submission")
    def post(self, request: Request, submission_id: str) -> Response:
        return Response(practice.whole_answer(submissions.close(_own(request, submission_id))))


class HintApi(APIView):
    permission_classes = [IsSomebody]

    @extend_schema(request=None, responses=HintOutput, operation_id="hint")
    def post(self, request: Request, submission_id: str, question_id: int) -> Response:
        return Response(HintOutput(aids.hint(_own(request, submission_id), question_id)).data)


class SolutionApi(APIView):
    permission_classes = [IsSomebody]

    @extend_schema(request=None, responses=ScoredAnswerOutput, operation_id="solution")
    def post(self, request: Request, submission_id: str, question_id: int) -> Response:
        answer = aids.show_solution(_own(request, submission_id), question_id)
        return Response(practice.scored(answer, answer.submission))


class FeedbackApi(APIView):
    """For a right answer too: feedback on demand."""

    permission_classes = [IsSomebody]

    @extend_schema(
        request=None, responses={200: AnswerFeedbackOutput, 202: FeedbackTaskOutput}, operation_id="ask_feedback"
    )
    def post(self, request: Request, submission_id: str, question_id: int) -> Response:
        submission = _own(request, submission_id)
        limits.count_feedback(request)
        found = feedback.ask_for(submission, question_id)
        if isinstance(found, Task):
            return Response(practice.task_answer(found), status=202)
        return Response(AnswerFeedbackOutput(found).data)


def written_of(data: dict) -> list[Written]:
    return [Written(one["question_id"], one["answer"]) for one in data.get("answers", [])]


def _begin(owner: User, data: dict) -> idempotent.Made:
    """The run of an assignment, with its questions."""
    submission = assignments.start(owner, data["assignment"])
    questions = [practice.question_shown(question) for question in assignments.questions_of(submission)]
    if written := written_of(data):
        submission = submissions.add(submission, written)
    return idempotent.Made(202, practice.opened_answer(submission) | {"questions": questions}, owner)


def _own(request: Request, submission_id: str) -> Submission:
    return Submission.objects.get_for(request.user, write=True, pk=submission_id)
