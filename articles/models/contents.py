"""Texts, written once and shared: a content is the cache and the single flight, its versions are what was ever shown."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from articles.matters import Matter
from articles.models.articles import Article
from articles.models.sessions import LearningSession
from curriculum.content_files import LEVEL_CODES
from curriculum.models import OutlineItem
from lms.accounts.access import OwnedQuerySet
from lms.accounts.models import User
from lms.privacy.models import PrivateNote


class ContentQuerySet(models.QuerySet):
    def writable(self, now: datetime) -> "ContentQuerySet":
        """Nobody is writing these: planned, or the writer's claim ran out."""
        return self.filter(Q(state=Content.State.PLANNED) | Q(state=Content.State.WRITING, claimed_until__lt=now))

    def claimed(self) -> "ContentQuerySet":
        """Somebody is writing these, or a newer version of them. By the index, however many there are."""
        return self.filter(state__in=(Content.State.WRITING, Content.State.READY), claimed_until__isnull=False)

    def rewritable(self, now: datetime) -> "ContentQuerySet":
        """Nobody is writing these or a newer version of them."""
        unclaimed = Q(claimed_until=None) | Q(claimed_until__lt=now)
        return self.writable(now) | self.filter(unclaimed, state=Content.State.READY)


class Content(models.Model):
    """What one text is about, for whom and how; `key` is the hash of all that.

    Made from an outline item, or from `matter` (`articles.matters.Matter`) where a model laid out what it is about. With
    a `session` it depends on private input and is that session's alone; the wish itself is in the private note.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        WRITING = "writing", _("Being written")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")

    key = models.CharField(max_length=64, unique=True)
    outline_item = models.ForeignKey(OutlineItem, models.SET_NULL, null=True, blank=True, related_name="contents")
    matter = models.JSONField(default=dict, db_default={}, blank=True)
    session = models.ForeignKey(LearningSession, models.CASCADE, null=True, blank=True, related_name="private_contents")
    private_note = models.ForeignKey(PrivateNote, models.SET_NULL, null=True, blank=True, related_name="+")
    level = models.CharField(max_length=20, choices=[(code, code) for code in LEVEL_CODES])
    length = models.CharField(max_length=10)
    with_examples = models.BooleanField(default=True)
    style = models.CharField(max_length=20, default="balanced")
    language = models.CharField(max_length=2)
    prompt_version = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    claimed_by = models.CharField(max_length=80, blank=True, db_default="")
    claimed_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ContentQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("content"), _("contents")
        indexes = [models.Index(fields=["state", "claimed_until"])]

    def __str__(self) -> str:
        return f"{self.outline_item or self.matter.get('title', '')} · {self.level} · {self.language}"

    @property
    def shown_state(self) -> str:
        """As readers and clients know it: planned, generating, ready or failed."""
        return "generating" if self.state == self.State.WRITING else self.state

    @property
    def about(self) -> Matter | None:
        """In the active language; None where the course no longer has it."""
        if self.matter:
            return Matter.from_json(self.matter)
        return Matter.of_item(self.outline_item) if self.outline_item else None


class ContentVersionQuerySet(models.QuerySet):
    def readable(self) -> "ContentVersionQuerySet":
        return self.filter(review_state__in=(ContentVersion.Review.CHECKED, ContentVersion.Review.APPROVED))

    def reviewable_by(self, person: User) -> "ContentVersionQuerySet":
        """Of shared contents alone, as what private input went into is its reader's; for a teacher those that a student of
        theirs has an article with."""
        shared = self.filter(content__session=None)
        if person.is_admin:
            return shared
        if not person.is_teacher:
            return self.none()
        taught = ArticleLevel.objects.filter(article__session__user__memberships__group__teachers=person)
        return shared.filter(Exists(taught.filter(content=OuterRef("content"))))


class ContentVersion(models.Model):
    class Source(models.TextChoices):
        LLM = "llm", _("Language model")
        TEMPLATE = "template", _("Course material")
        TEACHER = "teacher", _("Teacher")

    class Review(models.TextChoices):
        DRAFT = "draft", _("Draft")
        CHECKED = "checked", _("Checked")
        APPROVED = "approved", _("Approved")
        RETIRED = "retired", _("Retired")

    content = models.ForeignKey(Content, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    markdown = models.TextField()
    html = models.TextField()
    word_count = models.PositiveIntegerField()
    key_terms = models.JSONField(default=list)
    key_term_definitions = models.JSONField(default=list)
    practical_tips = models.JSONField(default=list)
    related_concepts = models.JSONField(default=list)
    sources = models.JSONField(default=list)
    code_examples_count = models.PositiveSmallIntegerField(default=0)
    difficulty_indicators = models.JSONField(default=list)
    content_warnings = models.JSONField(default=list)
    source = models.CharField(max_length=10, choices=Source)
    llm_model = models.CharField(max_length=120, blank=True)
    llm_temperature = models.FloatField(null=True, blank=True)
    generation_prompt = models.CharField(max_length=80, blank=True, help_text=_("name@version"))
    generation_params = models.JSONField(default=dict)
    tokens_used = models.PositiveIntegerField(default=0)
    cost_usd = models.DecimalField(max_digits=12, decimal_places=6, default=0)
    quality_score = models.FloatField(null=True, blank=True)
    review_state = models.CharField(max_length=10, choices=Review, default=Review.DRAFT)
    human_reviewed = models.BooleanField(default=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    converted_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="conversions")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ContentVersionQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("content version"), _("content versions")
        constraints = [models.UniqueConstraint(fields=["content", "number"], name="version_numbers")]
        indexes = [
            models.Index("content", models.F("quality_score").desc(), name="version_quality"),
            models.Index(fields=["created_at"], condition=Q(source="llm"), name="paid_texts_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.content} v{self.number}"


class ArticleLevel(models.Model):
    """Which content an article has at a level, and which version its reader sees: set at first reading, then fixed."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="levels")
    level = models.CharField(max_length=20, choices=[(code, code) for code in LEVEL_CODES])
    content = models.ForeignKey(Content, models.PROTECT, related_name="article_levels")
    version = models.ForeignKey(ContentVersion, models.PROTECT, null=True, blank=True, related_name="article_levels")

    class Meta:
        verbose_name, verbose_name_plural = _("article level"), _("article levels")
        constraints = [models.UniqueConstraint(fields=["article", "level"], name="one_content_a_level")]

    def __str__(self) -> str:
        return f"{self.article} · {self.level}"


class EarlierVersionQuerySet(OwnedQuerySet):
    owner = "article_level__article__session__user"


class EarlierVersion(models.Model):
    """What a reader saw before they asked for another version; it stays readable."""

    article_level = models.ForeignKey(ArticleLevel, models.CASCADE, related_name="earlier")
    version = models.ForeignKey(ContentVersion, models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField(auto_now_add=True)

    objects = EarlierVersionQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("earlier version"), _("earlier versions")
        ordering = ["replaced_at"]
        constraints = [models.UniqueConstraint(fields=["article_level", "version"], name="earlier_version_once")]

    def __str__(self) -> str:
        return str(self.version)


class ReviewEvent(models.Model):
    """Who moved a version to which state and why; the quality gate has no user."""

    version = models.ForeignKey(ContentVersion, models.CASCADE, related_name="review_events")
    from_state = models.CharField(max_length=10, choices=ContentVersion.Review)
    to_state = models.CharField(max_length=10, choices=ContentVersion.Review)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    why = models.CharField(max_length=300)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("review event"), _("review events")

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"
