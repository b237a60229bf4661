"""A row for every attempt, and for every request that existing content served."""

import logging
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from lms import logs
from lms.accounts.models import User
from lms.llm.models import LLMCall
from lms.llm.prices import Price
from lms.llm.prompts import Prompt
from lms.llm.providers import Completion

log = logging.getLogger(__name__)


@dataclass
class Entry:
    """What is known of an attempt before its outcome."""

    prompt: Prompt
    model: str
    user_id: int
    session_id: str | None
    price: Price
    prompt_hash: str
    cost: Decimal = Decimal(0)
    usage_wrong: bool = False


def write(entry: Entry, completion: Completion | None = None, error_type: str = "", milliseconds: int = 0) -> None:
    """`milliseconds` are those of a call that gave nothing."""
    if entry.usage_wrong:
        log.warning("usage_wrong", extra={"llm_provider": entry.model})
    logs.note_call(entry.model, completion.tokens_in + completion.tokens_out if completion else 0)
    LLMCall.objects.create(
        provider=entry.model.partition("/")[0] if "/" in entry.model else "openai",
        model=entry.model,
        request_type=entry.prompt.request_type,
        response_time_ms=completion.milliseconds if completion else milliseconds,
        first_token_ms=completion.first_token_ms if completion else None,
        tokens_in=completion.tokens_in if completion else 0,
        tokens_out=completion.tokens_out if completion else 0,
        price_in=entry.price.input,
        price_out=entry.price.output,
        cost_usd=entry.cost,
        success=not error_type,
        error_type=error_type or ("usage_wrong" if entry.usage_wrong else ""),
        user_id=entry.user_id,
        session_id=entry.session_id,
        prompt=entry.prompt.tag,
        prompt_hash=entry.prompt_hash,
    )


def write_hits(count: int, request_type: str, prompt: str, *, user_id: int, session_id: str) -> None:
    """Requests that content which exists already has served."""
    logs.note_hits(count)
    hit = {"request_type": request_type, "prompt": prompt, "success": True, "cache_hit": True}
    LLMCall.objects.bulk_create(LLMCall(user_id=user_id, session_id=session_id, **hit) for _number in range(count))


def of(person: User) -> QuerySet[LLMCall]:
    return LLMCall.objects.filter(user=person)


def move(guest: User, account: User) -> None:
    of(guest).update(user=account)


def forget(person: User) -> None:
    """What was spent stays, but not for whom."""
    of(person).update(user=None, session_id=None)
