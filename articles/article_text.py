"""A streamed article taken apart: body, summary, key terms, tips, related concepts. Pure.

The prompt asks for four sections with fixed headings; small models drift, so sections are known by many names and shapes.
What belongs to no section stays in the body: a reader loses a fixed heading at most. Faults are the quality gate's matter.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

HEADINGS = {
    "ko": {"summary": "요약", "terms": "핵심 용어", "tips": "실무 팁", "related": "관련 개념"},
    "en": {"summary": "Summary", "terms": "Key terms", "tips": "Practical tips", "related": "Related concepts"},
}
SECTIONS = ("summary", "terms", "tips", "related")
MOST = {"terms": 6, "tips": 4, "related": 5}  # models that loop list a hundred
SUMMARY_WORDS = 120  # more than this below the heading is body text
CHATTER_WORDS = 40  # a greeting or a farewell is no longer
BOLD_LEVEL = 7  # a bold line stands below every real heading

# Matched against a heading with nothing but its letters and digits left, in lower case.
NAMES = {
    "summary": r"(글|내용|전체|핵심|최종|본문|간단|세줄)?요약(정리|하기|및정리|및결론)?"
    r"|(quick|brief|short|final|article|in|executive)?summary|tldr|inshort",
    "terms": r"(핵심|주요|중요|기본|필수|알아둘|알아두면좋은|꼭알아야할)(용어|키워드|단어)"
    r"(들|정리|설명|해설|사전|목록|와정의|및정의|와설명|및설명)?|용어(정리|설명|해설|사전|집)|키워드"
    r"|(key|important|main|core|essential)(terms?|terminology|vocabulary|keywords?|words?|definitions?)"
    r"((and)?(definitions|meanings|concepts|explained|toknow))?|keywords|glossary(ofterms)?|terminology"
    r"|terms(anddefinitions)?|definitions",
    "tips": r"(실무|실용|실전|실제|현업|활용|유용한|추천|추가|학습|개발|사용|적용)?"
    r"(에서의|에서쓰는|에서유용한|을위한|를위한|적인|활용|적용)?꿀?팁(들|모음|및주의사항|과주의사항|과요령)?|실무조언"
    r"|(some)?(practical|pro|useful|helpful|quick|handy|expert|realworld|handson|implementation|additional)?"
    r"tips?((and)?(tricks|bestpractices)|forpractice|forbeginners|forsuccess)?",
    "related": r"(관련|연관|연결|함께알면좋은|함께알아두면좋은|함께보면좋은|같이보면좋은|더알아볼|추가로알아볼)(된|되는)?"
    r"(개념|주제|용어|토픽|키워드|내용|지식|기술|자료|글)(들|목록|정리)?|더알아보기|함께보기|같이보기"
    r"|related(key)?(concepts?|topics?|terms?|ideas?|subjects?|readings?|technologies|areas?|articles)"
    r"(and(concepts|topics|terms))?|seealso|furtherreading|furthertopics",
}
# Names a body's own section may have as well: used only where no sure one was found, and never for the first section.
UNSURE_NAMES = {
    "summary": r"결론|결론및요약|마무리|정리|정리하며|맺음말|마치며|conclusions?|wrappingup|wrapup|(key)?takeaways?",
    "terms": r"(핵심|주요|기본)개념(들|정리)?|(key|core|main|important)concepts?",
    "tips": r"모범사례|권장사항|조언|(주요)?bestpractices",
    "related": r"다음단계|추가학습(주제)?|nextsteps",
}
PATTERNS = [(section, re.compile(names), True) for section, names in NAMES.items()]
PATTERNS += [(section, re.compile(names), False) for section, names in UNSURE_NAMES.items()]

SENTENCE_END = re.compile(r"(?<=[.?!…。])(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bvs\.)\s+|(?<=[.?!…。][\"'”’)\]*_])\s+")
FENCE = re.compile(r"\s*(`{3,}|~{3,})\s*([^`]*)$")
ATX = re.compile(r" {0,3}(#(?=\s)|#{2,6})(?!#)\s*(\S.*)$")
BOLD_LINE = re.compile(r"(?:\d{1,2}[.)]\s+)?(?:\*\*|__)([^*]{1,80}?)\s*(?:\*\*|__)\s*[:：]?$")
BOLD_START = re.compile(r"\*\*([^*\n]{1,60})\*\*(.*)$")
LABEL = re.compile(r"(?:\*\*|__)?([^*_:：]{1,60})(?:[:：]\s*(?:\*\*|__)|(?:\*\*|__)?\s*[:：])\s*(.*)$")
ITEM = re.compile(r"(\s*)(?:[-*+•·‣–]|\d{1,2}[.)])\s+(\S.*)$")
RULE = re.compile(r"\s*([-*_=])(?:\s*\1){2,}\s*$")
PARTED = re.compile(r"(`[^`]{1,60}`|.{1,60}?)(?:\s*(?<!:)[:：](?!//|:)\s*|\s+[-–—=]\s+)(\S.*)$")
SEPARATOR = re.compile(r"\s*(\([^()]{1,60}\))?\s*[:：–—=-]+\s+(\S.*)$")
DEFINITION_LABEL = re.compile(r"(?:정의|설명|뜻|definition|meaning)\s*[:：]\s*", re.I)
TITLE = re.compile(r"(?:\*\*)?(?:title|제목)\s*[:：]", re.I)
GREETING = re.compile(
    r"(?:sure|certainly|of course|here(?:'s| is)|below is|물론|네[,!]|다음은|아래는|알겠습니다).*[:：!]$", re.I
)
FAREWELL = re.compile(
    r"도움이 되(?:었|셨|길|기를)|궁금한 (?:점|것)이? ?있|질문이 있으|즐거운 (?:코딩|학습)"
    r"|hope (?:this|that) (?:helps|article|guide)|let me know|feel free to (?:ask|reach|contact)|happy (?:coding|learning)",
    re.I,
)

# Every repetition below is bounded: an open bracket must not make the rest of a long text be read again and again.
INLINE_CODE = re.compile(r"``[^\n]{1,500}?``|`[^`\n]{1,1000}`")
URL = r"(?:https?://|www\.)[A-Za-z0-9/?#&=%._~:+,;@!$*-]{0,2000}[A-Za-z0-9/#&=_~+$-]"
TARGET = r"\(\s*<?(?P<{}>(?:[^()\s<>]|\([^()\s]{{0,200}}\)){{0,1000}})>?(?:\s+[\"'(][^\n]{{0,200}}?[\"')])?\s*\)"
IMAGE = re.compile(
    rf"!\[[^\[\]]{{0,300}}\](?:{TARGET.format('image')}|\[[^\[\]]{{0,100}}\])|<img\b[^<>]{{0,2000}}>", re.I
)
HTML_LINK = re.compile(r"<a\s[^<>]{0,2000}>|</a\s*>", re.I)
HREF = re.compile(r"href\s*=\s*[\"']?([^\s\"'<>]{1,2000})", re.I)
LINK = re.compile(
    rf"\[(?P<text>[^\[\]]{{0,300}})\]{TARGET.format('url')}"
    r"|\[(?P<label>[^\[\]]{1,300})\]\[(?P<key>[^\[\]]{0,100})\]"
    rf"|<(?P<auto>(?:https?://|mailto:)[^\s<>]{{1,2000}})>| ?\(\s*(?P<inner>{URL})\s*\)|(?P<bare>{URL})"
)
MAY_LINK = re.compile(r"[\[<]|://|www\.")
LINK_DEFINITION = re.compile(r" {0,3}\[((?!\^)[^\[\]]{1,100})\]:\s*<?(\S{1,2000}?)>?(?:\s+[\"'(].*)?$")
MARK = re.compile(
    r"`([^`]{1,300})`|\*\*([^\n]{1,300}?)\*\*|(?<!\w)\*([^*\s][^*\n]{0,200}?)\*(?!\w)"
    r"|!?\[([^\[\]]{1,300})\]\([^()\s]{0,1000}\)"
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


@dataclass(frozen=True)
class CodeBlock:
    language: str  # in lower case, "" when not said
    code: str
    closed: bool


class Line(NamedTuple):
    text: str
    part: str  # prose, open, code, close


class Heading(NamedTuple):
    level: int
    section: str = ""  # of SECTIONS; "" for a heading of the body's own
    sure: bool = False
    rest: str = ""  # text after it, on its line


class Reading(NamedTuple):
    value: list | str
    left: list[Line]  # text of the body that stood below the section's heading


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


def parse(markdown: str, *, language: str) -> ArticleText:
    """Takes an article in `ko` or `en` apart, however far the model strayed from the format. Never raises."""
    blocks = _blocks(_cleaned(markdown))
    readings = [_read(block) for block in blocks]
    chosen = _chosen(blocks, readings)
    found = {section: readings[place].value for section, place in chosen.items()}
    body = _tidied(_body_lines(blocks, readings, chosen))
    summary = found.get("summary", "")
    closing = f"## {HEADINGS[language]['summary']}\n\n{summary}" if summary else ""
    return ArticleText(
        markdown="\n\n".join(part for part in (body, closing) if part),
        body=body,
        missing=[section for section in SECTIONS if section not in found],
        **found,
    )


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
    """Words outside fenced code: in Korean eojeol. As `lms.markdown.words` counts."""
    return sum(1 for part in prose(text).split() if part[0].isalnum() or re.search(r"\w", part))


def sentences(paragraph: str) -> list[str]:
    """Cut at a full stop before a space, so that 3.11 and e.g. stay whole."""
    return [part.strip() for part in SENTENCE_END.split(paragraph) if part.strip()]


# --- links


def strip_links(markdown: str, known_urls: Iterable[str]) -> str:
    """Links elsewhere than to the known resources become plain text, bare addresses and images go."""
    return _relinked(markdown, known_urls)[0]


def unknown_links(markdown: str, known_urls: Iterable[str]) -> list[str]:
    """The addresses `strip_links` takes out, images not counted."""
    return _relinked(markdown, known_urls)[1]


def _relinked(markdown: str, known_urls: Iterable[str]) -> tuple[str, list[str]]:
    lines = scan(markdown.replace("\0", ""))
    definitions = [_definition(line) for line in lines]
    targets = dict(filter(None, definitions))
    relinker = _Relinker({_address(url) for url in known_urls}, targets)
    kept = []
    for line, definition in zip(lines, definitions, strict=True):
        if line.part != "prose":
            kept.append(line.text)
        elif definition is None:
            text = relinker.relink(line.text)
            if text == line.text or re.search(r"\w", text):  # a bullet that held nothing but an address goes too
                kept.append(text)
    return "\n".join(kept), relinker.unknown


@dataclass
class _Relinker:
    """One text's pass: which addresses are known, what reference links point to, what was found unknown."""

    known: set[str]
    targets: dict[str, str]
    unknown: list[str] = field(default_factory=list)

    def relink(self, text: str) -> str:
        """Inline code is set aside first: what looks like a link in it is an example."""
        if not MAY_LINK.search(text):
            return text
        code = INLINE_CODE.findall(text)
        numbers = iter(range(len(code)))
        bare = INLINE_CODE.sub(lambda _match: f"\0{next(numbers)}\0", text)
        bare = HTML_LINK.sub(self._html_link, IMAGE.sub("", bare))
        bare = LINK.sub(self._link, bare)
        return re.sub(r"\0(\d+)\0", lambda match: code[int(match[1])], bare)

    def _html_link(self, match: re.Match) -> str:
        for url in HREF.findall(match[0]):
            self._is_known(url)
        return ""

    def _link(self, match: re.Match) -> str:
        if match["label"] is not None:
            return self._reference(match)
        if self._is_known(match["url"] or match["auto"] or match["inner"] or match["bare"] or ""):
            return match[0]
        return self._shown(match["text"] or "")

    def _reference(self, match: re.Match) -> str:
        url = self.targets.get((match["key"] or match["label"]).casefold())
        if url is None:
            return match[0]  # matrix[0][1], not a link
        return f"[{match['label']}]({url})" if self._is_known(url) else self._shown(match["label"])

    def _is_known(self, url: str) -> bool:
        if _address(url) in self.known:
            return True
        self.unknown.append(url)
        return False

    @staticmethod
    def _shown(text: str) -> str:
        return "" if re.match(URL, text) else text


