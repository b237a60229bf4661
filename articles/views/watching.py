"""Pages of sessions: the learner's own, one being made, one more article for it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from articles import adapting, consent, editing, extras, outlines, progress, reported, sessions
from articles.choices import WISH_CHARACTERS
from articles.forms import WishForm
from articles.models import Article, LearningSession
from curriculum.models import Level
from lms import limits
from lms.accounts import consent as accounts_consent
from lms.jobs.models import Task
from lms.pages import next_address
from lms.problems import Problem

SESSIONS_ON_A_PAGE = 20
HISTORY_ON_A_PAGE = 50


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


@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """What was read and what was kept, whatever became of the sessions."""
    if not request.user.is_authenticated:
        return render(request, "articles/history.html", {"read": [], "kept": [], "said": []})
    articles = Article.objects.visible_to(request.user).select_related("session__main_topic", "session__module")
    read = articles.read_by(request.user.pk).annotate(done_at=F("readings__completed_at"))
    kept = articles.bookmarked_by(request.user.pk).annotate(done_at=F("readings__bookmarked_at"))
    rows = {"read": read, "kept": kept}
    shown = {name: Paginator(row, HISTORY_ON_A_PAGE).get_page(request.GET.get(name)) for name, row in rows.items()}
    return render(request, "articles/history.html", shown | {"said": reported.by(request.user)})


@require_POST
def session_renew(request: HttpRequest, session_id: str) -> HttpResponse:
    row = LearningSession.objects.get_for(request.user, write=True, pk=session_id)
    sessions.renew(row)
    return redirect("session", row.pk)


@require_POST
def session_delete(request: HttpRequest, session_id: str) -> HttpResponse:
    sessions.hide(LearningSession.objects.get_for(request.user, write=True, pk=session_id))
    messages.success(request, _("The session is gone from your list. What you have read is in your history."))
    return redirect("sessions")


@require_POST
def session_level(request: HttpRequest, session_id: str) -> HttpResponse:
    """Undoes what adaptive difficulty did, or sets another level for the articles ahead."""
    row = LearningSession.objects.get_for(request.user, write=True, pk=session_id)
    level = get_object_or_404(Level, pk=request.POST.get("level", ""))
    adapting.undo(row, level.pk)
    return redirect(next_address(request, "sessions"))


@require_POST
def session_edit(request: HttpRequest, session_id: str) -> HttpResponse:
    """One button, one change: `up`, `down` or `drop` names the article."""
    row = LearningSession.objects.get_for(request.user, write=True, pk=session_id)
    articles = list(row.articles.in_outline().values_list("pk", flat=True))
    change = next((name for name in ("up", "down", "drop") if request.POST.get(name) in articles), None)
    if change is None:
        raise Problem.invalid("order", _("Not in this outline: %(names)s.") % {"names": ""})
    article = request.POST[change]
    if change == "drop":
        editing.edit(row, order=[], drop=[article])
    else:
        editing.edit(row, order=_moved(articles, article, -1 if change == "up" else 1), drop=[])
    return redirect(f"{reverse('session', args=[row.pk])}#contents")


@require_POST
def one_more(request: HttpRequest, session_id: str) -> HttpResponse:
    """The page watches it come."""
    row = LearningSession.objects.get_for(request.user, write=True, pk=session_id)
    wish = wish_in(request)  # before its owner is loaded, as it may bring their consent
    limits.count_generation(request)
    extras.ask_for(row, wish)
    return redirect("session", row.pk)


def wish_in(request: HttpRequest) -> str:
    """Notes a consent that was given with it. Raises Problem 400."""
    form = WishForm(request.POST)
    if not form.is_valid():
        raise Problem.invalid("wish", _("At most %(most)s characters.") % {"most": WISH_CHARACTERS})
    if form.cleaned_data["consent"]:
        accounts_consent.give(request.user)
    return form.cleaned_data["wish"]


def _moved(articles: list[str], article: str, by: int) -> list[str]:
    place = articles.index(article)
    other = min(max(place + by, 0), len(articles) - 1)
    articles[place], articles[other] = articles[other], articles[place]
    return articles


def _session_context(request: HttpRequest, session_id: str) -> dict:
    rows = LearningSession.objects.with_titles()
    session = rows.get_for(request.user, pk=session_id)
    mine = session.user_id == request.user.pk
    if mine:
        sessions.note_access(session, request.user)
        sessions.note_seen(session)
    outline, adding = outlines.of(session), extras.being_added(session)
    return {
        "session": session,
        "outline": outline,
        "title": outlines.title(session),
        "level": Level.objects.get(pk=session.target_level),
        "progress": progress.of(session),
        "source": outlines.summary_of_source(outline),
        "adding": adding,
        "mine": mine,
        "ask_consent": consent.needed(request.user, Task.Type.CURRICULUM_GENERATION),
        "may_add": mine and extras.may_add(session),
        "socket": reverse("session", args=[session.pk]) + "/ws" if session.being_made or adding else "",
    }
