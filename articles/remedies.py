"""Reading against one kind of mistake in one module: the parts of its lesson that bear on it most, each told what it is for.

Which mistake it is says nothing about who made it, so these texts are shared like any of the course.
"""

from dataclasses import replace

from django.utils.translation import gettext as _

from articles import course, matters
from articles.matters import Matter
from curriculum.models import LearningModule, Question
from personalization import weaknesses

ARTICLES = 3


def matters_of(module: LearningModule, weakness: str = "") -> list[Matter]:
    """All that there is to read about the module; with a weakness what helps against it."""
    return against(module, weakness) if weakness else course.of_module(module)


def against(module: LearningModule, weakness: str) -> list[Matter]:
    """The nearest parts, the nearest first, which opens with what to do; in the active language. 3 queries."""
    found = matters.closest(course.of_module(module), _asked_about(module, weakness), ARTICLES)
    return [_for(matter, module, weakness, is_first=place == 0) for place, matter in enumerate(found)]


def _asked_about(module: LearningModule, weakness: str) -> str:
    """The words of the module's questions in which this mistake can be made."""
    rows = [question for question in module.questions.shown() if weakness in _mistakes(question)]
    return "\n".join(f"{one.sub_topic} {one.prompt} {one.explanation}" for one in rows)


def _mistakes(question: Question) -> set[str]:
    return {one.get("weakness_type", "") for one in [*question.choices, *question.patterns]}


def _for(matter: Matter, module: LearningModule, weakness: str, *, is_first: bool) -> Matter:
    """Items of the course without a lesson stay as they are: their texts are theirs."""
    if not matter.lesson:
        return matter
    lesson = f"{_opening(module, weakness)}\n\n{matter.lesson}" if is_first else matter.lesson
    return replace(matter, weakness=name_of(weakness), lesson=lesson)


def _opening(module: LearningModule, weakness: str) -> str:
    advice = weaknesses.advice(weakness, module.display_name)
    return _("**What helps against this kind of mistake, “%(mistake)s”:** %(advice)s") % {
        "mistake": name_of(weakness),
        "advice": advice,
    }


def name_of(weakness: str) -> str:
    """As people read it, in the active language."""
    return str(Question.Weakness(weakness).label)
