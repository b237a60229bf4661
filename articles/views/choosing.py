"""Pages on which a session is put together: topic, level, subtopics of the course or made for the learner."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles import consent, generations, module_sessions, topic_sessions
from articles.choices import Options, Wishes
from articles.forms import SETTINGS, InterestsForm, NewSessionForm
from articles.models import LearningSession, SubTopicGeneration
from curriculum import unlocking
from curriculum.content_files import FIRST_LEVEL
from curriculum.models import CuratedSubTopic, LearningModule, Level, MainTopic, Question
from lms import durations, limits
from lms.accounts import consent as accounts_consent
from lms.accounts import signing_in
from lms.jobs.models import Task
from lms.llm import gateway


@dataclass(frozen=True)
class Summary:
    """What the learner is about to start."""

    sub_topics: list[topic_sessions.SubTopic]
    level: Level | None
    options: Options
    language: str

    @property
    def rows(self) -> list[tuple[topic_sessions.SubTopic, int]]:
        """Each subtopic with its articles."""
        return [(one, self.options.article_count([one.article_count])) for one in self.sub_topics]

    @property
    def articles(self) -> int:
        return sum(count for _sub_topic, count in self.rows)

    @property
    def language_name(self) -> str:
        return dict(settings.LANGUAGES)[self.language]

    @property
    def total_time(self) -> str:
        return durations.weeks(self.options.study_hours(self.articles), self.options.hours_a_week)


@require_http_methods(["GET", "POST"])
def new_session(request: HttpRequest) -> HttpResponse:
    topic = get_object_or_404(MainTopic, slug=request.GET.get("topic", ""))
    form = NewSessionForm(topic, request.user, request.POST or None, initial=_initial(request, topic))
    if request.method == "POST" and form.is_valid():
        limits.count_generation(request)
        with translation.override(form.session_language):
            session = topic_sessions.open_session(
                user=signing_in.owner_for(request),
                topic=topic,
                sub_topics=form.chosen,
                level=form.cleaned_data["level"].pk,
                options=form.options,
            )
        return redirect("session", session.pk)
    return _new_session_page(request, topic, form, InterestsForm(), status=400 if form.errors else 200)


@require_POST
def read_module(request: HttpRequest, module: str) -> HttpResponse:
    """One click on a module's page: a session about it, at the level that was chosen there or that it is written for. From
    a weakness: about what helps against that."""
    row = get_object_or_404(LearningModule.objects.select_related("track").with_full_name(module))
    level = Level.objects.filter(pk=request.POST.get("level", "")).values_list("pk", flat=True).first()
    limits.count_generation(request)
    session = module_sessions.open_session(
        user=signing_in.owner_for(request),
        module=row,
        level=level or module_sessions.suggested_level(row),
        options=Options(
            include_practice_problems=True, weakness=_one_of(Question.Weakness.values, request.POST.get("weakness", ""))
        ),
    )
    return redirect("session", session.pk)


def _one_of(known: list[str], said: str) -> str:
    return said if said in known else ""


@require_POST
def make_sub_topics(request: HttpRequest) -> HttpResponse:
    """Subtopics for this learner: the fragment that watches them being made, or without a script the page with it."""
    topic = get_object_or_404(MainTopic, slug=request.GET.get("topic", ""))
    wishes = InterestsForm(request.POST)
    if not wishes.is_valid():
        form = NewSessionForm(topic, request.user, initial=_picked(request, topic))
        return _new_session_page(request, topic, form, wishes, status=400)
    limits.count_generation(request)
    owner = signing_in.owner_for(request)
    if wishes.cleaned_data["consent"]:
        accounts_consent.give(owner)
    generation = generations.ask_for(
        user=owner,
        topic=topic,
        interests=wishes.cleaned_data["interests"],
        goals=wishes.cleaned_data["goal"],
        wishes=Wishes(current_level=wishes.cleaned_data["level"].pk),
    )
    if request.headers.get("HX-Request"):
        return render(request, "articles/_made.html", _made_context(request, generation))
    picked = {"topic": topic.slug, "made": generation.pk, "level": wishes.cleaned_data["level"].pk}
    picked |= NewSessionForm.settings_in(request.POST)
    kept = urlencode(picked | {"sub": request.POST.getlist("sub_topics")}, doseq=True)
    return redirect(f"{reverse('new_session')}?{kept}#made")


@require_safe
def made_sub_topics(request: HttpRequest, generation_id: str) -> HttpResponse:
    """The fragment that the new-session page includes and fetches again when the socket says so."""
    generation = SubTopicGeneration.objects.get_for(request.user, pk=generation_id)
    return render(request, "articles/_made.html", _made_context(request, generation))


@require_safe
def new_session_summary(request: HttpRequest) -> HttpResponse:
    topic = get_object_or_404(MainTopic, slug=request.GET.get("topic", ""))
    form = NewSessionForm(topic, request.user, request.GET)
    form.is_valid()
    context = {"summary": _summary(form), "topic": topic, "setting_names": ",".join(SETTINGS)}
    return render(request, "articles/_summary.html", context)


def _new_session_page(
    request: HttpRequest, topic: MainTopic, form: NewSessionForm, wishes: InterestsForm, *, status: int
) -> HttpResponse:
    summary = _summary(form)
    context = {
        "topic": topic,
        "form": form,
        "wishes": wishes,
        "levels": Level.objects.all(),
        "summary": summary,
        "setting_names": ",".join(SETTINGS),
        "picked": {sub_topic.public_id for sub_topic in summary.sub_topics},
        "course": _course(request, form),
        "ask_consent": consent.needed(request.user, Task.Type.SUBTOPIC_GENERATION),
        "by_model": bool(gateway.configured_models(Task.Type.SUBTOPIC_GENERATION, private=True)),
        **_made_context(request, _latest_generation(request, topic)),
    }
    return render(request, "articles/new_session.html", context, status=status)


def _course(request: HttpRequest, form: NewSessionForm) -> list[tuple[CuratedSubTopic, list | None]]:
    """The topic's own subtopics, each with what opens it where it is locked."""
    sub_topics = list(form.fields["sub_topics"].queryset)
    opening = unlocking.what_opens(request.user, sub_topics)
    return [(one, opening.get(one.pk)) for one in sub_topics]


