"""What the fake model writes: articles and JSON that an honest quality gate has nothing against."""

import ast
import re
import subprocess
import sys
from typing import Annotated, Any, Literal

import jsonschema
import pytest
from pydantic import BaseModel, ConfigDict, Field

from curriculum import question_prompts
from curriculum.question_prompts import QuestionsOutput
from tests.fake_llm import answers, article, brief, schema
from tests.fake_llm.bank import LEVELS
from tests.fake_llm.client import prompt
from tests.fake_llm.hangul import and_also, polite, with_particle

WORDS = {"short": (250, 450), "medium": (450, 800), "long": (800, 1300)}
FIXED = {
    "ko": ["## 요약", "## 핵심 용어", "## 실무 팁", "## 관련 개념"],
    "en": ["## Summary", "## Key terms", "## Practical tips", "## Related concepts"],
}
TITLES = {"ko": "State는 왜 바로 바뀌지 않을까?", "en": "Why does state not change at once?"}
EVERY_ARTICLE = [(language, length, level) for language in FIXED for length in WORDS for level in LEVELS]


def write(language: str, length: str, level: str, *, examples: bool = True, seed: int = 0) -> str:
    lines = (f"Title: {TITLES[language]}", f"Language: {language}", f"Level: {level}", f"Length: {length}")
    return article.write(brief.read(prompt(*lines, *["Examples: yes"] * examples), seed=seed))


def body_of(text: str) -> str:
    """Without fixed sections and code."""
    return re.sub(r"```.*?```", "", re.split(r"^## (?:요약|Summary)$", text, flags=re.M)[0], flags=re.S)


def sentences_of(text: str) -> list[str]:
    plain = re.sub(r"^(#.*$|- )", "", body_of(text), flags=re.M)
    return [sentence for sentence in re.split(r"(?<=[.?!])\s+", plain) if sentence.strip()]


def words_a_sentence(text: str) -> float:
    sentences = sentences_of(text)
    return sum(len(sentence.split()) for sentence in sentences) / len(sentences)


def key_terms(text: str) -> list[str]:
    return re.findall(r"^- \*\*(.+?)\*\*: .+$", text, flags=re.M)


def programs_of(text: str) -> list[str]:
    return re.findall(r"```python\n(.*?)```", text, flags=re.S)


def share_of_hangul(text: str) -> float:
    letters = [character for character in text if character.isalpha()]
    return sum("가" <= letter <= "힣" for letter in letters) / len(letters)


@pytest.mark.parametrize(("language", "length", "level"), EVERY_ARTICLE)
def test_an_article_has_its_sections_and_its_length(language, length, level):
    text = write(language, length, level)
    headings = re.findall(r"^#.*$", text, flags=re.M)
    assert headings[-4:] == FIXED[language]
    assert 2 <= len(headings) - 4 <= 6
    assert all(heading.startswith("## ") for heading in headings)
    least, most = WORDS[length]
    assert least <= len(body_of(text).split()) <= most


@pytest.mark.parametrize(("language", "length", "level"), EVERY_ARTICLE)
def test_an_article_defines_terms_and_uses_them(language, length, level):
    text = write(language, length, level)
    assert 2 <= len(key_terms(text)) <= 6
    assert [term for term in key_terms(text) if term not in body_of(text)] == []


@pytest.mark.parametrize(("language", "length", "level"), EVERY_ARTICLE)
def test_no_sentence_comes_twice(language, length, level):
    sentences = sentences_of(write(language, length, level))
    assert len(sentences) == len(set(sentences))


@pytest.mark.parametrize("language", FIXED)
def test_an_article_is_in_its_language(language):
    share = share_of_hangul(write(language, "medium", "beginner", examples=False))
    assert share > 0.9 if language == "ko" else share == 0


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("length", WORDS)
@pytest.mark.parametrize("language", FIXED)
def test_levels_can_be_told_apart_in_order(language, length, seed):
    texts = [write(language, length, level, seed=seed) for level in LEVELS]
    for measure in (words_a_sentence, lambda text: -len(key_terms(text)), lambda text: len("".join(programs_of(text)))):
        measured = [measure(text) for text in texts]
        assert measured == sorted(set(measured))


@pytest.mark.parametrize("level", LEVELS)
def test_the_programs_in_an_article_run(level):
    for program in programs_of(write("ko", "short", level)):
        done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert done.stdout


def test_there_is_no_code_unless_asked_for():
    assert "```" not in write("en", "long", "expert", examples=False)


def test_every_program_parses():
    programs = programs_of("".join(write("ko", "short", level) for level in LEVELS))
    assert [bool(ast.parse(program).body) for program in programs] == [True] * len(programs)
    assert len(programs) > len(LEVELS)


def test_the_title_is_in_the_text_without_what_would_end_its_sentence():
    text = write("en", "short", "beginner")
    assert "“Why does state not change at once”" in text


def test_seed_and_prompt_decide_the_text():
    assert write("ko", "short", "beginner") == write("ko", "short", "beginner")
    assert write("ko", "short", "beginner") != write("ko", "short", "beginner", seed=1)
    assert write("ko", "short", "beginner") != write("ko", "short", "beginner", examples=False)


def test_without_a_language_line_hangul_in_the_prompt_decides():
    assert brief.read(prompt("제목을 지어 주세요")).language == "ko"
    assert brief.read(prompt("Find a title")).language == "en"
    assert brief.read(prompt("제목을 지어 주세요", "Language: en")).language == "en"


