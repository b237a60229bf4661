"""Decisions on what was generated, as actions of a list: the same use cases as the pages of teachers and the API."""

from collections.abc import Callable, Iterable
from types import ModuleType

from django import forms
from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.forms import ActionForm
from unfold.widgets import UnfoldAdminTextInputWidget

from curriculum.question_reviews import REASON_CHARACTERS
from lms.problems import Problem


def reason_field() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=REASON_CHARACTERS,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("Needed to reject; kept with who and when."),
    )


class ReviewForm(ActionForm):
    reason = reason_field()


class Reviewed:
    """`reviews` is the module that approves, rejects and confirms such rows; it says itself who may."""

    reviews: ModuleType
    action_form = ReviewForm
    actions = ["approve_selected", "reject_selected", "confirm_selected"]

    def has_review_permission(self, request: HttpRequest) -> bool:
        return request.user.is_teacher or request.user.is_admin

    @admin.action(description=gettext_lazy("Approve"), permissions=["review"])
    def approve_selected(self, request: HttpRequest, rows: QuerySet) -> None:
        self.decide(request, rows, self.reviews.approve)

    @admin.action(description=gettext_lazy("Reject, with a reason"), permissions=["review"])
    def reject_selected(self, request: HttpRequest, rows: QuerySet) -> None:
        self.decide(request, rows, self.reviews.reject)

    @admin.action(description=gettext_lazy("Mark as reviewed"), permissions=["review"])
    def confirm_selected(self, request: HttpRequest, rows: QuerySet) -> None:
        self.decide(request, rows, self.reviews.confirm)

    def decide(self, request: HttpRequest, rows: Iterable[Model], decision: Callable[..., Model]) -> None:
        """Those that can't be decided like that are named with the reason."""
        done = 0
        for row in rows:
            try:
                decision(row, by=request.user, reason=request.POST.get("reason", ""))
                done += 1
            except Problem as problem:
                text = " ".join(error["message"] for error in problem.errors) or problem.detail
                self.message_user(request, f"{row}: {text}", messages.ERROR)
        if done:
            self.message_user(request, _("Reviewed: %(number)s.") % {"number": done}, messages.SUCCESS)
