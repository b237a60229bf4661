"""Whether an intervention helped, in words and numbers, in the active language."""

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from teacher import outcomes
from teacher.models import OUTCOME_DAYS, Intervention


def sentence(of: Intervention) -> str:
    """Empty where nothing reached the student."""
    if of.outcome and of.before:
        return f"{_verdict(of.before, of.outcome)} {_numbers(of.before, of.outcome)}"
    if of.status not in Intervention.BEGUN or of.assigned_at is None:
        return ""
    day = timezone.localtime(of.assigned_at + timedelta(days=OUTCOME_DAYS))
    return _("Known on %(day)s.") % {"day": date_format(day, "MONTH_DAY_FORMAT")}


def _verdict(before: Mapping, after: Mapping) -> str:
    words = {
        outcomes.BETTER: _("Better than before."),
        outcomes.SAME: _("About as before."),
        outcomes.WORSE: _("Less than before."),
    }
    return words[outcomes.verdict(before, after)]


def _numbers(before: Mapping, after: Mapping) -> str:
    text = _("Days with study %(days_before)s → %(days_after)s, accuracy %(accuracy_before)s → %(accuracy_after)s.")
    return text % {
        "days_before": before["days"],
        "days_after": after["days"],
        "accuracy_before": _percent(before["accuracy"]),
        "accuracy_after": _percent(after["accuracy"]),
    }


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{round(100 * share)}%"
