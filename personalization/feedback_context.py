"""What feedback on one answer is made from: the question, what its author is known to do, what fits next. Reads rows only."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from curriculum.content_files import LANGUAGE_NAMES
from curriculum.models import CareerPathTrack, ModuleCompletion, Question
from personalization import fading, feedback_checks, feedback_kinds, feedback_template, resources, subjects, submissions
from personalization.feedback_checks import HEADINGS, Item, Secret
from personalization.feedback_kinds import History
from personalization.feedback_prompts import FeedbackInput
from personalization.feedback_template import Known
from personalization.models import LearnerProfile, SubmissionAnswer, TopicProgress, Weakness
from personalization.scoring import normal

RECENT_ANSWERS = 20
WEAKNESSES_TOLD = 3
QUOTED_CHARACTERS = 60
DEFAULT_CAREER = {"ko": "개발자", "en": "developer"}  # of whoever hasn't said
DEFAULT_LEVEL = {"ko": "초급", "en": "beginner"}


@dataclass(frozen=True)
class Record:
    """Of the learner in the question's module: `right` of `total` counted answers, `percent` right of the latest."""

    right: int
    total: int
    percent: int
    errors: int
    weaknesses: list[Weakness]
    completed: bool


@dataclass(frozen=True)
class Material:
    """`resources`: {title, url, resource_type}; `project`: a title, "" where the module isn't complete."""

    kind: str
    resources: list[dict]
    data: FeedbackInput


def of(answer: SubmissionAnswer) -> Material:
    """In the active language, which is the run's. About ten queries."""
    record, profile = _record(answer), _profile(answer)
    kind = feedback_kinds.choose(_history(answer, record))
    fitting = resources.for_questions(answer.submission.user, [answer.question]).get(answer.question_id, [])
    module = answer.question.module
    found = resources.projects(answer.submission.user, [module]) if record.completed and module else []
    project = found[0]["title"] if found else ""
    known = _known(answer, kind, record, profile, fitting, project)
    return Material(kind, fitting, _input(answer, record, profile, known, fitting))


def shows_key(answer: SubmissionAnswer) -> bool:
    """Whether the learner sees the key by now."""
    return submissions.tries_left(answer) == 0


def secret_of(question: Question) -> Secret:
    """Whatever would be a right answer, in the active language."""
    if question.kind == Question.Kind.MULTIPLE_CHOICE:
        return Secret((_choice_text(question, question.correct_answer),), question.correct_answer)
    accepted = [one["text"] if isinstance(one, dict) else one for one in question.accepted_answers]
    return Secret((question.correct_answer, *accepted))


def _input(answer: SubmissionAnswer, record: Record, profile, known: Known, fitting: list[dict]) -> FeedbackInput:
    question, shown = answer.question, shows_key(answer)
    language = answer.submission.language
    return FeedbackInput(
        language=language,
        language_name=LANGUAGE_NAMES[language],
        headings=list(HEADINGS[language]),
        career_goal=known.career,
        current_level=profile.current_level.name if profile else DEFAULT_LEVEL[language],
        industry=profile.industry if profile else "general",
        weaknesses=[_told(one) for one in record.weaknesses],
        right=record.right,
        total=record.total,
        recent_accuracy=record.percent,
        module=known.module,
        part=known.part,
        question=_asked(question),
        answer=_answered(answer),
        score=answer.score,
        weakness=known.weakness,
        errors=record.errors,
        key=_key_shown(question) if shown else "",
        explanation=question.explanation if shown else "",
        resources=[one["title"] for one in fitting],
        project=known.project,
        known=known,
        items=_items(known, question, _is_of_career(profile, question)),
    )


def _known(answer: SubmissionAnswer, kind: str, record: Record, profile, fitting: list[dict], project: str) -> Known:
    question, shown = answer.question, shows_key(answer)
    return Known(
        kind=kind,
        language=answer.submission.language,
        number=answer.pk,
        is_correct=answer.is_correct,
        module=question.module.display_name if question.module_id else subjects.name_of(answer.submission.subject),
        part=question.sub_topic.replace("_", " "),
        answer=_quoted(answer),
        weakness_type=answer.weakness_type,
        weakness=answer.get_weakness_type_display() if answer.weakness_type else "",
        errors=record.errors,
        hint=question.hints[0] if question.hints and not shown else "",
        reason=feedback_template.first_sentence(question.explanation) if shown else "",
        career=_career(profile, answer.submission.language),
        industry=profile.get_industry_display() if profile and profile.industry != "general" else "",
        resource=_named(fitting, Secret() if shown else secret_of(question)),
        project=project,
        right=record.right,
        total=record.total,
        percent=record.percent,
        secret=Secret() if shown else secret_of(question),
    )


def _named(fitting: list[dict], secret: Secret) -> str:
    """The first title that isn't a part of the answer."""
    checks = (feedback_checks.gives_away, feedback_checks.holds)
    return next((one["title"] for one in fitting if not any(tells(one["title"], secret) for tells in checks)), "")


