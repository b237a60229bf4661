"""What a token costs: LiteLLM's table, else LLM_PRICES. A model without a price isn't used; free is only what is ours."""

import ipaddress
import os
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings

from lms.llm import providers

MILLION = Decimal(1_000_000)


@dataclass(frozen=True)
class Price:
    """US dollars a token."""

    input: Decimal
    output: Decimal

    def of(self, tokens_in: float, tokens_out: float) -> Decimal:
        return self.input * Decimal(str(tokens_in)) + self.output * Decimal(str(tokens_out))


class NoPriceError(Exception):
    """This model can't be paid for, so it isn't asked. The message says why, for /health."""


@cache
def of(model: str) -> Price:
    """Raises NoPriceError."""
    price = _set_by_operator().get(model) or _from_table(model)
    if price is None:
        raise NoPriceError(f"{model} has no known price; name it in LLM_PRICES")
    if price.input == price.output == 0 and not _is_ours(model):
        raise NoPriceError(f"{model} costs nothing but isn't on a private address; name its price in LLM_PRICES")
    return price


def parse(text: str) -> dict[str, Price]:
    """`name=in/out,…` in US dollars per million tokens. Raises ValueError."""
    prices = {}
    for entry in filter(None, (part.strip() for part in text.split(","))):
        name, _equals, numbers = entry.partition("=")
        cost_in, _slash, cost_out = numbers.partition("/")
        try:
            prices[name] = Price(Decimal(cost_in) / MILLION, Decimal(cost_out) / MILLION)
        except ArithmeticError:
            raise ValueError(f"LLM_PRICES: {entry!r} is not name=in/out") from None
    return prices


def _set_by_operator() -> dict[str, Price]:
    return parse(settings.LLM_PRICES)


def _from_table(model: str) -> Price | None:
    known = providers.known_price(model)
    return Price(Decimal(str(known[0])), Decimal(str(known[1]))) if known else None


def _is_ours(model: str) -> bool:
    """Whether the address this model is asked at is loopback or private."""
    provider = model.partition("/")[0].upper()
    host = urlsplit(os.environ.get(f"{provider}_API_BASE", "")).hostname or ""
    try:
        address = ipaddress.ip_address("127.0.0.1" if host == "localhost" else host)
    except ValueError:
        return False
    return address.is_loopback or address.is_private
