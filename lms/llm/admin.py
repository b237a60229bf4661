from django.contrib import admin

from lms.admin import Admin, AdminsOnly, ReadOnly
from lms.llm.models import Budget, LLMCall, ModelState, Reservation, Slot


@admin.register(LLMCall)
class LLMCallAdmin(AdminsOnly, ReadOnly, Admin):
    list_display = [
        "timestamp",
        "model",
        "request_type",
        "success",
        "error_type",
        "response_time_ms",
        "tokens_in",
        "tokens_out",
        "cost_usd",
        "cache_hit",
    ]
    list_filter = ["success", "cache_hit", "request_type", "model", "error_type", "timestamp"]
    search_fields = ["session_id", "model", "prompt", "user__username"]
    list_select_related = ["user"]
    date_hierarchy = "timestamp"
    ordering = ["-timestamp"]


@admin.register(Budget)
class BudgetAdmin(AdminsOnly, Admin):
    """The cap may be changed while a period runs; what was spent is the product's to write."""

    list_display = ["scope", "period", "cap", "spent", "reserved"]
    list_filter = ["scope"]
    search_fields = ["period"]
    readonly_fields = ["scope", "period", "spent", "reserved"]
    ordering = ["-created_at"]

    def has_add_permission(self, request) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(Reservation)
class ReservationAdmin(AdminsOnly, ReadOnly, Admin):
    list_display = ["amount", "day", "person", "until"]
    list_select_related = ["day", "person"]
    ordering = ["until"]


@admin.register(Slot)
class SlotAdmin(AdminsOnly, ReadOnly, Admin):
    list_display = ["number", "holder", "until"]


@admin.register(ModelState)
class ModelStateAdmin(AdminsOnly, ReadOnly, Admin):
    list_display = ["model", "failures", "resting_until", "not_used_because"]
