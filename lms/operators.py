"""Who may see inside: whoever runs this server. By METRICS_TOKEN, from the machine itself, or, for people, as an admin."""

import hmac

from django.conf import settings
from django.http import HttpRequest

from lms import limits

LOOPBACK = ("127.0.0.1", "::1")


def has_token(request: HttpRequest) -> bool:
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(settings.METRICS_TOKEN) and hmac.compare_digest(token.encode(), settings.METRICS_TOKEN.encode())


def is_local(request: HttpRequest) -> bool:
    """From this machine and handed on by nobody: a proxy here that isn't in TRUSTED_PROXIES would make everybody local."""
    here = limits.client_address(request) in LOOPBACK
    return here and (limits.comes_by_proxy(request) or "X-Forwarded-For" not in request.headers)


def is_admin(request: HttpRequest) -> bool:
    """Asks the database who that is, where a cookie or token says so."""
    return request.user.is_authenticated and request.user.is_admin
