"""Reading sessions about one module of the curriculum, made from its lesson."""

from django.db import transaction
from django.utils.translation import gettext as _

from articles import course, sessions
from articles.choices import Options
from articles.models import LearningSession, SessionSubTopic
from curriculum import unlocking
from curriculum.content_files import LEVEL_CODES
from curriculum.models import LearningModule
from lms.accounts.models import User
from lms.problems import Problem

FIELD = "module"


@transaction.atomic
def open_session(*, user: User, module: LearningModule, level: str, options: Options) -> LearningSession:
    """A new session in the active language; its outline and articles are made in the background.

    Raises Problem 403 for a module that is locked for this person, 409 where there is nothing to read about it.
    """
    unlocking.refuse_locked_among(user, [module.pk])
    if not course.has_reading(module):
        raise Problem.conflict("nothing_to_read", _("There is nothing to read about this module yet."))
    session = sessions.begin(user, level, options, module=module)
    SessionSubTopic.objects.create(session=session, position=1)
    return session


def find_module(name: str) -> LearningModule:
    """By `track.module`. Raises Problem 400 naming the field."""
    module = LearningModule.objects.select_related("track").with_full_name(name).first()
    if module is None:
        raise Problem.invalid(FIELD, _("There is no module with this name. Names are written track.module."))
    return module


def suggested_level(module: LearningModule) -> str:
    """The level that the module is written for: its difficulty of 1 to 5 counts the five levels."""
    return LEVEL_CODES[module.difficulty_level - 1]