def test_what_the_model_said_before_is_no_order():
    messages = [
        *prompt("Count: 2"),
        {"role": "assistant", "content": "Count: 9"},
        {"role": "user", "content": "Again."},
    ]
    assert brief.read(messages).count == 2


@pytest.mark.parametrize(
    ("stem", "said"), [("만들", "만듭니다"), ("하", "합니다"), ("찾", "찾습니다"), ("이끌", "이끕니다")]
)
def test_korean_endings(stem, said):
    assert polite(stem) == said


def test_korean_particles_and_joints():
    said = [with_particle(word, "은") for word in ("목표", "입력값", "‘제목’", "API")]
    assert said == ["목표는", "입력값은", "‘제목’은", "API는"]
    assert [and_also("찾"), and_also("만들"), and_also("하")] == ["찾으며", "만들며", "하며"]


HEADINGS = "\n".join(f"### {name}" for name in ("Right now", "Mending the weak spot", "In practice", "Next step"))
MATTER = """- in this module: 3 of 5 right, 60% of the latest
- career goal: Data engineer
Module: Loops
Kind of mistake: Off by one
Score: 0.0 of 1
The learner's answer:
~~~
b) ten times
~~~
Resources:
* The loop, drawn
* Another one
Language: en"""


def feedback_prompt(*more: str) -> brief.Brief:
    users = [{"role": "user", "content": text} for text in (MATTER, *more)]
    return brief.read([{"role": "system", "content": HEADINGS}, *users])


def test_feedback_stands_under_the_prompts_headings_and_names_what_it_tells():
    text = answers.ok(answers.Asked(feedback_prompt())).text
    assert re.findall(r"^### .*$", text, flags=re.M) == HEADINGS.split("\n")
    assert "Off by one" in text
    assert "3 of 5" in text
    assert "The loop, drawn" in text


def test_feedback_that_is_asked_for_again_names_less():
    text = answers.ok(answers.Asked(feedback_prompt("Leave out the answer."))).text
    assert "Off by one" in text
    assert not re.search(r"ten times|Loops|3 of 5", text)


def test_feedback_of_another_shape_has_no_headings():
    assert "###" not in answers.answer(answers.Asked(feedback_prompt()), "wrong_schema").text


class Node(BaseModel):
    name: str
    children: list["Node"]
    parent: "Node | None" = None


class Item(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: str = Field(min_length=2, max_length=40)
    summary: str = Field(max_length=200)
    slug: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    minutes: int = Field(ge=5, le=7)
    difficulty: Literal["easy", "hard"]
    share: Annotated[float, Field(gt=0, lt=1)]
    note: str | None = None
    key_concepts: list[str] = Field(min_length=2, max_length=4)


class Outline(BaseModel):
    title: str
    items: list[Item] = Field(min_length=1, max_length=10)


class Odd(BaseModel):
    scores: dict[str, int]
    when: Annotated[str, Field(json_schema_extra={"format": "date-time"})]
    pair: tuple[int, str]
    tags: set[str] = Field(min_length=4, max_length=4)
    kinds: set[Literal["a", "b"]]
    yes: bool
    tiny: str = Field(max_length=3)
    wordy: str = Field(min_length=300, max_length=700)
    tens: int = Field(multiple_of=10, ge=15, le=25)
    anything: Any


@pytest.mark.parametrize("language", FIXED)
@pytest.mark.parametrize("model", [Outline, Node, Odd])
@pytest.mark.parametrize("seed", range(10))
def test_json_validates_against_its_schema(model, language, seed):
    wanted = model.model_json_schema()
    value = schema.fill(brief.read(prompt("Title: Loops", f"Language: {language}"), seed=seed), wanted)
    jsonschema.Draft202012Validator(wanted).validate(value)
    model.model_validate(value)


@pytest.mark.parametrize(("said", "got"), [("Count: 7", 7), ("Count: 40", 10), ("Count: 0", 1), ("", 3)])
def test_count_is_kept_within_the_bounds_of_the_array(said, got):
    value = schema.fill(brief.read(prompt("Language: ko", said)), Outline.model_json_schema())
    assert len(value["items"]) == got
    assert {len(item["key_concepts"]) for item in value["items"]} == {3}


@pytest.mark.parametrize("characters", [8, 16, 40])
def test_names_differ_within_an_array_even_where_room_is_small(characters):
    item = {"type": "object", "properties": {"title": {"type": "string", "maxLength": characters}}}
    value = schema.fill(brief.read(prompt("Language: ko", "Count: 30")), {"type": "array", "items": item})
    assert len({item["title"] for item in value}) == 30


def test_json_is_in_the_language_asked_for():
    item = schema.fill(brief.read(prompt("Title: 반복문", "Language: ko")), Outline.model_json_schema())["items"][0]
    assert all(share_of_hangul(item[name]) == 1 for name in ("title", "summary"))


def test_a_schema_that_nobody_taught_it_is_named():
    with pytest.raises(schema.UnsupportedSchemaError, match="ZZ"):
        schema.fill(brief.read(prompt("")), {"type": "string", "pattern": "^ZZ!+$"})


@pytest.mark.parametrize("language", FIXED)
def test_questions_are_such_as_the_product_keeps(language):
    asked = (f"Title: {TITLES[language]}", f"Language: {language}", "Count: 3")
    written = schema.fill(brief.read(prompt(*asked)), QuestionsOutput.model_json_schema())
    drafts = [question.draft(language) for question in QuestionsOutput.model_validate(written).questions]
    assert [question_prompts.faults_of(draft, drafts[:place]) for place, draft in enumerate(drafts)] == [[], [], []]
