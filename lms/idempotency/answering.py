"""POSTs that make something: one transaction, the owner's token, and the same answer again for the same key."""

import hashlib
import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from lms import limits
from lms.accounts import tokens
from lms.accounts.models import User
from lms.idempotency.models import IdempotencyKey
from lms.problems import Problem

KEPT_FOR = timedelta(hours=24)
KEY_LENGTHS = range(16, 65)


@dataclass(frozen=True)
class Made:
    """What a POST answers, without a token, and whose it is."""

    status: int
    body: dict
    user: User


def answer_once(request: Request, make: Callable[[User], Made]) -> Response:
    """Run `make(owner)` in one transaction, at most once a key. A signed-out caller becomes a guest and gets its token."""
    with transaction.atomic():
        key = request.headers.get("Idempotency-Key")
        made = _once(request, key, make) if key is not None else make(_owner(request))
        token = None if request.user.is_authenticated else tokens.issue(made.user)[0]
    return Response(made.body | {"access_token": token}, status=made.status)


def _once(request: Request, key: str, make: Callable[[User], Made]) -> Made:
    if len(key) not in KEY_LENGTHS:
        raise Problem.invalid("Idempotency-Key", _("An idempotency key has 16 to 64 characters."))
    name = {"caller": _caller(request), "route": request.resolver_match.route, "key": key}
    _lock(name)
    body_hash = hashlib.sha256(json.dumps(request.data, sort_keys=True).encode()).hexdigest()
    IdempotencyKey.objects.filter(**name, expires_at__lte=timezone.now()).delete()
    known = IdempotencyKey.objects.filter(**name).select_related("user").first()
    if known is None:
        made = make(_owner(request))
        answer = {"status": made.status, "response": made.body, "user": made.user}
        IdempotencyKey.objects.create(**name, body_hash=body_hash, expires_at=timezone.now() + KEPT_FOR, **answer)
        return made
    if known.body_hash != body_hash:
        detail = _("This idempotency key was used for another request. Choose a new one.")
        raise Problem(422, "idempotency_mismatch", detail)
    return Made(known.status, known.response, known.user)


def _lock(name: dict[str, str]) -> None:
    """Held until the transaction ends, so that a twin that is still running is answered with 409 instead of waiting."""
    number = zlib.crc32("|".join(name.values()).encode())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        if not cursor.fetchone()[0]:
            raise Problem.conflict("still_running", _("The first request with this key is still running. Try again."))


def _owner(request: Request) -> User:
    return request.user if request.user.is_authenticated else User.objects.create_guest()


def _caller(request: Request) -> str:
    if request.user.is_authenticated:
        return f"user:{request.user.pk}"
    return f"address:{limits.client_address(request._request)}"
