"""What goes in and out of profile, path, progress and dashboard, field by field."""

from rest_framework import serializers

from curriculum import recommending
from curriculum.content_files import LEVEL_CODES
from curriculum.models import CareerPath, Industry, Level
from lms.problems import Problem
from personalization import profiles
from personalization.interests import GOAL_CHARACTERS, INTEREST_CHARACTERS, INTERESTS
from personalization.models import LearnerProfile
from personalization.models.profiles import HOURS_A_WEEK_AT_MOST


class PathQuery(serializers.Serializer):
    career_goal = serializers.CharField(required=False, max_length=60)
    industry = serializers.ChoiceField(Industry.choices, required=False)

    @property
    def wanted(self) -> dict[str, str]:
        data = self.validated_data
        return {"goal": data.get("career_goal", ""), "industry": data.get("industry", "")}


class ProfileInput(serializers.Serializer):
    career_goal = serializers.CharField(max_length=60, required=False, allow_null=True)
    industry = serializers.ChoiceField(Industry.choices, required=False)
    current_level = serializers.ChoiceField(LEVEL_CODES, required=False)
    weekly_hours = serializers.IntegerField(
        min_value=1, max_value=HOURS_A_WEEK_AT_MOST, required=False, allow_null=True
    )
    preferred_style = serializers.ChoiceField(LearnerProfile.Style.choices, required=False)
    specializations = serializers.ListField(child=serializers.CharField(max_length=60), max_length=20, required=False)
    interests = serializers.ListField(
        child=serializers.CharField(max_length=INTEREST_CHARACTERS), max_length=INTERESTS, required=False
    )
    learning_goals = serializers.CharField(max_length=GOAL_CHARACTERS, allow_blank=True, required=False)

    def validate_career_goal(self, goal: str | None) -> CareerPath | None:
        """Raises Problem 400 naming the known ones."""
        return None if goal is None else recommending.find_career(goal)

    @property
    def changes(self) -> dict:
        """As `profiles.change` takes them."""
        data = dict(self.validated_data)
        private = {name: data.pop(name) for name in ("interests", "learning_goals") if name in data}
        if "career_goal" in data:
            data["career_path"] = data.pop("career_goal")
        if "current_level" in data:
            data["current_level"] = Level.objects.get(pk=data["current_level"])
        return data | {"private": private or None}


class ProfileOutput(serializers.Serializer):
    career_goal = serializers.CharField(source="career_path.name", allow_null=True, default=None)
    industry = serializers.ChoiceField(Industry.choices)
    current_level = serializers.ChoiceField(LEVEL_CODES, source="current_level_id")
    weekly_hours = serializers.IntegerField(source="study_hours_a_week")
    preferred_style = serializers.ChoiceField(LearnerProfile.Style.choices)
    specializations = serializers.ListField(child=serializers.CharField())
    interests = serializers.SerializerMethodField()
    learning_goals = serializers.SerializerMethodField()
    onboarded_at = serializers.DateTimeField(allow_null=True)

    def get_interests(self, profile: LearnerProfile) -> list[str]:
        return self._private(profile).get("interests", [])

    def get_learning_goals(self, profile: LearnerProfile) -> str:
        return self._private(profile).get("learning_goals", "")

    def _private(self, profile: LearnerProfile) -> dict:
        if not hasattr(self, "_read"):
            self._read = profiles.read_private(profile)
        return self._read


class PathItemOutput(serializers.Serializer):
    track = serializers.CharField(source="track.name")
    module = serializers.CharField(source="module.name")
    display_name = serializers.CharField(source="module.display_name")
    reason = serializers.CharField()
    status = serializers.CharField()
    estimated_hours = serializers.IntegerField(source="hours")


class PersonalPathOutput(serializers.Serializer):
    curriculum_category = serializers.CharField(source="path.career.category.name")
    career_goal = serializers.CharField(source="path.career.name")
    personalized_path = PathItemOutput(many=True, source="path.ahead")
    estimated_completion_months = serializers.FloatField(source="path.months_left")
    estimated_completion_date = serializers.DateField(source="path.completion_date")
    next_milestones = PathItemOutput(many=True, source="path.milestones")
    industry_focus = serializers.CharField(source="path.industry")
    weakness_focus_areas = serializers.ListField(child=serializers.CharField())


class SkillOutput(serializers.Serializer):
    skill = serializers.CharField(source="label")
    key = serializers.CharField()
    mastery = serializers.IntegerField()
    target = serializers.IntegerField()


class StepOutput(serializers.Serializer):
    track = serializers.CharField(source="track.name")
    module = serializers.CharField(source="module.name")
    status = serializers.ChoiceField(["completed", "current", "open", "locked"])
    missing = serializers.ListField(child=serializers.CharField())
    estimated_hours = serializers.IntegerField(source="module.estimated_hours")


class UnaidedOutput(serializers.Serializer):
    """After a wrong answer in practice, how often the next question of the module was right at once and without a hint."""

    chances = serializers.IntegerField()
    right = serializers.IntegerField()
    rate = serializers.FloatField(allow_null=True)


class TopicOutput(serializers.Serializer):
    topic = serializers.CharField(source="module.full_name")
    total_questions = serializers.IntegerField(source="row.total_questions")
    correct_answers = serializers.IntegerField(source="row.correct_answers")
    average_score = serializers.FloatField(source="row.average_score")
    practice_accuracy = serializers.FloatField(source="accuracy", allow_null=True)
    unaided = UnaidedOutput()
    mastery = serializers.FloatField()
    mastery_low = serializers.FloatField(source="estimate.low")
    mastery_high = serializers.FloatField(source="estimate.high")
    mastery_level = serializers.CharField(source="row.mastery_level")
    last_activity = serializers.DateTimeField(source="row.last_activity")


class TrackProgressOutput(serializers.Serializer):
    track = serializers.CharField()
    curriculum_category = serializers.CharField()
    career_goal = serializers.CharField()
    industry_preference = serializers.CharField()
    total_questions = serializers.IntegerField()
    correct_answers = serializers.IntegerField()
    practice_accuracy = serializers.FloatField(allow_null=True)
    unaided = UnaidedOutput()
    mastery_percentage = serializers.FloatField()
    current_module = serializers.CharField(allow_null=True)
    estimated_completion_date = serializers.DateField(allow_null=True)
    started_at = serializers.DateTimeField(allow_null=True)
    last_activity = serializers.DateTimeField(allow_null=True)


class LearningProgressOutput(serializers.Serializer):
    tracks = TrackProgressOutput(many=True)
    topics = TopicOutput(many=True)


def query_of(request) -> dict[str, str]:
    """Goal and industry as asked for. Raises Problem 400."""
    query = PathQuery(data=request.query_params)
    query.is_valid(raise_exception=True)
    return query.wanted


def profile_changes(request) -> dict:
    """Raises Problem 400 naming the field."""
    if not isinstance(request.data, dict):
        raise Problem.invalid("", "The body has to be a JSON object.", code="not_an_object")
    body = ProfileInput(data=request.data)
    body.is_valid(raise_exception=True)
    return body.changes
