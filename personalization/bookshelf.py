"""A career path as a row of books: thickness is hours, height difficulty, filled what is mastered."""

from dataclasses import dataclass
from itertools import groupby

from curriculum.models import LearningTrack
from curriculum.unlocking import COMPLETED, LOCKED
from personalization.personal_path import CURRENT, Entry, PersonalPath
from personalization.progress import TrackProgress

THIN_BELOW, THICK_FROM = 24, 38  # hours


@dataclass(frozen=True)
class Book:
    """A track of the path; `percent` of mastery."""

    track: LearningTrack
    entries: list[Entry]
    percent: int

    @property
    def hours(self) -> int:
        return sum(entry.module.estimated_hours for entry in self.entries)

    @property
    def state(self) -> str:
        states = {entry.status for entry in self.entries}
        if states == {COMPLETED}:
            return "done"
        if CURRENT in states:
            return "current"
        return "locked" if states <= {LOCKED, COMPLETED} else "open"

    @property
    def shape(self) -> str:
        """Classes of its thickness and height."""
        thickness = "thin " if self.hours < THIN_BELOW else "thick " if self.hours >= THICK_FROM else ""
        return f"{thickness}d{min(3, self.track.difficulty_level)}"

    @property
    def empty(self) -> int:
        return 100 - self.percent


def of(path: PersonalPath, tracks: dict[str, TrackProgress]) -> list[Book]:
    """In the order in which they are learnt; a track whose modules lie apart is one book."""
    order = {entry.track.name: place for place, entry in reversed(list(enumerate(path.entries)))}
    entries = sorted(path.entries, key=lambda entry: order[entry.track.name])
    return [_book(list(rows), tracks) for _name, rows in groupby(entries, key=lambda entry: entry.track.name)]


def _book(entries: list[Entry], tracks: dict[str, TrackProgress]) -> Book:
    track = entries[0].track
    known = tracks.get(track.name)
    return Book(track, entries, round(100 * known.mastery) if known else 0)
