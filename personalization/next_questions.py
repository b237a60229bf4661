"""Which questions come next, and why: by weakness, by review, by predicted success."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from curriculum import unlocking
from curriculum.models import Question
from lms import bundles
from lms.accounts.models import User
from personalization import knowledge, question_mix, reviewing, run_questions, subjects, weaknesses
from personalization.knowledge import Knowledge
from personalization.models import LearnerProfile, SubmissionAnswer, TopicProgress, Weakness
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
    """For the open modules of a subject. The same history gives the same questions. One query."""
    now = timezone.now()
    found = bundles.read(**_asked(user, subject, now))
    questions = _in_order(found["questions"], subject)
    known = knowledge.of(user, knowledge.profile_in(user, found["profile"]), found)
    weak = _weak_modules(found["erred"], subject, now)
    recent = [row["is_correct"] for row in found["recent"]]
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


def _asked(user: User, subject: Subject, now: datetime) -> dict[str, QuerySet]:
    """Everything a recommendation is made from: one query. `recent`: the last counted answers, the newest first."""
    modules, questions = subject.open_numbers, _of(subject)
    answers = SubmissionAnswer.objects.counted().filter(submission__user=user, question__in=questions.order_by())
    return {
        "questions": questions,
        "profile": LearnerProfile.objects.filter(user=user),
        "erred": Weakness.objects.filter(user=user, module__in=modules).recent(now),
        "recent": answers.order_by("-answered_at", "-pk").values("is_correct")[: question_mix.RECENT],
        **knowledge.asked(user, questions.order_by().values("pk"), modules),
    }


def _of(subject: Subject) -> QuerySet[Question]:
    """Of its open modules; of a subtopic made for somebody, its own."""
    if subject.kind == subjects.GENERATED:
        return Question.objects.shown().filter(module=None, made_for=subject.name)
    return Question.objects.shown().filter(module__in=subject.open_numbers)


def _in_order(rows: list[Question], subject: Subject) -> list[Question]:
    """In the order in which they are learnt, with their modules."""
    places = {pk: subject.open_modules.index(row.full_name) for pk, row in subject.open_rows.items()}
    found = run_questions.with_modules(rows, subject.map).values()
    return sorted(found, key=lambda row: (places.get(row.module_id, 0), row.position, row.pk))


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


def _weak_modules(erred: list[Weakness], subject: Subject, now: datetime) -> dict[str, float]:
    """Full name → strength of all its recent weaknesses together, the strongest first."""
    strengths: dict[str, float] = {}
    for row in erred:
        name = subject.map.modules[row.module_id].full_name
        strengths[name] = strengths.get(name, 0.0) + weaknesses.strength_now(row, now)
    return dict(sorted(strengths.items(), key=lambda item: -item[1]))


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
    return {"questions": questions, "mastery": _mastery(user, [one.question for one in found.offers])}


def plan_with(user: User, questions: list[Question]) -> dict:
    """As `plan_of`, for questions that somebody else chose."""
    return {"questions": [{"id": one.pk} for one in questions], "mastery": _mastery(user, questions)}


def _mastery(user: User, questions: list[Question]) -> dict[str, float]:
    modules = {question.module_id: question.module.full_name for question in questions if question.module_id}
    rows = TopicProgress.objects.filter(user=user, module__in=modules).values_list("module_id", "mastery")
    return {modules[pk]: round(mastery, 4) for pk, mastery in rows}


def default(user: User) -> Subject:
    """The present module: the first of the path that is open and not completed. One query."""
    mine = LearnerProfile.objects.filter(user=user).values("career_path_id")
    found = bundles.read(profile=mine, **unlocking.asked(user))
    standings = unlocking.standings(user, found)
    chosen = {row["career_path_id"] for row in found["profile"]}
    name = next((row.name for row in standings.map.careers.values() if row.pk in chosen), settings.FIRST_CAREER)
    subject = subjects.find(user, name, standings=standings)
    left = [module for module in subject.open_modules if module not in standings.done]
    return subjects.find(user, left[0], standings=standings) if left else subject
