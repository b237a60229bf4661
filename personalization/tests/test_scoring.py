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


MISSING = Key("short_answer", "3", accepted=(("3개", 1.0),), patterns=(("4", "concept_gap"),))
LIFE = Key(
    "short_answer", "600", accepted=(("600초", 1.0), ("10분", 1.0), ("9분", 0.5)), patterns=(("60", "concept_gap"),)
)
SHARE = Key("short_answer", "4.9", accepted=(("4.9%", 1.0),))


@pytest.mark.parametrize(
    ("key", "answer", "right"),
    [
        (MISSING, "3", True), (MISSING, "3 개", True), (MISSING, "3건", True), (MISSING, "3 changes", True),
        (MISSING, "3 lost changes.", True), (MISSING, "3개입니다", True),
        (MISSING, "4개", False), (MISSING, "3 million", False), (MISSING, "3만 개", False), (MISSING, "3개 이상", False),
        (MISSING, "3 or more", False), (MISSING, "3%", False), (MISSING, "3 seconds", False),
        (LIFE, "600s", True), (LIFE, "600 sec", True), (LIFE, "600 Seconds", True), (LIFE, "10 minutes", True),
        (LIFE, "600 ms", False), (LIFE, "600 minutes", False), (LIFE, "10 s", False), (LIFE, "9 min", False),
        (SHARE, "4.9 per cent", True), (SHARE, "4.9프로", True), (SHARE, "4.90 ％", True),
        (SHARE, "4.9 percentage points", False), (SHARE, "4.9 rows", False),
        (COUNT, "10 ms", False),
        (Key("fill_blank", "2fr"), "2vw", False),
    ],
)  # fmt: skip
def test_a_number_may_stand_with_the_unit_it_is_asked_in(key, answer, right):
    assert score(key, answer).is_correct == right


def test_a_wrong_number_with_its_unit_is_known_all_the_same():
    assert score(LIFE, "60 seconds").weakness == "concept_gap"
    assert score(MISSING, "2 changes").weakness == "off_by_one"
    assert score(LIFE, "9 minutes").score == 0.5


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
