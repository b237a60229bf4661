"""A lesson cut along its headings: nothing lost, nothing torn apart."""

from articles import lesson_parts
from articles.lesson_parts import cut

LONG = "word " * 120


def lesson(*sections: tuple[str, str], opening: str = "") -> str:
    return "\n\n".join([opening, *(f"## {heading}\n\n{text}" for heading, text in sections)])


def titles(text: str) -> list[str]:
    return [part.title for part in cut(text, "Keys")]


def test_a_long_section_is_a_part_and_a_short_one_takes_the_next_along():
    text = lesson(("A", LONG), ("B", "short"), ("C", LONG), ("D", LONG), ("Summary", "few"))
    assert titles(text) == ["A", "B", "D"]


def test_the_summary_stays_with_what_it_follows():
    parts = cut(lesson(("A", LONG), ("Summary", LONG)), "Keys")
    assert [part.title for part in parts] == ["A"]
    assert "## Summary" in parts[0].text


def test_what_stands_above_the_first_heading_opens_the_first_part():
    first = cut(lesson(("A", LONG), ("B", LONG), ("C", "c"), opening="Imagine a drawer."), "Keys")[0]
    assert first.text.startswith("Imagine a drawer.\n\nword")
    assert first.opening == "Imagine a drawer."


def test_a_heading_in_code_is_code():
    text = lesson(("A", "```bash\n## not a heading\n```\n" + LONG), ("B", "b"))
    assert titles(text) == ["A"]


def test_a_part_that_begins_with_code_opens_with_its_first_words():
    part = cut(lesson(("A", "```python\nprint(1)\n```\n\nIt prints one.")), "Keys")[0]
    assert part.opening == "It prints one."


def test_without_headings_it_is_one_part_under_the_modules_name():
    assert titles("Only a few words.") == ["Keys"]
    assert titles("  \n") == []


def test_names_in_code_are_counted_outside_blocks():
    text = "`b` and `a(1)`, then `a` again; `x += 1` is none.\n\n```python\nother = `c`\n```"
    assert lesson_parts.names_in(text) == ["a", "b"]
