"""An article's body in the shape in which it is shown: no title, sections from `##` on, nothing empty at its ends. Pure."""

import re

from articles.fixed_sections import BOLD_LINE, squeezed
from articles.markdown_lines import ATX, RULE, Line

TITLE = re.compile(r"(?:\*\*)?(?:title|제목)\s*[:：]", re.I)


def trimmed(lines: list[str]) -> list[str]:
    """Without blank lines and rules at either end."""
    filled = [number for number, line in enumerate(lines) if line.strip() and not RULE.match(line)]
    return lines[filled[0] : filled[-1] + 1] if filled else []


def tidied(lines: list[Line], title: str) -> str:
    """The whole body; `title` is the article's, which stands above it anyway."""
    lines = _with_headings(_without_title(lines, title))
    texts = [line.text for number, line in enumerate(lines) if not _is_second_blank(lines, number)]
    return "\n".join(trimmed(texts))


def _is_second_blank(lines: list[Line], number: int) -> bool:
    pair = lines[max(number - 1, 0) : number + 1]
    return len(pair) == 2 and all(line.part == "prose" and not line.text.strip() for line in pair)


def _without_title(lines: list[Line], title: str) -> list[Line]:
    filled = [number for number, line in enumerate(lines) if line.text.strip()]
    if not filled or lines[filled[0]].part != "prose":
        return lines
    first, rest = lines[filled[0]], lines[filled[0] + 1 :]
    level_1 = [line for line in rest if line.part == "prose" and _level(line) == 1]
    under_it = len(filled) > 1 and _level(lines[filled[1]]) > 1
    if _level(first) > 1 and squeezed(ATX.match(first.text)[2]) == squeezed(title):
        return _raised(rest, above=_level(first))
    is_title = _level(first) == 1 and (not level_1 or under_it)
    return rest if is_title or (TITLE.match(first.text) and len(filled) > 1) else lines


def _raised(lines: list[Line], *, above: int) -> list[Line]:
    """What stood below a heading that went stands where it stood."""
    end = next((number for number, line in enumerate(lines) if 0 < _level(line) <= above), len(lines))
    return [*(_moved(line, -1) for line in lines[:end]), *lines[end:]]


def _level(line: Line) -> int:
    heading = ATX.match(line.text) if line.part == "prose" else None
    return len(heading[1]) if heading else 0


def _with_headings(lines: list[Line]) -> list[Line]:
    """The highest heading becomes `##`; bold lines become headings where there are no others."""
    levels = {_level(line) for line in lines} - {0}
    if levels:
        return [_moved(line, 2 - min(levels)) for line in lines]
    titles = [BOLD_LINE.match(line.text) if line.part == "prose" else None for line in lines]
    if sum(map(bool, titles)) < 2:
        return lines
    blank = Line("", "prose")
    made = [[blank, Line(f"## {bold[1]}", "prose"), blank] if bold else [] for bold in titles]
    return [new for line, heading in zip(lines, made, strict=True) for new in heading or [line]]


def _moved(line: Line, by: int) -> Line:
    level = _level(line)
    if not level:
        return line
    title = re.sub(r"\s#+$", "", ATX.match(line.text)[2])
    bold = BOLD_LINE.match(title)
    return Line(f"{'#' * min(level + by, 6)} {bold[1] if bold else title}", "prose")
