"""Whether an article that a model wrote can be shown: faults, a score from 0 to 1, what to tell the model. Pure.

Hard faults make a text unusable and the score 0. Each soft one takes its penalty off 1. Messages are English sentences
that stand in the next prompt as they are.
"""

import ast
import html
import json
import re
import textwrap
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

import yaml

from articles import article_text
from articles.article_text import INLINE_CODE, SECTIONS, ArticleText, CodeBlock
from articles.choices import WORDS
from curriculum.content_files import LEVEL_CODES

GOOD_ENOUGH = 0.6  # below it one regeneration is worth its price
WEIGHTS = {  # the most a soft fault can take off; the length is a promise to the learner, so half of it missing is too much
    "length": 0.45,
    "headings": 0.15,
    "terms_missing": 0.15,
    "terms_unused": 0.1,
    "sections_missing": 0.15,
    "level_fit": 0.2,
    "no_example": 0.15,
    "unknown_links": 0.05,
}
LANGUAGES = {"ko": "Korean", "en": "English"}
LEAST_WORDS = 60
LEAST_TERMS = 2
SAME_SENTENCE_TIMES = 4
LEAST_WORDS_TO_REPEAT = 4  # "Output:" may stand in a text as often as it likes
LOOP_WORDS = 5
LOOP_SHARE = 0.35  # of all runs of LOOP_WORDS words that were there before; 0.02 in real prose
HANGUL_SHARE = {"ko": (0.55, 1.0), "en": (0.0, 0.05)}  # of Hangul and Latin letters; 0.70 and more in curated Korean
OTHER_SCRIPTS_SHARE = 0.01  # of all letters: Qwen slips into Chinese
LONGEST_TEXT = 100_000  # characters, eight times the longest article: a model that never stopped; not worth reading
LONGEST_CODE = 20_000  # characters; parsers need far more memory than that
LEVELS_APART = 1.5


@dataclass(frozen=True)
class Fault:
    code: str
    message: str
    penalty: float = 0.0  # of a soft fault


@dataclass(frozen=True)
class Verdict:
    score: float
    hard: list[Fault] = field(default_factory=list)
    soft: list[Fault] = field(default_factory=list)


@dataclass(frozen=True)
class LevelFit:
    """What tells a text for beginners from one for experts, measured in the body."""

    words_a_sentence: float
    terms_per_100_words: float  # key terms, and words the body explains in passing
    examples_per_100_words: float
    code_lines_per_100_words: float


def check(
    text: ArticleText,
    *,
    level: str,
    language: str,
    length: str,
    with_examples: bool,
    known_urls: Iterable[str] = (),
    finish_reason: str = "stop",
) -> Verdict:
    """Judges an article for one of the five levels, in `ko` or `en`, `short`, `medium` or `long`."""
    if len(text.markdown) > LONGEST_TEXT:
        return Verdict(0.0, [Fault("too_long", f"The text runs on for {len(text.markdown)} characters; end it.")])
    words = article_text.words(text.body)
    hard = list(_hard_faults(text, language, words, finish_reason))
    found = [
        _length(words, WORDS[length]),
        _headings(text.body),
        _terms_missing(text, language),
        _terms_unused(text),
        _sections_missing(text, language),
        _level_fit(text, level, language),
        _no_example(text.body) if with_examples else None,
        _unknown_links(text.markdown, known_urls),
    ]
    soft = [fault for fault in found if fault]
    score = 0.0 if hard else max(0.0, 1.0 - sum(fault.penalty for fault in soft))
    return Verdict(round(score, 3), hard, soft)


def advice(verdict: Verdict) -> str:
    """What to do better, the worst first, as a Markdown list for the prompt of one regeneration. "" for nothing."""
    worst_first = sorted(verdict.soft, key=lambda fault: -fault.penalty)
    return "\n".join(f"- {fault.message}" for fault in worst_first)


