"""What can be watched. Each app registers its kinds of topic: who may, what the present state is, how events are worded."""

from collections.abc import Callable
from dataclasses import dataclass

from lms.accounts.models import User


@dataclass(frozen=True)
class Watch:
    """A further topic that a client asked to watch: events that bring it up to date, and what each of its events gets."""

    topic: str
    events: list[dict]
    context: dict


@dataclass(frozen=True)
class Kind:
    """`/<name>/<id>/ws`.

    `may_see(user, id)`; `snapshot(id)` gives the events that bring a newcomer up to date; `word(event)` gives the
    message for the active language, or None for an event this socket has nothing to say about; `watch(id, message)`
    answers {"type": "watch", …} of a client that may see it, None for what isn't there.
    """

    name: str
    may_see: Callable[[User, str], bool]
    snapshot: Callable[[str], list[dict]]
    word: Callable[[dict], dict | None]
    watch: Callable[[str, dict], Watch | None] = lambda subject, message: None


kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    kinds[kind.name] = kind
