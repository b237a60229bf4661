"""Articles put together without a model: pure rules, and every one of the curriculum."""

import pytest
from django.utils import translation

from articles import markdown_lines, template_articles
from articles.models import Content
from articles.prompts import article_input, template_article
from articles.template_articles import Item, compose
from curriculum.content_files import LEVEL_CODES
from curriculum.models import OutlineItem
from lms import markdown

ITEM = Item(
    covers="A key names a row. It never changes.",
    terms=[("Key", "What names a row."), ("Row", "One entry of a table.")],
    example="Two people are called Kim.\n\n```python\nprint(1)\n```",
    pitfall="Numbers that mean something change. Use one that doesn't.",
    resources=[("Manual", "https://example.org/keys")],
)


def headings(level: str) -> list[str]:
    text = compose(ITEM, level=level, language="en").markdown
    return [line.removeprefix("## ") for line in text.splitlines() if line.startswith("## ")]


def test_each_level_takes_its_own_parts():
    assert headings("absolute_beginner") == headings("beginner") == ["Words to know first", "Follow an example"]
    assert headings("intermediate") == ["Words to know first", "Follow an example", "Where people trip"]
    assert headings("advanced") == headings("expert") == ["What happens", "Where people trip", "Read on"]


def test_missing_parts_leave_no_empty_heading():
    text = compose(Item(covers="Only this.", terms=[]), level="intermediate", language="en").markdown
    assert text == ""


def test_indicators_come_from_the_text():
    assert compose(ITEM, level="beginner", language="en").indicators == ["code", "terms"]
    assert compose(ITEM, level="expert", language="en").indicators == ["deep"]


def test_terms_are_glossed_only_where_they_are_not_listed():
    assert compose(ITEM, level="expert", language="en").glosses == ITEM.terms
    assert compose(ITEM, level="beginner", language="en").glosses == []


@pytest.mark.parametrize(
    ("current", "levels"),
    [
        ("beginner", ["beginner", "intermediate", "advanced"]),
        ("expert", ["beginner", "intermediate", "expert"]),
        ("absolute_beginner", ["absolute_beginner", "intermediate", "advanced"]),
    ],
)
def test_only_levels_whose_texts_differ_can_be_made(current, levels):
    assert template_articles.distinct_levels(current) == levels


def content_of(item: OutlineItem, level: str, language: str) -> Content:
    return Content(outline_item=item, level=level, language=language, length="medium")


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("level", LEVEL_CODES)
def test_every_template_article_is_honestly_short_and_its_html_is_sound(curriculum, level, language):
    with translation.override(language):
        for item in OutlineItem.objects.all():
            draft = template_article(article_input(content_of(item, level, language)))
            words = markdown_lines.words(draft.markdown)
            assert 70 <= words <= 300, f"{item.slug}: {words} words"
            html = markdown.to_html(draft.markdown, draft.glosses)
            assert html.count("<h2") == draft.markdown.count("\n## ") + 1, item.slug
            assert "```" not in html
