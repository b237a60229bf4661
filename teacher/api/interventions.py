"""`/teacher/interventions`: what was done for students, and doing it."""

from django.http import Http404
from django.utils import translation
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from lms.accounts.models import Language
from lms.api import read_body, read_query
from teacher import interventions, who_first
from teacher.access import IsTeacher, group_for, student_for, students_of
from teacher.forms import TEXT_CHARACTERS
from teacher.models import FOR_FACTOR, Action, Intervention, RiskFactor

BEGINNINGS = (Intervention.Status.ASSIGNED, Intervention.Status.SUGGESTED)


class InterventionQuery(serializers.Serializer):
    group_id = serializers.CharField(required=False, max_length=18)
    student_id = serializers.CharField(required=False, max_length=18)
    status = serializers.ChoiceField(Intervention.Status.choices, required=False)


class InterventionInput(serializers.Serializer):
    """`action`: its name, or its words as `/teacher/at-risk` says them; without it, what is recommended for `risk_factor`.
    Without `message` the student is sent the draft; with an empty one, nothing."""

    student_id = serializers.IntegerField(min_value=1, max_value=2**53)
    action = serializers.CharField(max_length=200, required=False)
    risk_factor = serializers.ChoiceField(RiskFactor.choices, required=False)
    message = serializers.CharField(max_length=TEXT_CHARACTERS, allow_blank=True, required=False)
    note = serializers.CharField(max_length=TEXT_CHARACTERS, allow_blank=True, default="")
    status = serializers.ChoiceField(BEGINNINGS, default=Intervention.Status.ASSIGNED)

    def validate(self, data: dict) -> dict:
        factor = data.pop("risk_factor", "")
        data["action"] = action_called(data["action"]) if "action" in data else FOR_FACTOR.get(factor, "")
        if not data["action"]:
            raise serializers.ValidationError({"action": _("One of: %(names)s.") % {"names": ", ".join(Action.values)}})
        return data


class ChangeInput(serializers.Serializer):
    status = serializers.ChoiceField(Intervention.Status.choices, required=False)
    message = serializers.CharField(max_length=TEXT_CHARACTERS, allow_blank=True, required=False)
    note = serializers.CharField(max_length=TEXT_CHARACTERS, allow_blank=True, required=False)


class ReviewSetOutput(serializers.Serializer):
    assignment_id = serializers.IntegerField()
    questions = serializers.IntegerField(source="set_size")
    answered = serializers.IntegerField(source="set_answered")
    right = serializers.IntegerField(source="set_right")


class InterventionOutput(serializers.ModelSerializer):
    """`status` is `done` as soon as the student has answered the review set. `before` and `outcome`: the seven days before and
    after, {days, answers, accuracy, articles}."""

    student_name = serializers.CharField(source="student.name")
    action_label = serializers.CharField(source="get_action_display")
    status = serializers.SerializerMethodField()
    review_set = serializers.SerializerMethodField()

    class Meta:
        model = Intervention
        fields = [
            "id", "student_id", "student_name", "risk_factor", "action", "action_label", "note", "message", "status",
            "review_set", "quiet_until", "before", "outcome", "created_at", "assigned_at", "ended_at",
        ]  # fmt: skip

    def get_status(self, row: Intervention) -> str:
        return Intervention.Status.DONE.value if row.worked_through else row.status

    @extend_schema_field(ReviewSetOutput(allow_null=True))
    def get_review_set(self, row: Intervention) -> dict | None:
        return ReviewSetOutput(row).data if row.set_size else None


class InterventionsApi(APIView):
    permission_classes = [IsTeacher]

    @extend_schema(
        parameters=[InterventionQuery], responses=InterventionOutput(many=True), operation_id="interventions"
    )
    def get(self, request: Request) -> Response:
        """The latest first."""
        wanted = read_query(InterventionQuery, request)
        group = group_for(request.user, wanted["group_id"]) if "group_id" in wanted else None
        rows = interventions.of_teacher(request.user).filter(student__in=students_of(request.user, group))
        if "student_id" in wanted:
            rows = rows.filter(student=student_for(request.user, wanted["student_id"]))
        if "status" in wanted:
            rows = rows.filter(status=wanted["status"])
        return Response(InterventionOutput(rows, many=True).data)

    @extend_schema(request=InterventionInput, responses={201: InterventionOutput}, operation_id="intervene")
    def post(self, request: Request) -> Response:
        """Begun at once, unless it is `suggested`: the student sees the message and the review set on their dashboard."""
        sent = read_body(InterventionInput, request)
        student = student_for(request.user, sent.pop("student_id"))
        begin = sent.pop("status") == Intervention.Status.ASSIGNED
        sent.setdefault("message", who_first.draft_of(student))
        made = interventions.make(student=student, by=request.user, begin=begin, **sent)
        return Response(_shown(request, made.pk), status=201)


class InterventionApi(APIView):
    permission_classes = [IsTeacher]

    @extend_schema(responses=InterventionOutput, operation_id="intervention")
    def get(self, request: Request, intervention_id: int) -> Response:
        return Response(_shown(request, intervention_id))

    @extend_schema(request=ChangeInput, responses=InterventionOutput, operation_id="change_intervention")
    def patch(self, request: Request, intervention_id: int) -> Response:
        """suggested → assigned → done; dismissed from either of the first two."""
        row = _find(request, intervention_id)
        interventions.change(row, **read_body(ChangeInput, request))
        return Response(_shown(request, intervention_id))


def action_called(name: str) -> str:
    """The action of this name, or of these words in one of our languages; empty where there is none."""
    if name in Action.values:
        return name
    for language in Language.values:
        with translation.override(language):
            words = {str(action.label): action.value for action in Action}
        if name in words:
            return words[name]
    return ""


def _find(request: Request, intervention_id: int) -> Intervention:
    row = interventions.of_teacher(request.user).filter(pk=intervention_id).first()
    if row is None:
        raise Http404
    return row


def _shown(request: Request, intervention_id: int) -> dict:
    return InterventionOutput(_find(request, intervention_id)).data
