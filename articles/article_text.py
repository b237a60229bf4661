"""A streamed article taken apart: body, summary, key terms, tips, related concepts. Pure.

The prompt asks for four sections with fixed headings; small models drift, so sections are known by many names and shapes.
What belongs to no section stays in the body: a reader loses a fixed heading at most. Faults are the quality gate's matter.
"""

import re
from dataclasses import dataclass, field

from articles.body_shape import tidied, trimmed
from articles.fixed_sections import HEADINGS, SECTIONS, Heading, heading_in, squeezed
from articles.markdown_lines import ATX, FENCE, ITEM, Line, code_blocks, scan
from articles.section_lists import Reading, read_list, read_summary

CHATTER_WORDS = 40  # a greeting or a farewell is no longer
GREETING = re.compile(
    r"(?:sure|certainly|of course|here(?:'s| is)|below is|물론|네[,!]|다음은|아래는|알겠습니다).*[:：!]$", re.I
)
FAREWELL = re.compile(
    r"도움이 되(?:었|셨|길|기를)|궁금한 (?:점|것)이? ?있|질문이 있으|즐거운 (?:코딩|학습)"
    r"|hope (?:this|that) (?:helps|article|guide)|let me know|feel free to (?:ask|reach|contact)|happy (?:coding|learning)",
    re.I,
)


@dataclass(frozen=True)
class ArticleText:
    """What a reader sees and what is shown beside it. `terms` are (term, definition)."""

    markdown: str  # the body and, as its last section, the summary
    body: str
    summary: str = ""
    terms: list[tuple[str, str]] = field(default_factory=list)
    tips: list[str] = field(default_factory=list)
    related: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)  # of SECTIONS


@dataclass
class _Block:
    """A fixed section with its heading, or what lies between two of them."""

    heading: Heading | None = None
    head: Line | None = None
    lines: list[Line] = field(default_factory=list)
    has_items: bool = False

    def add(self, line: Line) -> None:
        self.lines.append(line)
        self.has_items = self.has_items or (line.part == "prose" and bool(ITEM.match(line.text)))

    @property
    def content(self) -> list[Line]:
        rest = [Line(self.heading.rest, "prose"), Line("", "prose")] if self.heading and self.heading.rest else []
        return rest + self.lines

    @property
    def whole(self) -> list[Line]:
        return [self.head, *self.lines] if self.head else self.lines


def parse(markdown: str, *, language: str, title: str = "") -> ArticleText:
    """Takes an article in `ko` or `en` apart, however far the model strayed from the format. Never raises.

    A first heading that is the article's title, which stands above it anyway, goes.
    """
    blocks = _blocks(_cleaned(markdown))
    readings = [_read(block) for block in blocks]
    chosen = _chosen(blocks, readings)
    found = {section: readings[place].value for section, place in chosen.items()}
    found["related"] = _beside_terms(found.get("related", []), found.get("terms", []))
    body = tidied(_body_lines(blocks, readings, chosen), title)
    summary = found.get("summary", "")
    closing = f"## {HEADINGS[language]['summary']}\n\n{summary}" if summary else ""
    return ArticleText(
        markdown="\n\n".join(part for part in (body, closing) if part),
        body=body,
        missing=[section for section in SECTIONS if not found.get(section)],
        **found,
    )


def _beside_terms(related: list[str], terms: list[tuple[str, str]]) -> list[str]:
    """Without those that are key terms already."""
    known = {squeezed(term) for term, _definition in terms}
    return [name for name in related if squeezed(name) not in known]


def first_whole(markdown: str) -> str:
    """The article without what a model wrote after it had all four fixed sections and began again with a heading of before."""
    lines, seen, found = scan(markdown), set(), set()
    for number, line in enumerate(lines):
        heading = heading_in(line.text, after_blank=False) if line.part == "prose" else None
        if heading is None:
            continue
        if found.issuperset(SECTIONS) and squeezed(line.text) in seen:
            return "\n".join(before.text for before in lines[:number])
        seen.add(squeezed(line.text))
        found.add(heading.section)
    return markdown


# --- what surrounds an article


