"""Links in an article: only those to known resources stay. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from articles.markdown_lines import INLINE_CODE, Line, scan

# Every repetition below is bounded: an open bracket must not make the rest of a long text be read again and again.
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
