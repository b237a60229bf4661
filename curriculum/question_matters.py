"""What questions can be made about: a module, and what apps above register, such as a subtopic made for one learner."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from curriculum.models import LearningModule, Question
from lms.accounts.models import User
from lms.problems import Problem

NUMBER_DIGITS = 19  # fewer fit into a key of the database


@dataclass(frozen=True)
class Matter:
    """Texts are in the active language. `name`: `track.module` or `generated_456`; `level` 1-5; `learner`: whose alone it is."""

    name: str
    title: str
    topic: str
    text: str
    level: int
    module: LearningModule | None = None
    learner: User | None = None

    @property
    def questions(self) -> dict:
        """By which columns its questions are found."""
        return {"module": self.module} if self.module else {"module": None, "made_for": self.name}

    @property
    def parts(self) -> list[str]:
        """Of a module, by the questions that it has."""
        rows = Question.objects.filter(**self.questions).exclude(sub_topic="")
        return sorted(set(rows.values_list("sub_topic", flat=True)))


Finder = Callable[[User | None, int], Matter | None]
_finders: dict[str, Finder] = {}


def register(prefix: str, find: Finder) -> None:
    """`find(person, number)` gives what `<prefix>_<number>` stands for, None where this person may not read it; for None in
    place of a person, whoever asks knows that it may be read. Called in `registrations.py`."""
    _finders[prefix] = find


def find(person: User, name: str) -> Matter:
    """Raises Problem 400 for an unknown name, or one that stands for several modules."""
    found = made_for_somebody(person, name) or _module(name)
    if found is None:
        raise Problem.invalid("subject", _("There is no module or subtopic with this name."), "unknown_subject")
    return found


def made_for_somebody(person: User | None, name: str) -> Matter | None:
    """What `generated_456` stands for; None for any other name."""
    prefix, _underline, number = name.rpartition("_")
    if prefix in _finders and number.isascii() and number.isdigit() and len(number) < NUMBER_DIGITS:
        return _finders[prefix](person, int(number))
    return None


def _module(name: str) -> Matter | None:
    rows = list(LearningModule.objects.called(name).select_related("track")[:2])
    if len(rows) > 1:
        names = ", ".join(row.full_name for row in rows)
        raise Problem.invalid(
            "subject", _("Several modules have this name: %(names)s.") % {"names": names}, "ambiguous"
        )
    return of_module(rows[0]) if rows else None


def of_module(module: LearningModule) -> Matter:
    """Needs the track."""
    return Matter(
        name=module.full_name,
        title=module.display_name,
        topic=module.track.display_name,
        text=module.lesson or module.description,
        level=module.difficulty_level,
        module=module,
    )
