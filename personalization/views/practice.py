"""Pages of practice: one question at a time, the result at once, feedback below it, a summary at the end."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from curriculum import question_reports
from lms import limits
from lms.accounts import signing_in
from lms.accounts.models import User
from lms.problems import Problem
from personalization import aids, next_questions, practice_tracks, retests, showing, subjects, submissions, waiting
from personalization.answering import Written
from personalization.forms import ReportForm
from personalization.models import ANSWER_CHARACTERS, Submission

QUESTIONS_A_RUN = 5


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """What could be practised; POST opens a run with the questions that come next for this learner."""
    if request.method == "POST":
        limits.count_submission(request)
        owner, name = signing_in.owner_for(request), request.POST.get("subject", "")
        return redirect("practice_run", _open(owner, name, _count(request)).pk)
    if not request.user.is_authenticated:
        return render(request, "personalization/start.html", {"tracks": practice_tracks.of(request.user)})
    found = next_questions.recommend(
        request.user, _subject(request.user, request.GET.get("subject", "")), QUESTIONS_A_RUN
    )
    title = subjects.name_of(found.subject.name)
    context = {
        "found": found,
        "title": title,
        "tracks": practice_tracks.of(request.user),
        "unfinished": _unfinished(request.user),
    }
    return render(request, "personalization/start.html", context)


@require_POST
def retest(request: HttpRequest) -> HttpResponse:
    """ "I know this" of a module: three questions decide."""
    module = request.POST.get("module", "")
    try:
        return redirect("practice_run", retests.start(signing_in.owner_for(request), module).pk)
    except Problem as problem:
        if problem.code not in waiting.TOO_SOON:
            raise
        messages.warning(request, problem.detail)
        return redirect("module", module)


@require_safe
def run(request: HttpRequest, submission_id: str) -> HttpResponse:
    """The question that is on, or the one named by `q`; the summary when all are answered."""
    submission = Submission.objects.select_related("user").get_for(request.user, pk=submission_id)
    if submission.kind == Submission.Kind.PLACEMENT:
        return redirect("placement_run", submission.placement.pk)
    shown = showing.of(submission)
    turn = shown.turn(request.GET.get("q", "")) or (None if shown.finished else shown.current)
    if turn is None:
        return render(request, "personalization/summary.html", _summary(shown))
    return render(request, "personalization/question.html", _context(request, shown, turn))


@require_POST
def answer(request: HttpRequest, submission_id: str) -> HttpResponse:
    submission = _own(request, submission_id)
    text = request.POST.get("answer", "")
    if not text.strip():
        return _show(request, submission, unanswered=True)
    submissions.add(submission, [Written(question_id_of(request), text[: ANSWER_CHARACTERS + 1])])
    return _show(request, submission)


@require_POST
def hint(request: HttpRequest, submission_id: str) -> HttpResponse:
    submission = _own(request, submission_id)
    aids.hint(submission, question_id_of(request))
    return _show(request, submission)


@require_POST
def solution(request: HttpRequest, submission_id: str) -> HttpResponse:
    submission = _own(request, submission_id)
    aids.show_solution(submission, question_id_of(request))
    return _show(request, submission)


@require_POST
def report(request: HttpRequest, submission_id: str) -> HttpResponse:
    """ "Something is wrong with this question", of one that was asked in this run."""
    submission, question = _own(request, submission_id), question_id_of(request)
    turn = showing.of(submission).turn(str(question))
    form = ReportForm(request.POST)
    if turn is None:
        raise Problem.not_found()
    if not form.is_valid():
        raise Problem.invalid("reason", _("Say what is wrong."))
    limits.count_report(request)
    question_reports.report(turn.question, by=request.user, **form.cleaned_data)
    messages.success(request, _("Thank you. A teacher will look at this question again."))
    return redirect(f"{reverse('practice_run', args=[submission.pk])}?q={question}")


@require_POST
def close(request: HttpRequest, submission_id: str) -> HttpResponse:
    submission = submissions.close(_own(request, submission_id))
    return redirect("practice_run", submission.pk)


@require_safe
def feedback(request: HttpRequest, submission_id: str, question_id: int) -> HttpResponse:
    """The fragment with what is written about one answer so far."""
    submission = Submission.objects.select_related("user").get_for(request.user, pk=submission_id)
    shown = showing.of(submission)
    turn = shown.turn(str(question_id))
    if turn is None:
        raise Problem.not_found()
    return render(request, "personalization/_feedback.html", _context(request, shown, turn))


def _count(request: HttpRequest) -> int:
    """How many questions a run is to have: as many as usual, or fewer."""
    said = request.POST.get("count", "")
    return int(said) if said in map(str, range(1, QUESTIONS_A_RUN)) else QUESTIONS_A_RUN


def _open(user: User, name: str, count: int) -> Submission:
    subject = _subject(user, name)
    found = next_questions.recommend(user, subject, count)
    plan = next_questions.plan_of(found, user)
    return submissions.submit(user=user, subject=subject, written=[], plan=plan)


def _subject(user: User, name: str) -> subjects.Subject:
    return subjects.find(user, name) if name else next_questions.default(user)


def _show(request: HttpRequest, submission: Submission, *, unanswered: bool = False) -> HttpResponse:
    """The question again, as it stands now: the fragment, or without a script the page."""
    question = question_id_of(request)
    if not request.headers.get("HX-Request"):
        return redirect(f"{reverse('practice_run', args=[submission.pk])}?q={question}")
    submission.refresh_from_db()
    shown = showing.of(submission)
    turn = shown.turn(str(question))
    if turn is None:
        raise Problem.not_found()
    return render(
        request, "personalization/_question.html", _context(request, shown, turn) | {"unanswered": unanswered}
    )


def _context(request: HttpRequest, shown: showing.Run, turn: showing.Turn) -> dict:
    return {
        "run": shown,
        "turn": turn,
        "next": shown.after(turn),
        "title": subjects.name_of(shown.submission.subject),
        "mine": shown.submission.user_id == request.user.pk,
        "at_most": ANSWER_CHARACTERS,
    }


def question_id_of(request: HttpRequest) -> int:
    """Raises Problem 400."""
    text = request.POST.get("question_id", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Problem.invalid("question_id", "")
    return int(text)


def _summary(shown: showing.Run) -> dict:
    submission = shown.submission
    retested = submission.kind == Submission.Kind.RETEST
    return {
        "run": shown,
        "changes": showing.changes(shown),
        "title": subjects.name_of(submission.subject),
        "again": retests.again_at(submission.user, submission.subject) if retested else None,
    }


def _own(request: HttpRequest, submission_id: str) -> Submission:
    return Submission.objects.select_related("user").get_for(request.user, write=True, pk=submission_id)


def _unfinished(user: User) -> Submission | None:
    """The last run that isn't closed and has questions left."""
    rows = Submission.objects.filter(user=user, closed_at=None, kind=Submission.Kind.PRACTICE)
    last = rows.order_by("-submitted_at").first()
    return last if last and last.plan.get("questions") and not showing.of(last).finished else None
