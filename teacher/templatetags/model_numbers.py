"""Money, times and shares as the models page says them."""

from django import template
from django.utils import formats
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def usd(amount: float) -> str:
    """US dollars, the currency of the ledger; small amounts with as many digits as say something."""
    if not amount:
        return "$0"
    digits = 2 if amount >= 0.1 else 3 if amount >= 0.01 else 4
    return f"${formats.number_format(amount, digits, use_l10n=True, force_grouping=True)}"


@register.filter
def percent(share: float | None, digits: int = 1) -> str:
    """A share of 0-1; "–" for none."""
    return "–" if share is None else f"{formats.number_format(100 * share, digits)}%"


@register.filter
def seconds(milliseconds: float | None) -> str:
    return "–" if milliseconds is None else whole_seconds(milliseconds / 1000)


@register.filter
def whole_seconds(number: float) -> str:
    return _("%(n)s s") % {"n": formats.number_format(number, 1 if number >= 0.1 or not number else 2)}


@register.filter
def count(number: float | None) -> str:
    """Whole, with separators."""
    return "–" if number is None else formats.number_format(round(number), 0, use_l10n=True, force_grouping=True)
