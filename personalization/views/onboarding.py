"""Four short steps to a path of one's own; skippable, and the same pages to change it later."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.accounts import signing_in
from personalization import knowledge, profiles
from personalization.forms import STEPS, InterestsForm
from personalization.models import LearnerProfile

PRIVATE = ("interests", "learning_goals")


@require_http_methods(["GET", "POST"])
def onboarding(request: HttpRequest) -> HttpResponse:
    """`step` 1-4. What is sent is kept at once; the last one leads to the dashboard."""
    step = _step(request)
    form = STEPS[step - 1](request.POST or None, initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        _keep(request, form)
        return redirect("placement" if request.POST.get("then") == "placement" else _after(step))
    context = {"form": form, "step": step, "steps": len(STEPS), "title": _titles()[step - 1], "next": _after(step)}
    return render(request, "personalization/onboarding.html", context, status=400 if form.errors else 200)


def _keep(request: HttpRequest, form) -> None:
    user, said = signing_in.owner_for(request), dict(form.cleaned_data)
    private = {name: said.pop(name) for name in PRIVATE} if isinstance(form, InterestsForm) else None
    profiles.change(user, private=private, **said)


def _step(request: HttpRequest) -> int:
    text = request.GET.get("step", "1")
    return int(text) if text in {str(number) for number in range(1, len(STEPS) + 1)} else 1


def _after(step: int) -> str:
    return f"{reverse('onboarding')}?step={step + 1}" if step < len(STEPS) else reverse("dashboard")


def _initial(request: HttpRequest) -> dict:
    """What is known already."""
    profile = knowledge.profile_of(request.user) if request.user.is_authenticated else LearnerProfile()
    private = profiles.read_private(profile)
    return {
        "career_path": profile.career_path_id,
        "industry": profile.industry,
        "current_level": profile.current_level_id,
        "weekly_hours": profile.weekly_hours,
        "preferred_style": profile.preferred_style,
        "interests": ", ".join(private.get("interests", [])),
        "learning_goals": private.get("learning_goals", ""),
    }


def _titles() -> list[str]:
    return [
        _("Where would you like to arrive?"),
        _("Where are you now, and how much time is there?"),
        _("What draws you?"),
        _("How do you like to learn?"),
    ]
