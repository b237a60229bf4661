"""Reads a session and its articles for pages and API, in a fixed number of queries."""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import remedies
from articles.choices import WORDS, WORDS_A_MINUTE, Options
from articles.models import Article, ArticleLevel, Content, ContentVersion, LearningSession, Reading
from lms import durations

INDICATORS = {
    "code": gettext_lazy("Code examples"),
    "practice": gettext_lazy("Hands-on"),
    "terms": gettext_lazy("Terms explained"),
    "deep": gettext_lazy("Goes deep"),
}


@dataclass
class OutlineEntry:
    """One line of the contents of a session."""

    article: Article
    content: Content
    version: ContentVersion | None
    reading: Reading | None
    length: str

    @property
    def status(self) -> str:
        return self.content.shown_state

    @property
    def ready(self) -> bool:
        return self.version is not None

    @property
    def completed(self) -> bool:
        return bool(self.reading and self.reading.completed_at)

    @property
    def skipped(self) -> bool:
        return bool(self.reading and self.reading.skipped_at)

    @property
    def started(self) -> bool:
        return bool(self.reading and self.reading.started_at)

    @property
    def words(self) -> int:
        return self.version.word_count if self.version else sum(WORDS[self.length]) // 2

    @property
    def estimated_read_time(self) -> str:
        return durations.reading(self.words)

    @property
    def difficulty_indicators(self) -> list[str]:
        return [str(INDICATORS[name]) for name in self.version.difficulty_indicators] if self.version else []


@dataclass
class Outline:
    session: LearningSession
    entries: list[OutlineEntry]

    @property
    def counted(self) -> list[OutlineEntry]:
        """Skipped articles leave the total."""
        return [entry for entry in self.entries if not entry.skipped]

    @property
    def completed(self) -> int:
        return sum(entry.completed for entry in self.counted)

    @property
    def completion_percentage(self) -> int:
        return round(100 * self.completed / len(self.counted)) if self.counted else 0

    @property
    def written(self) -> int:
        return sum(entry.ready for entry in self.entries)

    @property
    def current(self) -> OutlineEntry | None:
        """The article begun and not finished, else the first one not finished."""
        left = [entry for entry in self.counted if not entry.completed]
        return next((entry for entry in left if entry.started), left[0] if left else None)

    @property
    def reading_time(self) -> str:
        """All of it, at a middling pace."""
        minutes = sum(entry.words for entry in self.entries) / WORDS_A_MINUTE
        return durations.spent(max(1, minutes) * durations.MINUTE)

    def beside(self, article: Article) -> tuple[OutlineEntry | None, OutlineEntry | None]:
        """The entries before and after this article."""
        numbers = [entry.article.pk for entry in self.entries]
        if article.pk not in numbers:
            return None, None
        place = numbers.index(article.pk)
        before = self.entries[place - 1] if place else None
        return before, self.entries[place + 1] if place + 1 < len(self.entries) else None


def of(session: LearningSession) -> Outline:
    """4 queries, however many articles."""
    newest = ContentVersion.objects.readable().defer("markdown", "html").order_by("-number")
    levels = ArticleLevel.objects.select_related("content", "version").prefetch_related(
        Prefetch("content__versions", queryset=newest, to_attr="newest")
    )
    articles = session.articles.in_outline().select_related("session_subtopic__curated", "session_subtopic__generated")
    articles = articles.prefetch_related(Prefetch("levels", queryset=levels))
    readings = {reading.article_id: reading for reading in Reading.objects.of_session(session)}
    length = Options.from_json(session.generation_options).preferred_article_length
    for article in articles:
        article.session_subtopic.session = session
    return Outline(session, [_entry(article, readings.get(article.pk), length) for article in articles])


def title(session: LearningSession) -> str:
    """What the session is called, in the language it was made in: its subtopic, and how many more."""
    with translation.override(session.language):
        if weakness := Options.from_json(session.generation_options).weakness:
            return f"{session.subject} · {remedies.name_of(weakness)}"
        names = [str(sub_topic) for sub_topic in session.sub_topics.all()] or [str(session.subject)]
        if len(names) == 1:
            return names[0]
        return _("%(first)s and %(more)s more") % {"first": names[0], "more": len(names) - 1}


def summary_of_source(outline: Outline) -> str | None:
    """llm, template or mixed; None before the first text."""
    sources = {entry.version.source for entry in outline.entries if entry.version}
    return None if not sources else sources.pop() if len(sources) == 1 else "mixed"


def _entry(article: Article, reading: Reading | None, length: str) -> OutlineEntry:
    level = next(level for level in article.levels.all() if level.level == article.level)
    version = level.version or (level.content.newest[0] if level.content.newest else None)
    return OutlineEntry(article, level.content, version, reading, length)
