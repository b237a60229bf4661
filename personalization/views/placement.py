"""Pages of the placement: what it is, one question at a time, what was found."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from curriculum.models import Level
from lms.accounts import signing_in
from lms.problems import Problem
from personalization import placement_rules, placements, subjects, waiting
from personalization.answering import Written
from personalization.models import ANSWER_CHARACTERS, PlacementRun
from personalization.views.practice import question_id_of


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """What it is for; POST begins it, or goes on with one that was left."""
    if request.method == "POST":
        return _start(request)
    known = request.user.is_authenticated
    context = {
        "unfinished": placements.unfinished(request.user) if known else None,
        "again": placements.again_at(request.user) if known else None,
        "at_most": placement_rules.QUESTIONS_AT_MOST,
    }
    return render(request, "personalization/placement.html", context)


def _start(request: HttpRequest) -> HttpResponse:
    try:
        return redirect("placement_run", placements.start(signing_in.owner_for(request)).pk)
    except Problem as problem:
        if problem.code not in waiting.TOO_SOON:
            raise
        messages.warning(request, problem.detail)
        return redirect("placement")


@require_http_methods(["GET", "POST"])
def run(request: HttpRequest, placement_id: str) -> HttpResponse:
    """The question that is asked; an empty answer says that one doesn't know."""
    write = request.method == "POST"
    found = PlacementRun.objects.select_related("question__module__track", "submission")
    found = found.get_for(request.user, write=write, pk=placement_id)
    if write:
        text = request.POST.get("answer", "")[: ANSWER_CHARACTERS + 1]
        placements.answer(found, Written(question_id_of(request), text))
        return redirect("placement_run", found.pk)
    if found.ended_at:
        return render(request, "personalization/placement_end.html", _end(found))
    if found.question is None or not found.submission.open:  # taken back by an author, or finished from outside
        return redirect("placement")
    context = {
        "run": found,
        "question": found.question,
        "number": found.submission.answers.count() + 1,
        "at_most": placement_rules.QUESTIONS_AT_MOST,
        "characters": ANSWER_CHARACTERS,
        "mine": found.user_id == request.user.pk,
    }
    return render(request, "personalization/placement_question.html", context)


def _end(run: PlacementRun) -> dict:
    rows = subjects.module_rows(run.completed)
    known = [rows[name] for name in run.completed if name in rows]
    return {"run": run, "known": known, "level": Level.objects.filter(pk=run.level).first()}
