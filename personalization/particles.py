"""Korean particles that depend on the sound before them: `함수은/는` → `함수는`. Pure; no Django."""

import re

PAIRS = ("은/는", "이/가", "을/를", "으로서/로서", "으로/로", "이라는/라는", "이라면/라면", "이에요/예요", "이고/고")
FOUND = re.compile(r"(\w)((?:\W*[^\w\s])?)(" + "|".join(PAIRS) + r")(?![가-힣])")
FINAL_DIGITS, FINAL_LETTERS = set("013678"), set("lmnrLMNR")  # as they are read aloud: 영, 일, 삼, 엘, 엠
RIEUL, RIEUL_SIGNS = 8, set("178lrLR")


def settled(text: str) -> str:
    """The text with the fitting one of each pair."""
    return FOUND.sub(lambda match: match[1] + match[2] + _fitting(match[1], match[3]), text)


def _fitting(sign: str, pair: str) -> str:
    after_final, after_vowel = pair.split("/")
    final, rieul = _ending(sign)
    return after_final if final and not (rieul and after_final.startswith("으로")) else after_vowel


def _ending(sign: str) -> tuple[bool, bool]:
    """Whether it ends in a consonant, and whether in ㄹ."""
    if "가" <= sign <= "힣":
        number = (ord(sign) - ord("가")) % 28
        return number > 0, number == RIEUL
    return sign in FINAL_DIGITS | FINAL_LETTERS, sign in RIEUL_SIGNS
