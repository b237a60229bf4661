"""A list of students a teacher uploaded, between the preview and the import."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import ClassGroup


class RosterImport(models.Model):
    """`lines`: [{line, username, display_name, email, error}], as read from the file. Erased after a day: names of people
    who may never join."""

    group = models.ForeignKey(ClassGroup, models.CASCADE, related_name="imports", verbose_name=_("class group"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="roster_imports", verbose_name=_("made by")
    )
    lines = models.JSONField(_("lines"), default=list)
    created_at = models.DateTimeField(_("made"), auto_now_add=True, db_index=True)
    imported_at = models.DateTimeField(_("imported"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("roster import"), _("roster imports")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.group} · {self.created_at:%Y-%m-%d}"
