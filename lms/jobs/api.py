"""`/tasks`: how far a background job is, and stopping it."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from lms.api import IsSomebody
from lms.jobs import lifecycle
from lms.jobs.models import Task


class TaskErrorOutput(serializers.Serializer):
    error_code = serializers.CharField()
    message = serializers.CharField()


class TaskResultOutput(serializers.Serializer):
    """Of what makes articles, or of what makes questions."""

    article_id = serializers.CharField(required=False)
    level = serializers.CharField(required=False)
    question_ids = serializers.ListField(child=serializers.IntegerField(), required=False)


class TaskOutput(serializers.ModelSerializer):
    error = TaskErrorOutput(required=False)
    result = TaskResultOutput(required=False)

    class Meta:
        model = Task
        fields = [
            "task_id",
            "task_type",
            "session_id",
            "status",
            "progress_percentage",
            "current_step",
            "estimated_completion_time",
            "retry_count",
            "error",
            "result",
        ]

    def to_representation(self, task: Task) -> dict:
        """`error` and `result` are there once there is one."""
        shown = super().to_representation(task)
        return {name: value for name, value in shown.items() if name not in ("error", "result") or value}


class TaskApi(APIView):
    permission_classes = [IsSomebody]

    @extend_schema(responses=TaskOutput, operation_id="task")
    def get(self, request: Request, task_id: str) -> Response:
        return Response(TaskOutput(Task.objects.get_for(request.user, pk=task_id)).data)


class CancelTaskApi(APIView):
    permission_classes = [IsSomebody]

    @extend_schema(request=None, responses=TaskOutput, operation_id="cancel_task")
    def post(self, request: Request, task_id: str) -> Response:
        task = Task.objects.get_for(request.user, write=True, pk=task_id)
        lifecycle.cancel(task)
        return Response(TaskOutput(task).data)
