"""Where somebody keeps erring, how much it still weighs, and what to do about it."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from lms.accounts.models import User
from personalization import fading
from personalization.models import Weakness

SHOWN = 5


@dataclass(frozen=True)
class Shown:
    """A weakness as of now."""

    row: Weakness
    strength: float
    advice: str


def strongest(user: User, now: datetime, at_most: int | None = SHOWN) -> list[Shown]:
    """Those with an error in the last days, the strongest first. One query."""
    rows = Weakness.objects.filter(user=user).recent(now).select_related("module__track")
    found = [Shown(row, strength_now(row, now), advice(row.weakness_type, row.module.display_name)) for row in rows]
    return sorted(found, key=lambda one: (-one.strength, one.row.pk))[:at_most]


def strength_now(weakness: Weakness, now: datetime) -> float:
    days = settings.WEAKNESS_HALF_LIFE_DAYS
    return fading.now(weakness.strength, weakness.last_error, now, half_life_days=days)


def advice(weakness_type: str, module: str) -> str:
    """One thing to do, in the active language; `module` as people read it."""
    texts = {
        "syntax_error": _("Type the smallest example of %(module)s yourself and run it after every line you add."),
        "logic_error": _("Follow the code of %(module)s on paper: write down every variable after every step."),
        "concept_gap": _("Read the lesson %(module)s again, and say its idea in one sentence of your own."),
        "off_by_one": _("Try the first, the last and the empty case each time: that is where %(module)s is decided."),
        "type_confusion": _("Before you answer in %(module)s, say of every value which type it has."),
        "api_misuse": _("Look up in the documentation what goes in and what comes back: %(module)s."),
    }
    return texts[weakness_type] % {"module": module}
