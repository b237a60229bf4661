"""What a reader says and keeps: feedback, reports, bookmarks, skipping, and how far they are."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles import devices, opinions, reading, texts
from articles.forms import OpinionForm, ProgressForm
from articles.models import Article, ArticleFeedback, Reading
from curriculum.models import Level
from lms import limits
from lms.problems import Problem
from personalization.forms import ReportForm


@require_POST
def article_feedback(request: HttpRequest, article_id: str) -> HttpResponse:
    """One button says one thing; what was said before stays. The fragment, or without a script the page."""
    row = texts.find(request.user, article_id)
    reader = reading.reader_of(row, request.user)
    said = ArticleFeedback.objects.filter(article=row, user=reader).first()
    form = OpinionForm(request.POST)
    if not form.is_valid():
        raise Problem.invalid(next(iter(form.errors)), next(iter(form.errors.values()))[0])
    opinions.give(row, form.opinion(said), by=request.user)
    if not request.headers.get("HX-Request"):
        return redirect(f"{reverse('article', args=[row.pk])}#rate")
    return render(request, "articles/_rate.html", rate_context(row, reader))


@require_POST
def article_report(request: HttpRequest, article_id: str) -> HttpResponse:
    row = texts.find(request.user, article_id)
    form = ReportForm(request.POST)
    if not form.is_valid():
        raise Problem.invalid("reason", _("Say what is wrong."))
    limits.count_report(request)
    opinions.report(row, by=request.user, **form.cleaned_data)
    messages.success(request, _("Thank you. A teacher will look at this article again."))
    return redirect("article", row.pk)


@require_POST
def article_bookmark(request: HttpRequest, article_id: str) -> HttpResponse:
    """Set where there was none, taken away where there was one."""
    row = texts.find(request.user, article_id)
    reader = reading.reader_of(row, request.user)
    keep = not Reading.objects.filter(article=row, user=reader, bookmarked=True).exists()
    reading.record_by(request.user, row, reading.Step(reading.BOOKMARKED, keep=keep))
    if not request.headers.get("HX-Request"):
        return redirect("article", row.pk)
    return render(request, "articles/_bookmark.html", {"article": row, "bookmarked": keep})


@require_POST
def article_skipped(request: HttpRequest, article_id: str) -> HttpResponse:
    row = texts.find(request.user, article_id, write=True)
    reading.record(row.session, row, reading.Step(reading.SKIPPED))
    return redirect("session", row.session_id)


@require_POST
def article_progress(request: HttpRequest, article_id: str) -> HttpResponse:
    """The reader's page says how long and how far somebody read since it last said so."""
    row = texts.find(request.user, article_id)
    form = ProgressForm(request.POST)
    if not form.is_valid():
        raise Problem.invalid(next(iter(form.errors)), next(iter(form.errors.values()))[0])
    device = devices.kind(request.headers.get("User-Agent", ""))
    reading.record_by(request.user, row, reading.Step(reading.STARTED, device=device, **form.cleaned_data))
    return HttpResponse(status=204)


def rate_context(article: Article, reader: int) -> dict:
    """What this reader said of it, and the level the articles ahead moved to when that was just decided."""
    feedback = ArticleFeedback.objects.filter(article=article, user=reader).first()
    session = type(article.session).objects.get(pk=article.session_id)
    adapted = feedback and feedback.session_id and session.adapted_at and session.adapted_at >= feedback.updated_at
    moved = adapted and session.target_level != article.level  # else it was undone
    return {
        "article": article,
        "feedback": feedback,
        "abouts": ArticleFeedback.About.choices,
        "moved_to": Level.objects.get(pk=session.target_level) if moved else None,
    }
