"""`/curriculum/categories`, `/curriculum/tracks`, `/curriculum/modules`."""

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from curriculum import searching, unlocking
from curriculum.api.filters import ModuleFilters
from curriculum.api.shapes import CategoryOutput, ModuleDetailOutput, ModuleOutput, TrackOutput
from curriculum.models import CurriculumCategory, LearningModule, LearningResource, LearningTrack
from lms.api import PageQuery, page_of, paged, read_query
from lms.problems import Problem

ModulePage = page_of(ModuleOutput)


class CategoriesApi(APIView):
    @extend_schema(parameters=[PageQuery], responses=page_of(CategoryOutput), operation_id="curriculum_categories")
    def get(self, request: Request) -> Response:
        return paged(CurriculumCategory.objects.all(), read_query(PageQuery, request), CategoryOutput)


class CategoryTracksApi(APIView):
    @extend_schema(parameters=[PageQuery], responses=page_of(TrackOutput), operation_id="category_tracks")
    def get(self, request: Request, category: str) -> Response:
        row = the_one(CurriculumCategory.objects.all(), category)
        return paged(row.tracks.select_related("curriculum_category"), read_query(PageQuery, request), TrackOutput)


class TrackModulesApi(APIView):
    @extend_schema(parameters=[PageQuery], responses=ModulePage, operation_id="track_modules")
    def get(self, request: Request, track: str) -> Response:
        row = the_one(LearningTrack.objects.all(), track)
        return _modules(request, row.modules.order_by("position", "pk"), read_query(PageQuery, request))


class ModulesApi(APIView):
    @extend_schema(parameters=[ModuleFilters], responses=ModulePage, operation_id="curriculum_modules")
    def get(self, request: Request) -> Response:
        query = read_query(ModuleFilters, request)
        return _modules(request, _filtered(LearningModule.objects.in_order(), query), query)


class ModuleApi(APIView):
    @extend_schema(responses=ModuleDetailOutput, operation_id="curriculum_module")
    def get(self, request: Request, module: str) -> Response:
        row, standings = find_module(module), unlocking.standings_of(request.user)
        unlocking.refuse_locked(standings.of(row.full_name))
        return Response(ModuleDetailOutput(row, context={"standings": standings}).data)


def _modules(request: Request, rows: QuerySet, query: dict) -> Response:
    context = {"standings": unlocking.standings_of(request.user)}
    return paged(rows.with_everything().for_lists(), query, ModuleOutput, context)


def _filtered(modules: QuerySet, query: dict) -> QuerySet:
    if "category" in query:
        modules = modules.in_category(query["category"])
    if "tag" in query:
        modules = modules.filter(tags__contains=[query["tag"]])
    columns = {
        "track": "track",
        "industry": "industry_focus",
        "difficulty": "difficulty_level",
        "module_type": "module_type",
    }
    modules = modules.filter(**{column: query[name] for name, column in columns.items() if name in query})
    return _searched(modules, query["search"]) if query.get("search") else modules


def _searched(modules: QuerySet, text: str) -> QuerySet:
    """Modules that say this; behind them those with such a resource, in such a track, or tagged so."""
    resources = LearningResource.objects.search(text).order_by().values("module")
    tracks = LearningTrack.objects.search(text).order_by().values("pk")
    others = Q(pk__in=resources) | Q(track__in=tracks) | Q(tags__overlap=searching.words_of(text))
    return searching.search_with(modules, text, "display_name", others)


def find_module(reference: str) -> LearningModule:
    """By number, `track.module`, or a bare name where it is unique. Raises Http404, Problem 400 with the candidates."""
    found = list(LearningModule.objects.with_everything().called(reference).in_order())
    if not found:
        raise Http404
    if len(found) > 1:
        names = ", ".join(module.full_name for module in found)
        raise Problem.invalid("module", _("Several modules have this name: %(names)s.") % {"names": names}, "ambiguous")
    return found[0]


def the_one(rows: QuerySet, reference: str):
    """The row with this number or name. Raises Http404."""
    row = rows.called(reference).first()
    if row is None:
        raise Http404
    return row
