"""How a career path looks as a row of books."""

from curriculum.shelf import Book, Shelf


def book(name: str, *statuses: str, hours: int = 40, difficulty: int = 2) -> Book:
    return Book(name, name, hours, difficulty, list(statuses))


def looks(*books: Book, of_somebody: bool = True) -> dict[str, str]:
    return {one.name: classes for one, classes in Shelf(list(books), of_somebody).looks()}


def test_the_ribbon_is_on_the_first_open_book_that_is_not_finished():
    books = [book("a", "completed"), book("b", "locked", "locked"), book("c", "completed", "open"), book("d", "open")]
    assert looks(*books) == {"a": "done", "b": "locked", "c": "current", "d": ""}


def test_nobodys_shelf_has_no_ribbon():
    assert looks(book("a", "open"), of_somebody=False) == {"a": ""}


def test_a_book_is_filled_as_far_as_it_is_completed():
    assert [book("a", *states).percentage for states in ([], ["open"], ["completed", "open", "open"])] == [0, 0, 33]
    assert book("a", "completed", "open").left == 50


def test_thickness_is_hours_and_height_is_difficulty():
    books = [
        book("thin", "open", hours=10, difficulty=1),
        book("b", "open"),
        book("thick", "open", hours=70, difficulty=3),
    ]
    assert looks(*books, of_somebody=False) == {"thin": "thin d1", "b": "", "thick": "thick d3"}


def test_an_empty_shelf_is_empty():
    assert Shelf([], True).looks() == []
