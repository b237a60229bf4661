"""The adaptive quiz that finds out what somebody knows already."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from curriculum.models import CareerPath, Question
from lms import ids
from lms.accounts.access import OwnedQuerySet
from personalization.models.submissions import Submission


class PlacementRun(models.Model):
    """Its answers are those of its submission. `question` is the one being asked; none once it has ended."""

    id = ids.PublicIdField(prefix="place")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="placements", verbose_name=_("student")
    )
    career_path = models.ForeignKey(CareerPath, models.CASCADE, related_name="+", verbose_name=_("career path"))
    submission = models.OneToOneField(Submission, models.CASCADE, related_name="placement")
    question = models.ForeignKey(Question, models.SET_NULL, null=True, blank=True, related_name="+")
    completed = models.JSONField(_("found to be known"), default=list, help_text="track.module")
    level = models.CharField(_("level"), max_length=20, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("placement"), _("placements")

    def __str__(self) -> str:
        return f"{self.career_path} · {self.user}"

    @property
    def owner_id(self) -> int:
        return self.user_id