def _made_context(request: HttpRequest, generation: SubTopicGeneration | None) -> dict:
    chosen = (request.POST or request.GET).getlist("generated")
    made = list(generation.sub_topics.choosable()) if generation else []
    wanted = Wishes.from_json(generation.generation_options).max_subtopics if generation else 0
    return {
        "generation": generation,
        "made": made,
        "made_by_model": any(row.source == gateway.LLM for row in made),
        "wanted": wanted,
        "still_to_come": range(len(made), wanted) if generation and generation.being_made else (),
        "picked_made": {row.pk for row in made if str(row.pk) in chosen},
    }


def _latest_generation(request: HttpRequest, topic: MainTopic) -> SubTopicGeneration | None:
    """The batch that was just asked for (`made`), else the learner's latest one on this topic."""
    if not request.user.is_authenticated:
        return None
    own = SubTopicGeneration.objects.filter(user=request.user, main_topic=topic).exclude(status="failed")
    return own.filter(pk=request.GET.get("made", "")).first() or own.order_by("-started_at").first()


def _initial(request: HttpRequest, topic: MainTopic) -> dict:
    """The usual level, the subtopics whose links were followed (`sub`), and settings that were made before."""
    level = request.GET.get("level", "")
    known = Level.objects.filter(pk=level).exists()
    return {
        "level": level if known else _usual_level(request),
        "sub_topics": _curated(request, topic, request.GET.getlist("sub")),
        **NewSessionForm.settings_in(request.GET),
    }


def _picked(request: HttpRequest, topic: MainTopic) -> dict:
    """What was picked in a form that has to be shown again."""
    level = request.POST.get("level") or _usual_level(request)
    sub_topics = _curated(request, topic, request.POST.getlist("sub_topics"))
    return {"level": level, "sub_topics": sub_topics, **NewSessionForm.settings_in(request.POST)}


def _curated(request: HttpRequest, topic: MainTopic, numbers: list[str]) -> list[CuratedSubTopic]:
    """Those that this reader may pick."""
    wanted = [int(number) for number in numbers if number.isdigit() and len(number) < 10]
    found = list(topic.curated_sub_topics.with_article_count().filter(pk__in=wanted))
    locked = unlocking.locked_among(request.user, [one.module_id for one in found])
    return [one for one in found if one.module_id not in locked]


def _summary(form: NewSessionForm) -> Summary:
    chosen = getattr(form, "cleaned_data", form.initial)
    level = chosen.get("level", FIRST_LEVEL)
    level = level if isinstance(level, Level) else Level.objects.filter(pk=level).first()
    return Summary(form.chosen, level, form.options, form.session_language)


def _usual_level(request: HttpRequest) -> str:
    """The level of the latest session, else the one most people begin with."""
    if request.user.is_authenticated:
        latest = LearningSession.objects.filter(user=request.user).order_by("-created_at").first()
        return latest.target_level if latest else FIRST_LEVEL
    return FIRST_LEVEL