def _definition(line: Line) -> tuple[str, str] | None:
    match = LINK_DEFINITION.match(line.text) if line.part == "prose" else None
    return (match[1].casefold(), match[2]) if match else None


def _address(url: str) -> str:
    """Two spellings of one page are one: the part behind # and the last slash don't count."""
    return url.strip().partition("#")[0].rstrip("/")


# --- what surrounds an article


def _cleaned(markdown: str) -> list[Line]:
    text = re.sub("[\0\ufeff\u200b]", "", markdown.replace("\r\n", "\n").replace("\r", "\n"))
    lines = _trimmed([line.rstrip() for line in text.split("\n")])
    if len(lines) > 1 and len(lines[0].split()) <= CHATTER_WORDS and GREETING.match(lines[0]):
        lines = _trimmed(lines[1:])
    return _without_farewell(scan("\n".join(_unwrapped(lines))))


def _trimmed(lines: list[str]) -> list[str]:
    """Without blank lines and rules at either end."""
    filled = [number for number, line in enumerate(lines) if line.strip() and not RULE.match(line)]
    return lines[filled[0] : filled[-1] + 1] if filled else []


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
    return _trimmed(inner)


def _without_farewell(lines: list[Line]) -> list[Line]:
    """Without "I hope this helps" as the last paragraph, unless it is all that its heading has."""
    start = len(lines)
    while start and lines[start - 1].part == "prose" and lines[start - 1].text.strip():
        start -= 1
    last = " ".join(line.text for line in lines[start:])
    before = next((line.text for line in reversed(lines[:start]) if line.text.strip()), "")
    is_farewell = len(last.split()) <= CHATTER_WORDS and FAREWELL.search(last) and not ITEM.match(last)
    if is_farewell and before and _heading(before, after_blank=True) is None:
        return lines[:start]
    return lines


