"""People, class groups, rights and API tokens: for admins only."""

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as BaseUserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import Count, Field, ManyToManyField, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from knox.models import AuthToken
from unfold.admin import TabularInline
from unfold.decorators import display
from unfold.forms import AdminPasswordChangeForm, AuthenticationForm, UserChangeForm, UserCreationForm

from lms.accounts import erasure
from lms.accounts.models import ClassGroup, Membership, User
from lms.accounts.signing_in import LOCKED_SECONDS
from lms.admin import Admin, AdminsOnly, ReadOnly

admin.site.unregister([AuthToken, Group])


class LogInForm(AuthenticationForm):
    """The admin site's log-in page says so when an account is locked, as the product's own page does."""

    def get_invalid_login_error(self) -> ValidationError:
        if not getattr(self.request, "axes_locked_out", False):
            return super().get_invalid_login_error()
        text = _("Too many wrong tries. Try again in %(minutes)s minutes.")
        return ValidationError(text, code="locked", params={"minutes": LOCKED_SECONDS // 60})


admin.site.login_form = LogInForm


class MembershipInline(TabularInline):
    """Who is in the class. To move a student is to remove one row and add another."""

    model = Membership
    fields = ["group", "student", "joined_at"]
    readonly_fields = ["joined_at"]
    autocomplete_fields = ["group", "student"]
    extra = 0
    hide_title = True

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("group", "student")

    def has_change_permission(self, request: HttpRequest, obj: ClassGroup | User | None = None) -> bool:
        """Existing rows are texts: an autocomplete in each would ask the database for its own label."""
        return False


@admin.register(User)
class UserAdmin(AdminsOnly, BaseUserAdmin, Admin):
    form, add_form, change_password_form = UserChangeForm, UserCreationForm, AdminPasswordChangeForm
    list_display = ["who", "role_label", "email", "is_guest", "is_active", "last_login", "date_joined"]
    list_filter = ["role", "is_guest", "is_active", "language", "memberships__group"]
    search_fields = ["username", "display_name", "email"]
    ordering = ["-date_joined"]
    readonly_fields = ["is_guest", "last_login", "seen_at", "date_joined"]
    filter_horizontal = []
    inlines = [MembershipInline]
    fieldsets = [
        (None, {"fields": ["username", "password", "display_name", "email"]}),
        (_("In the product"), {"fields": ["role", "language", "is_active", "is_guest"]}),
        (_("Dates"), {"fields": ["last_login", "seen_at", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "display_name", "email", "role"]}),
        (_("Password"), {"fields": ["password1", "password2"]}),
    ]

    @display(description=_("user"), ordering="username", header=True)
    def who(self, user: User) -> list[str]:
        return [user.name, user.username or ""]

    @display(description=_("role"), ordering="role", label={"admin": "danger", "teacher": "info", "student": None})
    def role_label(self, user: User) -> tuple[str, str]:
        return user.role, user.get_role_display()

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs) -> forms.Field | None:
        if db_field.name == "username":  # only guests have none, and they get one by signing up
            kwargs |= {"required": True, "empty_value": ""}
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        of_guests = ["username", "role"] if obj and obj.is_guest else []
        return [*super().get_readonly_fields(request, obj), *of_guests]

    def get_inlines(self, request: HttpRequest, obj: User | None) -> list[type[TabularInline]]:
        return self.inlines if obj and obj.role == User.Role.STUDENT else []

    def delete_model(self, request: HttpRequest, user: User) -> None:
        """As when they do it themselves. What still runs for them is waited for by the worker."""
        erasure.begin(user)
        erasure.run(user.pk)

    def delete_queryset(self, request: HttpRequest, users: QuerySet[User]) -> None:
        for user in users:
            self.delete_model(request, user)

    def get_deleted_objects(self, objs: QuerySet[User], request: HttpRequest) -> tuple:
        """What a person made goes with them, also rows that nobody may delete by themselves."""
        deleted, counts, _rights_needed, protected = super().get_deleted_objects(objs, request)
        return deleted, counts, set(), protected


@admin.register(ClassGroup)
class ClassGroupAdmin(AdminsOnly, Admin):
    list_display = ["name", "teacher_names", "student_count", "join_code", "language", "created_at"]
    list_filter = ["language", ("teachers", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["name", "join_code", "teachers__username", "teachers__display_name"]
    autocomplete_fields = ["teachers"]
    readonly_fields = ["created_at"]
    fields = [("name", "language"), "teachers", ("join_code", "created_at")]
    inlines = [MembershipInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        groups = super().get_queryset(request).prefetch_related("teachers")
        return groups.annotate(students=Count("memberships", distinct=True))

    @display(description=_("teachers"))
    def teacher_names(self, group: ClassGroup) -> str:
        return ", ".join(teacher.name for teacher in group.teachers.all())

    @display(description=_("students"), ordering="students")
    def student_count(self, group: ClassGroup) -> int:
        return group.students

    def formfield_for_manytomany(self, db_field: ManyToManyField, request: HttpRequest, **kwargs) -> forms.Field:
        kwargs["queryset"] = User.objects.filter(role__in=[User.Role.TEACHER, User.Role.ADMIN])
        return super().formfield_for_manytomany(db_field, request, **kwargs)


@admin.register(Group)
class GroupAdmin(AdminsOnly, ReadOnly, Admin):
    """Rights in the admin site, to look at: the group of the teachers is filled at every start, from what the code says."""

    search_fields = ["name"]
    fields = ["name", "rights"]

    @display(description=_("rights"))
    def rights(self, group: Group) -> str:
        return "\n".join(str(right) for right in group.permissions.select_related("content_type"))


@admin.register(AuthToken)
class TokenAdmin(AdminsOnly, ReadOnly, Admin):
    """Tokens are made by logging in, never by hand; one that got lost can be ended here."""

    list_display = ["user", "created", "expiry"]
    list_filter = ["created", "expiry"]
    list_select_related = ["user"]
    search_fields = ["user__username", "user__display_name"]
    fields = ["user", "created", "expiry"]
    ordering = ["-created"]

    def has_delete_permission(self, request: HttpRequest, obj: AuthToken | None = None) -> bool:
        return request.user.is_superuser