# --- hard faults

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
UNSAFE_TAG = re.compile(r"<\s*/?\s*(?:script|iframe|object|embed)\b|<[a-z][^<>]{0,500}[\s\"'/]on[a-z]{3,20}\s*=", re.I)
UNSAFE_ADDRESS = re.compile(
    r"(?:\]\(\s*<?|(?:href|src|action)\s*=\s*[\"']?|<|\]:\s*<?)\s*(?:javascript|vbscript|data:text)\s*[:/]", re.I
)
HANGUL = re.compile(r"[가-힣ㄱ-ㅎㅏ-ㅣ]+")
LATIN = re.compile(r"[A-Za-zÀ-ÿ]+")
OTHER_SCRIPTS = re.compile(r"[一-鿿぀-ヿЀ-ӿ؀-ۿ฀-๿]+")
ENDED = re.compile(r"(?:[.?!…。]|[다요죠까음임함됨])[\"'”’」』)\]*_`]{0,4}$")
OPEN_END = re.compile(r"[,:;(\[{–—-]$")
VOID_TAGS = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
LENIENT_TAGS = {"html", "head", "body", "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option"}


def _hard_faults(text: ArticleText, language: str, words: int, finish_reason: str) -> Iterator[Fault]:
    prose = article_text.prose(text.markdown)
    plain = INLINE_CODE.sub(" ", prose)
    if words < LEAST_WORDS:
        yield Fault("empty", f"The text has {words} words; write a whole article.")
    if not is_in_language(language, plain):
        yield Fault(
            "wrong_language", f"Write the whole text in {LANGUAGES[language]}; only names may be in another language."
        )
    if finish_reason == "length" or _is_cut_off(text):
        yield Fault("cut_off", "The text breaks off; write it to its end and close every code block.")
    if found := leftover(plain):
        yield Fault("leftover", f'Write the article only, without "{_quoted(found)}".')
    yield from _bad_code(article_text.code_blocks(text.markdown))
    if unsafe := UNSAFE_TAG.search(plain) or UNSAFE_ADDRESS.search(html.unescape(plain)):
        yield Fault("unsafe", f'Don\'t write "{_quoted(unsafe[0])}" outside a code block.')
    if repeated := _repetition(prose):
        yield Fault("repetition", f'Say everything once; "{_quoted(repeated)}" is repeated over and over.')


def leftover(plain: str) -> str:
    lower = plain.lower()
    found = [pattern.search(lower) for words, pattern in LEFTOVER_PATTERNS.items() if words in lower]
    first = next(filter(None, [*found, UNFINISHED_PATTERN.search(plain)]), None)
    return first[0] if first else ""


def _quoted(text: str) -> str:
    return textwrap.shorten(text, 60, placeholder="…").replace('"', "'")


def is_in_language(language: str, plain: str) -> bool:
    """By letters outside code and addresses: English names are at home in Korean, whole paragraphs are not."""
    plain = re.sub(article_text.URL, " ", plain)
    hangul, latin, others = (sum(map(len, script.findall(plain))) for script in (HANGUL, LATIN, OTHER_SCRIPTS))
    letters = hangul + latin
    low, high = HANGUL_SHARE[language]
    return letters > 0 and low <= hangul / letters <= high and others <= OTHER_SCRIPTS_SHARE * (letters + others)


def _is_cut_off(text: ArticleText) -> bool:
    """A list after it shows that the prose was written to its end, even without a full stop."""
    if any(not block.closed for block in article_text.code_blocks(text.markdown)):
        return True
    listed = [*(definition for _term, definition in text.terms), *text.tips, *text.related]
    return any(map(OPEN_END.search, listed)) if listed else _ends_open(text.markdown)


def _ends_open(markdown: str) -> bool:
    lines = [line for line in article_text.scan(markdown) if line.text.strip()]
    last = lines[-1].text.strip() if lines else ""
    if not last or lines[-1].part == "close" or last.startswith("|"):
        return False
    if article_text.ITEM.match(last):  # items often have no full stop
        return bool(OPEN_END.search(last)) or last.count("**") % 2 == 1
    return bool(article_text.ATX.match(last)) or not ENDED.search(last)


