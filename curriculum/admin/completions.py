"""What learners have completed: teachers and admins complete a module for a student, or take it back, and say why."""

from django import forms
from django.contrib import admin, messages
from django.db.models import Field, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminTextInputWidget

from curriculum import unlocking
from curriculum.models import ModuleCompletion
from lms.accounts.models import User
from lms.admin import Admin, VisibleRows

REASON_CHARACTERS = ModuleCompletion._meta.get_field("reason").max_length


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why is it taken back?"), max_length=REASON_CHARACTERS, widget=UnfoldAdminTextInputWidget
    )


@admin.register(ModuleCompletion)
class ModuleCompletionAdmin(VisibleRows, Admin):
    """A teacher sees and completes for own students alone. Made or taken back, never rewritten."""

    teachers_may = ("view", "add", "delete")
    list_display = ["module", "user", "how", "by", "at", "reason"]
    list_filter = ["how", "module__track"]
    list_select_related = ["module", "user", "by"]
    search_fields = ["user__username", "user__display_name", "module__name"]
    delete_confirmation_template = "curriculum/admin_take_back.html"

    def get_fields(self, request: HttpRequest, obj: ModuleCompletion | None = None) -> list:
        return [("user", "module"), ("how", "by"), ("at", "reason")] if obj else ["user", "module", "reason"]

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        """Searching people is for admins; a teacher picks from own students."""
        return ["user", "module"] if request.user.is_admin else ["module"]

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs) -> forms.Field | None:
        if db_field.name == "user":
            kwargs["queryset"] = _students_of(request.user)
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "reason":
            field.required = True
        return field

    def has_change_permission(self, request: HttpRequest, obj: ModuleCompletion | None = None) -> bool:
        return False

    def get_actions(self, request: HttpRequest) -> dict:
        """Each is taken back by itself, with its reason."""
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    def save_model(self, request: HttpRequest, completion: ModuleCompletion, form: forms.Form, change: bool) -> None:
        made = unlocking.complete(
            user=completion.user,
            module=completion.module,
            how=ModuleCompletion.How.TEACHER,
            by=request.user,
            reason=completion.reason,
        )
        completion.pk = made.pk

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        form = ReasonForm(request.POST or None)
        if request.method == "POST" and not form.is_valid():
            messages.error(request, _("Say why it is taken back."))
            return HttpResponseRedirect(request.path)
        return super().delete_view(request, object_id, {**(extra_context or {}), "reason_form": form})

    def delete_model(self, request: HttpRequest, completion: ModuleCompletion) -> None:
        form = ReasonForm(request.POST)
        form.is_valid()
        unlocking.withdraw(completion, by=request.user, reason=form.cleaned_data["reason"])

    def log_addition(self, request: HttpRequest, completion: ModuleCompletion, message: object) -> None:
        """The use case writes it, on the student."""

    def log_deletions(self, request: HttpRequest, completions: QuerySet) -> None:
        """The use case writes it, on the student."""


def _students_of(person: User) -> QuerySet[User]:
    """Whom this person may complete a module for."""
    students = User.objects.filter(role=User.Role.STUDENT, is_guest=False)
    if person.is_admin:
        return students
    return students.filter(memberships__group__teachers=person).distinct()