def _cleaned(markdown: str) -> list[Line]:
    text = re.sub("[\0\ufeff\u200b]", "", markdown.replace("\r\n", "\n").replace("\r", "\n"))
    lines = trimmed([line.rstrip() for line in text.split("\n")])
    if len(lines) > 1 and len(lines[0].split()) <= CHATTER_WORDS and GREETING.match(lines[0]):
        lines = trimmed(lines[1:])
    return _without_farewell(scan("\n".join(_unwrapped(lines))))


def _unwrapped(lines: list[str]) -> list[str]:
    """Without a code fence around the whole article. What closes it looks, once it isn't opened, like one left open."""
    mark = FENCE.match(lines[0]) if lines else None
    info = mark[2].strip().lower() if mark else None
    if info not in ("markdown", "md", ""):
        return lines
    inner = lines[1:]
    opened = [number for number, line in enumerate(scan("\n".join(inner))) if line.part == "open"]
    closing = opened[-1] if opened and not code_blocks("\n".join(inner))[-1].closed else None
    is_bare = closing is not None and not FENCE.match(inner[closing])[2]
    if info == "" and not (is_bare and closing == len(inner) - 1 and ATX.match(next(filter(None, inner)))):
        return lines  # a code example that happens to come first
    if is_bare:
        del inner[closing]
    return trimmed(inner)


def _without_farewell(lines: list[Line]) -> list[Line]:
    """Without "I hope this helps" as the last paragraph, unless it is all that its heading has."""
    start = len(lines)
    while start and lines[start - 1].part == "prose" and lines[start - 1].text.strip():
        start -= 1
    last = " ".join(line.text for line in lines[start:])
    before = next((line.text for line in reversed(lines[:start]) if line.text.strip()), "")
    is_farewell = len(last.split()) <= CHATTER_WORDS and FAREWELL.search(last) and not ITEM.match(last)
    if is_farewell and before and heading_in(before, after_blank=True) is None:
        return lines[:start]
    return lines


# --- sections


def _blocks(lines: list[Line]) -> list[_Block]:
    blocks, after_blank = [_Block()], True
    for line in lines:
        heading = heading_in(line.text, after_blank=after_blank) if line.part == "prose" else None
        if heading and _begins_block(heading, blocks[-1]):
            blocks.append(_Block(heading, line))
        else:
            blocks[-1].add(line)
        after_blank = not line.text.strip()
    return blocks


def _begins_block(heading: Heading, block: _Block) -> bool:
    """A deeper heading stays in a list section that has no list yet: some models give each term a heading."""
    if heading.section or not (block.heading and block.heading.section):
        return bool(heading.section)
    is_term = block.heading.section != "summary" and heading.level > block.heading.level and not block.has_items
    return not is_term


def _chosen(blocks: list[_Block], readings: list[Reading]) -> dict[str, int]:
    """Which block is each section: the first sure one, else the first with an unsure name that has body before it."""
    sure, unsure, has_body = {}, {}, False
    for place, (block, reading) in enumerate(zip(blocks, readings, strict=True)):
        heading = block.heading
        if heading and heading.section and reading.value:
            if heading.sure:
                sure.setdefault(heading.section, place)
            elif has_body:
                unsure.setdefault(heading.section, place)
        is_own = not (heading and heading.section and heading.sure)
        has_body = has_body or (is_own and any(line.text.strip() and not ATX.match(line.text) for line in block.lines))
    return unsure | sure


def _body_lines(blocks: list[_Block], readings: list[Reading], chosen: dict[str, int]) -> list[Line]:
    lines = []
    for place, (block, reading) in enumerate(zip(blocks, readings, strict=True)):
        heading = block.heading
        is_fixed = bool(heading and heading.section) and (place == chosen.get(heading.section) or heading.sure)
        if not is_fixed:
            lines += block.whole
        elif reading.value:  # the section, or its repetition
            lines += [Line("", "prose"), *reading.left, Line("", "prose")]
        elif any(line.text.strip() for line in block.lines):  # nothing in the form of this section
            lines += block.whole
    return lines


def _read(block: _Block) -> Reading:
    section = block.heading.section if block.heading else ""
    if section == "summary":
        return read_summary(block.content)
    if section:
        return read_list(section, block.content)
    return Reading("", [])
