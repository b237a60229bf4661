"""The checks before anyone sees a question."""

from dataclasses import replace

import pytest

from curriculum.question_rules import Choice, Draft, alike, contains, faults_of, faults_of_module, variety_faults

RIGHT = Draft(
    kind="multiple_choice",
    language="en",
    prompt="What does an assignment do?",
    correct="b",
    choices=(
        Choice("a", "It copies the value into a box", "concept_gap"),
        Choice("b", "It attaches a name to the value"),
        Choice("c", "It compares the two sides", "syntax_error"),
        Choice("d", "It declares the type of a name", "type_confusion"),
    ),
    hints=(
        "Read it from the right.",
        "What stands on the left?",
        "The left side becomes a tag of what the right gave.",
    ),
    explanation="The name is attached; nothing is copied.",
)
TYPED = Draft(
    "fill_blank", "en", "len('ab') is ____", "2", ("Count.", "One by one.", "Count the letters."), "Two letters."
)


def codes(draft: Draft) -> list[str]:
    return [fault.code for fault in faults_of(draft)]


def with_choice(place: int, **changes) -> Draft:
    choices = list(RIGHT.choices)
    choices[place] = replace(choices[place], **changes)
    return replace(RIGHT, choices=tuple(choices))


def test_right_questions_have_no_fault():
    assert codes(RIGHT) == codes(TYPED) == []


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (replace(RIGHT, correct="e"), "no_key"),
        (replace(RIGHT, correct="It attaches a name to the value"), "no_key"),
        (with_choice(2, id="a"), "ids_twice"),
        (with_choice(2, text="IT  copies the value into a box"), "not_distinct"),
        (with_choice(2, text="Ｉt copies the value into a box"), "not_distinct"),
        (with_choice(1, text="It attaches the name that stands on the left to the value the right side gave"), "key_too_long"),
        (with_choice(3, text="All of the above"), "catch_all"),
        (with_choice(3, text="위의 보기가 모두 맞다"), "catch_all"),
        (with_choice(3, text="정답 없음"), "catch_all"),
        (with_choice(1, weakness="concept_gap"), "key_with_weakness"),
        (with_choice(0, weakness=""), "no_weakness"),
        (with_choice(0, weakness="laziness"), "no_weakness"),
        (replace(RIGHT, hints=RIGHT.hints[:2]), "number_of_hints"),
        (replace(RIGHT, hints=("It attaches a name to the value!", *RIGHT.hints[1:])), "hint_with_answer"),
        (replace(RIGHT, hints=(*RIGHT.hints[:2], "it attaches a name to the value")), "hint_is_answer"),
        (replace(RIGHT, explanation=" "), "empty"),
        (replace(TYPED, prompt="len('ab') is"), "no_blank"),
        (replace(TYPED, choices=RIGHT.choices), "not_for_this_kind"),
        (replace(TYPED, hints=("It is 2.", *TYPED.hints[1:])), "hint_with_answer"),
        (replace(TYPED, correct=" "), "empty"),
    ],
)  # fmt: skip
def test_each_fault_is_found_by_itself(draft, code):
    assert codes(draft) == [code]


@pytest.mark.parametrize(
    "text", ["둘을 함께 읽고 쓴다", "둘 다 전역 변수에서 읽는다", "which both of them read", "해당 키가 없으면 멈춘다"]
)
def test_ordinary_choices_are_no_catch_alls(text):
    assert codes(with_choice(3, text=text)) == []


@pytest.mark.parametrize(
    ("text", "answer", "found"),
    [("12를 보세요", "2", False), ("2를 보세요", "2", True), ("2.5 is near", "2", False), ("see print", "int", False)],
)
def test_an_answer_is_found_by_itself_alone(text, answer, found):
    assert contains(text, answer) is found


def test_keys_at_one_place_are_found_in_a_module():
    same = [(f"q{number}", replace(RIGHT, prompt=f"{number} " * 20)) for number in range(4)]
    assert "unbalanced" in [fault.code for fault in faults_of_module(same)]
    assert faults_of_module([*same[:2], *((slug, replace(draft, correct="a")) for slug, draft in same[2:])]) == []


def test_near_duplicates_are_found_with_their_code():
    first, second = (
        replace(TYPED, prompt="What does it print?", code=f"print({what})") for what in ("1 + 1", "'a' * 3")
    )
    assert not alike(first, second)
    assert alike(first, replace(first, prompt="What does  IT print?"))
    assert [fault.details for fault in faults_of_module([("one", first), ("two", first)])] == [
        {"first": "one", "second": "two"}
    ]


def test_a_full_set_varies():
    assert variety_faults(["multiple_choice", "code_output"], [1, 2, 3]) == []
    assert [fault.code for fault in variety_faults(["code_output"], [1, 2, 2])] == ["kinds", "difficulties"]
