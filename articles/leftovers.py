"""What belongs to the talk with a model and not into an article: its manners, gaps to fill, the prompt's own words. Pure."""

import re
from collections.abc import Iterable, Iterator

# Looked for in lower case, and only where the plain words are, which is what keeps this fast. In an article about
# language models "GPT, as a language model, …" is no leftover: who speaks decides. Nor is what a chatbot says in quotes.
LEFTOVERS = {
    "as an ai": r"\bas an ai language model\b|\bas an ai(?: model| assistant| system)?,? i\b|(?:^|[.!?] )as an ai,",
    "an ai": r"\bi(?:'m| am) (?:just )?an ai\b",
    "sorry": r"(?<![\"“'‘])\bi(?:'m| am) sorry,? but\b",
    "apologi": r"(?<![\"“'‘])\bi apologi[sz]e,? but\b",
    "cutoff": r"\bmy (?:knowledge|training) cutoff\b",
    "i can": r"(?<![\"“'‘])\bi (?:cannot|can't) (?:assist|help|fulfil|provide|generate)\b",
    "you requested": r"\b(?:article|text|essay) (?:that )?you requested\b",
    "you asked for": r"\b(?:article|text|essay) (?:that )?you asked for\b",
    "모델로서": r"(?:^|[.!?] )(?:ai |인공지능 )?(?:언어 ?|ai |인공지능 )모델로서|모델로서,? (?:저는|제가)",
    "저는": r"저는 (?:ai|인공지능)(?: ?(?:언어 ?)?모델| 어시스턴트| 비서)?(?:입니다|이며|이기|이므로|라서|로서)",
    "죄송": r"(?:^|[.!?] )(?:죄송하지만|죄송합니다만)",
    "요청하신": r"요청하신 (?:글|기사|문서|내용)(?:입니다|은|는)",
    "lorem ipsum": r"lorem ipsum",
    "placeholder text": r"\bplaceholder text\b",
    "[insert": r"\[insert\s[^\]\n]{0,80}\](?!\()",
    "[fill in": r"\[fill in\b[^\]\n]{0,80}\](?!\()",
    " here": r"[\[(<]\s*(?:add |put )?your (?:text|content|example|code|name|title) here\s*[\])>](?!\()",
    "여기에": r"[\[(<]\s*여기에[^\])>\n]{0,60}(?:입력|작성|추가|삽입)[^\])>\n]{0,20}[\])>]"
    r"|^[^\w\n]{0,8}여기에[^.\n]{1,40}(?:입력|작성|추가|삽입)(?:하세요|해 ?주세요|하십시오)?\W{0,8}$",
    "<|": r"<\|(?:im_start|im_end|endoftext|eot_id)\|>",
    "inst]": r"\[/?inst\]",
    "think>": r"</?think>",
    "instruction": r"^#{2,4} ?instructions?:\s*$",
}
LEFTOVER_PATTERNS = {words: re.compile(pattern, re.M) for words, pattern in LEFTOVERS.items()}
# Written as a mark of unfinished work; "a TODO list" is a topic.
UNFINISHED = r"\b(?:TODO|FIXME|TBD)\s*[:：]|[\[(<]\s*(?:TODO|FIXME|TBD)\b|^\W{0,8}(?:TODO|FIXME|TBD)\W{0,8}$"
UNFINISHED_PATTERN = re.compile(UNFINISHED, re.M)

# An item that shows the form of its list instead of filling it.
FORM = re.compile(
    r"(?:key )?(?:term|tip|concept|용어|팁)(?: ?[\dA-Z])?"
    r"|(?:its |the )?(?:definition|meaning)|what it means|정의|뜻|설명|의미|[\W_]*",
    re.I,
)
ECHOED_WORDS = 7  # so many of the prompt's words in a row are no chance


def leftover(plain: str) -> str:
    """The first one in prose without code, or ""."""
    lower = plain.lower()
    found = [pattern.search(lower) for words, pattern in LEFTOVER_PATTERNS.items() if words in lower]
    first = next(filter(None, [*found, UNFINISHED_PATTERN.search(plain)]), None)
    return first[0] if first else ""


def unfilled(items: Iterable[str]) -> str:
    """The first item that is only a form: `term`, `definition`, `…`. "" for none."""
    return next((item or "…" for item in items if FORM.fullmatch(item.strip(" .*"))), "")


def echo(plain: str, prompt: Iterable[str]) -> str:
    """The first of the prompt's own lines that stands in the text as a line or, where it is long, in part. "" for none."""
    lines = [_words(line) for line in plain.split("\n")]
    said = set(lines) | {run for line in lines for run in _runs(line)}
    for line in prompt:
        words = _words(line)
        if words and (words in said or not said.isdisjoint(_runs(words))):
            return line
    return ""


def _words(line: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", line.casefold()))


def _runs(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    return zip(*(words[start:] for start in range(ECHOED_WORDS)), strict=False)
