"""What a teacher gives a class or one student to do."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article
from curriculum.models import LearningModule, LearningResource, Question
from curriculum.models.modules import LONG_IN_MODULE
from lms.accounts.models import ClassGroup, User
from lms.problems import Problem
from personalization.models import Assignment
from teacher.access import groups_of, students_of

QUESTIONS_AT_MOST = 50


@dataclass(frozen=True)
class Work:
    """What is to be done: at least one of these. Questions and resources by their numbers."""

    module: LearningModule | None = None
    question_ids: list[int] = field(default_factory=list)
    resource_ids: list[int] = field(default_factory=list)
    article_id: str = ""
    is_test: bool = False


def of(person: User) -> QuerySet[Assignment]:
    """Those for classes and students of theirs (an admin: all), newest first."""
    rows = Assignment.objects.select_related("group", "student", "module__track", "made_by").defer(*LONG_IN_MODULE)
    if person.is_admin:
        return rows.order_by("-created_at", "-pk")
    theirs = Q(group__in=groups_of(person).values("pk")) | Q(student__in=students_of(person).values("pk"))
    return rows.filter(theirs).order_by("-created_at", "-pk")


def find(person: User, assignment_id: int) -> Assignment:
    """Raises Http404 where it isn't theirs."""
    row = of(person).filter(pk=assignment_id).first()
    if row is None:
        raise Http404
    return row


@transaction.atomic
def give(
    *, by: User, to: ClassGroup | User, work: Work, title: str = "", note: str = "", due: datetime | None = None
) -> Assignment:
    """Without a title it is called as what it is about. That `to` is theirs, the caller knows. Raises Problem 400."""
    questions, resources = _questions(work), _resources(work)
    article = _article(work, by, to)
    if not (work.module or questions or resources or article):
        raise Problem.invalid("module", _("Choose a module, questions, resources or an article."), "nothing_to_do")
    if work.is_test and not (work.module or questions):
        raise Problem.invalid("is_test", _("A test needs a module or questions."), "nothing_to_test")
    if due and due <= timezone.now():
        raise Problem.invalid("due", _("This time is over already."), "due_is_over")
    row = Assignment.objects.create(
        title=title or _title(work, questions, resources, article),
        note=note,
        module=work.module,
        article_id=work.article_id,
        is_test=work.is_test,
        due=due,
        made_by=by,
        **({"group": to} if isinstance(to, ClassGroup) else {"student": to}),
    )
    row.questions.set(questions)
    row.resources.set(resources)
    return row


def take_back(assignment: Assignment) -> None:
    """What was answered for it stays."""
    assignment.delete()


def questions_of(module: LearningModule) -> QuerySet[Question]:
    """Those that can be given."""
    return module.questions.shown().order_by("difficulty_level", "position", "pk")


def resources_of(module: LearningModule) -> QuerySet[LearningResource]:
    """Of the module, then of its whole track."""
    own = Q(module=module) | Q(track=module.track_id, module=None)
    return (
        LearningResource.objects.filter(own).defer("search_text", "search_words").order_by("-module", "position", "pk")
    )


def _questions(work: Work) -> list[Question]:
    wanted = set(work.question_ids)
    if len(wanted) > QUESTIONS_AT_MOST:
        raise Problem.invalid("questions", _("At most %(n)s questions.") % {"n": QUESTIONS_AT_MOST}, "too_many")
    rows = Question.objects.shown().filter(pk__in=wanted)
    found = list(rows.filter(module=work.module) if work.module else rows)
    if len(found) != len(wanted):
        raise Problem.invalid("questions", _("Choose from the questions of the module."), "unknown_question")
    return found


def _resources(work: Work) -> list[LearningResource]:
    wanted = set(work.resource_ids)
    rows = resources_of(work.module) if work.module else LearningResource.objects.defer("search_text", "search_words")
    found = list(rows.filter(pk__in=wanted)) if wanted else []
    if len(found) != len(wanted):
        raise Problem.invalid("resources", _("Choose from the resources of the module."), "unknown_resource")
    return found


def _article(work: Work, by: User, to: ClassGroup | User) -> Article | None:
    """One of the teacher's own, or the student's: nobody's reading is shown to somebody else."""
    if not work.article_id:
        return None
    owners = [by.pk] if isinstance(to, ClassGroup) else [by.pk, to.pk]
    row = Article.objects.filter(pk=work.article_id, removed_at=None, session__user__in=owners).first()
    if row is None:
        text = _("There is no such article of yours, or of this student.")
        raise Problem.invalid("article_id", text, "unknown_article")
    return row


def _title(work: Work, questions: list, resources: list, article: Article | None) -> str:
    if work.module:
        return work.module.display_name
    if article:
        return article.title[: Assignment._meta.get_field("title").max_length]
    return _("Questions") if questions else resources[0].title