# --- sections


def _blocks(lines: list[Line]) -> list[_Block]:
    blocks, after_blank = [_Block()], True
    for line in lines:
        heading = _heading(line.text, after_blank=after_blank) if line.part == "prose" else None
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


def _heading(text: str, *, after_blank: bool) -> Heading | None:
    if atx := ATX.match(text):
        return _titled(len(atx[1]), re.sub(r"\s#+$", "", atx[2]))
    if bold := BOLD_LINE.match(text):
        section, sure = _named(bold[1])
        return Heading(BOLD_LEVEL - 1, section, sure) if section else Heading(BOLD_LEVEL)
    if ITEM.match(text) or not (after_blank or text.startswith(("**", "__"))):
        return None
    label = LABEL.match(text)
    section, sure = _named(label[1] if label else text)
    if not sure or (label and label[2] and _squeezed(label[1]) in ("tip", "팁")):  # **Tip:** is a remark in the body
        return None
    return Heading(BOLD_LEVEL - 1, section, sure, label[2] if label else "")


def _titled(level: int, title: str) -> Heading:
    section, sure = _named(title)
    label = LABEL.match(title)
    if not section and label and _named(label[1])[1]:
        return Heading(level, _named(label[1])[0], sure=True, rest=label[2])
    return Heading(level, section, sure)


