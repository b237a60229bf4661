"""Whether a text is in the language it was asked for, as a whole and line by line. Pure."""

import re

from articles import links

HANGUL_SHARE = {"ko": (0.55, 1.0), "en": (0.0, 0.05)}  # of Hangul and Latin letters; 0.70 and more in curated Korean
LINE_LETTERS = {"ko": 50, "en": 30}  # a shorter line may be a name or a heading in the other language
LINE_SHARE = {"ko": (0.1, 1.0), "en": (0.0, 0.5)}
HANGUL = re.compile(r"[가-힣ㄱ-ㅎㅏ-ㅣ]+")
LATIN = re.compile(r"[A-Za-zÀ-ÿ]+")
OTHER_SCRIPTS = re.compile(r"[一-鿿぀-ヿЀ-ӿ؀-ۿ฀-๿]+")
BROKEN_WORD = re.compile(r"[가-힣][a-z]{2,}[가-힣]")  # a model that loses its thread in mid-word; "웹API를" is none
SHOWN = re.compile(r"\([^()\n]{1,200}\)|[\"“‘][^\"“”‘’\n]{1,200}[\"”’]")  # 한자(漢字), the sign "字"


def is_in(language: str, plain: str) -> bool:
    """By letters outside code and addresses: English names are at home in Korean, whole lines are not.

    Letters of neither language stand in brackets or quotes at most: small models slip into Chinese in mid-sentence.
    """
    plain = re.sub(links.URL, " ", plain)
    if OTHER_SCRIPTS.search(SHOWN.sub(" ", plain)) or BROKEN_WORD.search(plain):
        return False
    if not _is_within(HANGUL_SHARE[language], plain):
        return False
    long_lines = (line for line in plain.split("\n") if sum(map(str.isalpha, line)) >= LINE_LETTERS[language])
    return all(_is_within(LINE_SHARE[language], line) for line in long_lines)


def _is_within(shares: tuple[float, float], text: str) -> bool:
    """Of Hangul among both alphabets' letters. False for a text without any."""
    hangul, latin = (sum(map(len, script.findall(text))) for script in (HANGUL, LATIN))
    return hangul + latin > 0 and shares[0] <= hangul / (hangul + latin) <= shares[1]
