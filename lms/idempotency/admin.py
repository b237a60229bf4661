from django.contrib import admin

from lms.admin import Admin, AdminsOnly, ReadOnly
from lms.idempotency.models import IdempotencyKey


@admin.register(IdempotencyKey)
class IdempotencyKeyAdmin(AdminsOnly, ReadOnly, Admin):
    list_display = ["route", "key", "user", "status", "created_at", "expires_at"]
    list_filter = ["status", "created_at"]
    list_select_related = ["user"]
    search_fields = ["key", "route", "caller", "user__username"]
    ordering = ["-created_at"]
    fields = ["route", "key", ("caller", "user"), "body_hash", "status", "response", ("created_at", "expires_at")]
