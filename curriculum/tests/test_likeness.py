"""A lesson that is another one with its words exchanged is seen; its words alone would not tell."""

import pytest

from curriculum import content_figures, likeness, samples
from curriculum.tests.samples_in_content import content

COPIED, COPY = "python_basics.loops", "react_ssr.copied"
LIMIT = content_figures.ALIKE_AT_MOST["lessons"]


@pytest.fixture(scope="module", params=["ko", "en"])
def lessons(request) -> dict[str, str]:
    """All lessons in a language, and a copy of one with other words for all that aren't common."""
    found = {one.full_name: samples.without_code(one.lesson[request.param]) for one in content().modules}
    bones = likeness.bones(found)
    other = {
        word: word if bone == word else _made_up(bone, number) for number, (word, bone) in enumerate(bones.items())
    }
    return found | {COPY: " ".join(other[word] for word in likeness.words(found[COPIED]))}


def _made_up(bone: str, number: int) -> str:
    ending = bone.removeprefix(likeness.BLANK)
    return "".join(chr(ord("가") + int(digit)) for digit in str(number)) + ending if ending else f"word{number}"


def test_a_template_with_its_words_exchanged_is_seen_by_its_skeleton_alone(lessons):
    by_words = {(pair.one, pair.other): pair.likeness for pair in likeness.closest(likeness.by_words(lessons))}
    nearest, next_one = likeness.closest(likeness.by_skeleton(lessons))[:2]
    assert {nearest.one, nearest.other} == {COPIED, COPY}
    assert nearest.likeness > 0.8
    assert next_one.likeness < LIMIT
    assert by_words.get((COPIED, COPY), 0) < nearest.likeness / 4


def test_the_same_text_is_alike_and_the_fault_names_both():
    texts = {"a/one": "one two three four five six seven eight", "b/two": "one two three four five six seven eight"}
    pairs = likeness.closest(likeness.by_words(texts | {"c/three": "nothing of all that is in here"}))
    assert pairs == [likeness.Pair(1.0, "a/one", "b/two")]
    found = [*content_figures.faults([content_figures.Closeness("questions", "ko", "words", 3, pairs)])]
    assert found == ["questions in ko: a/one and b/two are alike by their words: 1.00, at most 0.3"]
