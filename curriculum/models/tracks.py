"""Categories and the tracks in them."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from curriculum import searching
from curriculum.models.base import NAME, LoadedContent, difficulty_field

name_validator = RegexValidator(NAME, _("Small letters, digits and single underscores, such as python_basics."))


def name_field(**more) -> models.CharField:
    """How files, addresses and the API call a row."""
    return models.CharField(
        _("name in addresses"), max_length=60, validators=[name_validator],
        help_text=_("Small letters, digits and underscores; it stays as it is."), **more,
    )  # fmt: skip


class NamedQuerySet(models.QuerySet):
    def called(self, reference: str) -> "NamedQuerySet":
        """The row with this number or name."""
        if not is_reference(reference):
            return self.none()
        return self.filter(Q(name=reference) | (Q(pk=int(reference)) if is_number(reference) else Q()))


def is_reference(text: str) -> bool:
    """Whether this can be a number or name at all; PostgreSQL would refuse a NUL."""
    return text.isascii() and text.replace("_", "").replace(".", "").isalnum()


def is_number(reference: str) -> bool:
    """Whether this is a row's number; PostgreSQL's numbers end at 2^63."""
    return reference.isascii() and reference.isdigit() and len(reference) <= 18


class CurriculumCategory(LoadedContent):
    name = name_field(unique=True)
    display_name = models.CharField(_("display name"), max_length=120)
    description = models.TextField(_("description"))
    target_audience = models.CharField(_("target audience"), max_length=60)
    estimated_total_months = models.PositiveSmallIntegerField(_("months in all"), default=12)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = NamedQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("category"), _("categories")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.display_name


class LearningTrackQuerySet(NamedQuerySet):
    def search(self, text: str) -> "LearningTrackQuerySet":
        return searching.search(self, text, "display_name")


class LearningTrack(LoadedContent):
    class Category(models.TextChoices):
        FOUNDATION = "foundation", _("Foundation")
        DEVELOPMENT = "development", _("Development")
        SPECIALIZATION = "specialization", _("Specialization")

    class Specialization(models.TextChoices):
        GENERAL = "general", _("General")
        SPECIALIST = "specialist", _("Specialist")
        EXPERT = "expert", _("Expert")
        MASTER = "master", _("Master")

    name = name_field(unique=True)
    display_name = models.CharField(_("display name"), max_length=120)
    description = models.TextField(_("description"))
    curriculum_category = models.ForeignKey(
        CurriculumCategory, models.CASCADE, related_name="tracks", verbose_name=_("category")
    )
    category = models.CharField(_("kind of track"), max_length=20, choices=Category, default=Category.FOUNDATION)
    specialization_level = models.CharField(
        _("specialization"), max_length=20, choices=Specialization, default=Specialization.GENERAL
    )
    difficulty_level = difficulty_field()
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    search_text = searching.text_field("display_name", "description")
    search_words = searching.words_field("display_name", "description")

    objects = LearningTrackQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("track"), _("tracks")
        ordering = ["curriculum_category__position", "position", "pk"]
        indexes = searching.indexes("track")

    def __str__(self) -> str:
        return self.display_name

    def get_absolute_url(self) -> str:
        return reverse("track", args=[self.name])
