"""Which configured models can be asked, and why others can't. Workers know the prices and write it down; /health reads it."""

import logging

from django.conf import settings
from django.utils import timezone

from lms.llm import prices
from lms.llm.models import ModelState

log = logging.getLogger(__name__)


def configured() -> list[str]:
    """Whatever this instance may ask for anything, each once, those of LLM_MODELS first."""
    more = [settings.LLM_MODELS_PRIVATE, *settings.LLM_MODELS_BY_TYPE.values()]
    return list(dict.fromkeys([*settings.LLM_MODELS, *(name for names in more for name in names)]))


def has_price(model: str) -> bool:
    """A model without one isn't asked. In workers only: the price list comes with LiteLLM."""
    try:
        prices.of(model)
    except prices.NoPriceError as error:
        log.warning("model_not_used", extra={"reason": str(error)})
        ModelState.objects.update_or_create(model=model, defaults={"not_used_because": str(error)[:300]})
        return False
    return True


def note_all() -> None:
    """At a worker's start: what an operator has mended since is no reason any more."""
    priced = [model for model in configured() if has_price(model)]
    ModelState.objects.filter(model__in=priced).exclude(not_used_because="").update(not_used_because="")


def states() -> list[dict]:
    """{model, status: up | resting | not_used, reason?} of each configured model, in their order. 1 query."""
    names = configured()
    rows = ModelState.objects.in_bulk(names)
    return [_state(name, rows.get(name)) for name in names]


def _state(name: str, row: ModelState | None) -> dict:
    if row and row.not_used_because:
        return {"model": name, "status": "not_used", "reason": row.not_used_because}
    resting = row and row.resting_until and row.resting_until > timezone.now()
    return {"model": name, "status": "resting" if resting else "up"}
