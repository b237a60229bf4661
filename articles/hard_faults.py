"""What makes an article unusable, whatever else is good about it: the hard faults of the quality gate. Pure."""

import html
import re
from collections.abc import Iterable, Iterator

from articles import markdown_lines
from articles.article_text import ArticleText
from articles.code_samples import bad_code
from articles.faults import Fault, quoted
from articles.key_terms import occurs
from articles.leftovers import echo, leftover, unfilled
from articles.markdown_lines import INLINE_CODE
from articles.repetition import repetition
from articles.written_language import is_in

LANGUAGES = {"ko": "Korean", "en": "English"}
LEAST_WORDS = 60

UNSAFE_TAG = re.compile(r"<\s*/?\s*(?:script|iframe|object|embed)\b|<[a-z][^<>]{0,500}[\s\"'/]on[a-z]{3,20}\s*=", re.I)
UNSAFE_ADDRESS = re.compile(
    r"(?:\]\(\s*<?|(?:href|src|action)\s*=\s*[\"']?|<|\]:\s*<?)\s*(?:javascript|vbscript|data:text)\s*[:/]", re.I
)
ENDED = re.compile(r"(?:[.?!…。]|[다요죠까음임함됨])[\"'”’」』)\]*_`]{0,4}$")
OPEN_END = re.compile(r"[,:;(\[{–—-]$")


def hard_faults(
    text: ArticleText, language: str, *, finish_reason: str, terms: Iterable[str], prompt: Iterable[str]
) -> Iterator[Fault]:
    """`terms` are the outline's, of which some have to come up; `prompt` the lines that were written around the material."""
    prose = markdown_lines.prose(text.markdown)
    plain = INLINE_CODE.sub(" ", "\n".join([prose, *listed(text)]))
    words = markdown_lines.words(text.body)
    if unsafe := UNSAFE_TAG.search(plain) or UNSAFE_ADDRESS.search(html.unescape(plain)):
        yield Fault("unsafe", f'Don\'t write "{quoted(unsafe[0])}" outside a code block.')
    if repeated := repetition(prose):
        yield Fault("repetition", f'Say everything once; "{quoted(repeated)}" is repeated over and over.')
    if words < LEAST_WORDS:
        yield Fault("empty", f"The text has {words} words; write a whole article.")
    if not is_in(language, plain):
        yield Fault(
            "wrong_language", f"Write the whole text in {LANGUAGES[language]}; only names may be in another language."
        )
    if finish_reason in ("length", "enough") or _is_cut_off(text):
        yield Fault("cut_off", "The text breaks off; write it to its end and close every code block.")
    if found := leftover(plain) or unfilled(listed(text)) or echo(plain, prompt):
        yield Fault("leftover", f'Write the article only, without "{quoted(found)}".')
    yield from bad_code(markdown_lines.code_blocks(text.markdown))
    if heading := _empty_section(text.markdown):
        yield Fault("empty_section", f'Write text below "{quoted(heading)}", or leave it out.')
    if terms and not any(occurs(term, text.markdown) for term in terms):
        yield Fault("off_topic", f"Write about {', '.join(map(quoted, terms))}.")


def listed(text: ArticleText) -> list[str]:
    """Terms, definitions, tips and related concepts, a line for each."""
    return [*(part for pair in text.terms for part in pair), *text.tips, *text.related]


def _empty_section(markdown: str) -> str:
    """The first heading with nothing below it, or ""."""
    above = None
    for line in markdown_lines.scan(markdown):
        heading = markdown_lines.ATX.match(line.text) if line.part == "prose" else None
        if heading and above and len(heading[1]) <= len(above[1]):
            return above[2]
        if line.text.strip():
            above = heading
    return above[2] if above else ""


def _is_cut_off(text: ArticleText) -> bool:
    """A list after it shows that the prose was written to its end, even without a full stop."""
    if any(not block.closed for block in markdown_lines.code_blocks(text.markdown)):
        return True
    listed = [*(definition for _term, definition in text.terms), *text.tips, *text.related]
    return any(map(OPEN_END.search, listed)) if listed else _ends_open(text.markdown)


def _ends_open(markdown: str) -> bool:
    lines = [line for line in markdown_lines.scan(markdown) if line.text.strip()]
    last = lines[-1].text.strip() if lines else ""
    if not last or lines[-1].part == "close" or last.startswith("|"):
        return False
    if markdown_lines.ITEM.match(last):  # items often have no full stop
        return bool(OPEN_END.search(last)) or last.count("**") % 2 == 1
    return bool(markdown_lines.ATX.match(last)) or not ENDED.search(last)
