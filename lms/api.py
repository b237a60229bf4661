"""What every API endpoint shares: lists as {items, meta}, who has to be somebody, absolute addresses."""

from collections.abc import Callable
from datetime import UTC

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from rest_framework import serializers
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from lms.problems import Problem, is_api

PER_PAGE, PER_PAGE_AT_MOST = 20, 100


class UniversalTimeMiddleware:
    """The API says times in UTC (`2026-11-22T04:00:00Z`); pages say them in ours."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_api(request):
            return self.get_response(request)
        with timezone.override(UTC):
            return self.get_response(request)


class IsSomebody(BasePermission):
    """A student, teacher, admin or guest: anybody with a log-in or token. Others are answered 401."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return request.user.is_authenticated


class PageQuery(serializers.Serializer):
    limit = serializers.IntegerField(min_value=1, max_value=PER_PAGE_AT_MOST, default=PER_PAGE)
    page = serializers.IntegerField(min_value=1, max_value=100_000, default=1)


class MetaOutput(serializers.Serializer):
    total = serializers.IntegerField()
    page = serializers.IntegerField()
    per_page = serializers.IntegerField()


class ProblemField(serializers.Serializer):
    field = serializers.CharField()
    message = serializers.CharField()


class ProblemOutput(serializers.Serializer):
    """RFC 9457 problem."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.CharField()
    errors = ProblemField(many=True)


def page_of(item: type[serializers.Serializer]) -> type[serializers.Serializer]:
    """The serializer of a page of such items, for the schema."""
    name = item.__name__.removesuffix("Output") + "Page"
    return type(name, (serializers.Serializer,), {"items": item(many=True), "meta": MetaOutput()})


def read_query(query: type[serializers.Serializer], request: Request) -> dict:
    """The validated query string; unknown values are 400, unknown names are ignored."""
    serializer = query(data=request.query_params)
    serializer.is_valid(raise_exception=True)
    return serializer.validated_data


def read_body(body: type[serializers.Serializer], request: Request, *, partial: bool = False) -> dict:
    """The validated body; `partial`: only what is in it. Raises Problem 400 where it isn't a JSON object."""
    if not isinstance(request.data, dict):
        raise Problem.invalid("", "The body has to be a JSON object.", code="not_an_object")
    serializer = body(data=request.data, partial=partial)
    serializer.is_valid(raise_exception=True)
    return serializer.validated_data


def paged(rows: QuerySet, query: dict, output: type[serializers.Serializer], context: dict | None = None) -> Response:
    """One page of the rows: 2 queries and what the rows prefetch. `context` is what the output needs besides."""
    page, limit = query["page"], query["limit"]
    total = rows.count()
    items = output(rows[(page - 1) * limit : page * limit], many=True, context=context or {}).data
    return Response({"items": items, "meta": {"total": total, "page": page, "per_page": limit}})


def absolute(path: str) -> str:
    return f"{settings.PUBLIC_URL}{path}"


def socket_address(path: str) -> str:
    return absolute(path).replace("http", "ws", 1)
