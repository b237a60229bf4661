"""Who will soon have answered all there is: new questions are asked for before a learner runs out of them.

On the learner's behalf, by the clock, and never a heap that nobody reviews: where some wait already, or were made lately
(and maybe rejected), none are added.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from curriculum import question_generation
from curriculum.content_files import LANGUAGES
from curriculum.models import LearningModule, ModuleCompletion, Question
from curriculum.question_generation import Wish
from lms.accounts.models import User
from personalization.models import ReviewCard, TopicProgress

ACTIVE_FOR = timedelta(days=7)
LEFT_AT_LEAST = 3  # unanswered ones in the module
ENOUGH = 5  # that wait for review in the module, or were made there of late
AT_ONCE = 20  # requests a run


def refill(now: datetime) -> int:
    """Asks for questions in the modules where a learner has few left. Returns for how many modules. 3 queries a language, and
    a few for each request."""
    if not question_generation.can_write():
        return 0
    short = [found for language in LANGUAGES for found in _short(language, now)][:AT_ONCE]
    users = User.objects.in_bulk({user for user, _module, _language in short})
    modules = (
        LearningModule.objects.select_related("track").for_lists().in_bulk({module for _user, module, _l in short})
    )
    for user, module, language in short:
        wish = Wish(subject=modules[module].full_name, language=language)
        question_generation.ask_for(user=users[user], wish=wish, priority=question_generation.SPARE_PRIORITY)
    return len(short)


def _short(language: str, now: datetime) -> Iterable[tuple[int, int, str]]:
    """(learner, module, language), a module once: who was there last."""
    done = ModuleCompletion.objects.filter(user=OuterRef("user"), module=OuterRef("module"))
    rows = TopicProgress.objects.filter(last_activity__gte=now - ACTIVE_FOR, user__role=User.Role.STUDENT)
    rows = rows.filter(user__language__in=_readers(language), user__is_guest=False).exclude(Exists(done))
    rows = rows.annotate(left=_count(_unanswered(language))).filter(left__lt=LEFT_AT_LEAST)
    rows = rows.annotate(coming=_count(_coming(language, now))).filter(coming__lt=ENOUGH)
    found = list(rows.order_by("-last_activity", "pk").values_list("module", "user")[: AT_ONCE * 5])
    return [(user, module, language) for module, user in dict(reversed(found)).items()]


def _readers(language: str) -> list[str]:
    """Who never chose a language reads the first one."""
    return [language, ""] if language == LANGUAGES[0] else [language]


def _unanswered(language: str):
    card = ReviewCard.objects.filter(question=OuterRef("pk"), user=OuterRef(OuterRef("user")))
    rows = Question.objects.approved().written_in(language).filter(module=OuterRef("module"))
    return rows.exclude(Exists(card))


def _coming(language: str, now: datetime):
    rows = Question.objects.written_in(language).filter(module=OuterRef("module"), source=Question.Source.GENERATED)
    return rows.filter(Q(approval_status=Question.Approval.PENDING) | Q(created_at__gte=now - ACTIVE_FOR))


def _count(rows):
    counted = rows.order_by().values("module").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
