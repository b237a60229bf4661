"""Pages of people about themselves: settings, password, API tokens, their data, consent."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from lms import limits
from lms.accounts import access, consent, erasure, my_data, passwords, profile, signing_in, tokens
from lms.accounts.forms import EraseAccountForm, EraseGuestForm, PasswordForm, SettingsForm
from lms.pages import next_address
from lms.problems import Problem

TOKENS_SHOWN = 100
Page = Callable[..., HttpResponse]


def page_for(need: Callable, *methods: str) -> Callable[[Page], Page]:
    """A page that answers to these methods, and to whom `need` lets through (`lms.accounts.access`). Never cached."""

    def wrap(page: Page) -> Page:
        @never_cache
        @require_http_methods(methods)
        @wraps(page)
        def guarded(request: HttpRequest, **names: str) -> HttpResponse:
            need(request.user)
            return page(request, **names)

        return guarded

    return wrap


@page_for(access.need_somebody, "GET", "POST")
def my_settings(request: HttpRequest) -> HttpResponse:
    person = request.user
    now = {name: getattr(person, name) for name in profile.FIELDS}
    form = SettingsForm(person, request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        try:
            profile.change(person, **form.cleaned_data)
            with translation.override(person.language or translation.get_language_from_request(request)):
                messages.success(request, _("Your settings are saved."))
            return redirect("settings")
        except ValidationError as error:
            form.add_error(None, error)
    return render(request, "accounts/settings.html", {"form": form}, status=400 if form.errors else 200)


@sensitive_post_parameters("password", "new_password")
@page_for(access.need_account, "GET", "POST")
def password(request: HttpRequest) -> HttpResponse:
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            passwords.change(request, **form.cleaned_data)
            messages.success(request, _("Your password is new. Every other browser and API token is logged out."))
            return redirect("settings")
        except ValidationError as error:
            form.add_error(None, error)
        except Problem as problem:
            form.add_error("password", problem.detail)
    return render(request, "accounts/password.html", {"form": form}, status=400 if form.errors else 200)


@page_for(access.need_account, "GET", "POST")
def api_tokens(request: HttpRequest) -> HttpResponse:
    """A new token stands in the answer to the POST that made it, and nowhere else."""
    made, expires_at = tokens.issue(request.user) if request.method == "POST" else ("", None)
    rows = tokens.of(request.user)[:TOKENS_SHOWN]
    return render(request, "accounts/tokens.html", {"tokens": rows, "made": made, "expires_at": expires_at})


@page_for(access.need_account, "POST")
def end_token(request: HttpRequest, token_key: str) -> HttpResponse:
    if not tokens.end_one(request.user, token_key):
        raise Problem.not_found()
    messages.success(request, _("The token is ended."))
    return redirect("api_tokens")


@page_for(access.need_somebody, "GET")
def data(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/data.html")


@page_for(access.need_somebody, "GET")
def download(request: HttpRequest) -> HttpResponse:
    limits.count_export(request)
    name = f"infou-{timezone.localdate().isoformat()}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return JsonResponse(
        my_data.export(request.user), json_dumps_params={"ensure_ascii": False, "indent": 1}, headers=headers
    )


@sensitive_post_parameters("password")
@page_for(access.need_somebody, "GET", "POST")
def erase(request: HttpRequest) -> HttpResponse:
    person = request.user
    form = (EraseGuestForm if person.is_guest else EraseAccountForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if not person.is_guest:
                signing_in.confirm(request, form.cleaned_data["password"])
            return _goodbye(request)
        except Problem as problem:
            form.add_error("password", problem.detail)
    return render(request, "accounts/erase.html", {"form": form}, status=400 if form.errors else 200)


def _goodbye(request: HttpRequest) -> HttpResponse:
    erasure.begin(request.user)
    logout(request)
    messages.success(request, _("You are logged out everywhere. What was yours is erased within a few minutes."))
    return redirect("welcome")


@require_POST
def give_consent(request: HttpRequest) -> HttpResponse:
    """Given, or withdrawn. A signed-out visitor becomes a guest who has said so."""
    person = signing_in.owner_for(request)
    if request.POST.get("consent") == "give":
        consent.give(person)
    else:
        consent.withdraw(person)
    return redirect(next_address(request, "settings"))