def _items(known: Known, question: Question, on_their_path: bool) -> list[Item]:
    """True of the learner, and about this question: a career only where the question's track leads there."""
    found = [
        Item("answer", _telling(known.answer, question)),
        Item("weakness", (known.weakness,)),
        Item("career", (known.career,) if on_their_path else ()),
        Item("industry", (known.industry,)),
        Item("numbers", _numbers(known)),
    ]
    return [item for item in found if any(item.marks)]


def _telling(quoted: str, question: Question) -> tuple[str, ...]:
    """An answer as a mark: with a letter in it, and not what the question says anyway."""
    bare = quoted.strip("`“”")
    said = normal(f"{question.prompt}\n{question.code_snippet}")
    return (bare,) if len(bare) > 1 and re.search(r"[^\W\d_]", bare) and normal(bare) not in said else ()


def _numbers(known: Known) -> tuple[str, ...]:
    if not known.total:
        return ()
    right, total = known.right, known.total
    counts = (f"{total}문제 중 {right}문제", f"{right} of {total}", f"{right} of the {total}", f"{right}/{total}")
    tried = (f"{total}문제", f"{total} questions", f"{total}번", f"{total} answers")
    first = ("첫 답", "first answer") if total == 1 else ()
    return (*counts, *tried, *first, f"{known.percent}%")


def _record(answer: SubmissionAnswer) -> Record:
    user, question, now = answer.submission.user, answer.question, timezone.now()
    mine = SubmissionAnswer.objects.filter(submission__user=user, question__module=question.module_id).counted()
    latest = list(mine.order_by("-answered_at", "-pk").values_list("is_correct", flat=True)[:RECENT_ANSWERS])
    progress = TopicProgress.objects.filter(user=user, module=question.module_id).first()
    rows = list(Weakness.objects.filter(user=user).recent(now).select_related("module"))
    rows.sort(key=lambda row: _strength(row, now), reverse=True)
    same = [row for row in rows if (row.module_id, row.weakness_type) == (question.module_id, answer.weakness_type)]
    return Record(
        right=progress.correct_answers if progress else 0,
        total=progress.total_questions if progress else 0,
        percent=round(100 * sum(latest) / len(latest)) if latest else 0,
        errors=same[0].error_count if same else 0,
        weaknesses=rows[:WEAKNESSES_TOLD],
        completed=ModuleCompletion.objects.filter(user=user, module=question.module_id).exists(),
    )


def _history(answer: SubmissionAnswer, record: Record) -> History:
    rows = SubmissionAnswer.objects.filter(submission__user=answer.submission.user, answered_at__lte=answer.answered_at)
    latest = rows.order_by("-answered_at", "-pk").values_list("score", flat=True)[: feedback_kinds.LATELY]
    before = max(0, record.errors - answer.counted)
    return History(answer.score, tuple(latest), before, record.completed)


def _strength(row: Weakness, now) -> float:
    return fading.now(row.strength, row.last_error, now, half_life_days=settings.WEAKNESS_HALF_LIFE_DAYS)


def _told(row: Weakness) -> str:
    return f"{row.get_weakness_type_display()} ({row.module.display_name}, {row.error_count}×)"


def _profile(answer: SubmissionAnswer) -> LearnerProfile | None:
    rows = LearnerProfile.objects.select_related("current_level", "career_path")
    return rows.filter(user=answer.submission.user).first()


def _career(profile: LearnerProfile | None, language: str) -> str:
    """What they want to become."""
    return profile.career_path.display_name if profile and profile.career_path else DEFAULT_CAREER[language]


def _is_of_career(profile: LearnerProfile | None, question: Question) -> bool:
    if profile is None or profile.career_path_id is None or question.module_id is None:
        return False
    return CareerPathTrack.objects.filter(career_path=profile.career_path_id, track=question.module.track_id).exists()


def _asked(question: Question) -> str:
    """The prompt with its code and choices, as the learner saw it."""
    code = f"```{question.code_language}\n{question.code_snippet.rstrip()}\n```" if question.code_snippet else ""
    choices = "\n".join(f"{choice['id']}) {choice['text']}" for choice in question.choices)
    return "\n\n".join(filter(None, [question.prompt, code, choices]))


def _answered(answer: SubmissionAnswer) -> str:
    """A choice with its words; else what was typed."""
    if answer.question.kind != Question.Kind.MULTIPLE_CHOICE:
        return answer.answer
    text = _choice_text(answer.question, answer.answer.strip())
    return f"{answer.answer.strip()}) {text}" if text else answer.answer


def _quoted(answer: SubmissionAnswer) -> str:
    """In quotes, where it is short enough to be; what was typed as code, since it could be anything."""
    if answer.question.kind == Question.Kind.MULTIPLE_CHOICE:
        text = _choice_text(answer.question, answer.answer.strip())
        return f"“{text.rstrip('.')}”" if 0 < len(text) <= QUOTED_CHARACTERS else ""
    text = answer.answer.strip()
    plain = 0 < len(text) <= QUOTED_CHARACTERS and text.isprintable() and "`" not in text
    return f"`{text}`" if plain else ""


def _choice_text(question: Question, letter: str) -> str:
    return next((choice["text"] for choice in question.choices if choice["id"] == letter), "")


def _key_shown(question: Question) -> str:
    text = _choice_text(question, question.correct_answer)
    return f"{question.correct_answer}) {text}" if text else question.correct_answer
