"""What waits for a teacher's eye: texts, subtopics and questions in one list, the most urgent first.

Of texts only what readers share stands here; what was made for one learner only for their teachers.
"""

from dataclasses import dataclass

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    FloatField,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, Concat, Least, NullIf
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from articles.models import ArticleFeedback, ArticleReport, ContentVersion, GeneratedSubTopic
from curriculum.models import Question, QuestionReport
from lms.accounts.models import User

ARTICLE, SUBTOPIC, QUESTION = "article", "subtopic", "question"
KINDS = {ARTICLE: _("Article"), SUBTOPIC: _("Subtopic"), QUESTION: _("Question")}
WAITING, REPORTED, APPROVED, REJECTED, ALL = "waiting", "reported", "approved", "rejected", "all"
STATES = {
    WAITING: _("Waiting for review"),
    REPORTED: _("Reported"),
    APPROVED: _("Approved"),
    REJECTED: _("Rejected or taken out"),
    ALL: _("All"),
}
COLUMNS = (
    "key",
    "row_kind",
    "item",
    "title",
    "language",
    "origin",
    "state",
    "open_reports",
    "quality",
    "dislikes",
    "made",
    "urgency",
)
REPORT_WEIGHT, QUALITY_WEIGHT = 10_000_000, 1_000_000  # one report outweighs any quality, and that any dislikes
DISLIKES_AT_MOST = 999  # that count


@dataclass(frozen=True)
class Filters:
    kind: str = ""
    state: str = WAITING
    language: str = ""


def rows(person: User, filters: Filters) -> QuerySet:
    """Dicts with COLUMNS; `state` is waiting, approved or rejected. Unordered; `urgency` says what comes first."""
    parts = {ARTICLE: _texts, SUBTOPIC: _sub_topics, QUESTION: _questions}
    chosen = [parts[filters.kind]] if filters.kind else list(parts.values())
    first, *others = [_shown(part(person), filters) for part in chosen]
    return first.union(*others, all=True) if others else first


def _shown(found: QuerySet, filters: Filters) -> QuerySet:
    """`found` with what COLUMNS are made from, and `waits`."""
    if filters.state == WAITING:
        found = found.filter(waits=True)
    elif filters.state == REPORTED:
        found = found.filter(open_reports__gt=0)
    elif filters.state != ALL:
        found = found.filter(state=filters.state)
    if filters.language:
        found = found.filter(language__in=(filters.language, "ko en"))
    badness = (1.0 - Coalesce(F("quality"), 1.0, output_field=FloatField())) * QUALITY_WEIGHT
    urgency = F("open_reports") * float(REPORT_WEIGHT) + badness + Least(F("dislikes"), DISLIKES_AT_MOST)
    return found.annotate(urgency=Cast(urgency, FloatField())).values(*COLUMNS)


def _texts(person: User) -> QuerySet:
    """A text that readers have no newer one of. Assembled ones are the course's words: they wait where somebody minds."""
    found = ContentVersion.objects.reviewable_by(person).annotate(
        open_reports=_count(ArticleReport.objects.filter(version=OuterRef("pk"), resolved_at=None), "version"),
        dislikes=_count(ArticleFeedback.objects.filter(version=OuterRef("pk"), rating="dislike"), "version"),
        quality=F("quality_score"),
        title=_title(),
        language=Cast("content__language", CharField()),
        origin=F("source"),
        state=_state("review_state", {"approved": APPROVED, "retired": REJECTED}, looked_at=True),
        **_keys(ARTICLE),
    )
    newer = ContentVersion.objects.readable().filter(content=OuterRef("content"), number__gt=OuterRef("number"))
    minded = Q(source=ContentVersion.Source.LLM) | Q(dislikes__gt=0)
    unseen = Q(state=WAITING) & minded & ~Exists(newer)
    return found.annotate(waits=_yes(Q(open_reports__gt=0) | unseen))


def _sub_topics(person: User) -> QuerySet:
    rows = GeneratedSubTopic.objects.reviewable_by(person)
    found = rows.annotate(
        open_reports=Value(0, IntegerField()),
        dislikes=Cast("negative_feedback_count", IntegerField()),
        quality=F("quality_score"),
        title=Cast("name", CharField()),
        language=Cast("generation__language", CharField()),
        origin=Case(When(llm_model="", then=Value("template")), default=Value("llm"), output_field=CharField()),
        state=_state("approval_status", {"approved": APPROVED, "rejected": REJECTED}, looked_at=True),
        **_keys(SUBTOPIC),
    )
    return found.annotate(waits=_yes(Q(state=WAITING)))


def _questions(person: User) -> QuerySet:
    """Those of the course only where somebody reports them."""
    rows = Question.objects.reviewable_by(person).rewrite(False)  # which would order the columns anew
    here, other = ("ko", "en") if get_language() == "ko" else ("en", "ko")
    found = rows.annotate(
        open_reports=_count(QuestionReport.objects.filter(question=OuterRef("pk"), resolved_at=None), "question"),
        dislikes=Value(0, IntegerField()),
        quality=Value(None, FloatField()),
        title=Coalesce(NullIf(f"prompt_{here}", Value("")), f"prompt_{other}", output_field=CharField()),
        language=Case(
            When(prompt_en__gt="", prompt_ko__gt="", then=Value("ko en")),
            When(prompt_en__gt="", then=Value("en")),
            default=Value("ko"),
            output_field=CharField(),
        ),
        origin=Case(When(source="generated", then=Value("llm")), default=Value("course"), output_field=CharField()),
        state=_state("approval_status", {"approved": APPROVED, "rejected": REJECTED}),
        **_keys(QUESTION),
    )
    waits = _yes(Q(open_reports__gt=0) | Q(state=WAITING))
    return found.annotate(waits=waits).filter(Q(source=Question.Source.GENERATED) | Q(open_reports__gt=0))


def _keys(kind: str) -> dict:
    key = Concat(Value(f"{kind}/"), Cast("pk", CharField()), output_field=CharField())
    return {"row_kind": Value(kind, CharField()), "key": key, "item": F("pk"), "made": F("created_at")}


def _state(column: str, names: dict[str, str], *, looked_at: bool = False) -> Case:
    """In the words of the queue; what somebody has looked at doesn't wait, whatever state that left it in."""
    whens = [When(**{column: stored}, then=Value(shown)) for stored, shown in names.items()]
    seen = [When(human_reviewed=True, then=Value(APPROVED))] if looked_at else []
    return Case(*whens, *seen, default=Value(WAITING), output_field=CharField())


def _title() -> Coalesce:
    """The outline item's in the content's language, else what was laid out."""
    item = "content__outline_item__title_"
    named = Case(When(content__language="en", then=F(f"{item}en")), default=F(f"{item}ko"), output_field=CharField())
    return Coalesce(named, KeyTextTransform("title", "content__matter"), Value(""), output_field=CharField())


def _count(rows: QuerySet, by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


def _yes(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False))


def state_of(kind: str, row: ContentVersion | GeneratedSubTopic | Question) -> str:
    """The same for one row."""
    stored = row.review_state if kind == ARTICLE else row.approval_status
    if stored in ("rejected", "retired"):
        return REJECTED
    seen = kind != QUESTION and row.human_reviewed
    return APPROVED if stored == "approved" or seen else WAITING
