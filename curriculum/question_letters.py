"""At which letter the right choice of a new question stands: at the one that is the key least often. Plain values.

A model puts its keys where it likes; a learner would soon know where to look.
"""

from collections import Counter
from collections.abc import Iterable

LETTERS = "abcd"


def dealt(choices: list[dict], key: str, taken: Iterable[str]) -> tuple[list[dict], str]:
    """The choices ({id, text, …}) with letters from a on, and the key's letter; the wrong ones keep their order.

    `taken`: the keys of the questions it will stand among.
    """
    letters, counts = LETTERS[: len(choices)], Counter(taken)
    place = min(range(len(letters)), key=lambda number: counts[letters[number]])
    wrong = [choice for choice in choices if choice["id"] != key]
    right = next(choice for choice in choices if choice["id"] == key)
    order = [*wrong[:place], right, *wrong[place:]]
    return [choice | {"id": letter} for letter, choice in zip(letters, order, strict=True)], letters[place]
