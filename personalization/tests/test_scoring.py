import pytest
from hypothesis import given
from hypothesis import strategies as st

from personalization.scoring import Key, normal, score

CHOICE = Key("multiple_choice", "b", choices={"a": "off_by_one", "b": "", "c": ""})
LENGTH = Key("short_answer", "len(names)", language="python", patterns=(("names.length", "api_misuse"),))
PRINTED = Key("code_output", "1\n2\n")
COUNT = Key("short_answer", "10", accepted=(("ten", 1.0), ("about ten", 0.5)))


def test_the_key_is_right_and_a_choice_says_what_its_chooser_misunderstood():
    assert score(CHOICE, "b").is_correct
    assert score(CHOICE, " b ").is_correct
    assert score(CHOICE, "a").weakness == "off_by_one"
    assert score(CHOICE, "c").weakness == "concept_gap"
    assert score(CHOICE, "nonsense").score == 0


@pytest.mark.parametrize("answer", ["LEN(names)", "  len(names) ", "ｌｅｎ（names）"])
def test_case_space_and_full_width_do_not_matter(answer):
    assert score(LENGTH, answer).is_correct


@pytest.mark.parametrize("answer", ["10", "10.0", " 10 ", "１０", "1e1", "ten", "Ten"])
def test_numbers_are_compared_by_value(answer):
    assert score(COUNT, answer).is_correct


def test_partial_credit_is_not_right():
    scored = score(COUNT, "about ten")
    assert (scored.score, scored.is_correct) == (0.5, False)
    assert scored.weakness


@pytest.mark.parametrize(
    ("answer", "right"), [("1\n2", True), ("1  \n2\n\n", True), ("1\r\n2", True), ("1 2", False), ("2\n1", False)]
)
def test_what_is_printed_counts_but_for_space_at_the_end(answer, right):
    assert score(PRINTED, answer).is_correct == right


def test_case_counts_in_what_is_printed():
    assert not score(Key("code_output", "True"), "true").is_correct


@pytest.mark.parametrize(
    ("key", "answer", "weakness"),
    [
        (LENGTH, "names.length", "api_misuse"),
        (LENGTH, "len(names", "syntax_error"),
        (LENGTH, "size(names)", "concept_gap"),
        (COUNT, "9", "off_by_one"),
        (COUNT, "11", "off_by_one"),
        (COUNT, "'10'", "type_confusion"),
        (Key("code_output", "3"), "3.0", "type_confusion"),
        (Key("code_output", "'a'"), "a", "type_confusion"),
        (PRINTED, "7", "logic_error"),
    ],
)  # fmt: skip
def test_a_wrong_answer_says_what_is_weak(key, answer, weakness):
    assert score(key, answer).weakness == weakness


@given(st.text(max_size=200))
def test_whatever_comes_is_scored(answer):
    for key in (CHOICE, LENGTH, PRINTED, COUNT):
        scored = score(key, answer)
        assert 0 <= scored.score <= 1
        assert scored.is_correct == (scored.weakness == "")


@given(st.text(max_size=60))
def test_normalising_twice_changes_nothing(text):
    assert normal(normal(text)) == normal(text)