def _repetition(prose: str) -> str:
    """What a small model that runs in circles says again and again, or ""."""
    said = Counter(sentence for line in prose.split("\n") for sentence in _normal_sentences(line))
    repeated = next((sentence for sentence, times in said.items() if times >= SAME_SENTENCE_TIMES), "")
    if repeated:
        return repeated
    words = re.findall(r"\w+", prose.casefold())
    runs = Counter(zip(*(words[start:] for start in range(LOOP_WORDS)), strict=False))
    if runs and 1 - len(runs) / runs.total() > LOOP_SHARE:
        return " ".join(runs.most_common(1)[0][0])
    return ""


def _normal_sentences(line: str) -> Iterator[str]:
    for sentence in article_text.sentences(line.strip(" #>*-+|")):
        words = re.findall(r"\w+", sentence.casefold())
        if len(words) >= LEAST_WORDS_TO_REPEAT:
            yield " ".join(words)


# --- code


def _bad_code(blocks: list[CodeBlock]) -> Iterator[Fault]:
    for number, block in enumerate(blocks, start=1):
        parser = PARSERS.get(block.language)
        if len(block.code) > LONGEST_CODE:
            yield Fault("bad_code", f"Code block {number} is far too long; show only what the text explains.")
        elif parser and (problem := parser(block.code)):
            yield Fault("bad_code", f"Code block {number} is not valid {block.language}: {_quoted(problem)}.")


def _python_problem(code: str) -> str:
    code = textwrap.dedent(code)
    if code.lstrip().startswith(">>>"):
        code = "\n".join(re.findall(r"^ *(?:>>>|\.\.\.) ?(.*)$", code, re.M))
    code = re.sub(r"^( *)(?:!\w|%%?[a-z]).*$", r"\1pass", code, flags=re.M)  # a notebook's commands
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "\d" in a pattern is no fault of the article
            ast.parse(code)
    except SyntaxError as error:
        return f"{error.msg} in line {error.lineno}"
    except (ValueError, RecursionError, MemoryError):
        return "it can't be read"
    return ""


def _json_problem(code: str) -> str:
    try:
        json.loads(code)
    except ValueError as error:
        return str(error)
    except RecursionError:
        return "nested too deeply"
    return ""


def _yaml_problem(code: str) -> str:
    """Composed, not constructed, by the safe loader: a tag such as !Ref belongs to a tool and is no fault."""
    try:
        list(yaml.compose_all(code, Loader=yaml.SafeLoader))
    except yaml.YAMLError as error:
        return str(getattr(error, "problem", "") or "not valid")
    except (ValueError, RecursionError):
        return "it can't be read"
    return ""


