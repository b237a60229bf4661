"""What the language models do, cost and are worth."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from teacher.access import teachers_only
from teacher.model_board import Board
from teacher.model_calls import TIMEFRAMES

USUAL = "24h"
TABS = {"1h": _("1 hour"), "6h": _("6 hours"), "24h": _("24 hours"), "7d": _("7 days")}
TABLES = ("models", "people", "errors")


@require_safe
@teachers_only
def models(request: HttpRequest) -> HttpResponse:
    """Also each of its tables as a file."""
    shown = _board(request)
    name = request.GET.get("table", "")
    if request.GET.get("format") == "csv" and name in TABLES:
        return getattr(shown, name).as_file()
    return render(request, "teacher/models.html", {"board": shown, "tabs": TABS})


@require_safe
@teachers_only
def board(request: HttpRequest) -> HttpResponse:
    """What the page fetches again now and then."""
    return render(request, "teacher/_models.html", {"board": _board(request), "tabs": TABS})


def _board(request: HttpRequest) -> Board:
    asked = request.GET.get("timeframe")
    return Board(request, asked if asked in TIMEFRAMES else USUAL)
