"""Who was connected to which socket, written when it opens and when it closes. Whether it lives is a gauge, not a row."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms import ids


class WebSocketConnection(models.Model):
    connection_id = ids.PublicIdField(prefix="ws")
    topic = models.CharField(max_length=80)
    session_id = models.CharField(max_length=40, null=True, blank=True)  # noqa: DJ001 a missing id is not ""
    client_ip = models.CharField(max_length=45, blank=True)
    user_agent = models.CharField(max_length=200, blank=True)
    connected_at = models.DateTimeField(auto_now_add=True)
    disconnected_at = models.DateTimeField(null=True, blank=True)
    disconnect_reason = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("WebSocket connection"), _("WebSocket connections")

    def __str__(self) -> str:
        return f"{self.topic} {self.connected_at:%H:%M:%S}"
