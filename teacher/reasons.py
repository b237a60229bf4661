"""Why a student stands in the list, in words and numbers, in the active language."""

from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from teacher.models import RiskAssessment
from teacher.risk import INACTIVE, LOW_ACCURACY, LOW_COMPLETION, MULTIPLE_WEAKNESSES


def finding(assessment: RiskAssessment) -> str:
    """The one sentence that matters most."""
    measures, factors = assessment.measures, assessment.factors
    if assessment.resting:
        return _resting(measures)
    if INACTIVE in factors:
        return _away(measures)
    if LOW_ACCURACY in factors:
        return _("Keeps at it, but only %(percent)s%% of the answers are right.") % _percent(measures["accuracy"])
    return SENTENCES[factors[0]](measures) if factors else _("Nothing stands out.")


def details(assessment: RiskAssessment) -> list[str]:
    """The other factors, and what follows from them together."""
    measures, factors = assessment.measures, assessment.factors
    if assessment.resting:
        return [*_told(measures, factors, but=INACTIVE), *_quietly(assessment)]
    first = INACTIVE if INACTIVE in factors else factors[0] if factors else ""
    told = _told(measures, factors, but=first)
    if {INACTIVE, LOW_ACCURACY} <= set(factors):
        told.append(_("It looks as if it became too hard."))
    return told


def numbers(assessment: RiskAssessment) -> list[str]:
    """Every factor as a sentence, for tables and files."""
    return _told(assessment.measures, assessment.factors)


def _told(measures: Mapping, factors: Sequence[str], but: str = "") -> list[str]:
    return [SENTENCES[factor](measures) for factor in factors if factor != but]


def _resting(measures: Mapping) -> str:
    days = measures["days_inactive"]
    if not measures["answers"] and days >= measures["days_here"]:
        text = ngettext("Joined %(days)s day ago and hasn't begun.", "Joined %(days)s days ago and hasn't begun.", days)
    else:
        text = ngettext("Taking a break for %(days)s day.", "Taking a break for %(days)s days.", days)
    return text % {"days": days}


def _quietly(assessment: RiskAssessment) -> list[str]:
    """Why nobody is alarmed."""
    if not assessment.measures["answers"]:
        return [_("Not marked as a risk. A hello may be all it takes.")]
    if not assessment.evident:
        return [_("Not marked as a risk: there are too few answers to tell.")]
    if LOW_ACCURACY not in assessment.factors and assessment.measures["accuracy"] is not None:
        right = _("Accuracy is fine at %(percent)s%%.") % _percent(assessment.measures["accuracy"])
        return [right, _("Not marked as a risk. A hello may be all it takes.")]
    return [_("Not marked as a risk.")]


def _away(measures: Mapping) -> str:
    days = measures["days_inactive"]
    text = ngettext("Hasn't studied for %(days)s day.", "Hasn't studied for %(days)s days.", days)
    return text % {"days": days}


def _accuracy(measures: Mapping) -> str:
    return _("In the last 30 days %(percent)s%% of the answers were right.") % _percent(measures["accuracy"])


def _completion(measures: Mapping) -> str:
    if not measures["completion_rate"]:
        return _("Nothing of what was begun more than a week ago is finished.")
    text = _("Of what was begun more than a week ago, %(percent)s%% is finished.")
    return text % _percent(measures["completion_rate"])


def _weaknesses(measures: Mapping) -> str:
    number = measures["weaknesses"]
    text = ngettext("%(number)s weakness in the last 7 days.", "%(number)s weaknesses in the last 7 days.", number)
    return text % {"number": number}


def _percent(share: float) -> dict[str, int]:
    """Rounded down: 59.9% is below 60%."""
    return {"percent": int(share * 100 + 1e-9)}


SENTENCES: dict[str, Callable[[Mapping], str]] = {
    LOW_ACCURACY: _accuracy,
    INACTIVE: _away,
    LOW_COMPLETION: _completion,
    MULTIPLE_WEAKNESSES: _weaknesses,
}
