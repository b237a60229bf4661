"""What an answer has to look like, and how a real one differs.

A shape is written as the answer itself: `{"name": shape}` has exactly these fields (`"name?"` may be missing), `[shape]` is a
list of such items, `("ready", "failed")` one of these values, a type a value of that type, a pattern a text that matches
as a whole, and `Nullable(shape)` may be null.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
SOME = re.compile(r"(?s).+")
ADDRESS = re.compile(r"https?://[^/\s]+(/\S*)?")
SOCKET = re.compile(r"wss?://[^/\s]+/\S+/ws")
LEVEL = ("absolute_beginner", "beginner", "intermediate", "advanced", "expert")
LINK = re.compile(r'(?:href|src)="([^"]*)"')


@dataclass(frozen=True)
class Nullable:
    shape: object


def page_of(item: object) -> dict:
    """A list of the API."""
    return {"items": [item], "meta": {"total": int, "page": int, "per_page": int}}


def differences(value: object, shape: object, at: str = "answer") -> list[str]:
    """What is other than the shape says, one line each; none where it fits."""
    return list(_differences(value, shape, at))


def relative_addresses(value: object, at: str = "answer") -> list[str]:
    """Addresses in an answer that lead nowhere without the address it came from."""
    return [f"{place}: {text}" for place, text in _addresses(value, at) if not re.match(r"(https?|wss?)://", text)]


def _differences(value: object, shape: object, at: str) -> Iterator[str]:
    match shape:
        case tuple():
            if value not in shape:
                yield f"{at}: {value!r} is none of {', '.join(map(repr, shape))}"
        case Nullable():
            yield from () if value is None else _differences(value, shape.shape, at)
        case dict():
            yield from _in_fields(value, shape, at) if isinstance(value, dict) else [f"{at}: no object: {value!r}"]
        case [item]:
            yield from _in_items(value, item, at) if isinstance(value, list) else [f"{at}: no list: {value!r}"]
        case re.Pattern():
            if not (isinstance(value, str) and shape.fullmatch(value)):
                yield f"{at}: {value!r} is no {shape.pattern}"
        case type():
            if not _is(value, shape):
                yield f"{at}: {value!r} is no {shape.__name__}"
        case _:
            raise TypeError(f"not a shape: {shape!r}")


def _in_fields(value: dict, shape: dict, at: str) -> Iterator[str]:
    fields = {name.removesuffix("?"): inner for name, inner in shape.items()}
    needed = {name for name in shape if not name.endswith("?")}
    yield from (f"{at}: no {name}" for name in sorted(needed - set(value)))
    yield from (f"{at}: {name} too much" for name in sorted(set(value) - set(fields)))
    for name in sorted(set(value) & set(fields)):
        yield from _differences(value[name], fields[name], f"{at}.{name}")


def _in_items(value: list, item: object, at: str) -> Iterator[str]:
    for number, inner in enumerate(value):
        yield from _differences(inner, item, f"{at}.{number}")


def _is(value: object, kind: type) -> bool:
    """true is no number; 3 is a fraction too."""
    if kind in (int, float) and isinstance(value, bool):
        return False
    return isinstance(value, (int, float) if kind is float else kind)


def _addresses(value: object, at: str, name: str = "") -> Iterator[tuple[str, str]]:
    match value:
        case dict():
            for key, inner in value.items():
                yield from _addresses(inner, f"{at}.{key}", key)
        case list():
            for number, inner in enumerate(value):
                yield from _addresses(inner, f"{at}.{number}", name)
        case str() if name.endswith("_html"):
            yield from ((at, link) for link in LINK.findall(value))
        case str() if value and (name == "url" or name.endswith("_url")):
            yield at, value
