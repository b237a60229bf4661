"""Limits on use, as moving windows on Redis: requests by address or user, generation by user.

With Redis away nothing is limited: reading and answering go on.
"""

import hashlib
import ipaddress
import re
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute, RateLimitItemPerSecond
from limits.storage import RedisStorage
from limits.strategies import MovingWindowRateLimiter

from lms import redis
from lms.problems import Problem, respond

UNKNOWN_ADDRESS = "0.0.0.0"  # noqa: S104 stands for "no address known"; nothing is bound to it
NOT_COUNTED = ("/static/", "/health", "/metrics")
PERIODS = {"s": RateLimitItemPerSecond, "m": RateLimitItemPerMinute, "h": RateLimitItemPerHour}


class RequestLimitMiddleware:
    """Signed-out requests by address, others by user."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(NOT_COUNTED):
            try:
                count_request(request)
            except Problem as problem:
                return respond(request, problem)
        return self.get_response(request)


def count_request(request: HttpRequest) -> None:
    if request.user.is_authenticated:
        _hit("user", str(request.user.pk), settings.RATE_LIMIT_USER)
    else:
        _hit("ip", client_address(request), settings.RATE_LIMIT_IP)


def count_generation(request: HttpRequest) -> None:
    """Whatever makes a model write. Raises Problem 429. Guests count by address too, or a new guest would be a new start."""
    user = request.user
    if user.is_authenticated:
        _hit("ai", str(user.pk), settings.RATE_LIMIT_AI)
    if settings.RATE_LIMIT_AI != "off" and (not user.is_authenticated or user.is_guest):
        _hit("ai-guests", client_address(request), settings.RATE_LIMIT_AI_GUEST_ADDRESS)


def count_submission(request: HttpRequest) -> None:
    """Practice runs that are opened, not the answers in them. Raises Problem 429."""
    if request.user.is_authenticated:
        _hit("submission", str(request.user.pk), settings.RATE_LIMIT_SUBMISSION)


def count_feedback(request: HttpRequest) -> None:
    """Feedback that somebody asks for. Raises Problem 429."""
    _hit("feedback", str(request.user.pk), settings.RATE_LIMIT_FEEDBACK)


def count_report(request: HttpRequest) -> None:
    """What somebody says is wrong: a teacher has to read it. Raises Problem 429."""
    _hit("report", str(request.user.pk), settings.RATE_LIMIT_REPORT)


def count_reset(address: str) -> None:
    """A letter with a link to a new password, by the e-mail address that was typed: known or not, it is the same."""
    _hit("reset", hashlib.sha256(address.strip().lower().encode()).hexdigest(), settings.RATE_LIMIT_RESET)


def count_export(request: HttpRequest) -> None:
    """Everything about a person at once is much to read."""
    _hit("export", str(request.user.pk), settings.RATE_LIMIT_EXPORT)


def count_join(request: HttpRequest) -> None:
    """Tries at a class code, right or wrong: nobody guesses their way in. Signed out by address, which a class shares."""
    if request.user.is_authenticated:
        _hit("join", str(request.user.pk), settings.RATE_LIMIT_JOIN)
    else:
        _hit("join-address", client_address(request), settings.RATE_LIMIT_JOIN_ADDRESS)


def may_call_model(model: str) -> bool:
    """Whether this model is still under its own rate (LLM_RPM), counted over all workers."""
    calls_a_minute = settings.LLM_RPM.get(model)
    if calls_a_minute is None:
        return True
    try:
        _hit("model", model, f"{calls_a_minute}/1m")
    except Problem:
        return False
    return True


def client_address(request: HttpRequest) -> str:
    """The nearest address that isn't one of our own proxies; X-Forwarded-For from anybody else means nothing."""
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    address = request.META.get("REMOTE_ADDR") or UNKNOWN_ADDRESS
    while hops and _trusted(address):
        address = hops.pop()
    return address


def comes_by_proxy(request: HttpRequest) -> bool:
    """Handed on by one of our own proxies."""
    return _trusted(request.META.get("REMOTE_ADDR") or UNKNOWN_ADDRESS)


def _trusted(address: str) -> bool:
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(ip in ipaddress.ip_network(proxy, strict=False) for proxy in settings.TRUSTED_PROXIES)


def _hit(scope: str, key: str, limit: str) -> None:
    if limit == "off":
        return
    item = parse(limit)
    with suppress(redis.Unavailable):
        with redis.asked():
            left = None if _limiter().hit(item, scope, key) else _seconds_left(item, scope, key)
        if left is not None:
            raise Problem.too_many(left)


@cache
def parse(limit: str) -> RateLimitItem:
    """`100/1m`: 100 in one minute. Raises ValueError."""
    match = re.fullmatch(r"(\d+)/(\d+)([smh])", limit)
    if not match:
        raise ValueError(f"{limit!r} is not a limit such as 100/1m, 5/10m or off")
    count, multiples, unit = match.groups()
    return PERIODS[unit](int(count), int(multiples))


@cache
def _limiter() -> MovingWindowRateLimiter:
    return MovingWindowRateLimiter(RedisStorage(settings.REDIS_URL, connection_pool=redis.pool(), key_prefix="limit"))


def _seconds_left(item: RateLimitItem, scope: str, key: str) -> int:
    return max(1, round(_limiter().get_window_stats(item, scope, key).reset_time - time.time()))
