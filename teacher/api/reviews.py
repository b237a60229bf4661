"""`/teacher/review`: the queue of what was generated, and decisions about it."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from lms.accounts.models import Language
from lms.api import PageQuery, absolute, page_of, paged, read_body, read_query
from lms.problems import Problem
from teacher import review_queue, reviews
from teacher.access import IsTeacher
from teacher.review_forms import FORMS, NOTE_CHARACTERS


class ReviewQuery(PageQuery):
    kind = serializers.ChoiceField(list(review_queue.KINDS), required=False, default="")
    state = serializers.ChoiceField(list(review_queue.STATES), default=review_queue.WAITING)
    language = serializers.ChoiceField(Language.choices, required=False, default="")


class QueuedOutput(serializers.Serializer):
    kind = serializers.CharField(source="row_kind")
    id = serializers.IntegerField(source="item")
    title = serializers.CharField()
    language = serializers.CharField(help_text="ko, en, or both")
    source = serializers.CharField(source="origin", help_text="llm, template, teacher or course")
    state = serializers.CharField()
    open_reports = serializers.IntegerField()
    quality_score = serializers.FloatField(source="quality", allow_null=True)
    dislikes = serializers.IntegerField()
    created_at = serializers.DateTimeField(source="made")
    url = serializers.SerializerMethodField()

    def get_url(self, row: dict) -> str:
        return absolute(f"/teacher/review/{row['row_kind']}/{row['item']}")


class EventOutput(serializers.Serializer):
    at = serializers.DateTimeField()
    by = serializers.CharField(allow_blank=True)
    from_state = serializers.CharField()
    to_state = serializers.CharField()
    why = serializers.CharField(allow_blank=True)


class ReportedOutput(serializers.Serializer):
    """`who` and `text` are empty where it isn't a student of the caller's."""

    at = serializers.DateTimeField()
    what = serializers.CharField(allow_blank=True)
    who = serializers.CharField(allow_blank=True)
    text = serializers.CharField(allow_blank=True)
    outcome = serializers.CharField(allow_blank=True)


class ReviewItemOutput(serializers.Serializer):
    kind = serializers.CharField()
    id = serializers.IntegerField()
    state = serializers.CharField()
    seen = serializers.CharField(help_text="give it back with a decision: 409 where something happened since")
    content = serializers.DictField(help_text="what PATCH takes, lists as lines")
    history = EventOutput(many=True)
    reports = ReportedOutput(many=True)
    opinions = ReportedOutput(many=True)


class ReviewDecisionInput(serializers.Serializer):
    decision = serializers.ChoiceField(reviews.DECISIONS)
    note = serializers.CharField(max_length=NOTE_CHARACTERS, allow_blank=True, default="")
    seen = serializers.CharField(max_length=60, allow_blank=True, default="")


class EditInput(serializers.Serializer):
    changes = serializers.DictField(child=serializers.CharField(allow_blank=True, trim_whitespace=False))
    note = serializers.CharField(max_length=NOTE_CHARACTERS, allow_blank=True, default="")
    seen = serializers.CharField(max_length=60, allow_blank=True, default="")


class ReviewQueueApi(APIView):
    permission_classes = [IsTeacher]

    @extend_schema(parameters=[ReviewQuery], responses=page_of(QueuedOutput), operation_id="review_queue")
    def get(self, request: Request) -> Response:
        query = read_query(ReviewQuery, request)
        filters = review_queue.Filters(query["kind"], query["state"], query["language"])
        rows = review_queue.rows(request.user, filters).order_by("-urgency", "key")
        return paged(rows, query, QueuedOutput)


class ReviewItemApi(APIView):
    permission_classes = [IsTeacher]

    @extend_schema(responses=ReviewItemOutput, operation_id="review_item")
    def get(self, request: Request, kind: str, item_id: int) -> Response:
        return _answer(request, kind, reviews.find(request.user, kind, item_id))

    @extend_schema(request=ReviewDecisionInput, responses=ReviewItemOutput, operation_id="decide_review")
    def post(self, request: Request, kind: str, item_id: int) -> Response:
        reviews.find(request.user, kind, item_id)
        data = read_body(ReviewDecisionInput, request)
        row = reviews.decide(
            request.user, kind, item_id, decision=data["decision"], note=data["note"], seen_at=data["seen"]
        )
        return _answer(request, kind, row)

    @extend_schema(request=EditInput, responses=ReviewItemOutput, operation_id="edit_reviewed")
    def patch(self, request: Request, kind: str, item_id: int) -> Response:
        """Answers with the row that readers get from now on: of a text the new version."""
        row, data = reviews.find(request.user, kind, item_id), read_body(EditInput, request)
        empty = FORMS[kind](row)
        if unknown := sorted(set(data["changes"]) - set(empty.fields)):
            raise Problem.invalid(f"changes.{unknown[0]}", _("There is no such field."))
        form = FORMS[kind](row, empty.initial | data["changes"])
        if not form.is_valid():
            name, said = next(iter(form.errors.items()))
            raise Problem.invalid(f"changes.{name}", said[0])
        row = reviews.revise(request.user, kind, item_id, form.changes, note=data["note"], seen_at=data["seen"])
        return _answer(request, kind, row)


def _answer(request: Request, kind: str, row: reviews.Row) -> Response:
    shown = {
        "kind": kind,
        "id": row.pk,
        "state": review_queue.state_of(kind, row),
        "seen": reviews.seen(kind, row),
        "content": {name: value for name, value in FORMS[kind](row).initial.items() if name != "seen"},
        "history": reviews.history(kind, row),
        "reports": reviews.reports(request.user, kind, row),
        "opinions": reviews.opinions(request.user, kind, row),
    }
    return Response(ReviewItemOutput(shown).data)
