"""Pages: starting a session, watching it being made, reading."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles import levels, outlines, progress, reading, sessions, texts
from articles.choices import Options
from articles.forms import NewSessionForm
from articles.models import Article, LearningSession
from curriculum.models import CuratedSubTopic, Level, MainTopic
from lms import durations, limits, markdown
from lms.accounts import signing_in
from lms.jobs.models import Task
from lms.problems import Problem

SESSIONS_ON_A_PAGE = 20
FIRST_LEVEL = "beginner"


@dataclass(frozen=True)
class Summary:
    """What the learner is about to start."""

    sub_topics: list[CuratedSubTopic]
    level: Level | None
    options: Options

    @property
    def articles(self) -> int:
        return self.options.article_count([sub_topic.article_count for sub_topic in self.sub_topics])

    @property
    def total_time(self) -> str:
        return durations.weeks(self.options.study_hours(self.articles), self.options.hours_a_week)


@require_http_methods(["GET", "POST"])
def new_session(request: HttpRequest) -> HttpResponse:
    topic = get_object_or_404(MainTopic, slug=request.GET.get("topic", ""))
    form = NewSessionForm(topic, request.POST or None, initial=_initial(request, topic))
    if request.method == "POST" and form.is_valid():
        limits.count_generation(request)
        session = sessions.open_session(
            user=signing_in.owner_for(request),
            topic=topic,
            sub_topics=form.cleaned_data["sub_topics"],
            level=form.cleaned_data["level"].pk,
            options=form.options,
        )
        return redirect("session", session.pk)
    summary = _summary(form)
    context = {"topic": topic, "form": form, "levels": Level.objects.all(), "summary": summary}
    context["picked"] = {sub_topic.pk for sub_topic in summary.sub_topics}
    return render(request, "articles/new_session.html", context, status=400 if form.errors else 200)


@require_safe
def new_session_summary(request: HttpRequest) -> HttpResponse:
    topic = get_object_or_404(MainTopic, slug=request.GET.get("topic", ""))
    form = NewSessionForm(topic, request.GET)
    form.is_valid()
    return render(request, "articles/_summary.html", {"summary": _summary(form), "topic": topic})


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
    return render(request, "articles/_outline.html", _session_context(request, session_id))


@require_safe
def article(request: HttpRequest, article_id: str) -> HttpResponse:
    row = texts.find(request.user, article_id)
    text = texts.of(row)
    outline = outlines.of(LearningSession.objects.with_titles().get(pk=row.session_id))
    before, after = outline.beside(row)
    entry = next((entry for entry in outline.entries if entry.article.pk == row.pk), None)
    context = {
        "article": row,
        "text": text,
        "version": text.version,
        "contents": markdown.headings(text.version.html) if text.version else [],
        "outline": outline,
        "entry": entry,
        "before": before,
        "after": after,
        "title": outlines.title(outline.session),
        "levels": _level_switch(text),
        "converting": _conversion(request, row),
        "mine": outline.session.user_id == request.user.pk,
    }
    return render(request, "articles/article.html", context)


@require_POST
def article_level(request: HttpRequest, article_id: str) -> HttpResponse:
    """At once where the text exists; else the page watches the task and comes back by itself."""
    row = texts.find(request.user, article_id, write=True)
    level = request.POST.get("level", "")
    if not Level.objects.filter(pk=level).exists():
        raise Problem.invalid("level", _("There is no such level."))
    if not levels.exists(row, level):
        limits.count_generation(request)
    task = levels.convert(row, level)
    address = reverse("article", args=[row.pk])
    return redirect(f"{address}?converting={task.pk}" if task else address)


@require_POST
def article_started(request: HttpRequest, article_id: str) -> HttpResponse:
    """The reader's page says so by itself."""
    _record(request, article_id, reading.STARTED)
    return HttpResponse(status=204)


@require_POST
def article_completed(request: HttpRequest, article_id: str) -> HttpResponse:
    """On to the next article that isn't finished, else back to the session."""
    session = _record(request, article_id, reading.COMPLETED)
    following = outlines.of(session).current
    if following is None or not following.ready:
        return redirect("session", session.pk)
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


def _conversion(request: HttpRequest, article: Article) -> Task | None:
    """The task that this reader waits for, while it runs."""
    waiting = Task.objects.unfinished().filter(subject_id=article.pk, task_type=Task.Type.LEVEL_CONVERSION)
    return waiting.filter(pk=request.GET.get("converting", "")).first()


def _record(request: HttpRequest, article_id: str, action: str) -> LearningSession:
    row = texts.find(request.user, article_id, write=True)
    return reading.record(row.session, row, action)


def _session_context(request: HttpRequest, session_id: str) -> dict:
    rows = LearningSession.objects.with_titles()
    session = rows.get_for(request.user, pk=session_id)
    outline = outlines.of(session)
    return {
        "session": session,
        "outline": outline,
        "title": outlines.title(session),
        "level": Level.objects.get(pk=session.target_level),
        "progress": progress.of(session),
        "source": outlines.summary_of_source(outline),
        "socket": reverse("session", args=[session.pk]) + "/ws" if session.being_made else "",
    }


def _initial(request: HttpRequest, topic: MainTopic) -> dict:
    """The usual level, and the subtopic whose link was followed (`sub`)."""
    number = request.GET.get("sub", "")
    picked = topic.curated_sub_topics.with_article_count().filter(pk=number) if number.isdigit() else []
    return {"level": _usual_level(request), "sub_topics": list(picked)}


def _summary(form: NewSessionForm) -> Summary:
    chosen = getattr(form, "cleaned_data", form.initial)
    level = chosen.get("level", FIRST_LEVEL)
    level = level if isinstance(level, Level) else Level.objects.filter(pk=level).first()
    return Summary(chosen.get("sub_topics", []), level, form.options)


def _usual_level(request: HttpRequest) -> str:
    """The level of the latest session, else the one most people begin with."""
    if request.user.is_authenticated:
        latest = LearningSession.objects.filter(user=request.user).order_by("-created_at").first()
        return latest.target_level if latest else FIRST_LEVEL
    return FIRST_LEVEL