@lru_cache(1024)
def _named(title: str) -> tuple[str, bool]:
    """The section a title stands for, and whether it can't be a body's own. Of `요약 (Summary)` either half will do."""
    if len(title) > 80:
        return "", False
    for name in map(_squeezed, (title, re.split(r"[(/|（]", title)[0])):
        for section, pattern, sure in PATTERNS:
            if pattern.fullmatch(name):
                return section, sure
    return "", False


def _squeezed(title: str) -> str:
    return re.sub(r"^[\d①-⑳]+", "", re.sub(r"[\W_]+", "", title.casefold()))


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
        return _read_summary(block.content)
    if section:
        return _read_list(section, block.content)
    return Reading("", [])


def _read_summary(lines: list[Line]) -> Reading:
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


# --- lists


def _read_list(section: str, lines: list[Line]) -> Reading:
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
    is_lead_in = sum(len(line.text.split()) for line in intro) <= CHATTER_WORDS / 2
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
    return _distinct(_plain(item) for item in items)


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
    if section == "related" and len(text.split()) > CHATTER_WORDS:
        return [], []
    parts = sentences(text) if section == "tips" else re.split(r"[,、·;]\s*(?:and\s|그리고\s)?", text.rstrip("."))
    left = [line for paragraph in paragraphs[1:] for line in [*paragraph, Line("", "prose")]]
    return _distinct(map(_plain, parts)), left


def _plain(text: str) -> str:
    """Without marks: it is shown as text, not as Markdown."""
    bare = MARK.sub(lambda match: match[1] or _plain(match[2] or match[3] or match[4] or ""), text)
    return bare.strip().strip("|").strip()


# --- the body


def _tidied(lines: list[Line]) -> str:
    """Without a title of its own, with sections from `##` on, and no rules or blank lines at its ends."""
    lines = _with_headings(_without_title(lines))
    texts = [line.text for number, line in enumerate(lines) if not _is_second_blank(lines, number)]
    return "\n".join(_trimmed(texts))


def _is_second_blank(lines: list[Line], number: int) -> bool:
    pair = lines[max(number - 1, 0) : number + 1]
    return len(pair) == 2 and all(line.part == "prose" and not line.text.strip() for line in pair)


def _without_title(lines: list[Line]) -> list[Line]:
    filled = [number for number, line in enumerate(lines) if line.text.strip()]
    if not filled or lines[filled[0]].part != "prose":
        return lines
    first, rest = lines[filled[0]].text, lines[filled[0] + 1 :]
    level_1 = [line for line in rest if line.part == "prose" and _level(line) == 1]
    under_it = len(filled) > 1 and _level(lines[filled[1]]) > 1
    is_title = _level(lines[filled[0]]) == 1 and (not level_1 or under_it)
    return rest if is_title or (TITLE.match(first) and len(filled) > 1) else lines


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
