"""The numbers of an overview as the rows of its tables, with names in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from curriculum.models import CareerPath, Question
from teacher.snapshots import NO_CAREER


@dataclass(frozen=True)
class Dot:
    """Where on 0-100 how many stand; `at_risk` is drawn hollow."""

    percent: int
    at_risk: bool
    number: int


@dataclass(frozen=True)
class CareerRow:
    """`key` stands in addresses. Rates and mastery in per cent, None where there is nothing to measure."""

    key: str
    name: str
    students: int
    share: int
    mastery: int
    median: int
    completion: int | None
    accuracy: int | None
    dots: list[Dot]


@dataclass(frozen=True)
class QuestionRow:
    pk: int
    text: str
    module: str
    missed: int
    answers: int
    people: int
    discrimination: float | None
    misconception: str
    distractors: str


@dataclass(frozen=True)
class ArticleRow:
    pk: int
    title: str
    dislikes: int
    likes: int
    too_hard: int
    too_easy: int


@dataclass(frozen=True)
class DayRow:
    """`share`: per cent of the class that was there; `accuracy` in per cent."""

    day: date
    active: int
    share: int
    answers: int
    accuracy: int | None


def careers(data: dict) -> list[CareerRow]:
    """One query."""
    names = {one.pk: one.display_name for one in CareerPath.objects.all()}
    most = max((one["students"] for one in data["careers"]), default=1)
    return [_career(one, names, most) for one in data["careers"]]


def questions(data: dict) -> list[QuestionRow]:
    """One query."""
    rows = Question.objects.select_related("module__track").in_bulk([one["id"] for one in data["questions"]])
    return [_question(one, rows[one["id"]]) for one in data["questions"] if one["id"] in rows]


def articles(data: dict) -> list[ArticleRow]:
    names = ("title", "dislikes", "likes", "too_hard", "too_easy")
    return [ArticleRow(one["content"], *(one[name] for name in names)) for one in data["articles"]]


def days(data: dict, number: int) -> list[DayRow]:
    """Every day of the period, the quiet ones among them."""
    known = {date.fromisoformat(one["day"]): one for one in data["days"]}
    today = timezone.localdate()
    return [_day(day, known.get(day, {}), data["students"]) for day in _back(today, number)]


def percent(part: float | None, whole: float | None = 1) -> int | None:
    return round(100 * part / whole) if part is not None and whole else None


def _back(today: date, number: int) -> Iterable[date]:
    return (today - timedelta(days=back) for back in range(number - 1, -1, -1))


def _career(one: dict, names: dict[int, str], most: int) -> CareerRow:
    return CareerRow(
        key=str(one["career"] or NO_CAREER),
        name=names.get(one["career"]) or _("No career path yet"),
        students=one["students"],
        share=round(100 * one["students"] / most),
        mastery=percent(one["mastery"]) or 0,
        median=one["median"],
        completion=percent(one["completion"]),
        accuracy=percent(one["right"], one["answers"]),
        dots=[Dot(*dot) for dot in one["dots"]],
    )


def _question(one: dict, question: Question) -> QuestionRow:
    kinds = dict(Question.Weakness.choices)
    return QuestionRow(
        pk=question.pk,
        text=question.prompt,
        module=question.module.display_name if question.module else "",
        missed=percent(one["missed"]) or 0,
        answers=one["answers"],
        people=one["people"],
        discrimination=None if one["discrimination"] is None else round(one["discrimination"], 2),
        misconception=str(kinds.get(one["misconception"], "")),
        distractors=_wrong_answers(one["distractors"] or [], question),
    )


def _wrong_answers(distractors: list, question: Question) -> str:
    """What was chosen instead, and how often."""
    texts = {choice["id"]: choice["text"] for choice in question.choices}
    return ", ".join(f"{texts.get(answer, answer)} ({number})" for answer, number in distractors)


def _day(day: date, one: dict, students: int) -> DayRow:
    active, answers = one.get("active", 0), one.get("answers", 0)
    return DayRow(day, active, percent(active, students) or 0, answers, percent(one.get("right", 0), answers))
