"""A run as its page shows it: which question is on, what was answered, what comes after, what changed at the end."""

from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from curriculum.models import Question
from personalization import practice, submissions
from personalization.models import Submission, SubmissionAnswer, TopicProgress
from personalization.question_mix import CHALLENGE, REVIEW, WEAKNESS


@dataclass(frozen=True)
class Turn:
    """One question of a run. `answer` is the last try, none before the first."""

    number: int
    question: Question
    answer: SubmissionAnswer | None
    predicted: float | None
    reason: str
    hints: list[str]
    tries_left: int
    hidden: bool

    @property
    def over(self) -> bool:
        """No try left: the key and why it is right may be seen."""
        return self.answer is not None and self.tries_left == 0

    @property
    def state(self) -> str:
        """For the row of steps."""
        if self.answer is None or self.hidden:
            return "given" if self.answer else ""
        return "ok" if self.answer.is_correct else "no" if self.over else "half"

    @property
    def chance(self) -> int | None:
        """In per cent."""
        return None if self.predicted is None else round(100 * self.predicted)

    @property
    def why(self) -> str:
        return {
            WEAKNESS: _("You erred in this module lately, so it comes up more often."),
            REVIEW: _("It is due for review: asked again just before it would be forgotten."),
            CHALLENGE: _("The next step: new to you, and a little above what is easy by now."),
        }.get(self.reason, "")

    @property
    def choices(self) -> list[dict]:
        """With the one that was given, and, once it is over, the right one."""
        given = self.answer.answer.strip() if self.answer else ""
        return [
            {
                "id": choice["id"],
                "text": choice["text"],
                "given": choice["id"] == given,
                "right": self.over and not self.hidden and choice["id"] == self.question.correct_answer,
            }
            for choice in self.question.choices
        ]


@dataclass(frozen=True)
class Change:
    """Mastery of a module before and after the run, in per cent."""

    module: str
    before: int | None
    after: int


@dataclass
class Run:
    submission: Submission
    turns: list[Turn] = field(default_factory=list)

    @cached_property
    def current(self) -> Turn | None:
        """The first question that isn't over."""
        return next((turn for turn in self.turns if not turn.over), None)

    def turn(self, question_id: str) -> Turn | None:
        return next((turn for turn in self.turns if str(turn.question.pk) == question_id), None)

    @property
    def finished(self) -> bool:
        return not self.submission.open or (bool(self.turns) and self.current is None)

    @property
    def right(self) -> int:
        return sum(bool(turn.answer and turn.answer.is_correct) for turn in self.turns)

    def after(self, turn: Turn) -> Turn | None:
        """The next one that isn't over, round once."""
        later = [one for one in self.turns if one.number > turn.number] + self.turns[: turn.number - 1]
        return next((one for one in later if not one.over), None)


def of(submission: Submission) -> Run:
    """3 queries, however many questions."""
    tries = submissions.tries_of(submission)
    plan = {entry["id"]: entry for entry in submission.plan.get("questions", [])}
    order = [*plan, *(pk for pk in tries if pk not in plan)]
    rows = Question.objects.select_related("module__track").in_bulk(order)
    turns = [
        _turn(number, rows[pk], tries.get(pk), plan.get(pk, {}), submission)
        for number, pk in enumerate([pk for pk in order if pk in rows], start=1)
    ]
    return Run(submission, turns)


def changes(run: Run) -> list[Change]:
    """What the run moved, by module. One query."""
    before = run.submission.plan.get("mastery", {})
    modules = {turn.question.module_id: turn.question.module for turn in run.turns if turn.answer}
    rows = TopicProgress.objects.filter(user=run.submission.user_id, module__in=modules)
    return [_change(modules[row.module_id], before, row) for row in rows.order_by("module__position")]


def _change(module, before: dict[str, float], row: TopicProgress) -> Change:
    known = before.get(module.full_name)
    return Change(module.display_name, None if known is None else round(100 * known), round(100 * row.mastery))


def _turn(
    number: int, question: Question, answer: SubmissionAnswer | None, planned: dict, submission: Submission
) -> Turn:
    aids = submission.aids.get(str(question.pk), {})
    if answer is not None:
        answer.submission = submission
    return Turn(
        number=number,
        question=question,
        answer=answer,
        predicted=planned.get("predicted"),
        reason=planned.get("reason", ""),
        hints=question.hints[: aids.get("hints", 0)],
        tries_left=submissions.tries_left(answer) if answer else submission.tries if submission.open else 0,
        hidden=practice.is_hidden(submission),
    )
