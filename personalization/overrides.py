"""A teacher knows better than the answers: a module is completed, or isn't, for a reason that stays."""

from django.db import transaction
from django.utils.translation import gettext as _

from curriculum import unlocking
from curriculum.models import LearningModule, ModuleCompletion
from curriculum.models.modules import LONG_IN_MODULE
from lms.accounts.access import may_see
from lms.accounts.models import User
from lms.problems import Problem
from personalization.models import MasteryOverride, TopicProgress


@transaction.atomic
def decide(*, by: User, student: User, module: LearningModule, complete: bool, reason: str) -> MasteryOverride | None:
    """The row that says who decided and why; None where it was so already. What was answered and read stays.

    Raises Problem 403 for anybody but a teacher of the student and admins, 400 without a reason.
    """
    if not (by.is_admin or by.is_teacher) or not may_see(by, student.pk):
        raise Problem(403, "permission_denied", _("Only a teacher of this student can decide this."))
    if not reason.strip():
        raise Problem.invalid("reason", _("Say why."), "reason_missing")
    User.objects.select_for_update(of=("self",)).get(pk=student.pk)
    found = ModuleCompletion.objects.filter(user=student, module=module).select_related("module__track").first()
    if bool(found) == complete:
        return None
    if found:
        unlocking.withdraw(found, by=by, reason=reason)
    else:
        unlocking.complete(user=student, module=module, how=ModuleCompletion.How.TEACHER, by=by, reason=reason)
    return MasteryOverride.objects.create(
        user=student,
        module=module,
        teacher=by,
        complete=complete,
        mastery_before=TopicProgress.objects.filter(user=student, module=module)
        .values_list("mastery", flat=True)
        .first(),
        reason=reason,
    )


def of(student: User, *, at_most: int) -> list[MasteryOverride]:
    """The newest first, with their modules and who decided. One query."""
    rows = MasteryOverride.objects.filter(user=student).select_related("module__track", "teacher")
    return list(rows.defer(*LONG_IN_MODULE).order_by("-created_at", "-pk")[:at_most])
