"""What a teacher could write to a student: in the language of the class, about something that is true of this student."""

from django.utils import translation
from django.utils.translation import gettext as _

from curriculum.models import LearningModule
from lms.accounts.models import User
from teacher.models import RiskAssessment
from teacher.risk import INACTIVE, LOW_ACCURACY


def write(
    student: User,
    assessment: RiskAssessment | None,
    *,
    language: str,
    trouble: LearningModule | None = None,
    last: LearningModule | None = None,
) -> str:
    """`trouble`: the module of most mistakes; `last`: the one practised last."""
    with translation.override(language):
        texts = [_("%(name)s, hello.") % {"name": student.name}, *_body(assessment, trouble, last)]
    return " ".join(texts)


def _body(assessment: RiskAssessment | None, trouble: LearningModule | None, last: LearningModule | None) -> list[str]:
    factors = assessment.factors if assessment else []
    away = INACTIVE in factors
    if LOW_ACCURACY in factors and trouble:
        stuck = _("“%(module)s” is a tricky one.") % {"module": trouble.display_name}
        return [stuck, _come_back() if away else _together()]
    if away and last:
        reached = _("You had come as far as “%(module)s”.") % {"module": last.display_name}
        return [reached, _come_back()]
    if away:
        return [_("Five questions are enough to start your skill map."), _come_back()]
    if trouble:
        again = _("A few things in “%(module)s” got mixed up lately.") % {"module": trouble.display_name}
        return [again, _together()]
    return [_("How is it going?"), _together()]


def _together() -> str:
    return _("Shall we look at it together for ten minutes this week?")


def _come_back() -> str:
    return _("Ten minutes this week are enough to find your way back; tell me if something is in it.")
