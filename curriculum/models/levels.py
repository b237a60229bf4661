"""The fixed five levels."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from curriculum.models.base import LoadedContent


class Level(LoadedContent):
    """One of the fixed five; `order` is the meaning of every difficulty_level 1-5."""

    code = models.CharField(max_length=20, primary_key=True)
    name = models.CharField(_("name"), max_length=40)
    description = models.TextField(_("description"))
    target_audience = models.TextField(_("target audience"))
    characteristics = models.JSONField(_("characteristics"), default=list)
    estimated_hours_per_week = models.PositiveSmallIntegerField(_("hours a week"))
    order = models.PositiveSmallIntegerField(unique=True)

    class Meta:
        verbose_name, verbose_name_plural = _("level"), _("levels")
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name
