"""Finding rows by words in Korean or English: whole words by full text, stems in English, and parts of words and small
slips by trigrams, since Korean hangs its particles on the noun (변수를, 변수와) and is free with spaces (자료 구조).

A model that can be searched has two columns that the database itself keeps: `search_text` and `search_words`.
"""

import re

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import (
    SearchQuery,
    SearchRank,
    SearchVector,
    SearchVectorField,
    TrigramWordSimilarity,
)
from django.db.models import Case, Expression, F, GeneratedField, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Coalesce, Concat, Lower, Replace
from django.db.models.lookups import Contains, GreaterThanOrEqual

from curriculum.content_files import LANGUAGES

NEAR_ENOUGH = 0.45
WORDS_AT_MOST = 6
COMPACT_FROM = 3  # letters; shorter ones are found across the gaps of anything
HANGUL = re.compile("[가-힣]")


def text_field(*fields: str) -> GeneratedField:
    """`search_text`: these translated fields in both languages, in small letters."""
    columns = [f"{field}_{language}" for language in LANGUAGES for field in fields]
    parts = [part for column in columns for part in (Value(" "), Coalesce(column, Value(""), output_field=TextField()))]
    text = Lower(Concat(*parts, output_field=TextField()))
    return GeneratedField(expression=text, output_field=TextField(), db_persist=True, null=True, editable=False)


def words_field(*fields: str) -> GeneratedField:
    """`search_words`: the words of these translated fields, English ones by their stems."""
    korean, english = ([f"{field}_{language}" for field in fields] for language in ("ko", "en"))
    words = SearchVector(*korean, config="simple") + SearchVector(*english, config="english")
    return GeneratedField(
        expression=words, output_field=SearchVectorField(), db_persist=True, null=True, editable=False
    )


def indexes(name: str) -> list[GinIndex]:
    return [
        GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name=f"{name}_search_text"),
        GinIndex(fields=["search_words"], name=f"{name}_search_words"),
    ]


def search(rows: QuerySet, text: str, title: str) -> QuerySet:
    """Rows in which every word is found, best first: those with it in their `title` (a translated field)."""
    found, rank = _looked_for(text, title)
    return rows.filter(found).order_by(rank.desc(), "pk")


def search_with(rows: QuerySet, text: str, title: str, others: Q) -> QuerySet:
    """The same, and the rows of `others` behind them."""
    found, rank = _looked_for(text, title)
    own = Case(When(found, then=1), default=0)
    return rows.filter(found | others).order_by(own.desc(), rank.desc(), "pk")


def words_of(text: str) -> list[str]:
    return text.lower().split()[:WORDS_AT_MOST]


def _looked_for(text: str, title: str) -> tuple[Q, Expression]:
    """The condition, and how good a row is."""
    found, rank = Q(), SearchRank(F("search_words"), _query(text))
    for word in words_of(text):
        near = TrigramWordSimilarity(word, "search_text")
        found &= Q(search_text__contains=word) | Q(search_words=_query(word)) | Q(_at_least(near)) | _compact(word)
        rank += near + TrigramWordSimilarity(word, f"{title}_ko") + TrigramWordSimilarity(word, f"{title}_en")
    return found, rank


def _at_least(near: Expression) -> Expression:
    return GreaterThanOrEqual(near, Value(NEAR_ENOUGH))


def _compact(word: str) -> Q:
    """Written together here, apart there."""
    if len(word) < COMPACT_FROM or not HANGUL.search(word):
        return Q()
    return Q(Contains(Replace("search_text", Value(" "), Value(""), output_field=TextField()), Value(word)))


def _query(text: str) -> SearchQuery:
    return SearchQuery(text, config="simple") | SearchQuery(text, config="english")
