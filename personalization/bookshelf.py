"""A learner's path as a row of books, each filled as far as it is mastered."""

from itertools import groupby

from curriculum.shelf import Book, Shelf
from personalization.personal_path import Entry, PersonalPath
from personalization.progress import TrackProgress


def of(path: PersonalPath, tracks: dict[str, TrackProgress]) -> Shelf:
    """In the order in which they are learnt; a track whose modules lie apart is one book."""
    order = {entry.track.name: place for place, entry in reversed(list(enumerate(path.entries)))}
    entries = sorted(path.entries, key=lambda entry: order[entry.track.name])
    books = [_book(list(rows), tracks) for _name, rows in groupby(entries, key=lambda entry: entry.track.name)]
    return Shelf(books, of_somebody=True)


def _book(entries: list[Entry], tracks: dict[str, TrackProgress]) -> Book:
    track = entries[0].track
    known = tracks.get(track.name)
    return Book(
        name=track.name,
        title=track.display_name,
        hours=sum(entry.module.estimated_hours for entry in entries),
        difficulty=track.difficulty_level,
        statuses=[entry.status for entry in entries],
        filled=round(100 * known.mastery) if known else 0,
    )
