"""What somebody has completed. This alone unlocks; forgetting never takes it back, only a teacher."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from curriculum.models.modules import LearningModule
from lms.accounts.access import OwnedQuerySet


class ModuleCompletion(models.Model):
    class How(models.TextChoices):
        MASTERED = "mastered", _("Mastered")
        PLACEMENT = "placement", _("Placement")
        RETEST = "retest", _("Re-test")
        TEACHER = "teacher", _("Teacher")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="module_completions", verbose_name=_("student")
    )
    module = models.ForeignKey(LearningModule, models.CASCADE, related_name="completions", verbose_name=_("module"))
    how = models.CharField(_("how"), max_length=10, choices=How)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("completion"), _("completions")
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["user", "module"], name="completed_once")]

    def __str__(self) -> str:
        return f"{self.module} · {self.user}"

    @property
    def owner_id(self) -> int:
        return self.user_id
