"""Taking a streamed article apart, with what small models make of the format."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.article_text import first_whole, parse
from articles.links import strip_links, unknown_links
from articles.markdown_lines import code_blocks, words

PLAIN = """## What a key is

A key names a row.

## How to use it

Pick one that never changes.

## Summary

Keys name rows.

## Key terms

- **Key**: what names a row
- **Row**: one entry of a table

## Practical tips

- Never reuse a key.

## Related concepts

- Index
- Table
"""
BODY = "## What a key is\n\nA key names a row.\n\n## How to use it\n\nPick one that never changes."


def english(text: str):
    return parse(text, language="en")


def below_body(section: str):
    return english(f"{BODY}\n\n{section}")


def test_the_format_as_asked_for():
    text = english(PLAIN)
    assert text.body == BODY
    assert text.markdown == f"{BODY}\n\n## Summary\n\nKeys name rows."
    assert text.terms == [("Key", "what names a row"), ("Row", "one entry of a table")]
    assert (text.tips, text.related, text.missing) == (["Never reuse a key."], ["Index", "Table"], [])


def test_the_summary_is_shown_under_the_heading_of_the_language():
    assert parse("글입니다.\n\n## Summary\n\n짧은 글.", language="ko").markdown == "글입니다.\n\n## 요약\n\n짧은 글."


def test_sections_that_are_not_there_are_named():
    assert english(BODY).missing == ["summary", "terms", "tips", "related"]
    assert below_body("## Summary\n\n## Key terms\n\n- **Key**: names a row").missing == ["summary", "tips", "related"]


@pytest.mark.parametrize(
    "changed",
    [
        f"# Keys\n\n{PLAIN}",
        f"```markdown\n# Keys\n\n{PLAIN}```",
        f"```md\n{PLAIN}```\n\nI hope this helps! Let me know if you have questions.",
        f"Sure! Here is the article:\n\n```\n{PLAIN}\n```",
        f"Here is an article about keys:\n\n{PLAIN}",
        f"**Title: Keys**\n\n{PLAIN}",
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "   \n"),
        PLAIN.replace("## ", "### "),
        PLAIN.replace("## ", "# "),
        PLAIN.replace("## ", "##"),
        PLAIN.replace("## Summary", "---\n\n## Summary"),
        PLAIN.replace("## Summary", "**Summary**").replace("## Key terms", "**Key Terms:**"),
        PLAIN.replace("## Summary\n\n", "**Summary:** ").replace("## Related concepts", "Related topics:"),
        PLAIN.replace("## Summary\n\n", "Summary: "),
        PLAIN.replace("## Summary", "#### 3. In Summary:").replace("## Practical tips", "## 💡 Tips & Tricks"),
        PLAIN.replace("## Summary", "## Conclusion").replace("## Key terms", "## Key Concepts"),
        PLAIN.replace("## Summary", "## Summary (요약)").replace("## Related concepts", "## 관련 개념 / Related"),
        PLAIN.replace("- ", "* "),
        PLAIN.replace("- ", "1. "),
        PLAIN.replace("- Index\n- Table", "Index, Table"),
        PLAIN.replace("- **Key**: ", "Here are the terms:\n\n- **Key**: "),
        PLAIN.replace("- **Key**: ", "- **Key:** ").replace("- **Row**: ", "- Row - "),
        PLAIN.replace("- **Key**: ", "- Key: ").replace("- **Row**: ", "- **Row** – "),
        PLAIN.replace("- **Key**: ", "**Key**: ").replace("- **Row**: ", "\n**Row**: "),
        PLAIN.replace("- **Key**: ", "Key: ").replace("- **Row**: ", "Row: "),
        PLAIN.replace("- **Key**: ", "### Key\n").replace("- **Row**: ", "\n### Row\n\n"),
        PLAIN.replace("- **Key**: ", "- **Key**\n  - Definition: ").replace("- **Row**: ", "- Row\n  "),
        f"{PLAIN}\n## Summary\n\nSaid again.\n\n## Key terms\n\n- **Other**: repeated",
        PLAIN.replace("## What a key is", "**What a key is**").replace("## How to use it", "**How to use it**"),
    ],
)
def test_drift_that_changes_nothing_for_a_reader(changed):
    text = english(changed)
    expected = english(PLAIN)
    assert text.body == BODY
    assert (text.summary, text.terms, text.tips, text.related) == (
        expected.summary,
        expected.terms,
        expected.tips,
        expected.related,
    )


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("## 핵심 용어 정리", "terms"),
        ("### 핵심 키워드", "terms"),
        ("## 4. 주요 용어 설명", "terms"),
        ("**용어 정리**", "terms"),
        ("## 핵심 개념", "terms"),
        ("## Glossary", "terms"),
        ("Key Terms:", "terms"),
        ("## 실용 팁", "tips"),
        ("## 실무에서의 팁", "tips"),
        ("## 팁", "tips"),
        ("### Tips", "tips"),
        ("## Best practices", "tips"),
        ("## 관련 주제", "related"),
        ("## 관련된 개념들", "related"),
        ("## 더 알아보기", "related"),
        ("## Related topics", "related"),
        ("## See also", "related"),
        ("요약:", "summary"),
        ("## 핵심 요약", "summary"),
        ("## 마무리", "summary"),
        ("## TL;DR", "summary"),
    ],
)
def test_sections_go_by_many_names(heading, section):
    text = below_body(f"{heading}\n\n- **API**: 프로그램의 문")
    assert section not in text.missing
    assert text.body == BODY


@pytest.mark.parametrize(
    ("line", "term"),
    [
        ("- **API**: a door", ("API", "a door")),
        (
            "- **API** (Application Programming Interface): a door",
            ("API (Application Programming Interface)", "a door"),
        ),
        ("- **API**는 프로그램의 문입니다.", ("API", "API는 프로그램의 문입니다.")),
        ("- `__init__`: runs first", ("__init__", "runs first")),
        ("- std::vector - a list", ("std::vector", "a list")),
        ("- [API](https://a.b): a *small* door", ("API", "a small door")),
        ("2) 키：행의 이름", ("키", "행의 이름")),
    ],
)
def test_a_term_and_its_definition(line, term):
    assert below_body(f"## Key terms\n\n{line}").terms == [term]


def test_a_tip_that_is_said_again_with_another_word_goes():
    tips = [f"Before you use a {name}, write down what the {name} is for and who reads it." for name in ("key", "row")]
    text = below_body(
        f"## Practical tips\n\n- {tips[0]}\n- {tips[1]}\n- Measure how long it takes before you change it."
    )
    assert text.tips == [tips[0], "Measure how long it takes before you change it."]


def test_a_key_term_is_no_related_concept_too():
    text = english(PLAIN.replace("- Index\n- Table", "- **Row**: one entry\n- Index"))
    assert text.related == ["Index"]
    assert english(PLAIN.replace("- Index\n- Table", "- key\n- Row")).missing == ["related"]


def test_no_more_items_than_the_format_has_even_from_a_model_in_a_loop():
    lines = "\n".join(f"- **Term {number}**: meaning" for number in range(100))
    assert len(below_body(f"## Key terms\n\n{lines}").terms) == 6
    assert below_body("## Practical tips\n\n" + "- Measure.\n" * 50).tips == ["Measure."]


@pytest.mark.parametrize(
    "body",
    [
        "## Key concepts\n\nA key names a row, and that is all there is to it.\n\n## More\n\nText.",
        "## Key concepts\n\n- **Key**: names a row\n\n## More\n\nText.",
        "Text.\n\n## 툴팁\n\n- **title**: 글자",
        "Text.\n\n**Tip:** write it down.",
        "Text.\n\n## Key terms\n\n| Term | Meaning |\n|---|---|\n| Key | names |",
        "Text.\n\n```text\n## Summary\n\nIn code.\n```",
        "Text.\n\n```python\n# Summary\nprint(1)",
    ],
)
def test_what_only_looks_like_a_section_stays_in_the_body(body):
    text = english(body)
    assert text.body == body
    assert text.missing == ["summary", "terms", "tips", "related"]


def test_a_first_heading_that_is_the_title_goes_and_what_it_held_moves_up():
    text = "## 1. What a **key** is\n\nA key names a row.\n\n### An example\n\nOne.\n\n## Mistakes\n\n### Two\n\nText."
    assert parse(text, language="en", title="What a key is").body == (
        "A key names a row.\n\n## An example\n\nOne.\n\n## Mistakes\n\n### Two\n\nText."
    )
    assert parse(text, language="en", title="What a row is").body.startswith("## 1. What")


def test_what_a_model_that_cannot_stop_adds_to_a_whole_article_goes():
    assert first_whole(f"{PLAIN}\n=====\n\n## Key terms\n\n- **Key**: what names") == f"{PLAIN}\n=====\n"
    assert first_whole(f"{PLAIN}\n## How to use it\n\nPick one.") == PLAIN


@pytest.mark.parametrize(
    "kept", [PLAIN, f"{PLAIN}\n## Exercises\n\nTry it.", f"{BODY}\n\n{BODY}", PLAIN.replace("How to use it", "Summary")]
)
def test_what_a_whole_article_has_is_kept(kept):
    assert first_whole(kept) == kept


def test_text_below_the_last_section_is_kept_and_a_farewell_is_not():
    text = english(f"{PLAIN}\nOne more thing about keys.\n\nI hope this helps!")
    assert text.body == f"{BODY}\n\nOne more thing about keys."
    assert text.related == ["Index", "Table"]


def test_a_section_of_the_bodys_own_after_the_fixed_ones_is_kept():
    assert english(f"{PLAIN}\n## Exercises\n\nTry it.").body == f"{BODY}\n\n## Exercises\n\nTry it."


def test_a_body_that_follows_the_summary_is_no_part_of_it():
    body = " ".join(f"word{number}" for number in range(200))
    text = english(f"**Summary:** Short.\n\n{body}")
    assert (text.summary, text.body) == ("Short.", body)


def test_an_open_code_block_is_left_open():
    assert not code_blocks(english("Text.\n\n```python\nprint(1)").markdown)[0].closed


def test_words_are_counted_outside_code():
    assert words("두 낱말 있다\n\n```python\nmany words of code\n```\n") == 3


# --- links

KNOWN = ["https://docs.python.org/3/"]


@pytest.mark.parametrize(
    ("markdown", "stripped"),
    [
        ("See [the docs](https://docs.python.org/3#x).", "See [the docs](https://docs.python.org/3#x)."),
        ("See [a page](https://made.up/page_(1) 'title').", "See a page."),
        ("See [a page](/relative) and [this](#there).", "See a page and this."),
        ("Text ![a picture](https://made.up/a.png)here.", "Text here."),
        ("[![badge](https://a.b/c.svg)](https://a.b)", ""),
        ("More (https://made.up/x).", "More."),
        ("https://made.up를 보세요.", "를 보세요."),
        ("<https://made.up> <https://docs.python.org/3>", " <https://docs.python.org/3>"),
        ("- https://made.up\n- stays", "- stays"),
        (
            "[a][1] [b][2] m[0][9]\n\n[1]: https://made.up\n[2]: https://docs.python.org/3",
            "a [b](https://docs.python.org/3) m[0][9]\n",
        ),
        ('<a href="https://made.up">a page</a><img src="x">', "a page"),
        ("Write `[a](https://made.up)` so.", "Write `[a](https://made.up)` so."),
        ("```text\nhttps://made.up\n```", "```text\nhttps://made.up\n```"),
    ],
)
def test_only_links_to_known_resources_stay(markdown, stripped):
    assert strip_links(markdown, KNOWN) == stripped


def test_unknown_links_are_listed():
    assert unknown_links("[a](https://made.up) [b](https://docs.python.org/3) www.also.org", KNOWN) == [
        "https://made.up",
        "www.also.org",
    ]


# --- any text at all

PIECES = [
    "# T",
    "## A",
    "### B",
    "text of it",
    "- item",
    "* **t**: d",
    "1. one",
    "```",
    "```python",
    "---",
    "",
    "| a | b |",
]
SECTION_PIECES = [
    "## Summary",
    "**요약**",
    "Key terms:",
    "## 실무 팁",
    "### Related topics",
    "## 결론",
    "#### 핵심 개념",
]
MARKDOWNISH = st.lists(st.sampled_from(PIECES + SECTION_PIECES) | st.text(max_size=30), max_size=25).map("\n".join)
SENTENCES = st.lists(st.from_regex(r"\A[a-z]{1,8}( [a-z]{1,8}){0,5}\.\Z"), min_size=1, max_size=4).map(" ".join)
BODIES = st.lists(
    SENTENCES | st.sampled_from(["- one item", "```python\nx = 1\n```", "> quoted", "### deeper", "| a | b |"]),
    max_size=12,
)


@given(MARKDOWNISH)
def test_any_text_can_be_taken_apart(markdown):
    text = parse(markdown, language="ko")
    assert text.body in text.markdown
    strip_links(markdown, KNOWN)


@given(MARKDOWNISH)
def test_without_fixed_sections_nothing_is_lost(markdown):
    text = english(f"Opening line.\n\n{markdown}")
    if text.missing == ["summary", "terms", "tips", "related"]:
        heading = re.compile(r"summary|요약|key|terms|팁|tips|related|topics|결론|개념", re.I)
        kept = [word for word in re.findall(r"[a-zA-Z]+", markdown) if not heading.search(word)]
        assert sorted(kept) == sorted(
            word
            for word in re.findall(r"[a-zA-Z]+", text.body.removeprefix("Opening line."))
            if not heading.search(word)
        )


@given(BODIES)
def test_the_body_before_the_sections_is_never_lost(paragraphs):
    body = "\n\n".join(["## Opening", *paragraphs])
    sections = PLAIN[PLAIN.index("## Summary") :]
    text = english(f"{body}\n\n{sections}")
    assert re.findall(r"\S+", text.body) == re.findall(r"\S+", body)
    assert text.missing == []


@pytest.mark.parametrize("piece", ["word ", "[", "**a ", "`", "[a](", "<a "])
def test_ten_megabytes_of_anything_come_to_an_end(piece):
    markdown = piece * (10_000_000 // len(piece))
    assert len(english(markdown).body) >= len(markdown) - 1
    strip_links(markdown, KNOWN)
