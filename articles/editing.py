"""The outline in its reader's hands: another order, articles left out. What was read or kept never disappears."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import progress, sessions
from articles.models import Article, LearningSession, Reading
from lms.problems import Problem


@transaction.atomic
def edit(session: LearningSession, *, order: list[str], drop: list[str]) -> LearningSession:
    """`order` names all articles that stay, in their new order, or none; `drop` those that leave the outline.

    Raises Problem 400 naming the field, 409 for what was read or kept.
    """
    session = LearningSession.objects.select_for_update().get(pk=session.pk)
    sessions.refuse_expired(session)
    present = list(Article.objects.filter(session=session).in_outline().values_list("pk", flat=True))
    _refuse_unknown(present, order, drop)
    _refuse_dropping_what_was_read(session, drop)
    Article.objects.filter(pk__in=drop).update(removed_at=timezone.now())
    if order:
        _reorder(session, order)
    if sessions.close_if_written(session.pk):
        progress.publish_end(session.pk)
    session.refresh_from_db()
    sessions.complete_if_read(session)
    return session


def _refuse_unknown(present: list[str], order: list[str], drop: list[str]) -> None:
    if strangers := [name for name in drop if name not in present]:
        raise Problem.invalid("drop", _("Not in this outline: %(names)s.") % {"names": ", ".join(strangers)})
    if len(set(drop)) == len(present):
        raise Problem.invalid("drop", _("One article at least has to stay. Delete the session to end it."))
    stay = set(present) - set(drop)
    if order and (set(order) != stay or len(order) != len(stay)):
        raise Problem.invalid("order", _("Name every article that stays, each once."))


def _refuse_dropping_what_was_read(session: LearningSession, drop: list[str]) -> None:
    touched = Reading.objects.of_session(session).filter(article__in=drop)
    if touched.exclude(started_at=None, completed_at=None, bookmarked=False).exists():
        raise Problem.conflict("already_read", _("What you have begun, finished or bookmarked stays in the outline."))


def _reorder(session: LearningSession, order: list[str]) -> None:
    """Articles that left the outline keep their place numbers out of the way."""
    removed = session.articles.exclude(removed_at=None).order_by("order_num")
    numbered = {article.pk: article for article in session.articles.all()}
    for number, pk in enumerate([*order, *(article.pk for article in removed)], start=1):
        numbered[pk].order_num = number
    Article.objects.bulk_update(numbered.values(), ["order_num"])
