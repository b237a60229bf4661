"""Who uses the product, and which class they are in. Guests are rows like everybody else."""

import secrets
from datetime import datetime

from django.contrib.auth.models import AbstractUser, Group, UserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

JOIN_CODE_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # nothing that is misread on a blackboard
JOIN_CODE_LENGTH = 8

TEACHERS = "Teachers"


def teachers_group() -> Group:
    """The group with a teacher's rights in the admin site; `teachers.grant` says which."""
    return Group.objects.get_or_create(name=TEACHERS)[0]


def new_join_code() -> str:
    return "".join(secrets.choice(JOIN_CODE_ALPHABET) for _i in range(JOIN_CODE_LENGTH))


class Language(models.TextChoices):
    KOREAN = "ko", _("Korean")
    ENGLISH = "en", _("English")


def is_student(through: str = "") -> Q:
    """Who is taught and counted: no guest, and nobody who is locked out or being erased. `through` leads to the person."""
    wanted = {"role": User.Role.STUDENT, "is_guest": False, "is_active": True, "erasing_since": None}
    return Q(**{through + name: value for name, value in wanted.items()})


class PeopleQuerySet(models.QuerySet):
    def students(self) -> "PeopleQuerySet":
        return self.filter(is_student())

    def unused_guests(self, since: datetime) -> "PeopleQuerySet":
        return self.filter(is_guest=True, seen_at__lt=since, erasing_since=None)

    def to_erase(self) -> "PeopleQuerySet":
        """Those whose erasure has begun, the longest waiting first."""
        return self.filter(erasing_since__isnull=False).order_by("erasing_since", "pk")


class People(UserManager.from_queryset(PeopleQuerySet)):
    def create_guest(self) -> "User":
        """A learner without a name or password; everything they make has an owner from the start."""
        guest = self.model(is_guest=True, role=User.Role.STUDENT)
        guest.set_unusable_password()
        guest.save()
        return guest

    def create_superuser(self, username: str, email: str = "", password: str | None = None, **more) -> "User":
        return self.create_user(username, email, password, role=User.Role.ADMIN)


class User(AbstractUser):
    class Role(models.TextChoices):
        STUDENT = "student", _("Student")
        TEACHER = "teacher", _("Teacher")
        ADMIN = "admin", _("Admin")

    first_name = last_name = None
    username = models.CharField(
        _("user name"), max_length=150, unique=True, null=True, blank=True, validators=[AbstractUser.username_validator]
    )
    display_name = models.CharField(_("display name"), max_length=80, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.STUDENT)
    is_guest = models.BooleanField(_("guest"), default=False)
    language = models.CharField(_("language"), max_length=2, choices=Language, blank=True)
    seen_at = models.DateTimeField(
        _("last seen"), default=timezone.now, db_default=Now(), editable=False, help_text=_("to the day")
    )
    consent_withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    consented_at = models.DateTimeField(
        _("agreed that models see private words"), null=True, blank=True, editable=False
    )
    erasing_since = models.DateTimeField(_("being erased since"), null=True, blank=True, editable=False)

    objects = People()
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name, verbose_name_plural = _("user"), _("users")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_guest=True, username=None) | Q(is_guest=False, username__isnull=False),
                name="guests_have_no_name",
            )
        ]
        indexes = [
            models.Index(fields=["seen_at"], condition=Q(is_guest=True), name="guests_by_last_use"),
            models.Index(fields=["erasing_since"], condition=Q(erasing_since__isnull=False), name="people_to_erase"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What the product calls this person."""
        return self.display_name or self.username or str(_("Guest"))

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @property
    def has_consented(self) -> bool:
        """Whether what this person tells in private may go into a prompt for a language model."""
        return self.consented_at is not None

    @property
    def is_admin(self) -> bool:
        return self.role == self.Role.ADMIN

    @property
    def is_teacher(self) -> bool:
        return self.role == self.Role.TEACHER

    def save(self, *args, **kwargs) -> None:
        """Teachers and admins may open the admin site; only admins may do everything in it."""
        self.is_staff = self.role in (self.Role.TEACHER, self.Role.ADMIN)
        self.is_superuser = self.is_admin
        super().save(*args, **kwargs)
        if self.is_teacher and kwargs.get("update_fields") is None:
            self.groups.add(teachers_group())


class ClassGroup(models.Model):
    name = models.CharField(_("name"), max_length=120)
    teachers = models.ManyToManyField(User, verbose_name=_("teachers"), related_name="taught_groups")
    join_code = models.CharField(_("join code"), max_length=12, unique=True, default=new_join_code)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.KOREAN)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("class group"), _("class groups")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    group = models.ForeignKey(ClassGroup, models.CASCADE, related_name="memberships", verbose_name=_("class group"))
    student = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name=_("student"))
    joined_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("membership"), _("memberships")
        constraints = [models.UniqueConstraint(fields=["group", "student"], name="one_membership_a_group")]

    def __str__(self) -> str:
        return f"{self.student} · {self.group}"
