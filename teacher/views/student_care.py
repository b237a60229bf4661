"""What a teacher does for one student: a completion set or taken back, a link for a new password."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from curriculum import unlocking
from lms.accounts.models import User
from lms.problems import Problem
from personalization import overrides
from teacher import members, modules
from teacher.access import student_for, teachers_only
from teacher.class_forms import OverrideForm, refused
from teacher.views import links

DECISIONS_SHOWN = 50


@require_http_methods(["GET", "POST"])
@teachers_only
def completions(request: HttpRequest, student_id: int) -> HttpResponse:
    """What is completed and what was decided, and the form to decide."""
    student = student_for(request.user, student_id)
    form = OverrideForm(request.POST or None, initial={"module": request.GET.get("module", "")})
    if request.method == "POST" and form.is_valid() and _decided(request, student, form):
        return redirect("student_completions", student.pk)
    context = {
        "student": student,
        "form": form,
        "decisions": overrides.of(student, at_most=DECISIONS_SHOWN),
        "completed": unlocking.completions_of(student).select_related("module__track", "by"),
    }
    return render(request, "teacher/completions.html", context, status=400 if form.errors else 200)


@never_cache
@require_POST
@teachers_only
def password_link(request: HttpRequest, student_id: int) -> HttpResponse:
    """The link stands in this answer and nowhere else."""
    student = student_for(request.user, student_id)
    return links.shown(request, None, [members.password_link(by=request.user, student=student)])


def _decided(request: HttpRequest, student: User, form: OverrideForm) -> bool:
    given = form.cleaned_data
    try:
        module = modules.called(given.pop("module"))
        made = overrides.decide(by=request.user, student=student, module=module, **given)
    except Problem as problem:
        refused(form, problem)
        return False
    messages.success(request, _("It is noted.") if made else _("It was so already. Nothing changed."))
    return True
