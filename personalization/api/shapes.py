"""What goes in and out of practice, field by field."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from curriculum.models import Question
from personalization import practice
from personalization.models import ANSWER_CHARACTERS, Submission

MAX_ANSWERS = 50


class AnswerInput(serializers.Serializer):
    question_id = serializers.IntegerField(min_value=1, max_value=2**31)
    answer = serializers.CharField(max_length=ANSWER_CHARACTERS, allow_blank=True, trim_whitespace=False)


class SubmitInput(serializers.Serializer):
    """Either a subject or an assignment; with an assignment the answers may be left out."""

    subject = serializers.CharField(max_length=121, required=False)
    assignment = serializers.IntegerField(min_value=1, max_value=2**31, required=False)
    answers = AnswerInput(many=True, max_length=MAX_ANSWERS, required=False)

    def validate(self, data: dict) -> dict:
        if ("subject" in data) == ("assignment" in data):
            raise serializers.ValidationError({"subject": _("Name a subject or an assignment.")})
        if "subject" in data and "answers" not in data:
            raise serializers.ValidationError({"answers": _("Send a list of answers; it may be empty.")})
        return data


class AddAnswersInput(serializers.Serializer):
    answers = AnswerInput(many=True, min_length=1, max_length=MAX_ANSWERS)


class PracticeResourceOutput(serializers.Serializer):
    title = serializers.CharField()
    url = serializers.CharField()
    resource_type = serializers.CharField()


class ScoredAnswerOutput(serializers.Serializer):
    """In a test that isn't finished yet everything but `question_id` is null."""

    question_id = serializers.IntegerField()
    score = serializers.FloatField(allow_null=True)
    is_correct = serializers.BooleanField(allow_null=True)
    tries_left = serializers.IntegerField()
    correct_answer = serializers.CharField(allow_null=True)
    explanation = serializers.CharField(allow_null=True)
    hint = serializers.CharField(allow_null=True)


class AnswerWithFeedbackOutput(ScoredAnswerOutput):
    answer = serializers.CharField()
    feedback = serializers.CharField(allow_null=True)
    feedback_source = serializers.CharField(allow_null=True)
    resources = PracticeResourceOutput(many=True)


class ChoiceOutput(serializers.Serializer):
    id = serializers.CharField()
    text = serializers.CharField()


class QuestionOutput(serializers.Serializer):
    """A question to a learner: never the key, accepted answers, patterns, weakness types or the explanation."""

    id = serializers.IntegerField()
    module = serializers.CharField()
    kind = serializers.ChoiceField(Question.Kind.choices)
    prompt = serializers.CharField()
    code_snippet = serializers.CharField(allow_blank=True)
    code_language = serializers.CharField(allow_blank=True)
    choices = ChoiceOutput(many=True)
    difficulty_level = serializers.IntegerField()
    sub_topic = serializers.CharField(allow_blank=True)
    hints_total = serializers.IntegerField()
    predicted_success = serializers.FloatField(allow_null=True)
    reason = serializers.CharField(allow_blank=True)


class PracticeProjectOutput(serializers.Serializer):
    name = serializers.CharField()
    title = serializers.CharField()
    difficulty_level = serializers.IntegerField()
    estimated_hours = serializers.IntegerField()
    technologies = serializers.ListField(child=serializers.CharField())
    github_url = serializers.CharField(allow_blank=True)


class NextModuleOutput(serializers.Serializer):
    module = serializers.CharField()
    title = serializers.CharField()


class RecommendationsOutput(serializers.Serializer):
    """`projects` and `next_modules` once a module of the run is complete."""

    questions = QuestionOutput(many=True)
    resources = PracticeResourceOutput(many=True)
    projects = PracticeProjectOutput(many=True)
    next_modules = NextModuleOutput(many=True, required=False)


class SubmissionOpenedOutput(serializers.Serializer):
    submission_id = serializers.CharField()
    subject = serializers.CharField()
    status = serializers.ChoiceField(Submission.Status.choices)
    quick_score = serializers.FloatField(allow_null=True)
    answers = ScoredAnswerOutput(many=True)
    questions = QuestionOutput(many=True, required=False, help_text="of an assignment that was begun")
    websocket_url = serializers.CharField()
    access_token = serializers.CharField(allow_null=True, required=False)


class SubmissionOutput(SubmissionOpenedOutput):
    submitted_at = serializers.DateTimeField()
    completed_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    answers = AnswerWithFeedbackOutput(many=True)
    recommendations = RecommendationsOutput()


class AnswerFeedbackOutput(serializers.Serializer):
    question_id = serializers.IntegerField()
    feedback = serializers.CharField()
    feedback_source = serializers.CharField()
    resources = PracticeResourceOutput(many=True)


class FeedbackTaskOutput(serializers.Serializer):
    task_id = serializers.CharField()
    status = serializers.CharField()
    status_url = serializers.CharField()
    websocket_url = serializers.CharField()


class SubmissionListItemOutput(serializers.ModelSerializer):
    submission_id = serializers.CharField(source="pk")
    quick_score = serializers.SerializerMethodField()
    answered = serializers.IntegerField()

    class Meta:
        model = Submission
        fields = [
            "submission_id",
            "kind",
            "subject",
            "status",
            "quick_score",
            "answered",
            "submitted_at",
            "completed_at",
            "closed_at",
        ]

    def get_quick_score(self, submission: Submission) -> float | None:
        return practice.shown_score(submission)


class HintOutput(serializers.Serializer):
    step = serializers.IntegerField()
    text = serializers.CharField()
    left = serializers.IntegerField()
