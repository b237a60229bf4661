"""A guest becomes part of an account. Every app that owns rows of people registers how its rows move."""

from collections.abc import Callable

from django.db import transaction

from lms.accounts.models import User

Move = Callable[[User, User], None]
_moves: list[Move] = []


def register(move: Move) -> None:
    """`move(guest, account)` hands over one app's rows. Called in `AppConfig.ready()`."""
    _moves.append(move)


@transaction.atomic
def merge(*, guest: User, account: User) -> None:
    """Everything of the guest is the account's from now on; the guest and its tokens end. Merging twice does nothing."""
    if not User.objects.select_for_update().filter(pk=guest.pk, is_guest=True).exists() or guest.pk == account.pk:
        return
    for move in _moves:
        move(guest, account)
    User.objects.filter(pk=guest.pk).delete()
