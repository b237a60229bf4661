"""Tests of what is known already can't be repeated at once: whoever guesses often enough guesses right."""

from datetime import datetime, timedelta

from django.template.defaultfilters import date as worded
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.problems import Problem

TOO_SOON = ("retest_too_soon", "placement_too_soon")


def until(ended_at: datetime | None, hours: int) -> datetime | None:
    """From when on it may be begun again; none where that is now."""
    again = ended_at + timedelta(hours=hours) if ended_at else None
    return again if again and again > timezone.now() else None


def too_soon(code: str, again: datetime) -> Problem:
    """409 with the moment from which on it works, also as Retry-After."""
    detail = _("Practise first; you can test yourself again from %(moment)s on.") % {"moment": shown(again)}
    seconds = int((again - timezone.now()).total_seconds()) + 1
    return Problem(409, code, detail, retry_after=seconds, again_at=again.isoformat())


def shown(moment: datetime) -> str:
    return worded(timezone.localtime(moment), "DATETIME_FORMAT")
