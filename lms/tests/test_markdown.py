"""Markdown to HTML: nothing active gets through, code is highlighted, terms get their notes."""

import pytest
from django.utils import translation

from lms import markdown


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "![x](https://evil.example/pixel.png)",
        "<img src=x onerror=alert(1)>",
        '<a href="x" onclick="alert(1)">y</a>',
        "<svg onload=alert(1)>",
        "[x](data:text/html,<script>)",
        "<iframe src=//evil.example></iframe>",
        "# <style>*{display:none}</style>",
    ],
)
def test_nothing_active_gets_through(hostile):
    html = markdown.to_html(hostile)
    for active in ("<script", "<img", "<svg", "<iframe", "<style", 'href="javascript', 'href="data', '<a href="x"'):
        assert active not in html


def test_code_is_highlighted_and_its_output_is_named_in_the_language():
    text = "```python\nprint(1)\n```\n\n```text\n1\n```"
    with translation.override("ko"):
        html = markdown.to_html(text)
    assert '<span class="nb">print</span>' in html
    assert "<span>Python</span>" in html
    assert "<span>출력</span>" in html


def test_an_unknown_language_is_shown_as_it_is():
    assert "a &lt; b" in markdown.to_html("```nonsense\na < b\n```")


def test_a_term_gets_its_note_at_its_first_place_in_prose_only():
    html = markdown.to_html(
        "## Token\n\n`token` is code. A token here, a token there.", [("Token", 'A "piece" & more.')]
    )
    assert html.count("<dfn") == 1
    assert "A <dfn" in html
    assert 'A "piece" &amp; more.' in html.replace("&quot;", '"')


def test_a_term_inside_another_word_is_left_alone():
    assert "<dfn" not in markdown.to_html("Tokenizers differ.", [("Token", "A piece.")])


def test_a_korean_term_is_found_before_its_particle():
    assert '<dfn class="term" tabindex="0" aria-describedby="g1">토큰</dfn>' in markdown.to_html(
        "토큰은 조각입니다.", [("토큰", "조각.")]
    )


def test_headings_are_the_contents():
    html = markdown.to_html("## One & two\n\ntext\n\n## 셋\n\ntext")
    assert [text for _anchor, text in markdown.headings(html)] == ["One & two", "셋"]
    assert all(anchor for anchor, _text in markdown.headings(html))
