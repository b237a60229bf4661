"""What stands below a fixed section's heading: a summary, key terms, tips, related concepts, in whatever shape. Pure."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from articles.fixed_sections import BOLD_LINE
from articles.markdown_lines import ATX, ITEM, RULE, Line, sentences
from articles.repetition import alike

MOST = {"terms": 6, "tips": 4, "related": 5}  # models that loop list a hundred
SUMMARY_WORDS = 120  # more than this below the heading is body text
LEAD_IN_WORDS = 20
RELATED_WORDS = 40  # told with commas between them
BOLD_START = re.compile(r"\*\*([^*\n]{1,60})\*\*(.*)$")
PARTED = re.compile(r"(`[^`]{1,60}`|.{1,60}?)(?:\s*(?<!:)[:：](?!//|:)\s*|\s+[-–—=]\s+)(\S.*)$")
SEPARATOR = re.compile(r"\s*(\([^()]{1,60}\))?\s*[:：–—=-]+\s+(\S.*)$")
DEFINITION_LABEL = re.compile(r"(?:정의|설명|뜻|definition|meaning)\s*[:：]\s*", re.I)
MARK = re.compile(
    r"`([^`]{1,300})`|\*\*([^\n]{1,300}?)\*\*|(?<!\w)\*([^*\s][^*\n]{0,200}?)\*(?!\w)"
    r"|!?\[([^\[\]]{1,300})\]\([^()\s]{0,1000}\)"
)


class Reading(NamedTuple):
    value: list | str
    left: list[Line]  # text of the body that stood below the section's heading


def read_summary(lines: list[Line]) -> Reading:
    taken, left, count = [], [], 0
    for paragraph in _paragraphs(lines):
        count += sum(len(line.text.split()) for line in paragraph)
        if not taken or (count <= SUMMARY_WORDS and not left):
            taken.append("\n".join(line.text for line in paragraph))
        else:
            left += [*paragraph, Line("", "prose")]
    return Reading("\n\n".join(taken), left)


def _paragraphs(lines: list[Line]) -> list[list[Line]]:
    paragraphs, open_ = [], False
    for line in lines:
        if line.part == "prose" and (not line.text.strip() or RULE.match(line.text)):
            open_ = False
        elif open_:
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
            open_ = True
    return paragraphs


def read_list(section: str, lines: list[Line]) -> Reading:
    items, left = _items(lines, section)
    value = {"terms": _terms, "tips": _tips, "related": _related}[section](items)
    if not value and section != "terms":
        value, left = _listed_in_prose(section, lines)
    return Reading(value[: MOST[section]], left)


def _items(lines: list[Line], section: str) -> tuple[list[str], list[Line]]:
    """The items, each on one line, and the lines that belong to none. A short lead-in to the list is dropped."""
    items, left, intro, indent, touching = [], [], [], 0, False
    for line in lines:
        if line.part != "prose" or not line.text.strip():
            left.append(line)
            touching = False
        elif not RULE.match(line.text):
            depth = len(line.text) - len(line.text.lstrip())
            start = _item_start(line.text, section)
            if start and not (items and depth > indent):
                intro, left = (intro, left) if items else (left, [])
                items.append([start])
                indent, touching = depth, True
            elif items and (touching or depth > indent or _awaits_more(items[-1], section)):
                items[-1].append(ITEM.sub(r"\2", line.text).strip())
                touching = True
            else:
                left.append(line)
    is_lead_in = sum(len(line.text.split()) for line in intro) <= LEAD_IN_WORDS
    return [_joined(item, section) for item in items], left if is_lead_in else [*intro, *left]


def _item_start(text: str, section: str) -> str:
    if item := ITEM.match(text):
        return item[2]
    if heading := ATX.match(text):
        return f"**{heading[2].strip('*# ')}**"
    is_bare = BOLD_START.match(text) or (section == "terms" and not text.startswith("|") and _term(text))
    return text if is_bare else ""


def _awaits_more(item: list[str], section: str) -> bool:
    """A name alone: what it means comes on the next line."""
    return len(item) == 1 and bool(BOLD_LINE.match(item[0]) or (section == "terms" and not _term(item[0])))


def _joined(item: list[str], section: str) -> str:
    if len(item) > 1 and _awaits_more(item[:1], section):
        return f"{item[0].rstrip(' :：')}: {DEFINITION_LABEL.sub('', ' '.join(item[1:]), count=1)}"
    return " ".join(item)


def _terms(items: list[str]) -> list[tuple[str, str]]:
    found = {}
    for term, definition in filter(None, map(_term, items)):
        found.setdefault(term.casefold(), (term, definition))
    return list(found.values())


def _term(text: str) -> tuple[str, str] | None:
    """(term, definition) of `**term**: definition` and what models write for it. `**API**란 …` is all definition."""
    if bold := BOLD_START.match(text):
        parted = SEPARATOR.match(bold[2])
        term = bold[1].rstrip(" :：")
        term, definition = (f"{term} {parted[1] or ''}", parted[2]) if parted else (term, bold[2])
        if not parted and not bold[1].rstrip().endswith((":", "：")):
            definition = text
    elif parted := PARTED.match(text):
        term, definition = parted[1], parted[2]
    else:
        return None
    term, definition = _plain(term), _plain(definition)
    is_term = re.search(r"\w", term) and len(term.split()) <= 8 and re.search(r"\w", definition) and definition != term
    return (term, definition) if is_term else None


def _tips(items: list[str]) -> list[str]:
    """Without those that say an earlier one again with a word or two changed."""
    tips: list[str] = []
    for tip in _distinct(_plain(item) for item in items):
        if len(tips) < MOST["tips"] and not any(alike(tip, earlier) for earlier in tips):
            tips.append(tip)
    return tips


def _related(items: list[str]) -> list[str]:
    return _distinct((_term(item) or (_plain(item),))[0].rstrip(".") for item in items)


def _distinct(texts: Iterable[str]) -> list[str]:
    return list({text.casefold(): text for text in texts if re.search(r"\w", text)}.values())


def _listed_in_prose(section: str, lines: list[Line]) -> tuple[list[str], list[Line]]:
    """Tips told as a paragraph, related concepts with commas between them. What follows belongs to the body."""
    paragraphs = _paragraphs(lines)
    if not paragraphs or paragraphs[0][0].part != "prose" or paragraphs[0][0].text.startswith("|"):
        return [], []
    text = " ".join(line.text for line in paragraphs[0])
    if section == "related" and len(text.split()) > RELATED_WORDS:
        return [], []
    parts = sentences(text) if section == "tips" else re.split(r"[,、·;]\s*(?:and\s|그리고\s)?", text.rstrip("."))
    left = [line for paragraph in paragraphs[1:] for line in [*paragraph, Line("", "prose")]]
    return _distinct(map(_plain, parts)), left


def _plain(text: str) -> str:
    """Without marks: it is shown as text, not as Markdown."""
    bare = MARK.sub(lambda match: match[1] or _plain(match[2] or match[3] or match[4] or ""), text)
    return bare.strip().strip("|").strip()