class _Tags(HTMLParser):
    """Follows which tags are open; those HTML closes by itself don't count."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.problem = ""
        self.closes_any = False

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag not in VOID_TAGS | LENIENT_TAGS:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list) -> None:
        """`<Card />` opens nothing."""

    def handle_endtag(self, tag: str) -> None:
        self.closes_any = True
        if tag in VOID_TAGS | LENIENT_TAGS or self.problem:
            return
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.problem = f"</{tag}> closes nothing that is open there"


def _html_problem(code: str) -> str:
    tags = _Tags()
    try:
        tags.feed(code)
        tags.close()
    except (AssertionError, ValueError):  # a declaration such as <![ that the parser gives up on
        return "it can't be read"
    is_unclosed = tags.open and tags.closes_any  # an opening tag shown alone is meant so
    return tags.problem or (f"<{tags.open[-1]}> is never closed" if is_unclosed else "")


PARSERS = dict.fromkeys(("python", "py", "python3", "pycon"), _python_problem)
PARSERS |= {"json": _json_problem, "yaml": _yaml_problem, "yml": _yaml_problem, "html": _html_problem}


# --- soft faults

EXAMPLES = {
    "ko": re.compile(r"예를 들(?:어|면|자면)|예컨대|가령|예시|마치|비유하(?:면|자면)|상상해|떠올려|생각해 ?봅시다"),
    "en": re.compile(r"\b(?:for example|for instance|e\.g\.|such as|imagine|think of|just like)"),
}
DEFINITIONS = {
    "ko": re.compile(
        r"(?:라고|으?로) (?:하[며고]|합니다|해요|한다|부르[며고]|부릅니다|불러요|부른다)"
        r"|[을를] (?:뜻|의미)(?:합|해|하[며고]|한다)|뜻입니다"
        r"|[을를] 말(?:합니다|해요|한다)|(?<![파노혼논바자모교소요반피])란 |\*\*[^*\n]{1,60}\*\*[은는] "
    ),
    "en": re.compile(
        r"\b(?:is|are) (?:called|known as)\b|\bmeans\b|\brefers? to\b|\bthat is,|\bin other words\b"
        r"|\*\*[^*\n]{1,60}\*\* (?:is|are) ",
    ),
}


def _fault(code: str, message: str, share: float = 1.0) -> Fault:
    return Fault(code, message, round(WEIGHTS[code] * min(1.0, share), 3))


def _length(words: int, wanted: tuple[int, int]) -> Fault | None:
    """Full when half of it is missing, or there is half as much again."""
    low, high = wanted
    if low <= words <= high:
        return None
    off = (low - words) / low if words < low else (words - high) / high
    return _fault("length", f"The text has {words} words; write {low} to {high}.", off * 2)


def _headings(body: str) -> Fault | None:
    found = (article_text.ATX.match(line) for line in article_text.prose(body).split("\n"))
    levels = [len(heading[1]) for heading in found if heading]
    if levels.count(2) < 2:
        return _fault("headings", "Divide the body into 2 to 6 sections, each with a `## ` heading.")
    if any(below - above > 1 for above, below in pairwise([1, *levels])):
        return _fault("headings", "Don't skip heading levels: `### ` stands only below `## `.", 0.5)
    return None


def _terms_missing(text: ArticleText, language: str) -> Fault | None:
    missing = LEAST_TERMS - len(text.terms)
    if missing <= 0:
        return None
    heading = article_text.HEADINGS[language]["terms"]
    message = f"Add a section `## {heading}` with 2 to 6 lines `- **term**: definition`."
    return _fault("terms_missing", message, missing / LEAST_TERMS)


def _terms_unused(text: ArticleText) -> Fault | None:
    unused = [term for term, _definition in text.terms if not _occurs(term, text.body)]
    if not unused:
        return None
    message = f"Use every key term in the body; these don't occur: {', '.join(map(_quoted, unused))}."
    return _fault("terms_unused", message, len(unused) / len(text.terms))


def _occurs(term: str, body: str) -> bool:
    """Of `API Key (API 키)` either name will do; spaces in Korean and an English plural don't matter."""
    return any(_name_occurs(name, body) for name in re.split(r"[()/,]", term) if name.strip())


def _name_occurs(name: str, body: str) -> bool:
    name, body = name.strip().casefold(), body.casefold()
    if HANGUL.search(name):
        return re.sub(r"\s", "", name) in re.sub(r"\s", "", body)
    stem = re.escape(name[:-1] if name.endswith("s") and len(name) > 3 else name)
    return bool(re.search(rf"(?<![a-z0-9]){stem}(?:e?s)?(?![a-z0-9])", body))


def _sections_missing(text: ArticleText, language: str) -> Fault | None:
    wanted = [section for section in SECTIONS if section != "terms"]
    missing = [f"`## {article_text.HEADINGS[language][name]}`" for name in wanted if name in text.missing]
    if not missing:
        return None
    return _fault("sections_missing", f"Add at the end: {', '.join(missing)}.", len(missing) / len(wanted))


def _no_example(body: str) -> Fault | None:
    if article_text.code_blocks(body) or any(pattern.search(body.lower()) for pattern in EXAMPLES.values()):
        return None
    return _fault("no_example", "Show at least one example.")


def _unknown_links(markdown: str, known_urls: Iterable[str]) -> Fault | None:
    unknown = article_text.unknown_links(markdown, known_urls)
    if not unknown:
        return None
    return _fault(
        "unknown_links", f"Leave out links to {', '.join(map(_quoted, unknown[:3]))}; use none you weren't given."
    )


