"""Errors as RFC 9457 problems: {type, title, status, detail, code, errors [{field, message}]}, with a stable code.

Raise `Problem` anywhere below a view; the API answers it as problem+json, pages as one of the error pages.
"""

import logging
import sys
from collections.abc import Callable, Iterator

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from psycopg_pool import PoolTimeout
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

log = logging.getLogger(__name__)

CONTENT_TYPE = "application/problem+json"
API_PREFIX = "/api/"
DATABASE_RETRY_SECONDS = 5
DATABASE_AWAY = (OperationalError, PoolTimeout)


class Problem(Exception):
    """Something the caller can act on. `detail` is a sentence in their language; `code` never changes."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        errors: list[dict] | None = None,
        retry_after: int | None = None,
        **more,
    ) -> None:
        super().__init__(code)
        self.status, self.code, self.detail = status, code, detail
        self.errors, self.retry_after, self.more = errors or [], retry_after, more

    @classmethod
    def invalid(cls, field: str, message: str, code: str = "invalid") -> "Problem":
        """400: one field of the request is wrong."""
        return cls(400, code, _("Please check the fields named below."), errors=[{"field": field, "message": message}])

    @classmethod
    def not_found(cls, code: str = "not_found", detail: str = "") -> "Problem":
        return cls(404, code, detail or _("There is nothing at this address, or it isn't yours to see."))

    @classmethod
    def read_only(cls) -> "Problem":
        return cls(403, "read_only", _("You may read this, but only its owner can change it."))

    @classmethod
    def sign_in(cls) -> "Problem":
        return cls(401, "not_authenticated", _("Log in or send a token for this."))

    @classmethod
    def conflict(cls, code: str, detail: str) -> "Problem":
        return cls(409, code, detail)

    @classmethod
    def too_many(cls, seconds: int) -> "Problem":
        detail = _("Too many requests. Try again in %(seconds)s seconds.") % {"seconds": seconds}
        return cls(429, "rate_limited", detail, retry_after=seconds)

    @classmethod
    def unavailable(cls) -> "Problem":
        detail = _("Down for a moment. What you did before is saved; please try again in a few seconds.")
        return cls(503, "unavailable", detail, retry_after=DATABASE_RETRY_SECONDS)

    @property
    def title(self) -> str:
        return {
            400: _("Something in the request is wrong"),
            401: _("Log-in needed"),
            403: _("Not allowed"),
            404: _("Not found"),
            405: _("This address doesn't do that"),
            409: _("Not possible right now"),
            415: _("Send JSON"),
            422: _("Not the same request"),
            429: _("Too many requests"),
            503: _("Down for a moment"),
        }.get(self.status, _("Something went wrong on our side"))

    def body(self) -> dict:
        return {
            "type": f"urn:infou:problem:{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
            "errors": self.errors,
            **self.more,
        }

    @property
    def headers(self) -> dict[str, str]:
        headers = {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}
        return headers | ({"WWW-Authenticate": "Bearer"} if self.status == 401 else {})

    def response(self) -> JsonResponse:
        return JsonResponse(self.body(), status=self.status, content_type=CONTENT_TYPE, headers=self.headers)


def is_api(request: HttpRequest) -> bool:
    return request.path.startswith(API_PREFIX)


def exception_handler(error: Exception, context: dict) -> Response | None:
    """DRF's hook: every error of an API view as a problem. Unknown ones go on to `server_error`."""
    problem = as_problem(error)
    if problem is None:
        return None
    set_rollback()
    context["request"]._request.error = problem.code
    return Response(problem.body(), status=problem.status, headers=problem.headers, content_type=CONTENT_TYPE)


class ProblemsMiddleware:
    """Answers a problem in the shape its reader expects, also where no view was reached: middleware, unknown addresses."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        problem = as_problem(error)
        return respond(request, problem) if problem else None


def respond(request: HttpRequest, problem: Problem) -> HttpResponse:
    """problem+json to API clients, an error page that says what to do to people."""
    request.error = problem.code
    if is_api(request):
        return problem.response()
    response = render(request, "error.html", {"problem": problem}, status=problem.status)
    for name, value in problem.headers.items():
        response.headers[name] = value
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return respond(request, Problem(400, "bad_request", _("The server could not read this request.")))


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    return respond(request, _forbidden(exception))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    detail = _("This form is out of date. Go back, reload the page and send it again.")
    return respond(request, Problem(403, "csrf_failed", detail))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return respond(request, Problem.not_found())


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500, called while the exception is handled; a database that is away is a 503."""
    error = sys.exc_info()[1]
    known = as_problem(error) if error else None
    detail = _("It is logged, and we look at it. Your request's number is %(id)s.") % {"id": request.id}
    return respond(request, known or Problem(500, "server_error", detail, request_id=request.id))


def _forbidden(error: Exception | None) -> Problem:
    return Problem(403, "permission_denied", str(error or "") or _("You are not allowed to do this."))


def as_problem(error: Exception) -> Problem | None:
    """The problem an exception stands for; None where it is a fault of ours."""
    match error:
        case Problem():
            return error
        case Http404():
            return Problem.not_found()
        case PermissionDenied():
            return _forbidden(error)
        case exceptions.ValidationError():
            detail = _("Please check the fields named below.")
            return Problem(400, "invalid", detail, errors=list(_field_errors(error.detail)))
        case ValidationError() if hasattr(error, "error_dict"):
            detail = _("Please check the fields named below.")
            return Problem(400, "invalid", detail, errors=list(_field_errors(error.message_dict)))
        case exceptions.ParseError():
            return Problem(400, "not_json", _("The body is not valid JSON."))
        case exceptions.NotAuthenticated():
            return Problem.sign_in()
        case exceptions.APIException():
            return Problem(error.status_code, error.default_code, str(error.detail))
        case error if isinstance(error, DATABASE_AWAY):
            log.warning("database_unavailable", extra={"error": type(error).__name__})
            return Problem.unavailable()
    return None


def _field_errors(detail, path: str = "") -> Iterator[dict]:
    """DRF's nested errors as flat rows, the field written as a path: `options.max_articles_per_subtopic`."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            yield from _field_errors(inner, path if name == "non_field_errors" else f"{path}.{name}".lstrip("."))
    elif isinstance(detail, list) and any(isinstance(inner, dict | list) for inner in detail):
        for number, inner in enumerate(detail):
            if inner:
                yield from _field_errors(inner, f"{path}.{number}".lstrip("."))
    else:
        for message in detail if isinstance(detail, list) else [detail]:
            yield {"field": path, "message": str(message)}
