"""Names, titles and descriptions that a model made up: whether they can be shown. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Annotated

from pydantic import AfterValidator

from articles.hard_faults import LANGUAGES
from articles.leftovers import leftover
from articles.written_language import is_in

MARKUP = re.compile(r"<\s*/?\s*[a-z!][^>]*>|https?://|\]\(|javascript:|```", re.I)
UNWRITTEN = re.compile(r"^[\W\d_]*$")


def tidy(text: str) -> str:
    """On one line, without invisible characters and the marks models put around names."""
    visible = "".join(" " if sign.isspace() else sign for sign in text if _shows(sign))
    return " ".join(visible.split()).strip(' *_#`"“”')


def plain(text: str) -> str:
    """The tidied text. Raises ValueError for what no page may show, in words that tell a model what to mend."""
    text = tidy(text)
    if MARKUP.search(text):
        raise ValueError("plain text only: no HTML, no links, no code blocks")
    if found := leftover(text):
        raise ValueError(f'leave out "{found}": write about the subject only')
    if UNWRITTEN.match(text):
        raise ValueError("write it in words")
    return text


def same(one: str, other: str) -> bool:
    """Whether two names are the same for a reader, whatever their case, spaces and marks."""
    return _squeezed(one) == _squeezed(other)


def refuse_other_languages(texts: Iterable[str], language: str) -> None:
    """Raises ValueError unless they are, taken together, in `ko` or `en`."""
    if not is_in(language, "\n".join(texts)):
        raise ValueError(f"write every value in {LANGUAGES[language]}")


def _shows(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) not in ("Cc", "Cf", "Co", "Cn", "Cs")


def _squeezed(name: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name).casefold())


PlainText = Annotated[str, AfterValidator(plain)]
