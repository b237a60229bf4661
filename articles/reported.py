"""What somebody said is wrong, with texts and with questions, and what became of it."""

from dataclasses import dataclass
from datetime import datetime

from articles.models import Article, ArticleReport
from curriculum.models import QuestionReport
from lms.accounts.models import User

SHOWN = 20


@dataclass(frozen=True)
class Report:
    """`article_id` where it is about an article that can be opened; `outcome` is empty until a teacher has looked."""

    at: datetime
    about: str
    reason: str
    outcome: str
    article_id: str = ""


def by(person: User) -> list[Report]:
    """The latest first. 3 queries."""
    articles = ArticleReport.objects.filter(user=person).select_related("article").order_by("-created_at")[:SHOWN]
    questions = QuestionReport.objects.filter(user=person).select_related("question").order_by("-created_at")[:SHOWN]
    to_open = Article.objects.visible_to(person).filter(pk__in=[one.article_id for one in articles if one.article_id])
    known = set(to_open.values_list("pk", flat=True))
    found = [
        Report(
            one.created_at,
            one.article.title if one.article else "",
            one.get_reason_display(),
            one.get_outcome_display(),
            one.article_id if one.article_id in known else "",
        )
        for one in articles
    ]
    found += [
        Report(one.created_at, str(one.question), one.get_reason_display(), one.get_outcome_display())
        for one in questions
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)[:SHOWN]
