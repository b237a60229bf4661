"""Markdown as lines: what is prose and what is code, words, sentences, code blocks. Pure."""

import re
from dataclasses import dataclass
from typing import NamedTuple

SENTENCE_END = re.compile(r"(?<=[.?!…。])(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bvs\.)\s+|(?<=[.?!…。][\"'”’)\]*_])\s+")
FENCE = re.compile(r"\s*(`{3,}|~{3,})\s*([^`]*)$")
ATX = re.compile(r" {0,3}(#(?=\s)|#{2,6})(?!#)\s*(\S.*)$")
ITEM = re.compile(r"(\s*)(?:[-*+•·‣–]|\d{1,2}[.)])\s+(\S.*)$")
RULE = re.compile(r"\s*([-*_=])(?:\s*\1){2,}\s*$")
INLINE_CODE = re.compile(r"``[^\n]{1,500}?``|`[^`\n]{1,1000}`")


@dataclass(frozen=True)
class CodeBlock:
    language: str  # in lower case, "" when not said
    code: str
    closed: bool


class Line(NamedTuple):
    text: str
    part: str  # prose, open, code, close


def scan(markdown: str) -> list[Line]:
    """The lines, each with its part: prose, or a fenced code block's opening, code or closing line."""
    lines, fence = [], ""
    for text in markdown.split("\n"):
        mark = FENCE.match(text)
        if fence and mark and not mark[2] and mark[1].startswith(fence):
            part, fence = "close", ""
        elif fence:
            part = "code"
        elif mark:
            part, fence = "open", mark[1]
        else:
            part = "prose"
        lines.append(Line(text, part))
    return lines


def prose(markdown: str) -> str:
    """The text without fenced code."""
    return "\n".join(line.text if line.part == "prose" else "" for line in scan(markdown))


def code_blocks(markdown: str) -> list[CodeBlock]:
    blocks, language, code = [], None, []
    for line in scan(markdown):
        if line.part == "open":
            info = FENCE.match(line.text)[2].split()
            language, code = info[0].strip("{}.").lower() if info else "", []
        elif line.part == "code":
            code.append(line.text)
        elif line.part == "close":
            blocks.append(CodeBlock(language, "\n".join(code), closed=True))
            language = None
    if language is not None:
        blocks.append(CodeBlock(language, "\n".join(code), closed=False))
    return blocks


def words(text: str) -> int:
    """Words outside fenced code: in Korean eojeol."""
    return sum(1 for part in prose(text).split() if part[0].isalnum() or re.search(r"\w", part))


def sentences(paragraph: str) -> list[str]:
    """Cut at a full stop before a space, so that 3.11 and e.g. stay whole."""
    return [part.strip() for part in SENTENCE_END.split(paragraph) if part.strip()]
