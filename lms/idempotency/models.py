"""Answers that were given already, for clients that have to ask again. Rows live 24 hours."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class IdempotencyKey(models.Model):
    caller = models.CharField(max_length=80, help_text=_("user:<id>, or address:<ip> where a guest was made"))
    route = models.CharField(max_length=120)
    key = models.CharField(max_length=64)
    body_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    response = models.JSONField(help_text=_("without any token"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name, verbose_name_plural = _("idempotency key"), _("idempotency keys")
        constraints = [models.UniqueConstraint(fields=["caller", "route", "key"], name="one_answer_a_key")]

    def __str__(self) -> str:
        return f"{self.route} {self.key}"
