"""Which questions come next, and why: by weakness, by review, by predicted success."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from curriculum.models import Question
from lms.accounts.models import User
from personalization import knowledge, question_mix, reviewing, subjects, weaknesses
from personalization.knowledge import Knowledge
from personalization.models import SubmissionAnswer, TopicProgress
from personalization.question_mix import CHALLENGE, REVIEW, WEAKNESS, Candidate
from personalization.subjects import Subject

COUNT, AT_MOST = 5, 50
WEAKNESSES_SHOWN = 3


@dataclass(frozen=True)
class Offer:
    """One question, why it was chosen, and how likely a right answer is."""

    question: Question
    kind: str
    predicted: float
    reason: str


@dataclass(frozen=True)
class Recommended:
    """`weak` are full names of modules, the weakest first."""

    subject: Subject
    offers: list[Offer]
    target_difficulty: int
    weak: list[str]
    rationale: str

    @property
    def distribution(self) -> dict[str, int]:
        kinds = [offer.kind for offer in self.offers]
        return {kind: kinds.count(kind) for kind in question_mix.KINDS}


def recommend(user: User, subject: Subject, count: int = COUNT) -> Recommended:
    """For the open modules of a subject. The same history gives the same questions. Bounded queries."""
    now = timezone.now()
    questions = _questions(subject)
    known = knowledge.read(user, questions)
    weak = _weak_modules(user, subject, now)
    recent = _recent(user, questions)
    target = question_mix.target_difficulty(known.profile.current_level.order, recent)
    chosen = question_mix.choose(
        _candidates(questions, known, weak, now),
        count,
        weights=_weights(bool(weak)),
        target=target,
        by_level=len(recent) < question_mix.ENOUGH,
    )
    by_id = {question.pk: question for question in questions}
    offers = [Offer(by_id[one.id], kind, one.predicted, _reason(kind, by_id[one.id], subject)) for kind, one in chosen]
    return Recommended(subject, offers, target, list(weak)[:WEAKNESSES_SHOWN], _rationale(recent))


def _questions(subject: Subject) -> list[Question]:
    """Of its open modules, in the order in which they are learnt; of a subtopic made for somebody, its own."""
    if subject.kind == subjects.GENERATED:
        return list(Question.objects.shown().filter(module=None, made_for=subject.name))
    names = {name: place for place, name in enumerate(subject.open_modules)}
    tracks = {name.partition(".")[0] for name in names}
    rows = Question.objects.shown().filter(module__track__name__in=tracks).select_related("module__track")
    found = [row for row in rows.defer("module__lesson", "module__lesson_ko", "module__lesson_en")
             if row.module.full_name in names]  # fmt: skip
    return sorted(found, key=lambda row: (names[row.module.full_name], row.position, row.pk))


def _candidates(questions: list[Question], known: Knowledge, weak: dict[str, float], now: datetime) -> list[Candidate]:
    """None before its review is due, unless nothing else is left."""
    everything = [_candidate(place, question, known, weak, now) for place, question in enumerate(questions)]
    free = [one for one in everything if one.due or one.id not in known.cards]
    return free or everything


def _candidate(position: int, question: Question, known: Knowledge, weak: dict[str, float], now: datetime) -> Candidate:
    card = known.cards.get(question.pk)
    return Candidate(
        id=question.pk,
        difficulty=question.difficulty_level,
        predicted=known.predicted(question, now),
        position=position,
        strength=weak.get(question.module.full_name, 0.0) if question.module_id else 0.0,
        due=bool(card and card.due <= now),
        urgency=1 - reviewing.recall(card.state, now) if card else 0.0,
    )


def _weak_modules(user: User, subject: Subject, now: datetime) -> dict[str, float]:
    """Full name → strength of all its recent weaknesses together, the strongest first."""
    strengths: dict[str, float] = {}
    for weakness in weaknesses.strongest(user, now, at_most=None):
        name = weakness.row.module.full_name
        if name in subject.open_modules:
            strengths[name] = strengths.get(name, 0.0) + weakness.strength
    return dict(sorted(strengths.items(), key=lambda item: -item[1]))


def _recent(user: User, questions: list[Question]) -> list[bool]:
    """The last counted answers in the subject, the newest first."""
    rows = SubmissionAnswer.objects.counted().filter(submission__user=user, question__in=questions)
    return list(rows.order_by("-answered_at", "-pk").values_list("is_correct", flat=True)[: question_mix.RECENT])


def _weights(with_weakness: bool) -> dict[str, int]:
    return {kind: share for kind, share in settings.RECOMMENDED_SHARES.items() if with_weakness or kind != WEAKNESS}


def _rationale(recent: list[bool]) -> str:
    if len(recent) < question_mix.ENOUGH:
        return _("Not enough answers yet: chosen by your level")
    return _("Chosen by your recent accuracy of %(percent).1f%%") % {"percent": 100 * sum(recent) / len(recent)}


def _reason(kind: str, question: Question, subject: Subject) -> str:
    texts = {
        WEAKNESS: _("You erred here lately: %(module)s."),
        REVIEW: _("Due for review, so that it stays: %(module)s."),
        CHALLENGE: _("The next step in %(module)s."),
    }
    about = question.module.display_name if question.module_id else subjects.name_of(subject.name)
    return texts[kind] % {"module": about}


def plan_of(found: Recommended, user: User) -> dict:
    """What a run remembers: its questions, why they were chosen, and how things stood before."""
    questions = [
        {"id": one.question.pk, "predicted": round(one.predicted, 4), "reason": one.kind} for one in found.offers
    ]
    modules = {one.question.module_id: one.question.module.full_name for one in found.offers if one.question.module_id}
    rows = TopicProgress.objects.filter(user=user, module__in=modules).values_list("module_id", "mastery")
    return {"questions": questions, "mastery": {modules[pk]: round(mastery, 4) for pk, mastery in rows}}


def default_subject(user: User) -> str:
    """The present module: the first of the path that is open and not completed."""
    profile = knowledge.profile_of(user)
    name = profile.career_path.name if profile.career_path_id else settings.FIRST_CAREER
    subject = subjects.find(user, name)
    left = [module for module in subject.open_modules if module not in subject.standings.done]
    return left[0] if left else name
