"""Modules as something to choose from in a form."""

from django.utils.translation import gettext as _

from curriculum.models import LearningModule
from lms.problems import Problem
from personalization import subjects


def choices() -> list[tuple]:
    """Nothing, then (track, [(full name, what it is called)]) in the order of the curriculum. One query."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in LearningModule.objects.select_related("track").for_lists().in_order():
        groups.setdefault(row.track.display_name, []).append((row.full_name, row.display_name))
    return [("", "—"), *groups.items()]


def called(full_name: str) -> LearningModule:
    """Raises Problem 400 naming the field."""
    row = subjects.module_rows([full_name]).get(full_name)
    if row is None:
        raise Problem.invalid("module", _("There is no module of this name."), "unknown_module")
    return row
