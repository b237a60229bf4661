"""Pages of students about their classes: which they are in, joining by code or link, leaving."""

from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from lms import limits
from lms.accounts import access, groups
from lms.accounts.my_pages import page_for
from lms.problems import Problem

CODE_CHARACTERS = 20


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Class code"),
        max_length=CODE_CHARACTERS,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


@page_for(access.need_somebody, "GET")
def my_classes(request: HttpRequest) -> HttpResponse:
    return _classes(request, CodeForm())


@require_safe
def enter_code(request: HttpRequest) -> HttpResponse:
    """Where the form with the code leads; a code that fits goes on to its class."""
    form = CodeForm(request.GET or None)
    if not form.is_valid():
        return _classes(request, form) if request.user.is_authenticated else redirect("login")
    limits.count_join(request)
    group = groups.with_code(form.cleaned_data["code"])
    if group:
        return redirect("join", code=group.join_code)
    form.add_error("code", _("No class has this code. Check it, or ask your teacher."))
    return _classes(request, form)


@require_safe
def _shown(request: HttpRequest, code: str) -> HttpResponse:
    """Who teaches the class and what they will see, before anything happens."""
    group = groups.with_code(code)
    person = request.user
    context = {"group": group, "ways_in": urlencode({"next": request.path})}
    if group and person.is_authenticated:
        context["joined"] = groups.memberships_of(person).filter(group=group).exists()
    return render(request, "accounts/join.html", context)


def join(request: HttpRequest, code: str) -> HttpResponse:
    limits.count_join(request)
    return _join(request, code=code) if request.method == "POST" else _shown(request, code)


@page_for(access.need_account, "POST")
def _join(request: HttpRequest, code: str) -> HttpResponse:
    group = groups.with_code(code)
    if group is None:
        raise Problem.not_found()
    groups.join(person=request.user, group=group)
    messages.success(request, _("You are in the class %(name)s.") % {"name": group.name})
    return redirect("my_classes")


@page_for(access.need_account, "POST")
def leave(request: HttpRequest, group_id: int) -> HttpResponse:
    groups.leave(person=request.user, group_id=group_id)
    messages.success(request, _("You have left the class. Its teachers see nothing of you any more."))
    return redirect("my_classes")


def _classes(request: HttpRequest, form: CodeForm) -> HttpResponse:
    rows = groups.memberships_of(request.user) if request.user.is_authenticated else []
    context = {"form": form, "memberships": rows, "next": urlencode({"next": reverse("my_classes")})}
    return render(request, "accounts/classes.html", context, status=400 if form.errors else 200)
