"""Which texts exist in Korean and English (columns `_ko` and `_en`)."""

from modeltranslation.translator import TranslationOptions, register

from curriculum.models import CuratedSubTopic, Level, MainTopic, OutlineItem


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
