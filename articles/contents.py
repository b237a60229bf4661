"""Contents: found where they exist, planned where they don't, whoever asks."""

import hashlib
import json

from articles.choices import Options
from articles.models import Content
from articles.prompts import ARTICLE_TAG
from curriculum.models import OutlineItem

STYLE = "balanced"


def ensure(wanted: list[tuple[OutlineItem, str]], options: Options, language: str) -> list[Content]:
    """The content of each (outline item, level), in order. 2 queries, however many; the language has to be active."""
    keys = [key(item, level, options, language) for item, level in wanted]
    rows = [
        Content(
            key=made,
            outline_item=item,
            level=level,
            length=options.preferred_article_length,
            with_examples=options.include_examples,
            style=STYLE,
            language=language,
            prompt_version=ARTICLE_TAG,
        )
        for made, (item, level) in sorted(
            zip(keys, wanted, strict=True), key=lambda pair: pair[0]
        )  # one order: no deadlock
    ]
    Content.objects.bulk_create(rows, ignore_conflicts=True)
    known = Content.objects.in_bulk(keys, field_name="key")
    return [known[made] for made in keys]


def key(item: OutlineItem, level: str, options: Options, language: str) -> str:
    """The same for whoever asks for the same: hash of what the text is made from and how."""
    made_from = {
        "item": [item.pk, item.title, item.covers, item.terms, item.example, item.pitfall, item.resources],
        "level": level,
        "length": options.preferred_article_length,
        "examples": options.include_examples,
        "style": STYLE,
        "language": language,
        "prompt": ARTICLE_TAG,
    }
    return hashlib.sha256(json.dumps(made_from, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
