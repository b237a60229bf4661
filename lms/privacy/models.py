"""What learners say about themselves in their own words: the one table with encrypted text. Written by `notes` alone."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms import ids
from lms.privacy import keyring


class PrivateNoteQuerySet(models.QuerySet):
    """Without `visible_to`: a note is its owner's alone, never a teacher's to read."""

    def unused_since(self, time: datetime) -> "PrivateNoteQuerySet":
        return self.filter(last_used_at__lt=time)

    def not_under(self, key_id: str) -> "PrivateNoteQuerySet":
        return self.exclude(key_id=key_id)


class PrivateNote(models.Model):
    class Purpose(models.TextChoices):
        SUBTOPIC_PERSONALIZATION = "subtopic_personalization", _("Subtopic personalization")
        SESSION_WISH = "session_wish", _("Session wish")
        PROFILE = "profile", _("Profile")

    id = ids.PublicIdField(prefix="note")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="private_notes", verbose_name=_("owner")
    )
    purpose = models.CharField(_("purpose"), max_length=30, choices=Purpose)
    ciphertext = models.BinaryField()
    key_id = models.CharField(_("encryption key"), max_length=keyring.KEY_ID_AT_MOST)
    last_used_at = models.DateTimeField(_("last used"), default=timezone.now, db_index=True)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)

    objects = PrivateNoteQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("private note"), _("private notes")

    def __str__(self) -> str:
        return self.pk

    @property
    def bound_to(self) -> str:
        """What its ciphertext opens for. None of the three has a colon, so no two rows share one."""
        return f"{self.pk}:{self.owner_id}:{self.purpose}"
