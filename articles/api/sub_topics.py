"""`/sub-topics/generate`, `/sub-topics/generated`: subtopics for one learner."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from articles import answers, generations, topic_sessions
from articles.choices import MAX_GENERATED, PACES, STYLES, Wishes
from articles.models import GeneratedSubTopic, SubTopicGeneration
from curriculum.content_files import LEVEL_CODES
from lms import limits
from lms.accounts import consent as accounts_consent
from lms.accounts.models import User
from lms.api import IsSomebody, read_body
from lms.idempotency import answering
from personalization.interests import GOAL_CHARACTERS, INTEREST_CHARACTERS, INTERESTS


class GenerationWishesInput(serializers.Serializer):
    interests = serializers.ListField(
        child=serializers.CharField(max_length=INTEREST_CHARACTERS), max_length=INTERESTS, default=list
    )
    current_level = serializers.ChoiceField(LEVEL_CODES, default=Wishes.current_level)
    learning_goals = serializers.CharField(max_length=GOAL_CHARACTERS, allow_blank=True, default="")
    time_availability = serializers.ChoiceField(PACES, default=Wishes.time_availability)
    preferred_style = serializers.ChoiceField(STYLES, default=Wishes.preferred_style)


class GenerationOptionsInput(serializers.Serializer):
    max_subtopics = serializers.IntegerField(min_value=1, max_value=MAX_GENERATED, default=Wishes.max_subtopics)
    include_prerequisites = serializers.BooleanField(default=True)
    difficulty_progression = serializers.BooleanField(default=True)


class GenerateInput(serializers.Serializer):
    main_topic_id = serializers.IntegerField(min_value=1, max_value=2**31)
    personalization = GenerationWishesInput(default=dict)
    options = GenerationOptionsInput(default=dict)


class GenerationStartedOutput(serializers.Serializer):
    generation_id = serializers.CharField()
    status = serializers.CharField()
    estimated_completion = serializers.DateTimeField()
    message = serializers.CharField()
    access_token = serializers.CharField(allow_null=True)


class GeneratedSubTopicOutput(serializers.ModelSerializer):
    id = serializers.CharField(source="public_id")
    source = serializers.CharField(help_text="llm or template")

    class Meta:
        model = GeneratedSubTopic
        fields = [
            "id",
            "name",
            "description",
            "estimated_learning_time",
            "prerequisites",
            "practical_projects",
            "learning_outcomes",
            "source",
        ]


class GenerationOutput(serializers.Serializer):
    generation_id = serializers.CharField(source="pk")
    status = serializers.CharField()
    items = GeneratedSubTopicOutput(many=True, source="sub_topics.all")
    error = serializers.CharField(source="error_message", required=False)

    def to_representation(self, generation: SubTopicGeneration) -> dict:
        """`error` is there once there is one."""
        shown = super().to_representation(generation)
        return shown if shown["error"] else {name: value for name, value in shown.items() if name != "error"}


class GenerateSubTopicsApi(APIView):
    @extend_schema(
        request=GenerateInput,
        responses={202: GenerationStartedOutput},
        parameters=[OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER)],
        operation_id="generate_sub_topics",
    )
    def post(self, request: Request) -> Response:
        limits.count_generation(request._request)
        data = read_body(GenerateInput, request)
        topic, wished = topic_sessions.find_topic(data["main_topic_id"]), data["personalization"]

        def make(owner: User) -> answering.Made:
            accounts_consent.give_by_request(owner)
            generation = generations.ask_for(
                user=owner,
                topic=topic,
                interests=wished.get("interests", []),
                goals=wished.get("learning_goals", ""),
                wishes=Wishes.from_json({**wished, **data["options"]}),
            )
            return answering.Made(202, answers.generation_started(generation), owner)

        return answering.answer_once(request, make)


class GenerationApi(APIView):
    permission_classes = [IsSomebody]

    @extend_schema(responses=GenerationOutput, operation_id="generated_sub_topics")
    def get(self, request: Request, generation_id: str) -> Response:
        generation = SubTopicGeneration.objects.get_for(request.user, pk=generation_id)
        return Response(GenerationOutput(generation).data)
