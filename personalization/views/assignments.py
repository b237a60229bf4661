"""Pages of assignments: all of one's own, and one of them with its button."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lms.accounts.access import need_somebody
from personalization import assignments


@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """What is still to be done, and what is done."""
    need_somebody(request.user)
    found = assignments.of(request.user)
    context = {
        "to_do": [one for one in found if not one.standing.over],
        "done": [one for one in found if one.standing.over],
    }
    return render(request, "personalization/assignments.html", context)


@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """POST begins its questions, or goes on with them."""
    need_somebody(request.user)
    if request.method == "POST":
        return redirect("practice_run", assignments.start(request.user, assignment_id).pk)
    found = assignments.get(request.user, assignment_id)
    return render(request, "personalization/assignment.html", {"given": found, "assignment": found.row})
