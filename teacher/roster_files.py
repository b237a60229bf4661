"""A list of students as a file: read and looked at line by line. Knows the file alone, not who has an account."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

BYTES_AT_MOST, LINES_AT_MOST = 200_000, 500
USERNAME_CHARACTERS, NAME_CHARACTERS, EMAIL_CHARACTERS = 150, 80, 254
ENCODINGS = ("utf-8-sig", "cp949")  # the second is how Korean Excel writes CSV
DELIMITERS = (",", ";", "\t")
COLUMNS = {
    "username": ("username", "user name", "user_name", "login", "id", "아이디", "사용자 이름"),
    "display_name": ("name", "display name", "display_name", "이름", "성명"),
    "email": ("email", "e-mail", "이메일", "전자우편"),
}
NEEDED = ("username", "display_name")
USERNAME = re.compile(r"[\w.@+-]+")
INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


class NotReadable(Exception):
    """Nothing of the file can be used; `code` says why."""

    def __init__(self, code: str, line: int = 0) -> None:
        super().__init__(code)
        self.code, self.line = code, line


@dataclass(frozen=True)
class Line:
    """`number` as an editor counts; `error` is a code of `roster_wording`, or nothing; `same_as` an earlier line's number."""

    number: int
    username: str
    display_name: str
    email: str
    error: str = ""
    same_as: int = 0


def read(content: bytes) -> list[Line]:
    """Every line below the header that isn't empty. Raises NotReadable."""
    if len(content) > BYTES_AT_MOST:
        raise NotReadable("too_large")
    text = _decoded(content)
    delimiter, places = _header(text)
    lines: list[Line] = []
    seen: dict[str, int] = {}
    for number, cells in _rows(text, delimiter):
        if len(lines) == LINES_AT_MOST:
            raise NotReadable("too_many_lines")
        lines.append(_line(number, cells, places, seen))
    if not lines:
        raise NotReadable("empty")
    return lines


def _decoded(content: bytes) -> str:
    if b"\0" in content:
        raise NotReadable("wrong_encoding")
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotReadable("wrong_encoding")


def _header(text: str) -> tuple[str, dict[str, int]]:
    """What divides the cells, and where each column stands."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    if not first:
        raise NotReadable("empty")
    for delimiter in DELIMITERS:
        names = [name.strip().strip('"').strip().casefold() for name in first.split(delimiter)]
        places = {
            column: names.index(name) for column, known in COLUMNS.items() for name in known if names.count(name) == 1
        }
        if all(column in places for column in NEEDED):
            return delimiter, places
    raise NotReadable("wrong_header")


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each with the number of the line on which it begins; without the header and empty ones."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins, header = 1, True
    try:
        for cells in reader:
            number, begins = begins, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if not header:
                yield number, cells
            header = False
    except csv.Error as error:
        raise NotReadable("broken", line=begins) from error


def _line(number: int, cells: list[str], places: dict[str, int], seen: dict[str, int]) -> Line:
    values = {name: cells[place].strip() if place < len(cells) else "" for name, place in places.items()}
    username, name, email = values["username"], values["display_name"], values.get("email", "")
    same_as = seen.setdefault(username.lower(), number) if username else number
    error = _error(username, name, email) or ("doubled" if same_as != number else "")
    return Line(
        number,
        username[: USERNAME_CHARACTERS + 1],
        name[: NAME_CHARACTERS + 1],
        email[: EMAIL_CHARACTERS + 1],
        error,
        same_as if error == "doubled" else 0,
    )


def _error(username: str, name: str, email: str) -> str:
    """The first thing that is wrong."""
    checks = (
        ("missing_username", not username),
        ("username_too_long", len(username) > USERNAME_CHARACTERS),
        ("bad_username", not USERNAME.fullmatch(username)),
        ("missing_name", not name),
        ("name_too_long", len(name) > NAME_CHARACTERS),
        ("bad_name", bool(INVISIBLE.search(name))),
        ("email_too_long", len(email) > EMAIL_CHARACTERS),
        ("bad_email", bool(email) and not _is_email(email)),
    )
    return next((code for code, wrong in checks if wrong), "")


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
