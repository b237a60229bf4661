"""`/monitoring`: how the language models do."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from lms.api import read_query
from teacher import model_metrics
from teacher.access import IsTeacher
from teacher.model_alerts import CRITICAL, WARNING
from teacher.model_calls import FIRST_TIMEFRAME, TIMEFRAMES


class StatsOutput(serializers.Serializer):
    total_requests = serializers.IntegerField()
    successful_requests = serializers.IntegerField()
    avg_response_time = serializers.FloatField(help_text="milliseconds")
    cache_hit_rate = serializers.FloatField(help_text="0-1")
    error_rate = serializers.FloatField(help_text="0-1, of the calls that a model was asked with")


class CallErrorOutput(serializers.Serializer):
    timestamp = serializers.DateTimeField()
    model = serializers.CharField()
    request_type = serializers.CharField()
    error_type = serializers.CharField()


class TrendStepOutput(serializers.Serializer):
    requests = serializers.IntegerField()
    avg_response_time = serializers.FloatField(help_text="milliseconds")
    error_rate = serializers.FloatField(help_text="0-1")

    def get_fields(self) -> dict:
        return {"from": serializers.DateTimeField(), **super().get_fields()}  # a word of Python, too


class PersonsUseOutput(serializers.Serializer):
    user_id = serializers.IntegerField()
    requests = serializers.IntegerField()
    tokens = serializers.IntegerField()
    cost_usd = serializers.FloatField()


class LLMMetricsOutput(serializers.Serializer):
    realtime_stats = StatsOutput()
    recent_errors = CallErrorOutput(many=True)
    performance_trend = TrendStepOutput(many=True)
    user_distribution = PersonsUseOutput(many=True)


class LLMAlertOutput(serializers.Serializer):
    level = serializers.ChoiceField([WARNING, CRITICAL])
    message = serializers.CharField()
    action = serializers.CharField()


class LLMStateOutput(serializers.Serializer):
    timeframe = serializers.ChoiceField(list(TIMEFRAMES))
    metrics = LLMMetricsOutput()
    alerts = LLMAlertOutput(many=True)
    recommendations = serializers.ListField(child=serializers.CharField())


class LLMMetricsApi(APIView):
    permission_classes = [IsTeacher]

    class Query(serializers.Serializer):
        timeframe = serializers.ChoiceField(list(TIMEFRAMES), default=FIRST_TIMEFRAME)

    @extend_schema(parameters=[Query], responses=LLMStateOutput, operation_id="llm_metrics")
    def get(self, request: Request) -> Response:
        query = read_query(self.Query, request)
        return Response(LLMStateOutput(model_metrics.read(request.user, query["timeframe"])).data)
