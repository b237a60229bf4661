"""What can be watched. Each app registers its kinds of topic: who may, what the present state is, how events are worded."""

from collections.abc import Callable
from dataclasses import dataclass

from lms.accounts.models import User


@dataclass(frozen=True)
class Kind:
    """`/<name>/<id>/ws`.

    `may_see(user, id)`; `snapshot(id)` gives the events that bring a newcomer up to date; `word(event)` gives the
    message for the active language, or None for an event this socket has nothing to say about.
    """

    name: str
    may_see: Callable[[User, str], bool]
    snapshot: Callable[[str], list[dict]]
    word: Callable[[dict], dict | None]


kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    kinds[kind.name] = kind
