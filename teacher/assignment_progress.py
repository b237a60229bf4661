"""How many of those who got an assignment have done it. One question to the database for a whole list.

Done as in `assignment_standings`: a finished run where it asks questions or is a test, else the module or article completed.
"""

from collections.abc import Callable

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from articles.models import Reading
from curriculum.models import ModuleCompletion
from lms.accounts.models import Membership, is_student
from personalization import assignment_standings
from personalization.models import Assignment

STUDENT = OuterRef("student")  # of a membership, or of an assignment for one student
Outer = Callable[[str], OuterRef]


def counted(rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Each with `given_to` and `done`, numbers of students."""
    asked = Assignment.questions.through.objects.filter(assignment=OuterRef("pk"))
    rows = rows.annotate(asks=Exists(asked))
    return rows.annotate(
        given_to=_case(one=Value(1), group=_number(_members())),
        done=_case(one=_done(OuterRef, _one), group=_done(_outermost, _of_class)),
    )


def _case(*, one, group) -> Case:
    return Case(When(student__isnull=False, then=one), default=group, output_field=IntegerField())


def _done(outer: Outer, number: Callable[[Q], Case | Coalesce]) -> Case:
    run = Q(Exists(assignment_standings.finished_runs().filter(user=STUDENT, assignment=outer("pk"))))
    module = Q(Exists(ModuleCompletion.objects.filter(user=STUDENT, module=outer("module"))))
    article = Q(Exists(Reading.objects.filter(user=STUDENT, article=outer("article_id"), completed_at__isnull=False)))
    return Case(
        When(Q(asks=True) | Q(is_test=True), then=number(run)),
        When(module__isnull=False, then=number(module)),
        default=number(article),
        output_field=IntegerField(),
    )


def _one(did: Q) -> Case:
    return Case(When(did, then=Value(1)), default=Value(0), output_field=IntegerField())


def _of_class(did: Q) -> Coalesce:
    return _number(_members().filter(did))


def _members() -> QuerySet[Membership]:
    return Membership.objects.filter(is_student("student__"), group=OuterRef("group"))


def _number(members: QuerySet[Membership]) -> Coalesce:
    counting = members.order_by().values("group").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counting, output_field=IntegerField()), 0)


def _outermost(name: str) -> OuterRef:
    return OuterRef(OuterRef(name))
