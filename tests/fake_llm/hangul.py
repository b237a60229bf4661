"""The little Korean grammar that composed sentences need: particles after any word, endings after any verb stem."""

FIRST_SYLLABLE = 0xAC00
FINALS = 28
BIEUP, RIEUL = 17, 8
PARTICLES = {"은": "는", "이": "가", "을": "를", "과": "와"}
CLOSED_DIGITS_AND_LETTERS = "013678lmn"


def is_hangul(character: str) -> bool:
    return "가" <= character <= "힣"


def final(syllable: str) -> int:
    """The number of its closing consonant, 0 for none."""
    return (ord(syllable) - FIRST_SYLLABLE) % FINALS


def is_closed(word: str) -> bool:
    """Whether it is spoken with a consonant at its end; quotation marks and brackets are not spoken."""
    last = next((character for character in reversed(word) if character.isalnum()), "")
    return final(last) > 0 if last and is_hangul(last) else last.lower() in CLOSED_DIGITS_AND_LETTERS and last != ""


def with_particle(word: str, particle: str) -> str:
    """`particle` as it stands after a consonant: 은, 이, 을, 과."""
    return str(word) + (particle if is_closed(word) else PARTICLES[particle])


def polite(stem: str) -> str:
    """ "만들" → "만듭니다", "하" → "합니다", "찾" → "찾습니다"."""
    closing = final(stem[-1])
    if closing in (0, RIEUL):
        return stem[:-1] + chr(ord(stem[-1]) - closing + BIEUP) + "니다"
    return stem + "습니다"


def and_also(stem: str) -> str:
    """ "만들" → "만들며", "찾" → "찾으며"."""
    return stem + ("며" if final(stem[-1]) in (0, RIEUL) else "으며")


def and_then(stem: str) -> str:
    return stem + "고"
