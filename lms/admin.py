"""What the admin classes of all apps share: pages of 25 rows, who may do what, whose rows are shown."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import display

from lms.accounts.access import OwnedQuerySet
from lms.accounts.models import User

ROWS_A_PAGE = 25


class Admin(ModelAdmin):
    list_per_page = ROWS_A_PAGE
    show_full_result_count = False  # a second count over all rows, for every search
    teachers_may: tuple[str, ...] = ()  # of "view", "change": what `teachers.grant` gives the group


class AdminsOnly:
    """Closed to teachers, whatever rights somebody gives their group."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return _is_admin(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return _is_admin(request.user) and super().has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return _is_admin(request.user) and super().has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return _is_admin(request.user) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return _is_admin(request.user) and super().has_delete_permission(request, obj)


class ReadOnly:
    """Rows that only the product itself writes."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class VisibleRows:
    """Only the rows this person may read: a teacher's own students', never another class's."""

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return self.visible(super().get_queryset(request), request.user)

    def visible(self, rows: OwnedQuerySet, person: User) -> QuerySet:
        """Rows without an owner of their own say here whose they are."""
        return rows.visible_to(person)


class LookAt(VisibleRows, ReadOnly, Admin):
    """Rows that teachers look at, too."""

    teachers_may = ("view",)


class PartsInline(ReadOnly, TabularInline):
    """Rows that belong to the row above them: whoever may see that one may see these. `page` leads to a row's own page."""

    extra = 0
    hide_title = True

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return True

    @display(description=_("page"))
    def page(self, row: Model) -> str:
        address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk])
        return format_html('<a href="{}" class="text-link">{}</a>', address, row)


def _is_admin(person: User | AnonymousUser) -> bool:
    """Nobody is asked too: the log-in page lists what its reader may open."""
    return person.is_superuser
