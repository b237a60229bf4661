"""Logged answers of students, read from a file with a column each for user, item, time, correctness and skill. Pure."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

COLUMNS = ("user_id", "item_id", "timestamp", "correct", "skill_id")
HELD_OUT_OF = 5


class Answer(NamedTuple):
    """`at`: seconds, None when the time is unknown; `level`: the question's, 1-5, where somebody gave one."""

    user: str
    item: str
    skill: str
    right: int
    at: float | None = None
    level: int | None = None


class BadFile(Exception):
    """Names the line and the column that can't be read."""


def read(path: Path) -> list[Answer]:
    """In the order of the file, which is the order in time. Tabs or commas; a time of 0 is unknown. Raises BadFile."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return list(_answers(path, file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadFile(f"{path}: {error}") from error


def hold_out(answers: Iterable[Answer]) -> tuple[list[Answer], list[Answer]]:
    """Four fifths of the students and the rest: always the same ones, whatever else the file has."""
    kept: tuple[list[Answer], list[Answer]] = ([], [])
    for answer in answers:
        kept[is_held_out(answer.user)].append(answer)
    return kept


def is_held_out(user: str) -> bool:
    return crc32(user.encode()) % HELD_OUT_OF == 0


def _answers(path: Path, file: Iterable[str]) -> Iterator[Answer]:
    lines = iter(file)
    header = next(lines, "")
    names = header.strip("\ufeff\r\n").split("\t" if "\t" in header else ",")
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise BadFile(f"{path}: line 1: no column {', '.join(missing)}")
    rows = csv.DictReader(lines, fieldnames=names, delimiter="\t" if "\t" in header else ",")
    for row in rows:
        yield _answer(row, f"{path}: line {rows.line_num + 1}")


def _answer(row: dict[str, str | None], place: str) -> Answer:
    for name in COLUMNS:
        if not row[name]:
            raise BadFile(f"{place}, column {name}: nothing there")
    seconds = _number(row, "timestamp", place)
    right = _number(row, "correct", place)
    if right not in (0, 1):
        raise BadFile(f"{place}, column correct: {row['correct']!r} is neither 0 nor 1")
    return Answer(row["user_id"], row["item_id"], row["skill_id"], int(right), seconds or None)


def _number(row: dict[str, str], name: str, place: str) -> float:
    try:
        number = float(row[name])
    except ValueError:
        number = float("nan")
    if number - number != 0:  # neither infinite nor not a number
        raise BadFile(f"{place}, column {name}: {row[name]!r} is not a number")
    return number
