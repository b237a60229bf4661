"""What teachers may do in the admin site: a permission group, filled from what each admin class says (`teachers_may`)."""

from functools import reduce
from operator import or_

from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import Q, QuerySet

from lms.accounts.models import User, teachers_group


@transaction.atomic
def grant() -> None:
    """The group has exactly these rights and members afterwards. Run when tables are there; running it again changes nothing."""
    group = teachers_group()
    group.permissions.set(_permissions())
    group.user_set.set(User.objects.filter(role=User.Role.TEACHER))


def _permissions() -> QuerySet[Permission]:
    wanted = [
        Q(content_type__app_label=model._meta.app_label, codename=get_permission_codename(action, model._meta))
        for model in apps.get_models()
        if admin.site.is_registered(model)
        for action in getattr(admin.site.get_model_admin(model), "teachers_may", ())
    ]
    return Permission.objects.filter(reduce(or_, wanted)) if wanted else Permission.objects.none()
