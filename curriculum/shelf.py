"""A career path as a row of books: thickness is hours, height is difficulty, fill is what is completed or mastered. Pure."""

from dataclasses import dataclass

THIN_BELOW, THICK_FROM = 0.8, 1.2  # of the shelf's mean hours
LOW, TALL_FROM = 1, 3  # difficulty
COMPLETED, OPEN, LOCKED = "completed", "open", "locked"


@dataclass(frozen=True)
class Book:
    """`statuses` are its modules', in order; `filled` in percent, where that isn't what is completed."""

    name: str
    title: str
    hours: int
    difficulty: int
    statuses: list[str]
    filled: int | None = None

    @property
    def percentage(self) -> int:
        if self.filled is not None:
            return self.filled
        return round(100 * self.statuses.count(COMPLETED) / len(self.statuses)) if self.statuses else 0

    @property
    def done(self) -> bool:
        return bool(self.statuses) and set(self.statuses) == {COMPLETED}

    @property
    def locked(self) -> bool:
        return LOCKED in self.statuses and set(self.statuses) <= {LOCKED, COMPLETED}

    @property
    def state(self) -> str:
        """As roadmaps have it."""
        return COMPLETED if self.done else LOCKED if self.locked else OPEN

    @property
    def left(self) -> int:
        """The part of the spine that isn't filled, in percent from its top."""
        return 100 - self.percentage

    @property
    def height(self) -> str:
        return "d1" if self.difficulty <= LOW else "d3" if self.difficulty >= TALL_FROM else ""


@dataclass(frozen=True)
class Shelf:
    books: list[Book]
    of_somebody: bool  # nobody's shelf has no ribbon

    @property
    def current(self) -> str:
        """The name of the book with the ribbon: the first one that is open and not finished; "" for none."""
        return (
            next((book.name for book in self.books if not (book.done or book.locked)), "") if self.of_somebody else ""
        )

    @property
    def done(self) -> int:
        return sum(book.done for book in self.books)

    def looks(self) -> list[tuple[Book, str]]:
        """Each book with its classes."""
        return [(book, " ".join(filter(None, self._classes(book)))) for book in self.books]

    def _classes(self, book: Book) -> list[str]:
        mean = sum(one.hours for one in self.books) / len(self.books)
        thick = "thick" if book.hours >= THICK_FROM * mean else "thin" if book.hours < THIN_BELOW * mean else ""
        state = "done" if book.done else "locked" if book.locked else "current" if book.name == self.current else ""
        return [state, thick, book.height]
