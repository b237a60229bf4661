"""Career paths: which tracks lead where, and what an industry adds."""

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from curriculum.models.base import Industry, LoadedContent, industry_field
from curriculum.models.tracks import CurriculumCategory, LearningTrack, is_reference, name_field


class CareerPathQuerySet(models.QuerySet):
    def called(self, goal: str) -> "CareerPathQuerySet":
        """By name or alias."""
        if not is_reference(goal):
            return self.none()
        return self.filter(Q(name=goal) | Q(aliases__contains=[goal]))

    def with_tracks(self) -> "CareerPathQuerySet":
        steps = CareerPathTrack.objects.select_related("track")
        return self.select_related("category").prefetch_related(models.Prefetch("steps", steps))


class CareerPath(LoadedContent):
    name = name_field(unique=True)
    aliases = ArrayField(
        models.CharField(max_length=60), default=list, blank=True, verbose_name=_("aliases"),
        help_text=_("other names it is found by"),
    )  # fmt: skip
    display_name = models.CharField(_("display name"), max_length=120)
    category = models.ForeignKey(
        CurriculumCategory, models.CASCADE, related_name="career_paths", verbose_name=_("category")
    )
    description = models.TextField(_("description"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = CareerPathQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("career path"), _("career paths")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.display_name

    def clean(self) -> None:
        """One name leads to one career path."""
        names = {self.name, *self.aliases}
        others = CareerPath.objects.exclude(pk=self.pk).filter(Q(name__in=names) | Q(aliases__overlap=list(names)))
        if other := others.first():
            raise ValidationError(_("“%(other)s” has one of these names already."), params={"other": other})


class CareerPathTrack(LoadedContent):
    """A track of a career path, in which role; in an industry's role, for which industry."""

    class Role(models.TextChoices):
        PREREQUISITE = "prerequisite", _("Prerequisite")
        CORE = "core", _("Core")
        SPECIALIZATION = "specialization", _("Specialization option")
        INDUSTRY = "industry", _("Industry adaptation")

    career_path = models.ForeignKey(CareerPath, models.CASCADE, related_name="steps", verbose_name=_("career path"))
    track = models.ForeignKey(LearningTrack, models.CASCADE, related_name="career_steps", verbose_name=_("track"))
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.CORE)
    industry = industry_field()
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name, verbose_name_plural = _("track of a career path"), _("tracks of a career path")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["career_path", "track", "role", "industry"], name="career_track_once"),
            models.CheckConstraint(
                condition=Q(role="industry") ^ Q(industry=Industry.GENERAL),
                name="industry_with_its_role",
                violation_error_message=_("An industry adaptation names its industry; the other roles stay general."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.track)
