"""Times said as people say them, in the active language."""

import math

from django.utils.translation import gettext as _

MINUTE, HOUR = 60, 3600
WORDS_A_MINUTE_FAST, WORDS_A_MINUTE_SLOW = 150, 120


def exact(seconds: float) -> str:
    """ "2분 15초", "45초", "1시간 3분"; hours leave the seconds away."""
    whole = max(0, round(seconds))
    hours, minutes, rest = whole // HOUR, whole % HOUR // MINUTE, whole % MINUTE
    parts = [_("%(n)s h") % {"n": hours}] if hours else []
    parts += [_("%(n)s min") % {"n": minutes}] if minutes else []
    parts += [_("%(n)s s") % {"n": rest}] if rest and not hours or not parts else []
    return " ".join(parts)


def spent(seconds: float) -> str:
    """Whole minutes: "0분", "46분", "1시간 35분"."""
    minutes = int(seconds // MINUTE)
    if minutes < 60:
        return _("%(n)s min") % {"n": minutes}
    return exact(minutes * MINUTE)


def reading(words: int) -> str:
    """How long a text takes at 150 to 120 words (eojeol) a minute: "3-4분"."""
    fast = max(1, math.floor(words / WORDS_A_MINUTE_FAST))
    slow = max(fast, math.ceil(words / WORDS_A_MINUTE_SLOW))
    return _("%(n)s min") % {"n": fast if fast == slow else f"{fast}-{slow}"}


def weeks(hours: float, hours_a_week: float) -> str:
    """How long so many hours take at that pace: "이번 주 안에", "3-4주"."""
    count = hours / hours_a_week
    if count <= 1:
        return _("this week")
    low = math.floor(count)
    return _("%(n)s weeks") % {"n": f"{low}-{low + 1}"}
