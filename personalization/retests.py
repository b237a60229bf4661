"""Re-tests: somebody says they know a module, and three questions decide."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max, Q
from django.utils.translation import gettext as _

from curriculum.models import Question
from lms.accounts.models import User
from lms.problems import Problem
from personalization import retest_decision, subjects, submissions, waiting
from personalization.models import Submission
from personalization.retest_decision import QUESTIONS


@transaction.atomic
def start(user: User, module: str) -> Submission:
    """A run of three questions, one try each; the one that is still open where there is one, so that nobody draws until the
    questions suit. Raises Problem 400 for an unknown module, 403 for a locked one, 409 where there are too few questions or
    the last one was failed a short time ago."""
    subject = subjects.find(user, module, field="module")
    if subject.kind != subjects.MODULE:
        raise Problem.invalid("module", _("A re-test is about one module."))
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    rows = Submission.objects.filter(user=user, kind=Submission.Kind.RETEST, subject=subject.name)
    return rows.filter(closed_at=None).first() or _open(user, subject)


def again_at(user: User, module: str) -> datetime | None:
    """From when on somebody who failed may try again; none where that is now. 2 queries."""
    rows = Submission.objects.filter(user=user, kind=Submission.Kind.RETEST, subject=module)
    last = rows.exclude(closed_at=None).order_by("-closed_at").first()
    if last is None or retest_decision.is_passed(last.answers.all()):
        return None
    return waiting.until(last.closed_at, settings.RETEST_AGAIN_HOURS)


def questions_of(submission: Submission) -> list[Question]:
    """In the order in which they are asked."""
    order = [entry["id"] for entry in submission.plan["questions"]]
    rows = Question.objects.select_related("module__track").in_bulk(order)
    return [rows[pk] for pk in order if pk in rows]


def _open(user: User, subject: subjects.Subject) -> Submission:
    if again := again_at(user, subject.name):
        raise waiting.too_soon("retest_too_soon", again)
    chosen = _choose(user, subject.name)
    if len(chosen) < QUESTIONS:
        raise Problem.conflict("too_few_questions", _("There are not enough questions for a re-test of this module."))
    plan = {"questions": [{"id": pk} for pk in chosen]}
    return submissions.submit(user=user, subject=subject, written=[], kind=Submission.Kind.RETEST, plan=plan)


def _choose(user: User, module: str) -> list[int]:
    """Those never answered first, then those answered longest ago; the harder ones before the easier."""
    track, _dot, name = module.partition(".")
    rows = Question.objects.shown().filter(module__track__name=track, module__name=name)
    last = Max("answers__answered_at", filter=Q(answers__submission__user=user))
    rows = rows.annotate(last=last).order_by(F("last").asc(nulls_first=True), "-difficulty_level", "pk")
    return list(rows.values_list("pk", flat=True)[:QUESTIONS])
