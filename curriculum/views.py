"""Pages about what there is to learn."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from curriculum import recommending, unlocking
from curriculum.content_files import FIRST_LEVEL
from curriculum.models import (
    CareerPath,
    CareerPathTrack,
    LearningModule,
    LearningResource,
    LearningTrack,
    MainTopic,
)
from curriculum.recommending import Entry
from curriculum.shelf import Book, Shelf
from curriculum.unlocking import LOCKED
from lms import markdown


@require_safe
def welcome(request: HttpRequest) -> HttpResponse:
    return render(request, "curriculum/welcome.html", {"topics": MainTopic.objects.with_counts()})


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    topics = list(MainTopic.objects.with_counts().prefetch_related("curated_sub_topics"))
    sub_topics = [sub_topic for topic in topics for sub_topic in topic.curated_sub_topics.all()]
    opening = unlocking.what_opens(request.user, sub_topics)
    rows = [(topic, [(one, opening.get(one.pk)) for one in topic.curated_sub_topics.all()]) for topic in topics]
    return render(request, "curriculum/topics.html", {"topics": rows})


@require_safe
def careers(request: HttpRequest) -> HttpResponse:
    paths = recommending.compare(level=FIRST_LEVEL)
    return render(request, "curriculum/careers.html", {"paths": paths})


@require_safe
def career(request: HttpRequest, career: str) -> HttpResponse:
    """Every track of the path with its modules and where the reader stands."""
    row = get_object_or_404(CareerPath.objects.called(career))
    path = recommending.recommend(goal=row.name, level=FIRST_LEVEL)
    standings = unlocking.standings_of(request.user)
    names = {module.full_name: module for module in LearningModule.objects.select_related("track").for_lists()}
    steps = [
        (entry, [(names[module.key], standings.of(module.key)) for module in entry.step.modules])
        for entry in path.entries
    ]
    shelf = Shelf([_book(entry, modules) for entry, modules in steps], of_somebody=request.user.is_authenticated)
    adaptations = [step for step in path.career.steps.all() if step.role == CareerPathTrack.Role.INDUSTRY]
    context = {"path": path, "steps": steps, "shelf": shelf, "adaptations": adaptations}
    return render(request, "curriculum/career.html", context)


@require_safe
def track(request: HttpRequest, track: str) -> HttpResponse:
    row = get_object_or_404(LearningTrack.objects.select_related("curriculum_category").called(track))
    standings = unlocking.standings_of(request.user)
    modules = [(module, standings.of(module.full_name)) for module in row.modules.select_related("track").for_lists()]
    projects = [(project, markdown.to_html(project.brief)) for project in row.projects.all()]
    return render(request, "curriculum/track.html", {"track": row, "modules": modules, "projects": projects})


@require_safe
def module(request: HttpRequest, module: str) -> HttpResponse:
    """By `track.module`. A locked module says what opens it and keeps its lesson to itself."""
    row = get_object_or_404(LearningModule.objects.with_everything().with_full_name(module))
    standings = unlocking.standings_of(request.user)
    standing = standings.of(row.full_name)
    locked, named = standing.status == LOCKED, unlocking.named(standing.missing)
    lesson = "" if locked else markdown.to_html(row.lesson)
    context = {
        "module": row,
        "standing": standing,
        "missing": [named[name] for name in standing.missing],
        "lesson": lesson,
        "contents": markdown.headings(lesson),
        "topics": row.sub_topics.select_related("main_topic"),
        "resources": _by_kind(row),
        "projects": row.track.projects.all(),
        "needs": [(need.required, standings.is_complete(need.required_name)) for need in row.prerequisites.all()],
        "opens": _opened_by(row),
    }
    return render(request, "curriculum/module.html", context, status=403 if locked else 200)


def _book(entry: Entry, modules: list[tuple[LearningModule, unlocking.Standing]]) -> Book:
    statuses = [standing.status for _module, standing in modules]
    return Book(entry.step.track, entry.display_name, entry.step.hours, entry.step.difficulty, statuses)


def _by_kind(module: LearningModule) -> list[tuple[str, list[LearningResource]]]:
    """What each kind is called, documentation first, and the module's resources of that kind."""
    found = list(module.resources.all())
    kinds = [(kind.label, [row for row in found if row.resource_type == kind]) for kind in LearningResource.Type]
    return [(label, rows) for label, rows in kinds if rows]


def _opened_by(module: LearningModule) -> list[LearningModule]:
    """The modules that name this one as what they need."""
    rows = LearningModule.objects.filter(prerequisites__required_module=module)
    return list(rows.select_related("track").for_lists().in_order())
