"""The reader: an article at a level, written anew when asked, begun and finished."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from articles import adapting, consent, devices, levels, outlines, reading, rewriting, sessions, texts
from articles.choices import Options
from articles.models import Article, LearningSession, Reading
from articles.views.opinions import rate_context
from articles.views.watching import wish_in
from curriculum.models import LearningModule, Level
from lms import limits, markdown
from lms.jobs.models import Task
from lms.llm import gateway
from lms.problems import Problem


@require_safe
def article(request: HttpRequest, article_id: str) -> HttpResponse:
    row = texts.find(request.user, article_id)
    mine = row.session.user_id == request.user.pk
    given = None if mine else row.assignment_of(request.user)
    followed = _follow(request, row) if mine else None
    text = texts.of(row, None if mine else _level_to_look_at(request, row))
    version = text.earlier(request.GET.get("version", "")) or text.version
    outline = outlines.of(LearningSession.objects.with_titles().get(pk=row.session_id))
    before, after = outline.beside(row)
    context = {
        "article": row,
        "text": text,
        "version": version,
        "contents": markdown.headings(version.html) if version else [],
        "outline": outline,
        "before": before,
        "after": after,
        "title": outlines.title(outline.session),
        "levels": _level_switch(text),
        "work": followed or _work(request, row),
        "mine": mine,
        "given": given,
        "reads": mine or given,
        "offer": _offer(text) if mine and version == text.version else "",
        "ask_consent": consent.needed(request.user, Task.Type.ARTICLE_GENERATION),
        "practice": practice_of(row),
        "may_rewrite": mine and bool(gateway.configured_models(Task.Type.ARTICLE_GENERATION, private=True)),
    }
    if mine:
        sessions.note_access(row.session, request.user)
        sessions.note_seen(row.session)
    if mine or given:
        context["read"] = Reading.objects.filter(user=request.user, article=row).first()
        context |= rate_context(row, request.user.pk)
    return render(request, "articles/article.html", context)


def practice_of(article: Article) -> LearningModule | None:
    """The module to practise after reading, where it has questions and the session is to have them."""
    wanted = Options.from_json(article.session.generation_options).include_practice_problems
    module = article.practised_in if wanted else None
    return module if module and module.questions.shown().exists() else None


@require_POST
def article_level(request: HttpRequest, article_id: str) -> HttpResponse:
    """At once where the text exists; else the page watches the task and comes back by itself."""
    row = texts.find(request.user, article_id, write=True)
    level = request.POST.get("level", "")
    if not Level.objects.filter(pk=level).exists():
        raise Problem.invalid("level", _("There is no such level."))
    if not levels.exists(row, level):
        limits.count_generation(request)
    before = row.level
    task = levels.convert(row, level)
    step = reading.Step(reading.LEVEL_SWITCHED, from_level=before, to_level=level)
    reading.record(row.session, row, step)
    address = reverse("article", args=[row.pk])
    return redirect(f"{address}?task={task.pk}" if task else address)


@require_POST
def article_regenerate(request: HttpRequest, article_id: str) -> HttpResponse:
    """Written anew by the reader's wish, or by a model where it was assembled; the page watches it come."""
    row = texts.find(request.user, article_id, write=True)
    wish = wish_in(request)
    limits.count_generation(request)
    task = rewriting.ask_for(row, wish)
    return redirect(f"{reverse('article', args=[row.pk])}?task={task.pk}")


@require_POST
def article_newest(request: HttpRequest, article_id: str) -> HttpResponse:
    """The newer version that was offered."""
    row = texts.find(request.user, article_id, write=True)
    rewriting.take_newest(row)
    return redirect("article", row.pk)


@require_POST
def article_started(request: HttpRequest, article_id: str) -> HttpResponse:
    """The reader's page says so by itself."""
    _record(request, texts.find(request.user, article_id), reading.STARTED)
    return HttpResponse(status=204)


@require_POST
def article_completed(request: HttpRequest, article_id: str) -> HttpResponse:
    """On to the next article that isn't finished, else back to the session; or to the assignment it was read for."""
    row = texts.find(request.user, article_id)
    _record(request, row, reading.COMPLETED)
    if given := row.assignment_of(request.user):
        return redirect("assignment", given.pk)
    following = outlines.of(row.session).current
    if following is None or not following.ready:
        return redirect("session", row.session_id)
    return redirect("article", following.article.pk)


def _level_switch(text: texts.Text) -> list[tuple[Level, str]]:
    """The levels a reader can choose, each with its state: current, ready or unmade."""
    can_be_made = text.producible_levels
    states = dict.fromkeys(text.available_levels, "ready") | {text.level: "current"}
    return [
        (level, states.get(level.pk, "unmade"))
        for level in Level.objects.all()
        if level.pk in states or level.pk in can_be_made
    ]


def _level_to_look_at(request: HttpRequest, article: Article) -> str | None:
    """Who may only read it looks at another level that is there, and changes nothing."""
    wanted = request.GET.get("level", "")
    return wanted if levels.exists(article, wanted) else None


def _follow(request: HttpRequest, article: Article) -> Task | None:
    """An article that is opened for the first time follows its session's level; fetching ahead doesn't count."""
    if request.headers.get("Sec-Purpose", "").startswith("prefetch") or article.session.expired:
        return None
    return adapting.follow(article)


def _work(request: HttpRequest, article: Article) -> Task | None:
    """The task that this reader waits for, and how it ended when it changed nothing."""
    task = Task.objects.filter(subject_type="article", subject_id=article.pk, pk=request.GET.get("task", "")).first()
    if task is None or task.status in Task.UNFINISHED:
        return task
    return task if task.result_data.get("changed") is False or task.status == Task.Status.FAILED else None


def _offer(text: texts.Text) -> str:
    """`newer` where a newer version is there, `model` where one could be written instead of the assembled text."""
    if text.newer_version:
        return "newer"
    assembled = text.version and text.version.source == text.version.Source.TEMPLATE
    return "model" if assembled and gateway.awake_models(Task.Type.ARTICLE_GENERATION) else ""


def _record(request: HttpRequest, article: Article, action: str) -> None:
    device = devices.kind(request.headers.get("User-Agent", ""))
    reading.record_by(request.user, article, reading.Step(action, device=device))
