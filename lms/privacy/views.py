"""What is stored about people, where, how long, and who sees it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lms.accounts import admin_log, guests
from lms.live import connections
from lms.llm import gateway
from lms.privacy import notes


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    context = {
        "models": _models(private=False),
        "private_models": _models(private=True),
        "note_days": notes.KEPT_UNUSED.days,
        "guest_days": guests.UNUSED_FOR.days,
        "connection_days": connections.KEPT_FOR.days,
        "admin_days": admin_log.KEPT_FOR.days,
        "log_in_days": settings.SESSION_COOKIE_AGE // (60 * 60 * 24),
    }
    return render(request, "privacy/privacy.html", context)


def _models(*, private: bool) -> list[str]:
    """All that may be asked, for whatever they are asked."""
    asked = (gateway.configured_models(task_type, private=private) for task_type in settings.TASK_TYPES)
    return sorted({model for models in asked for model in models})
