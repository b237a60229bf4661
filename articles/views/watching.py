"""Pages of sessions: the learner's own, one being made, one more article for it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from articles import extras, outlines, progress
from articles.choices import WISH_CHARACTERS
from articles.forms import WishForm
from articles.models import LearningSession
from curriculum.models import Level
from lms import limits
from lms.problems import Problem

SESSIONS_ON_A_PAGE = 20


@require_safe
def my_sessions(request: HttpRequest) -> HttpResponse:
    """Everybody has this page; a visitor without sessions is told how to get one."""
    mine = LearningSession.objects.none()
    if request.user.is_authenticated:
        mine = LearningSession.objects.filter(user=request.user).listed().with_progress().with_titles()
    rows = [(row, outlines.title(row)) for row in mine[:SESSIONS_ON_A_PAGE]]
    return render(request, "articles/sessions.html", {"sessions": rows})


@require_safe
def session(request: HttpRequest, session_id: str) -> HttpResponse:
    return render(request, "articles/session.html", _session_context(request, session_id))


@require_safe
def session_outline(request: HttpRequest, session_id: str) -> HttpResponse:
    """The fragment that the page includes and fetches again when the socket says so."""
    return render(request, "articles/_outline.html", _session_context(request, session_id) | {"refreshed": True})


@require_POST
def one_more(request: HttpRequest, session_id: str) -> HttpResponse:
    """The page watches it come."""
    row = LearningSession.objects.select_related("user").get_for(request.user, write=True, pk=session_id)
    wish = wish_in(request)
    limits.count_generation(request)
    extras.ask_for(row, wish)
    return redirect("session", row.pk)


def wish_in(request: HttpRequest) -> str:
    """Raises Problem 400."""
    form = WishForm(request.POST)
    if not form.is_valid():
        raise Problem.invalid("wish", _("At most %(most)s characters.") % {"most": WISH_CHARACTERS})
    return form.cleaned_data["wish"]


def _session_context(request: HttpRequest, session_id: str) -> dict:
    rows = LearningSession.objects.with_titles()
    session = rows.get_for(request.user, pk=session_id)
    outline, adding = outlines.of(session), extras.being_added(session)
    return {
        "session": session,
        "outline": outline,
        "title": outlines.title(session),
        "level": Level.objects.get(pk=session.target_level),
        "progress": progress.of(session),
        "source": outlines.summary_of_source(outline),
        "adding": adding,
        "may_add": extras.may_add(session) and session.user_id == request.user.pk,
        "socket": reverse("session", args=[session.pk]) + "/ws" if session.being_made or adding else "",
    }
