"""What goes in and out of `/sessions` and `/articles`, field by field."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from articles import outlines, reading
from articles.choices import (
    COMMENT_CHARACTERS,
    GOAL_CHARACTERS,
    INTEREST_CHARACTERS,
    MAX_ARTICLES,
    MAX_ARTICLES_A_SUBTOPIC,
    MAX_GENERATED,
    MAX_INTERESTS,
    MAX_SUBTOPICS,
    MODULE_CHARACTERS,
    PACES,
    SECONDS_AT_MOST,
    STYLES,
    WISH_CHARACTERS,
    WORDS,
    Options,
    Wishes,
)
from articles.models import ArticleFeedback, ArticleReport, GeneratedSubTopic, LearningSession, SubTopicGeneration
from curriculum.content_files import LEVEL_CODES


class PersonalizationInput(serializers.Serializer):
    learning_pace = serializers.ChoiceField(PACES, default="regular")
    preferred_article_length = serializers.ChoiceField(list(WORDS), default="medium")
    include_examples = serializers.BooleanField(default=True)


class OptionsInput(serializers.Serializer):
    max_articles_per_subtopic = serializers.IntegerField(min_value=1, max_value=MAX_ARTICLES_A_SUBTOPIC, default=7)
    enable_adaptive_difficulty = serializers.BooleanField(default=True)
    include_practice_problems = serializers.BooleanField(default=False)


class GenerationWishesInput(serializers.Serializer):
    interests = serializers.ListField(
        child=serializers.CharField(max_length=INTEREST_CHARACTERS), max_length=MAX_INTERESTS, default=list
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
    error = serializers.CharField(source="error_message")

    def to_representation(self, generation: SubTopicGeneration) -> dict:
        """`error` is there once there is one."""
        shown = super().to_representation(generation)
        return shown if shown["error"] else {name: value for name, value in shown.items() if name != "error"}


class WishInput(serializers.Serializer):
    wish = serializers.CharField(max_length=WISH_CHARACTERS, allow_blank=True, default="")


class NewSessionInput(serializers.Serializer):
    """About subtopics of a main topic, at a level; or about a module, at the level that was given or that it is written for."""

    main_topic_id = serializers.IntegerField(min_value=1, max_value=2**31, required=False)
    sub_topic_ids = serializers.ListField(
        child=serializers.RegexField(
            r"^(curated|generated)_[1-9]\d{0,8}$", error_messages={"invalid": _("Not the id of a subtopic.")}
        ),
        min_length=1,
        max_length=MAX_SUBTOPICS,
        required=False,
    )
    module = serializers.CharField(max_length=MODULE_CHARACTERS, required=False, help_text="track.module")
    level = serializers.ChoiceField(LEVEL_CODES, required=False)
    personalization = PersonalizationInput(default=dict)
    options = OptionsInput(default=dict)

    def validate_sub_topic_ids(self, names: list[str]) -> list[str]:
        return list(dict.fromkeys(names))

    def validate(self, given: dict) -> dict:
        if "module" not in given:
            needed, text = ("main_topic_id", "sub_topic_ids", "level"), self.error_messages["required"]
            missing = {name: [text] for name in needed if name not in given}
        else:
            text = _("Send a module, or a main topic with subtopics.")
            missing = {name: [text] for name in ("main_topic_id", "sub_topic_ids") if name in given}
        if missing:
            raise serializers.ValidationError(missing)
        return given

    @property
    def choices(self) -> Options:
        """Options with what was left out at its default."""
        given = self.validated_data
        return Options.from_json({**given["personalization"], **given["options"]})


class NewSessionOutput(serializers.Serializer):
    session_id = serializers.CharField()
    status = serializers.CharField()
    estimated_total_time = serializers.CharField()
    websocket_url = serializers.CharField()
    access_token = serializers.CharField(allow_null=True)


class SessionCurriculumOutput(serializers.Serializer):
    title = serializers.CharField()
    level = serializers.CharField()
    total_articles = serializers.IntegerField()
    completed_articles = serializers.IntegerField()
    estimated_completion_time = serializers.CharField()


class SessionProgressOutput(serializers.Serializer):
    current_article_id = serializers.CharField(allow_null=True)
    completion_percentage = serializers.IntegerField()
    time_spent = serializers.CharField()
    time_spent_seconds = serializers.IntegerField()
    last_accessed = serializers.DateTimeField()


class GenerationInfoOutput(serializers.Serializer):
    llm_model = serializers.CharField(allow_null=True)
    generation_time = serializers.CharField(allow_null=True)
    total_tokens_used = serializers.IntegerField()
    cost_usd = serializers.FloatField()
    source = serializers.CharField(allow_null=True)


class SessionOutput(serializers.Serializer):
    session_id = serializers.CharField()
    status = serializers.CharField()
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    language = serializers.CharField()
    curriculum = SessionCurriculumOutput()
    progress = SessionProgressOutput()
    generation_info = GenerationInfoOutput()


class OutlineItemOutput(serializers.Serializer):
    id = serializers.CharField(source="article.pk")
    order = serializers.IntegerField(source="article.order_num")
    title = serializers.CharField(source="article.title")
    summary = serializers.CharField(source="article.summary")
    sub_topic = serializers.CharField(source="article.session_subtopic.public_id")
    estimated_read_time = serializers.CharField()
    key_concepts = serializers.ListField(child=serializers.CharField(), source="article.key_concepts")
    is_generated = serializers.BooleanField(source="ready")
    difficulty_indicators = serializers.ListField(child=serializers.CharField())
    status = serializers.CharField()
    completed = serializers.BooleanField()


class SessionListItemOutput(serializers.Serializer):
    session_id = serializers.CharField(source="pk")
    title = serializers.SerializerMethodField()
    level = serializers.CharField(source="target_level")
    language = serializers.CharField()
    status = serializers.CharField(source="shown_status")
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    total_articles = serializers.IntegerField(source="planned_articles")
    completed_articles = serializers.IntegerField()

    def get_title(self, session: LearningSession) -> str:
        return outlines.title(session)


class OutlineOutput(serializers.Serializer):
    session_id = serializers.CharField()
    title = serializers.CharField()
    level = serializers.CharField()
    items = OutlineItemOutput(many=True)


class ArticleMetadataOutput(serializers.Serializer):
    generated_at = serializers.DateTimeField(allow_null=True)
    llm_model = serializers.CharField(allow_null=True)
    source = serializers.CharField(allow_null=True)
    generation_prompt = serializers.CharField(required=False, help_text="teachers only")
    quality_score = serializers.FloatField(allow_null=True)
    human_reviewed = serializers.BooleanField()
    version = serializers.IntegerField(allow_null=True)
    newer_version = serializers.IntegerField(allow_null=True)


class TermOutput(serializers.Serializer):
    term = serializers.CharField()
    definition = serializers.CharField()


class LearningElementsOutput(serializers.Serializer):
    key_terms = serializers.ListField(child=serializers.CharField())
    key_term_definitions = TermOutput(many=True)
    code_examples = serializers.IntegerField()
    practical_tips = serializers.ListField(child=serializers.CharField())
    related_concepts = serializers.ListField(child=serializers.CharField())


class SourceOutput(serializers.Serializer):
    title = serializers.CharField()
    url = serializers.CharField()


class VariantsOutput(serializers.Serializer):
    available_levels = serializers.ListField(child=serializers.CharField())
    producible_levels = serializers.ListField(child=serializers.CharField())
    current_level = serializers.CharField()


class ArticleOutput(serializers.Serializer):
    id = serializers.CharField()
    session_id = serializers.CharField()
    title = serializers.CharField()
    status = serializers.CharField()
    content = serializers.CharField(allow_blank=True)
    content_html = serializers.CharField(allow_blank=True)
    level = serializers.CharField()
    sub_topic_slug = serializers.CharField()
    word_count = serializers.IntegerField()
    estimated_read_time = serializers.CharField(allow_blank=True)
    next_article_id = serializers.CharField(allow_null=True)
    previous_article_id = serializers.CharField(allow_null=True)
    metadata = ArticleMetadataOutput()
    learning_elements = LearningElementsOutput()
    sources = SourceOutput(many=True)
    difficulty_variants = VariantsOutput()


class TaskStartedOutput(serializers.Serializer):
    task_id = serializers.CharField()
    status = serializers.CharField()
    websocket_url = serializers.CharField()


class OutlineEditInput(serializers.Serializer):
    order = serializers.ListField(child=serializers.CharField(max_length=40), max_length=MAX_ARTICLES, default=list)
    drop = serializers.ListField(child=serializers.CharField(max_length=40), max_length=MAX_ARTICLES, default=list)


class FeedbackInput(serializers.Serializer):
    rating = serializers.ChoiceField(ArticleFeedback.Rating.values, default="")
    feedback_type = serializers.ListField(
        child=serializers.ChoiceField(ArticleFeedback.About.values), max_length=8, default=list
    )
    comments = serializers.CharField(max_length=COMMENT_CHARACTERS, allow_blank=True, default="")
    difficulty_perceived = serializers.ChoiceField(ArticleFeedback.Difficulty.values, default="")
    session_id = serializers.CharField(max_length=40, allow_blank=True, default="")

    def validate(self, data: dict) -> dict:
        if not (data["rating"] or data["difficulty_perceived"] or data["comments"]):
            message = _("Say how you liked it (like or dislike), or how hard it was.")
            raise serializers.ValidationError({"rating": message})
        return data


class FeedbackOutput(serializers.ModelSerializer):
    class Meta:
        model = ArticleFeedback
        fields = [
            "article_id",
            "session_id",
            "rating",
            "feedback_type",
            "comments",
            "difficulty_perceived",
            "user_level_at_time",
            "created_at",
        ]


class ReportInput(serializers.Serializer):
    reason = serializers.ChoiceField(ArticleReport.Reason.values)
    text = serializers.CharField(max_length=COMMENT_CHARACTERS, allow_blank=True, default="")


class ReportOutput(serializers.ModelSerializer):
    class Meta:
        model = ArticleReport
        fields = ["id", "article_id", "reason", "created_at", "resolved_at"]


class BookmarkOutput(serializers.Serializer):
    article_id = serializers.CharField(source="pk")
    session_id = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()
    level = serializers.CharField()
    bookmarked_at = serializers.DateTimeField()


class AnalyticsOutput(serializers.Serializer):
    completion_rate = serializers.FloatField()
    avg_time_per_article = serializers.IntegerField(allow_null=True, help_text="seconds")
    total_engagement_score = serializers.FloatField()
    positive_feedback_count = serializers.IntegerField()
    negative_feedback_count = serializers.IntegerField()
    avg_difficulty_rating = serializers.FloatField(allow_null=True, help_text="too_easy 1 … too_hard 3")
    level_switches_count = serializers.IntegerField()
    most_used_level = serializers.CharField()
    preferred_article_length = serializers.CharField()


class ProgressInput(serializers.Serializer):
    article_id = serializers.CharField(max_length=40)
    action = serializers.ChoiceField(reading.ACTIONS)
    from_level = serializers.ChoiceField(LEVEL_CODES, default="")
    to_level = serializers.ChoiceField(LEVEL_CODES, default="")
    bookmarked = serializers.BooleanField(default=True, help_text="with action bookmarked: false takes it away")
    time_spent = serializers.IntegerField(min_value=0, max_value=SECONDS_AT_MOST, default=0)
    scroll_depth = serializers.FloatField(min_value=0, max_value=1, default=0)
    engagement_score = serializers.FloatField(min_value=0, max_value=1, default=0)

    def validate(self, data: dict) -> dict:
        if data["action"] == reading.LEVEL_SWITCHED and not (data["from_level"] and data["to_level"]):
            raise serializers.ValidationError({"to_level": _("Name from_level and to_level with this action.")})
        return data


class ProgressOutput(serializers.Serializer):
    session_id = serializers.CharField()
    completed_articles = serializers.IntegerField()
    completion_percentage = serializers.IntegerField()
    current_article_id = serializers.CharField(allow_null=True)
    status = serializers.CharField()
