"""How far somebody is with what a teacher gave them. Plain values in and out; no Django."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

OPEN, BEGUN, DONE, LATE = STATES = "open", "begun", "done", "late"


@dataclass(frozen=True)
class Part:
    """One of the things that are asked for: questions, a module, an article."""

    begun: bool = False
    done: bool = False


def state(parts: Iterable[Part], due: datetime | None, now: datetime) -> str:
    """Done when every part is; what was done late is done. Resources alone leave no trace: open, and never late."""
    parts = list(parts)
    if parts and all(part.done for part in parts):
        return DONE
    if parts and due and due < now:
        return LATE
    return BEGUN if any(part.begun or part.done for part in parts) else OPEN
