"""The text of an article at a level: which version its reader sees, and what stands beside it."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from articles import template_articles
from articles.models import Article, ArticleLevel, Content, ContentVersion
from curriculum.content_files import LEVEL_CODES
from lms import durations
from lms.accounts.models import User
from lms.jobs.models import Task
from lms.llm import gateway
from lms.problems import Problem


@dataclass(frozen=True)
class Text:
    """An article at one level; `version` is None while it is being written."""

    article: Article
    level: str
    content: Content
    version: ContentVersion | None
    newest: ContentVersion | None
    available_levels: list[str]
    earlier_versions: list[ContentVersion] = field(default_factory=list)

    def earlier(self, number: str) -> ContentVersion | None:
        """One that this reader read before another took its place, by its number in the database."""
        return next((version for version in self.earlier_versions if str(version.pk) == number), None)

    @property
    def status(self) -> str:
        return "ready" if self.version else self.content.shown_state

    @property
    def read_time(self) -> str:
        return durations.reading(self.version.word_count) if self.version else ""

    @property
    def newer_version(self) -> int | None:
        """The number of a version that is offered to this reader; in place of a withdrawn one also of an earlier one."""
        if not (self.version and self.newest):
            return None
        is_better = self.newest.number > self.version.number or (self.withdrawn and self.newest != self.version)
        return self.newest.number if is_better else None

    @property
    def withdrawn(self) -> bool:
        """A teacher took it out; who has read it still can."""
        return bool(self.version and self.version.review_state == ContentVersion.Review.RETIRED)

    @property
    def producible_levels(self) -> list[str]:
        return producible_levels(self.level, self.content)


def find(person: User, article_id: str, *, write: bool = False) -> Article:
    """An article this person may read (or change), with what it hangs on. Raises Http404, Problem 401 or 403."""
    articles = Article.objects.select_related(
        "session__module__track",
        "session_subtopic__curated__module__track",
        "session_subtopic__generated",
        "outline_item",
    )
    return articles.get_for(person, write=write, pk=article_id)


def of(article: Article, level: str | None = None) -> Text:
    """Raises Problem 404 `level_not_generated`. 3 queries."""
    rows = article.levels.select_related("content", "version").prefetch_related("earlier__version")
    levels = {row.level: row for row in rows}
    wanted = level or article.level
    row = levels.get(wanted)
    if row is None or (level and row.content.state != Content.State.READY):
        raise Problem.not_found("level_not_generated", _("This article has not been written for that level yet."))
    ready = [code for code, other in levels.items() if other.content.state == Content.State.READY]
    newest = _newest(row.content)
    earlier = [one.version for one in row.earlier.all()]
    return Text(article, wanted, row.content, row.version or newest, newest, ready, earlier)


def content_of(article: Article) -> Content:
    """At its present level."""
    return article.levels.select_related("content").get(level=article.level).content


def producible_levels(current: str, content: Content) -> list[str]:
    """All five with a model; without one the levels whose assembled texts differ."""
    if gateway.configured_models(Task.Type.ARTICLE_GENERATION):
        return list(LEVEL_CODES)
    return template_articles.distinct_levels(current, lesson=bool(content.matter.get("lesson")))


def pin(article: Article) -> None:
    """First reading: from now on this reader sees this version, until another one is asked for."""
    row = (
        ArticleLevel.objects.select_related("content")
        .filter(article=article, level=article.level, version=None)
        .first()
    )
    newest = _newest(row.content) if row else None
    if newest:
        ArticleLevel.objects.filter(pk=row.pk, version=None).update(version=newest)


def _newest(content: Content) -> ContentVersion | None:
    return content.versions.readable().order_by("-number").first()
