"""The dashboard: what to do now, where one stands, what comes next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from personalization import dashboard, geometry, skills


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """Nobody yet is shown around; everybody else sees their own."""
    if not request.user.is_authenticated:
        return redirect("welcome")
    return render(request, "personalization/dashboard.html", _context(request))


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """The fragment that is fetched again when an answer was scored."""
    if not request.user.is_authenticated:
        return redirect("welcome")
    return render(request, "personalization/_board.html", _context(request))


def _context(request: HttpRequest) -> dict:
    found = dashboard.of(request.user)
    radar = geometry.radar([(skill.label, skill.mastery) for skill in found.skills], skills.TARGET)
    return {"board": found, "radar": radar, "target": skills.TARGET}
