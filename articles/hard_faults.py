"""What makes an article unusable, whatever else is good about it: the hard faults of the quality gate. Pure."""

import html
import re
from collections import Counter
from collections.abc import Iterator

from articles import links, markdown_lines
from articles.article_text import ArticleText
from articles.code_samples import bad_code
from articles.faults import Fault, quoted
from articles.markdown_lines import INLINE_CODE

LANGUAGES = {"ko": "Korean", "en": "English"}
LEAST_WORDS = 60
SAME_SENTENCE_TIMES = 4
LEAST_WORDS_TO_REPEAT = 4  # "Output:" may stand in a text as often as it likes
LOOP_WORDS = 5
LOOP_SHARE = 0.35  # of all runs of LOOP_WORDS words that were there before; 0.02 in real prose
HANGUL_SHARE = {"ko": (0.55, 1.0), "en": (0.0, 0.05)}  # of Hangul and Latin letters; 0.70 and more in curated Korean
OTHER_SCRIPTS_SHARE = 0.01  # of all letters: Qwen slips into Chinese

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


def hard_faults(text: ArticleText, language: str, words: int, finish_reason: str) -> Iterator[Fault]:
    prose = markdown_lines.prose(text.markdown)
    plain = INLINE_CODE.sub(" ", prose)
    if words < LEAST_WORDS:
        yield Fault("empty", f"The text has {words} words; write a whole article.")
    if not _is_in(language, plain):
        yield Fault(
            "wrong_language", f"Write the whole text in {LANGUAGES[language]}; only names may be in another language."
        )
    if finish_reason == "length" or _is_cut_off(text):
        yield Fault("cut_off", "The text breaks off; write it to its end and close every code block.")
    if leftover := _leftover(plain):
        yield Fault("leftover", f'Write the article only, without "{quoted(leftover)}".')
    yield from bad_code(markdown_lines.code_blocks(text.markdown))
    if unsafe := UNSAFE_TAG.search(plain) or UNSAFE_ADDRESS.search(html.unescape(plain)):
        yield Fault("unsafe", f'Don\'t write "{quoted(unsafe[0])}" outside a code block.')
    if repeated := _repetition(prose):
        yield Fault("repetition", f'Say everything once; "{quoted(repeated)}" is repeated over and over.')


def _leftover(plain: str) -> str:
    lower = plain.lower()
    found = [pattern.search(lower) for words, pattern in LEFTOVER_PATTERNS.items() if words in lower]
    first = next(filter(None, [*found, UNFINISHED_PATTERN.search(plain)]), None)
    return first[0] if first else ""


def _is_in(language: str, plain: str) -> bool:
    """By letters outside code and addresses: English names are at home in Korean, whole paragraphs are not."""
    plain = re.sub(links.URL, " ", plain)
    hangul, latin, others = (sum(map(len, script.findall(plain))) for script in (HANGUL, LATIN, OTHER_SCRIPTS))
    letters = hangul + latin
    low, high = HANGUL_SHARE[language]
    return letters > 0 and low <= hangul / letters <= high and others <= OTHER_SCRIPTS_SHARE * (letters + others)


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
    for sentence in markdown_lines.sentences(line.strip(" #>*-+|")):
        words = re.findall(r"\w+", sentence.casefold())
        if len(words) >= LEAST_WORDS_TO_REPEAT:
            yield " ".join(words)
