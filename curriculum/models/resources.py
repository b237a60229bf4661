"""What to read, watch and build beside the lessons."""

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from curriculum import searching
from curriculum.models.base import LoadedContent, difficulty_field, industry_field
from curriculum.models.modules import LearningModule
from curriculum.models.tracks import LearningTrack, NamedQuerySet, name_field

https_only = URLValidator(schemes=["https"])


class LearningResourceQuerySet(models.QuerySet):
    def search(self, text: str) -> "LearningResourceQuerySet":
        return searching.search(self, text, "title")


class LearningResource(LoadedContent):
    class Type(models.TextChoices):
        DOCUMENTATION = "documentation", _("Documentation")
        TUTORIAL = "tutorial", _("Tutorial")
        VIDEO = "video", _("Video")
        PROJECT = "project", _("Project")

    track = models.ForeignKey(LearningTrack, models.CASCADE, related_name="resources", verbose_name=_("track"))
    module = models.ForeignKey(
        LearningModule, models.CASCADE, null=True, blank=True, related_name="resources", verbose_name=_("module")
    )
    sub_topic = models.CharField(_("part"), max_length=60, blank=True)
    resource_type = models.CharField(_("kind"), max_length=20, choices=Type, default=Type.DOCUMENTATION)
    title = models.CharField(_("title"), max_length=160)
    url = models.CharField(_("address"), max_length=300, validators=[https_only])
    description = models.TextField(_("description"))
    difficulty_level = difficulty_field()
    industry_focus = industry_field()
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    search_text = searching.text_field("title", "description")
    search_words = searching.words_field("title", "description")

    objects = LearningResourceQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("resource"), _("resources")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["module", "url"], name="resource_once_a_module")]
        indexes = searching.indexes("resource")

    def __str__(self) -> str:
        return self.title

    def save(self, *args, **kwargs) -> None:
        """A module's resource is its track's."""
        if self.module_id:
            self.track_id = self.module.track_id
        super().save(*args, **kwargs)


class ProjectTemplate(LoadedContent):
    name = name_field(unique=True)
    display_name = models.CharField(_("display name"), max_length=120)
    difficulty_level = difficulty_field()
    track = models.ForeignKey(LearningTrack, models.CASCADE, related_name="projects", verbose_name=_("track"))
    industry_focus = industry_field()
    github_url = models.CharField(_("repository"), max_length=300, blank=True, validators=[https_only])
    brief = models.TextField(_("brief"), help_text=_("Markdown: the goal, milestones, when it is done"))
    technologies = ArrayField(models.CharField(max_length=40), default=list, blank=True, verbose_name=_("technologies"))
    estimated_hours = models.PositiveSmallIntegerField(_("hours"), default=20)
    prerequisites = ArrayField(
        models.CharField(max_length=121), default=list, blank=True, verbose_name=_("prerequisites"),
        help_text=_("“track” or “track.module”"),
    )  # fmt: skip
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = NamedQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("project"), _("projects")
        ordering = ["track__curriculum_category__position", "track__position", "position", "pk"]

    def __str__(self) -> str:
        return self.display_name

    def clean(self) -> None:
        """Raises ValidationError naming a prerequisite that isn't there."""
        unknown = [name for name in self.prerequisites if not _exists(name)]
        if unknown:
            message = _("There is no track or module called %(names)s.") % {"names": ", ".join(unknown)}
            raise ValidationError({"prerequisites": message})


def _exists(name: str) -> bool:
    rows = LearningModule.objects.called(name) if "." in name else LearningTrack.objects.filter(name=name)
    return rows.exists()
