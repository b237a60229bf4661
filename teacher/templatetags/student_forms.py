"""What a teacher can do for a student, as parts of the student's page."""

from django import template

from lms.accounts.models import User
from teacher.class_forms import OverrideForm

register = template.Library()


@register.inclusion_tag("teacher/_override_form.html", takes_context=True)
def override_form(context: dict, student: User, form: OverrideForm | None = None) -> dict:
    """Setting a completion or taking it back, with the reason. `form`: on the page that takes it. One query."""
    here = form is not None
    return {"student": student, "form": form or OverrideForm(), "here": here, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("teacher/_password_link_form.html", takes_context=True)
def password_link_form(context: dict, student: User) -> dict:
    return {"student": student, "csrf_token": context.get("csrf_token")}
