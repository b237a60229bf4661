"""The placement: a short adaptive quiz over the learner's path that completes what is known already."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from curriculum import unlocking
from curriculum.models import Level, ModuleCompletion, Question
from curriculum.unlocking import LOCKED, Standings
from lms.accounts.models import User
from lms.problems import Problem
from personalization import personal_path, placement_rules, profiles, subjects, submissions, waiting
from personalization.answering import Written
from personalization.models import PlacementRun, Submission, SubmissionAnswer
from personalization.personal_path import PersonalPath
from personalization.placement_rules import Course, Given


@transaction.atomic
def start(user: User) -> PlacementRun:
    """A new run with its first question, or the one that is still open. Raises Problem 409 where nothing can be asked, or
    the last one was a short time ago."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    run = unfinished(user)
    if run is None:
        run = _open(user)
    elif run.question is None:
        _go_on(run)
    return run


@transaction.atomic
def answer(run: PlacementRun, written: Written) -> PlacementRun:
    """Scores it and chooses the next question, or ends the run. The same answer sent again changes nothing.

    Raises Problem 400 for a question that isn't being asked.
    """
    run = locked(run)
    if written.question_id != run.question_id or run.ended_at:
        _refuse_unasked(run, written)
        return run
    submissions.add_planned(run.submission, [written])
    _go_on(run)
    return run


def unfinished(user: User) -> PlacementRun | None:
    rows = PlacementRun.objects.filter(user=user, ended_at=None, submission__closed_at=None)
    return rows.select_related("submission", "question__module__track").order_by("-created_at").first()


def again_at(user: User) -> datetime | None:
    """From when on another one may be begun; none where that is now. One without an answer doesn't count. One query."""
    ended = Submission.objects.filter(user=user, kind=Submission.Kind.PLACEMENT).exclude(closed_at=None)
    answered = SubmissionAnswer.objects.filter(submission=OuterRef("pk"))
    last = ended.filter(Exists(answered)).order_by("-closed_at").first()
    return waiting.until(last.closed_at if last else None, settings.PLACEMENT_AGAIN_HOURS)


def locked(run: PlacementRun) -> PlacementRun:
    """The row as it is now, held until the transaction ends."""
    rows = PlacementRun.objects.select_related("user", "submission", "question__module__track")
    return rows.select_for_update(of=("self",)).get(pk=run.pk)


def _open(user: User) -> PlacementRun:
    if again := again_at(user):
        raise waiting.too_soon("placement_too_soon", again)
    path = personal_path.of(user)
    name = path.career.name
    subject = subjects.Subject(subjects.CAREER, name, (), unlocking.standings_of(user))
    submission = submissions.submit(user=user, subject=subject, written=[], kind=Submission.Kind.PLACEMENT)
    run = PlacementRun.objects.create(user=user, career_path=path.career, submission=submission)
    _go_on(run)
    if run.ended_at:
        raise Problem.conflict("nothing_to_place", _("There is nothing left to ask: you have completed the path."))
    return run


def _go_on(run: PlacementRun) -> None:
    """The next question, planned before it is shown, so that nothing else can be answered in the run."""
    path = personal_path.of(run.user, goal=run.career_path.name)
    courses, given = _courses(run.user, path), _given(run)
    judged = placement_rules.judge(courses, given)
    run.question = _question(run, judged.ask) if judged.ask else None
    if run.question is None:
        _end(run, path, judged.known)
    else:
        submissions.plan_question(run.submission, run.question)
    run.save()


def _end(run: PlacementRun, path: PersonalPath, known: list[str]) -> None:
    run.submission = submissions.close(run.submission)
    run.completed, run.ended_at = _complete(run.user, path, known), timezone.now()
    if not run.submission.answers.exists():
        return
    done = unlocking.completed_by(run.user)
    difficulties = {entry.module.full_name: entry.module.difficulty_level for entry in path.entries}
    level = Level.objects.get(order=placement_rules.level(done, difficulties))
    run.level = level.pk
    profiles.change(run.user, current_level=level)


def _complete(user: User, path: PersonalPath, known: list[str]) -> list[str]:
    """Those that were not complete yet and whose prerequisites are; their full names."""
    standings = unlocking.standings_of(user)
    done, rows = set(standings.done), {entry.module.full_name: entry.module for entry in path.entries}
    completed = []
    for name in known:
        if name in done or Standings(standings.map, done, walled=True).of(name).status == LOCKED:
            continue
        unlocking.complete(user=user, module=rows[name], how=ModuleCompletion.How.PLACEMENT)
        done.add(name)
        completed.append(name)
    return completed


def _courses(user: User, path: PersonalPath) -> list[Course]:
    """The path's tracks. What was completed before counts as known and isn't asked about."""
    standings = unlocking.standings_of(user)
    fresh = Standings(standings.map, standings.done, walled=True)
    asked = Question.objects.shown().filter(module__in=[entry.module for entry in path.entries])
    with_questions = set(asked.values_list("module_id", flat=True).distinct())
    modules: dict[str, list] = {}
    for entry in path.entries:
        if entry.module.full_name not in standings.done:
            modules.setdefault(entry.track.name, []).append(entry.module)
    return [_course(name, rows, with_questions, fresh) for name, rows in modules.items()]


def _course(track: str, modules: list, with_questions: set[int], standings: Standings) -> Course:
    missing = {need for module in modules for need in standings.of(module.full_name).missing}
    return Course(
        track,
        tuple(module.full_name for module in modules),
        tuple(module.full_name for module in modules if module.pk in with_questions),
        frozenset({need.partition(".")[0] for need in missing} - {track}),
    )


def _given(run: PlacementRun) -> list[Given]:
    rows = run.submission.answers.select_related("question__module__track").order_by("answered_at", "pk")
    return [Given(row.question.module.full_name, row.is_correct) for row in rows if row.question.module_id]


def _question(run: PlacementRun, module: str) -> Question | None:
    """The hardest of the module, one never answered before where there is one."""
    track, _dot, name = module.partition(".")
    mine = SubmissionAnswer.objects.filter(question=OuterRef("pk"))
    rows = Question.objects.shown().filter(module__track__name=track, module__name=name)
    rows = rows.select_related("module__track").exclude(answers__submission=run.submission)
    rows = rows.annotate(seen=Exists(mine.filter(submission__user=run.user)))
    return rows.order_by("seen", "-difficulty_level", "position", "pk").first()


def _refuse_unasked(run: PlacementRun, written: Written) -> None:
    if not run.submission.answers.filter(question=written.question_id).exists():
        raise Problem.invalid("question_id", _("This question is not being asked."), "unknown_question")
