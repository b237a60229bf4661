"""Decisions on what was generated, as actions of a list: the same use cases as the pages of teachers and the API."""

from types import ModuleType

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from curriculum.admin.questions import ReviewForm
from lms.problems import Problem


class Reviewed:
    """`reviews` is the module that approves, rejects and confirms such rows; it says itself who may."""

    reviews: ModuleType
    action_form = ReviewForm
    actions = ["approve_selected", "reject_selected", "confirm_selected"]

    def has_review_permission(self, request: HttpRequest) -> bool:
        return request.user.is_teacher or request.user.is_admin

    @admin.action(description=gettext_lazy("Approve"), permissions=["review"])
    def approve_selected(self, request: HttpRequest, rows: QuerySet) -> None:
        self._decide(request, rows, self.reviews.approve)

    @admin.action(description=gettext_lazy("Reject, with a reason"), permissions=["review"])
    def reject_selected(self, request: HttpRequest, rows: QuerySet) -> None:
        self._decide(request, rows, self.reviews.reject)

    @admin.action(description=gettext_lazy("Mark as reviewed"), permissions=["review"])
    def confirm_selected(self, request: HttpRequest, rows: QuerySet) -> None:
        self._decide(request, rows, self.reviews.confirm)

    def _decide(self, request: HttpRequest, rows: QuerySet[Model], decide) -> None:
        done = 0
        for row in rows:
            try:
                decide(row, by=request.user, reason=request.POST.get("reason", ""))
                done += 1
            except Problem as problem:
                text = " ".join(error["message"] for error in problem.errors) or problem.detail
                self.message_user(request, f"{row}: {text}", messages.ERROR)
        if done:
            self.message_user(request, _("Reviewed: %(number)s.") % {"number": done}, messages.SUCCESS)
