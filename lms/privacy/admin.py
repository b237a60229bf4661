from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from lms.admin import Admin, AdminsOnly, ReadOnly
from lms.privacy.models import PrivateNote


@admin.register(PrivateNote)
class PrivateNoteAdmin(AdminsOnly, ReadOnly, Admin):
    """That there are notes and under which key; never what they say."""

    list_display = ["id", "owner", "purpose", "key_id", "last_used_at"]
    list_filter = ["purpose", "key_id", "last_used_at"]
    list_select_related = ["owner"]
    search_fields = ["id", "owner__username"]
    ordering = ["-last_used_at"]
    fields = ["id", "owner", "purpose", "key_id", ("created_at", "last_used_at")]

    def get_queryset(self, request: HttpRequest) -> QuerySet[PrivateNote]:
        return super().get_queryset(request).defer("ciphertext")
