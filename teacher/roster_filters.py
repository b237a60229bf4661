"""Which students of a class a list shows: by words, by what they have in common, by the number they were counted in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Round
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import ArticleFeedback, ProgressLog
from personalization.models import SubmissionAnswer
from teacher import figures
from teacher.models import StudentSummary

Rows = QuerySet[StudentSummary]


def _active(rows: Rows, now: datetime) -> Rows:
    return rows.filter(since__gt=now - timedelta(days=figures.ACTIVE_DAYS))


def _away(rows: Rows, now: datetime) -> Rows:
    return rows.filter(since__lte=now - timedelta(days=figures.ACTIVE_DAYS + 1))


SHOWN: dict[str, tuple[str, Callable[[Rows, datetime], Rows]]] = {
    "at_risk": (_("at risk"), lambda rows, now: rows.filter(figures.flagged())),
    "active": (_("active in the last 7 days"), _active),
    "away": (_("away for more than 7 days"), _away),
    "top": (_("doing very well"), figures.top),
    "answered": (_("answered in the last 30 days"), lambda rows, now: rows.filter(answers__gt=0)),
    "begun": (_("began something a week ago or earlier"), lambda rows, now: rows.filter(completion_rate__isnull=False)),
    "unaided": (_("had another question after an error"), lambda rows, now: rows.filter(unaided_chances__gt=0)),
    "finished": (_("finished their path"), lambda rows, now: rows.filter(modules__gt=0, done=F("modules"))),
    "new": (_("without an answer"), lambda rows, now: rows.filter(answers_ever=0)),
}


@dataclass(frozen=True)
class Filters:
    """As they stand in the address; what can't be understood is left out."""

    words: str = ""
    show: str = ""
    mastery: int | None = None
    day: date | None = None
    question: int | None = None
    article: int | None = None
    days: int = 30

    @classmethod
    def of(cls, query: dict) -> "Filters":
        return cls(
            words=query.get("q", "").replace("\0", "").strip()[:80],
            show=query["show"] if query.get("show") in SHOWN else "",
            mastery=_number(query.get("mastery")),
            day=_date(query.get("day", "")),
            question=_number(query.get("question")),
            article=_number(query.get("article")),
            days=_period(query.get("days")),
        )

    def apply(self, rows: Rows, now: datetime) -> Rows:
        if self.words:
            named = Q(student__display_name__icontains=self.words) | Q(student__username__icontains=self.words)
            rows = rows.filter(named)
        if self.show:
            rows = SHOWN[self.show][1](rows, now)
        if self.mastery is not None:
            rows = rows.annotate(percent=Round(100 * F("mastery"))).filter(percent=self.mastery)
        if self.day:
            rows = rows.filter(_there_on(self.day))
        if self.question is not None:
            rows = rows.filter(_missed(self.question, now - timedelta(days=self.days)))
        if self.article is not None:
            rows = rows.filter(_disliked(self.article, now - timedelta(days=self.days)))
        return rows

    @property
    def label(self) -> str:
        return str(SHOWN[self.show][0]) if self.show else ""


def _there_on(day: date) -> Q:
    start = timezone.make_aware(datetime.combine(day, time()))
    end = start + timedelta(days=1)
    answers = SubmissionAnswer.objects.filter(submission__user=OuterRef("student"))
    read = ProgressLog.objects.filter(session__user=OuterRef("student"), timestamp__gte=start, timestamp__lt=end)
    return Q(Exists(answers.filter(answered_at__gte=start, answered_at__lt=end))) | Q(Exists(read))


def _missed(question: int, since: datetime) -> Exists:
    rows = SubmissionAnswer.objects.counted().filter(question=question, is_correct=False, answered_at__gte=since)
    return Exists(rows.filter(submission__user=OuterRef("student")))


def _disliked(content: int, since: datetime) -> Exists:
    rows = ArticleFeedback.objects.filter(version__content=content, rating=ArticleFeedback.Rating.DISLIKE)
    return Exists(rows.filter(user=OuterRef("student"), updated_at__gte=since))


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) <= 18 else None


def _period(text: str | None) -> int:
    number = _number(text)
    return number if number in figures.PERIODS else 30


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
