"""What was generated, as teachers look at it: the queue, one thing with its story, an edit."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from lms.accounts.models import Language
from lms.problems import Problem
from teacher import review_queue, reviews
from teacher.access import teachers_only
from teacher.review_forms import FORMS, DecisionForm
from teacher.tables import Column, Table

DECIDED = {
    reviews.APPROVE: gettext_lazy("Approved."),
    reviews.REJECT: gettext_lazy("Taken out. Nobody new is given it."),
    reviews.RETIRE: gettext_lazy("Taken out. Nobody new is given it."),
    reviews.CONFIRM: gettext_lazy("Marked as reviewed."),
}
TITLE_CHARACTERS = 120
SHOWN_AGAIN = (400, 409)  # said on the page, with what was typed


@require_safe
@teachers_only
def queue(request: HttpRequest) -> HttpResponse:
    filters = filters_of(request.GET)
    table = Table(
        request,
        "review",
        _columns(),
        review_queue.rows(request.user, filters),
        order="-urgency",
        tie="key",
        label=_("what waits for review"),
    )
    if table.wants_file:
        return table.as_file()
    context = {
        "table": table,
        "filters": filters,
        "kinds": review_queue.KINDS,
        "states": review_queue.STATES,
        "languages": Language.choices,
        "kind_names": review_queue.KINDS,
    }
    return render(request, "teacher/review.html", context)


@require_http_methods(["GET", "POST"])
@teachers_only
def item(request: HttpRequest, kind: str, item_id: int) -> HttpResponse:
    """One thing; POST decides about it: `decision`, `note`, and `seen`, where its story stood."""
    if request.method == "GET":
        return _shown(request, kind, item_id, DecisionForm())
    form, decision = DecisionForm(request.POST), request.POST.get("decision", "")
    reviews.find(request.user, kind, item_id)
    if decision not in reviews.DECISIONS:
        raise Problem.invalid("decision", _("There is no such decision."))
    if not form.is_valid():
        return _shown(request, kind, item_id, form, status=400)
    given = form.cleaned_data
    try:
        reviews.decide(request.user, kind, item_id, decision=decision, note=given["note"], seen_at=given["seen"])
    except Problem as problem:
        return _shown(request, kind, item_id, form, problem=_shown_again(problem))
    messages.success(request, DECIDED[decision])
    return redirect("review_item", kind, item_id)


@require_http_methods(["GET", "POST"])
@teachers_only
def edit(request: HttpRequest, kind: str, item_id: int) -> HttpResponse:
    row, problem = reviews.find(request.user, kind, item_id), None
    form = FORMS[kind](row, request.POST or None, initial={"seen": reviews.seen(kind, row)})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            after = reviews.revise(request.user, kind, item_id, form.changes, note=given["note"], seen_at=given["seen"])
        except Problem as refused:
            problem = _shown_again(refused)
        else:
            messages.success(request, _("Saved. Later readers get it like this."))
            return redirect("review_item", kind, after.pk)
    context = {"form": form, "kind": kind, "row": row, "problem": problem, "title": _title(kind, row)}
    status = problem.status if problem else 400 if form.errors else 200
    return render(request, "teacher/review_edit.html", context, status=status)


def filters_of(given) -> review_queue.Filters:
    """Unknown values are as if nothing had been chosen."""
    kind, state, language = (given.get(name, "") for name in ("kind", "state", "language"))
    return review_queue.Filters(
        kind=kind if kind in review_queue.KINDS else "",
        state=state if state in review_queue.STATES else review_queue.WAITING,
        language=language if language in Language.values else "",
    )


def _columns() -> list[Column]:
    def said(key: str, label: str, *, number: bool = False) -> Column:
        return Column(key, label, value=lambda row: row[key], sort=key, number=number)

    return [
        said("title", _("What")),
        said("row_kind", _("Kind")),
        said("urgency", _("Urgency"), number=True),
        said("open_reports", _("Reports"), number=True),
        said("quality", _("Quality"), number=True),
        said("dislikes", _("Dislikes"), number=True),
        said("made", _("Made")),
    ]


def _shown(request: HttpRequest, kind: str, item_id: int, form: DecisionForm, problem=None, status=200) -> HttpResponse:
    row = reviews.find(request.user, kind, item_id)
    said = reviews.reports(request.user, kind, row)
    context = {
        "kind": kind,
        "kind_name": review_queue.KINDS[kind],
        "row": row,
        "title": _title(kind, row),
        "form": form,
        "seen": reviews.seen(kind, row),
        "state": review_queue.state_of(kind, row),
        "states": review_queue.STATES,
        "history": reviews.history(kind, row),
        "reports": said,
        "opinions": reviews.opinions(request.user, kind, row),
        "problem": problem,
        "is_reported": any(not one.outcome for one in said),
    }
    return render(request, "teacher/review_item.html", context, status=problem.status if problem else status)


def _shown_again(problem: Problem) -> Problem:
    if problem.status not in SHOWN_AGAIN:
        raise problem
    return problem


def _title(kind: str, row) -> str:
    if kind == review_queue.ARTICLE:
        about = row.content.about
        return about.title if about else str(row.content)
    return Truncator(row.prompt if kind == review_queue.QUESTION else row.name).chars(TITLE_CHARACTERS)