# --- level

# What a measure is at the levels 1 to 5. Sentences are the surest sign, so they count most.
SCALES = {
    "sentences": {"en": (8, 11, 15, 19, 25), "ko": (5, 7, 9.5, 12.5, 16)},  # words in one
    "terms": {"en": (3.0, 2.0, 1.3, 0.8, 0.4), "ko": (4.2, 2.8, 1.8, 1.1, 0.6)},  # per 100 words
    "examples": {"en": (1.5, 1.0, 0.6, 0.3, 0.0), "ko": (2.0, 1.4, 0.8, 0.4, 0.0)},  # per 100 words
}
SHARES = {"sentences": 0.6, "terms": 0.25, "examples": 0.15}
CODE_LINES_AN_EXAMPLE = 10  # as concrete as one "for example"
LEAST_WORDS_A_SENTENCE = 4  # a list's "REST API" is no sentence


def level_fit(text: ArticleText, language: str) -> LevelFit:
    """Measures a text. Zeros for one without words."""
    prose = article_text.prose(text.body).lower()
    hundreds = article_text.words(text.body) / 100
    if not hundreds:
        return LevelFit(0.0, 0.0, 0.0, 0.0)
    lengths = [count for count in map(article_text.words, _spoken(prose)) if count >= LEAST_WORDS_A_SENTENCE]
    code = sum(len(block.code.split("\n")) for block in article_text.code_blocks(text.body))
    terms = len(text.terms) + len(DEFINITIONS[language].findall(prose))
    return LevelFit(
        words_a_sentence=sum(lengths) / len(lengths) if lengths else 0.0,
        terms_per_100_words=terms / hundreds,
        examples_per_100_words=len(EXAMPLES[language].findall(prose)) / hundreds,
        code_lines_per_100_words=code / hundreds,
    )


def reading_level(fit: LevelFit, language: str) -> float:
    """1.0, the easiest, to 5.0."""
    concrete = fit.examples_per_100_words + fit.code_lines_per_100_words / CODE_LINES_AN_EXAMPLE
    measured = {"sentences": fit.words_a_sentence, "terms": fit.terms_per_100_words, "examples": concrete}
    return sum(share * _on_scale(measured[name], SCALES[name][language]) for name, share in SHARES.items())


def _on_scale(value: float, scale: tuple[float, ...]) -> float:
    """Between two steps in proportion; a scale may fall."""
    rising = scale[0] < scale[-1]
    for step, (low, high) in enumerate(pairwise(scale), start=1):
        if (value < high) if rising else (value > high):
            return step + min(1.0, max(0.0, (value - low) / (high - low)))
    return float(len(scale))


def _spoken(prose: str) -> Iterator[str]:
    """Sentences, without headings and tables; an item is a sentence of its own."""
    paragraph: list[str] = []
    for line in [*prose.split("\n"), ""]:
        item = article_text.ITEM.match(line)
        if not line.strip() or line.startswith("|") or item or article_text.ATX.match(line):
            yield from article_text.sentences(" ".join(paragraph))
            paragraph = [item[2]] if item else []
        else:
            paragraph.append(line)


def _level_fit(text: ArticleText, level: str, language: str) -> Fault | None:
    fit = level_fit(text, language)
    wanted = LEVEL_CODES.index(level) + 1
    apart = reading_level(fit, language) - wanted
    if abs(apart) <= LEVELS_APART:
        return None
    aim = SCALES["sentences"][language][wanted - 1]
    sentences = f"sentences have {fit.words_a_sentence:.0f} words, aim at about {aim:.0f}"
    if apart > 0:
        message = (
            f"The text is too hard for level {wanted} of 5: {sentences}, explain every new term and give examples."
        )
    else:
        message = f"The text is too simple for level {wanted} of 5: {sentences}, and explain causes and limits, not basic words."
    return _fault("level_fit", message, abs(apart) / LEVELS_APART - 0.5)
