"""Finds out who is asking and in which language to answer."""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from lms.accounts import guests, tokens
from lms.problems import is_api


class TokenMiddleware:
    """`Authorization: Bearer …` on the API replaces whatever the cookie says; `request.token` is the token that was sent."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
        if is_api(request) and scheme.lower() == "bearer":
            request.token = token.strip()
            request.user = request._cached_user = tokens.owner_of(request.token) or AnonymousUser()
        return self.get_response(request)


class SeenMiddleware:
    """Notes once a day that somebody was here, and keeps them logged in from then on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        noted = request.user.is_authenticated and guests.note_use(request.user, timezone.now())
        if noted and not hasattr(request, "token"):
            request.session.modified = True  # its cookie starts anew, else it would end 30 days after the first visit
        return self.get_response(request)


class LanguageMiddleware(LocaleMiddleware):
    """The user's own setting decides, else the visitor's choice (cookie), else Accept-Language, else Korean."""

    def process_request(self, request: HttpRequest) -> None:
        chosen = getattr(request.user, "language", "")
        translation.activate(chosen or translation.get_language_from_request(request))
        request.LANGUAGE_CODE = translation.get_language()

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        response.headers.setdefault("Content-Language", translation.get_language())
        return response
