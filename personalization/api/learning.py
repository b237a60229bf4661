"""`/personalization`: what comes next, where somebody stands, what to review."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from curriculum.models import Question
from lms.api import IsSomebody, PageQuery, page_of, paged, read_query
from personalization import next_questions, practice, subjects, weaknesses
from personalization.api.shapes import QuestionOutput
from personalization.models import ReviewCard


class DistributionOutput(serializers.Serializer):
    weakness_focused = serializers.IntegerField()
    review_questions = serializers.IntegerField()
    challenge_questions = serializers.IntegerField()


class NextQuestionsOutput(serializers.Serializer):
    subject = serializers.CharField(source="subject.name")
    recommended_distribution = DistributionOutput(source="distribution")
    target_difficulty = serializers.IntegerField()
    weakness_topics = serializers.ListField(child=serializers.CharField(), source="weak")
    rationale = serializers.CharField()
    questions = serializers.SerializerMethodField()

    def get_questions(self, found) -> QuestionOutput(many=True):
        return [practice.question_shown(offer.question, offer.predicted, offer.reason) for offer in found.offers]


class WeaknessOutput(serializers.Serializer):
    topic = serializers.CharField(source="row.module.full_name")
    weakness_type = serializers.ChoiceField(Question.Weakness.choices, source="row.weakness_type")
    error_count = serializers.IntegerField(source="row.error_count")
    strength = serializers.FloatField()
    last_error = serializers.DateTimeField(source="row.last_error")
    advice = serializers.CharField()


class ReviewOutput(serializers.Serializer):
    question = serializers.SerializerMethodField()
    due = serializers.DateTimeField()
    last_review = serializers.DateTimeField()

    def get_question(self, card: ReviewCard) -> QuestionOutput:
        return practice.question_shown(card.question)


class NextQuestionsApi(APIView):
    permission_classes = [IsSomebody]

    class Query(serializers.Serializer):
        subject = serializers.CharField(max_length=121, required=False)
        count = serializers.IntegerField(min_value=1, max_value=next_questions.AT_MOST, default=next_questions.COUNT)

    @extend_schema(parameters=[Query], responses=NextQuestionsOutput, operation_id="next_questions")
    def get(self, request: Request) -> Response:
        query = read_query(self.Query, request)
        name = query.get("subject")
        subject = subjects.find(request.user, name) if name else next_questions.default(request.user)
        found = next_questions.recommend(request.user, subject, query["count"])
        return Response(NextQuestionsOutput(found).data)


class WeaknessesApi(APIView):
    permission_classes = [IsSomebody]

    @extend_schema(responses=WeaknessOutput(many=True), operation_id="weaknesses")
    def get(self, request: Request) -> Response:
        return Response(WeaknessOutput(weaknesses.strongest(request.user, timezone.now()), many=True).data)


class ReviewsApi(APIView):
    """The questions that are due."""

    permission_classes = [IsSomebody]

    @extend_schema(parameters=[PageQuery], responses=page_of(ReviewOutput), operation_id="reviews")
    def get(self, request: Request) -> Response:
        rows = ReviewCard.objects.filter(user=request.user).due(timezone.now()).order_by("due", "pk")
        return paged(rows.select_related("question__module__track"), read_query(PageQuery, request), ReviewOutput)
