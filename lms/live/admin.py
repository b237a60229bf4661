from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from lms.admin import Admin, AdminsOnly, ReadOnly
from lms.live.models import WebSocketConnection


@admin.register(WebSocketConnection)
class WebSocketConnectionAdmin(AdminsOnly, ReadOnly, Admin):
    list_display = ["topic", "client_ip", "connected_at", "disconnected_at", "seconds", "disconnect_reason"]
    list_filter = ["connected_at", "disconnect_reason", ("disconnected_at", admin.EmptyFieldListFilter)]
    search_fields = ["connection_id", "topic", "session_id", "client_ip"]
    date_hierarchy = "connected_at"
    ordering = ["-connected_at"]
    fields = [
        "connection_id",
        "topic",
        ("client_ip", "user_agent"),
        ("connected_at", "disconnected_at"),
        "disconnect_reason",
    ]

    @display(description=_("seconds"))
    def seconds(self, connection: WebSocketConnection) -> str:
        if connection.disconnected_at is None:
            return ""
        return f"{(connection.disconnected_at - connection.connected_at).total_seconds():.0f}"
