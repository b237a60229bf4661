"""Main topics, curated subtopics and their outlines: what one reads about. They may point to what one practises.

Texts are translated (`curriculum/translation.py`); rows are loaded from `curriculum/content/` and may be edited in admin.
"""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from curriculum import searching
from curriculum.models.base import HIGHEST, LOWEST, LoadedContent
from curriculum.models.modules import LearningModule
from curriculum.models.tracks import LearningTrack


class MainTopicQuerySet(models.QuerySet):
    def with_counts(self) -> "MainTopicQuerySet":
        return self.annotate(curated_count=models.Count("curated_sub_topics"))

    def search(self, text: str) -> "MainTopicQuerySet":
        """Topics that say this or have a subtopic that does; those that say it themselves first."""
        sub_topics = CuratedSubTopic.objects.search(text).order_by()
        return searching.search_with(self, text, "name", Q(pk__in=sub_topics.values("main_topic")))

    def by_popularity(self) -> "MainTopicQuerySet":
        return self.order_by("-popularity_score", "position", "pk")


class MainTopic(LoadedContent):
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"))
    highlights = models.CharField(_("highlights"), max_length=160, blank=True)
    category = models.CharField(_("category"), max_length=40)
    estimated_learning_time = models.CharField(_("learning time"), max_length=40)
    track = models.ForeignKey(
        LearningTrack, models.SET_NULL, null=True, blank=True, related_name="main_topics", verbose_name=_("track")
    )
    lowest_difficulty = models.PositiveSmallIntegerField(
        default=LOWEST, validators=[MinValueValidator(LOWEST), MaxValueValidator(HIGHEST)]
    )
    highest_difficulty = models.PositiveSmallIntegerField(
        default=HIGHEST, validators=[MinValueValidator(LOWEST), MaxValueValidator(HIGHEST)]
    )
    position = models.PositiveSmallIntegerField(default=0)
    # written by a job of articles from real use
    popularity_score = models.FloatField(default=0, editable=False)
    total_learners = models.PositiveIntegerField(default=0, editable=False)
    avg_completion_rate = models.FloatField(default=0, editable=False)
    generated_count = models.PositiveIntegerField(default=0, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    search_text = searching.text_field("name", "description")
    search_words = searching.words_field("name", "description")

    objects = MainTopicQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("main topic"), _("main topics")
        ordering = ["position", "pk"]
        indexes = [
            models.Index("category", models.F("popularity_score").desc(), name="topic_popularity"),
            *searching.indexes("topic"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(lowest_difficulty__lte=models.F("highest_difficulty")),
                name="difficulty_range_in_order",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def difficulty_range(self) -> list[int]:
        return [self.lowest_difficulty, self.highest_difficulty]


class CuratedSubTopicQuerySet(models.QuerySet):
    def for_level(self, code: str) -> "CuratedSubTopicQuerySet":
        return self.filter(levels__contains=[code])

    def search(self, text: str) -> "CuratedSubTopicQuerySet":
        return searching.search(self, text, "name")

    def with_article_count(self) -> "CuratedSubTopicQuerySet":
        return self.annotate(article_count=models.Count("outline_items"))


class CuratedSubTopic(LoadedContent):
    main_topic = models.ForeignKey(
        MainTopic, models.CASCADE, related_name="curated_sub_topics", verbose_name=_("main topic")
    )
    slug = models.SlugField(max_length=80)
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"))
    levels = ArrayField(
        models.CharField(max_length=20), verbose_name=_("levels"), help_text=_("codes of levels it suits")
    )
    learning_outcomes = models.JSONField(_("learning outcomes"), default=list)
    prerequisites = models.JSONField(_("prerequisites"), default=list, blank=True)
    module = models.ForeignKey(
        LearningModule, models.SET_NULL, null=True, blank=True, related_name="sub_topics", verbose_name=_("module")
    )
    position = models.PositiveSmallIntegerField(default=0)
    # written by a job of articles from real use
    quality_score = models.FloatField(null=True, editable=False)
    usage_count = models.PositiveIntegerField(default=0, editable=False)
    avg_rating = models.FloatField(null=True, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    search_text = searching.text_field("name", "description")
    search_words = searching.words_field("name", "description")

    objects = CuratedSubTopicQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("curated subtopic"), _("curated subtopics")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["main_topic", "slug"], name="subtopic_slug_in_topic")]
        indexes = [
            models.Index("main_topic", models.F("usage_count").desc(), name="subtopic_usage"),
            *searching.indexes("sub_topic"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def public_id(self) -> str:
        return f"curated_{self.pk}"


class OutlineItem(LoadedContent):
    """One article's worth of a subtopic; what a template article is made of."""

    sub_topic = models.ForeignKey(
        CuratedSubTopic, models.CASCADE, related_name="outline_items", verbose_name=_("subtopic")
    )
    slug = models.SlugField(max_length=80)
    title = models.CharField(_("title"), max_length=160)
    covers = models.TextField(_("covers"), help_text=_("prose; its first sentence is the summary"))
    terms = models.JSONField(_("terms"), default=list, help_text='[{"term": …, "definition": …}]')
    example = models.TextField(_("example"), blank=True, help_text="Markdown")
    pitfall = models.TextField(_("pitfall"), blank=True)
    resources = models.JSONField(_("resources"), default=list, blank=True, help_text='[{"title": …, "url": …}]')
    position = models.PositiveSmallIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name, verbose_name_plural = _("outline item"), _("outline items")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["sub_topic", "slug"], name="outline_slug_in_subtopic")]

    def __str__(self) -> str:
        return self.title
