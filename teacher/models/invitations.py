"""Sign-up makes students only: teachers are made by an admin, or by a link that an admin or a teacher gave them."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import ClassGroup


class TeacherInvitation(models.Model):
    """A link for one person. Only the token's hash is kept: who reads the table can't use it."""

    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="invitations_made", verbose_name=_("made by")
    )
    group = models.ForeignKey(
        ClassGroup, models.CASCADE, null=True, blank=True, related_name="invitations", verbose_name=_("class group")
    )
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("used by")
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"))
    used_at = models.DateTimeField(_("used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("invitation of a teacher"), _("invitations of teachers")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.made_by} · {self.created_at:%Y-%m-%d}"

    @property
    def state(self) -> str:
        """In a word."""
        if self.used_at:
            return gettext("used")
        if self.revoked_at:
            return gettext("revoked")
        return gettext("open") if self.is_open else gettext("too old")

    @property
    def is_open(self) -> bool:
        return not self.used_at and not self.revoked_at and self.expires_at > timezone.now()
