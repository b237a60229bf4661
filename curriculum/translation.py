"""Which texts exist in Korean and English (columns `_ko` and `_en`)."""

from modeltranslation.translator import TranslationOptions, register

from curriculum.content_files import LANGUAGES
from curriculum.models import (
    CareerPath,
    CuratedSubTopic,
    CurriculumCategory,
    LearningModule,
    LearningResource,
    LearningTrack,
    Level,
    MainTopic,
    OutlineItem,
    ProjectTemplate,
    Question,
)


@register(Level)
class LevelTranslation(TranslationOptions):
    fields = ("name", "description", "target_audience", "characteristics")


@register(MainTopic)
class MainTopicTranslation(TranslationOptions):
    fields = ("name", "description", "highlights", "estimated_learning_time")


@register(CuratedSubTopic)
class CuratedSubTopicTranslation(TranslationOptions):
    fields = ("name", "description", "learning_outcomes", "prerequisites")


@register(OutlineItem)
class OutlineItemTranslation(TranslationOptions):
    fields = ("title", "covers", "terms", "example", "pitfall", "resources")


@register(CurriculumCategory)
class CurriculumCategoryTranslation(TranslationOptions):
    fields = ("display_name", "description")


@register(CareerPath)
class CareerPathTranslation(TranslationOptions):
    fields = ("display_name", "description")


@register(LearningTrack)
class LearningTrackTranslation(TranslationOptions):
    fields = ("display_name", "description")


@register(LearningModule)
class LearningModuleTranslation(TranslationOptions):
    fields = ("display_name", "description", "lesson")


@register(LearningResource)
class LearningResourceTranslation(TranslationOptions):
    fields = ("title", "description")


@register(ProjectTemplate)
class ProjectTemplateTranslation(TranslationOptions):
    fields = ("display_name", "brief")


@register(Question)
class QuestionTranslation(TranslationOptions):
    """Whoever changes the language in the middle of a run gets a question of one language in that one, never an empty one."""

    fields = ("prompt", "choices", "hints", "explanation")
    fallback_languages = {"default": LANGUAGES}
