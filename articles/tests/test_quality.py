"""The quality gate: what makes a text unusable, what takes points off, what the model is told."""

import random
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import quality
from articles.article_text import ArticleText, parse
from articles.quality import Asked, advice, check
from articles.repetition import is_hopeless
from articles.text_level import LevelFit, level_fit, reading_level
from curriculum.content_files import LEVEL_CODES

SAMPLES = Path(__file__).parent / "samples"


def sample(level: str, language: str) -> ArticleText:
    return parse((SAMPLES / f"caching.{level}.{language}.md").read_text(), language=language)


def judge(
    text: ArticleText, level: str = "intermediate", language: str = "en", *, finish_reason: str = "stop", **more
) -> quality.Verdict:
    asked = Asked(level, language, **{"length": "short", "with_examples": True, **more})
    return check(text, asked, finish_reason=finish_reason)


def with_more(more: str, language: str = "en") -> ArticleText:
    """A good article with something added to its body."""
    text = sample("intermediate", language)
    body = f"{text.body}\n\n{more}"
    return replace(text, body=body, markdown=text.markdown.replace(text.body, body))


def hard_codes(text: ArticleText, language: str = "en", **more) -> list[str]:
    return [fault.code for fault in judge(text, language=language, **more).hard]


def soft_codes(text: ArticleText, **more) -> list[str]:
    return [fault.code for fault in judge(text, **more).soft]


# --- level


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_five_levels_of_one_article_are_in_order(language):
    levels = [reading_level(level_fit(sample(level, language), language), language) for level in LEVEL_CODES]
    assert all(1 <= level <= 5 for level in levels)
    assert all(harder - easier > 0.2 for easier, harder in pairwise(levels)), levels


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("level", LEVEL_CODES)
def test_good_articles_pass_at_their_own_level(level, language):
    verdict = judge(sample(level, language), level=level, language=language)
    assert verdict.hard == []
    assert {fault.code for fault in verdict.soft} <= {"length", "no_example"}  # they are short on purpose


@pytest.mark.parametrize(
    ("written_for", "wanted", "words"),
    [("expert", "beginner", "too hard"), ("absolute_beginner", "advanced", "too simple")],
)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_an_article_for_others_doesnt_fit(written_for, wanted, words, language):
    faults = judge(sample(written_for, language), level=wanted, language=language).soft
    assert [words in fault.message for fault in faults if fault.code == "level_fit"] == [True]


def test_what_is_measured():
    text = parse(
        "## A\n\nA **key** is a name for a row. For example, four.\n\n- and an item of six words\n\n```text\n1\n2\n```",
        language="en",
    )
    fit = level_fit(text, "en")
    assert fit.words_a_sentence == (8 + 6) / 2  # "For example, four." is too short to tell anything
    assert fit.terms_per_100_words == fit.examples_per_100_words == 100 / 18
    assert fit.code_lines_per_100_words == 2 * fit.terms_per_100_words


def test_a_text_without_words_has_a_level_too():
    assert level_fit(parse("", language="en"), "en") == LevelFit(0, 0, 0, 0)


# --- hard faults


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (
            "한국어로 쓴 문단이 들어 있습니다. " * 3 + "이 글은 영어로 써야 하는데 한국어가 섞였습니다.",
            "wrong_language",
        ),
        ("这是一个用中文写的段落，说明缓存的工作原理和使用方法。", "wrong_language"),
        ("As an AI language model, I can't open web pages.", "leftover"),
        ("As an AI, I have no opinion.", "leftover"),
        ("I'm sorry, but I can't help.", "leftover"),
        ("This is the article you requested.", "leftover"),
        ("Lorem ipsum dolor sit amet.", "leftover"),
        ("TODO: write this part.", "leftover"),
        ("## TODO", "leftover"),
        ("Then [insert an example here].", "leftover"),
        ("Ask for <your text here>.", "leftover"),
        ("The end.<|im_end|>", "leftover"),
        ("```python\nprint('a'\n```", "bad_code"),
        ("```py\nif True:\nprint(1)\n```", "bad_code"),
        ("```json\n{'a': 1}\n```", "bad_code"),
        ('```json\n{"a": [1, ...]}\n```', "bad_code"),
        ("```yaml\na: b: c\n```", "bad_code"),
        ("```yaml\nkey: *nobody\n```", "bad_code"),
        ("```html\n<div><b>bold</div>\n```", "bad_code"),
        ("```html\n<div><b>bold</b>\n```", "bad_code"),
        ("```json\n" + "[" * 15_000 + "\n```", "bad_code"),
        ("```yaml\n" + "[" * 15_000 + "\n```", "bad_code"),
        ("```python\n" + "(" * 15_000 + "\n```", "bad_code"),
        ("```text\n" + "x" * 30_000 + "\n```", "bad_code"),
        ("```python\nprint(1)", "cut_off"),
        ("<script>alert(1)</script>", "unsafe"),
        ("<IFRAME src='https://a.b'>", "unsafe"),
        ("<img src=x onerror=alert(1)>", "unsafe"),
        ("[a link](javascript:alert(1))", "unsafe"),
        ("[a link](java&#115;cript:alert(1))", "unsafe"),
        ("[a]: javascript:alert(1)", "unsafe"),
        ("A cache keeps every answer near. " * 4, "repetition"),
        ("the cache is fast and " * 60, "repetition"),
        ("- A cache keeps answers near\n" * 5, "repetition"),
        ("A cache keeps every answer that was asked for before near to you. " * 3, "repetition"),
        ("## What nobody wrote\n\n## And then\n\nSome text.", "empty_section"),
        ("## And then\n\nSome text.\n\n### A last one\n\n## More\n\nText.", "empty_section"),
        ("```bash\nFirst you open the terminal.\nThen you type the name of the server.\n```", "bad_code"),
        ("```sql\nThe query reads every row of the table.\n```", "bad_code"),
        (
            "캐시는 자주 쓰는 답을 가까이 두는 곳이라서 같은 일을 두 번 하지 않아도 됩니다.",
            "wrong_language",
        ),
        ("A cache keeps 数据 near.", "wrong_language"),
    ],
)
def test_hard_faults_in_english(more, code):
    assert code in hard_codes(with_more(more))


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("A cache keeps answers so that the same work is not done twice in a program. " * 8, "wrong_language"),
        ("캐시를使用하면 데이터를 빠르게获取할 수 있고 数据库의 부담이 减少됩니다.", "wrong_language"),
        ("AI 언어 모델로서 저는 웹에 접속할 수 없습니다.", "leftover"),
        ("저는 인공지능이므로 경험이 없습니다.", "leftover"),
        ("죄송하지만 더 쓸 수 없습니다.", "leftover"),
        ("요청하신 글입니다.", "leftover"),
        ("[여기에 예시를 입력]", "leftover"),
        ("여기에 내용을 작성하세요.", "leftover"),
        ("캐시는 답을 가까이 두는 곳입니다. " * 4, "repetition"),
        ("캐시는 빠르고 좋은 것이며 " * 40, "repetition"),
        ("캐시는 데이터를 가까이 두어 서버와 브라우저之间的 거리를 줄입니다.", "wrong_language"),
        ("없는 값은 데이터베이스에서 가져와야 하니 느려ques니다.", "wrong_language"),
        ("A cache keeps answers near, so that the same work is not done twice by a program.", "wrong_language"),
        (
            "```javascript\n캐시에 값이 없으면 서버에 다시 물어봅니다.\n그 값을 캐시에 넣고 화면에 보여 줍니다.\n```",
            "bad_code",
        ),
    ],
)
def test_hard_faults_in_korean(more, code):
    assert code in hard_codes(with_more(more, "ko"), language="ko")


@pytest.mark.parametrize(
    "more",
    [
        "Build a todo list app, or a TODO list for two.",
        "Comments such as `TODO: fix` and `<script>` are fine in code.",
        "```python\n# TODO: cache this\nprint('<script>')\n```",
        "```html\n<script>go()</script>\n<p>one\n<p>two<br>\n<Card />\n```",
        "```html\n<div class='a'>\n```",
        "As an AI engineer you measure first. GPT works, as a language model, on tokens.",
        "The chatbot answers \"I'm sorry, but I don't know that.\"",
        "Write &lt;script&gt; with entities, and press [Insert] to insert a row.",
        "The javascript: scheme is old. In my data: three rows. Use online=1 if x < y and on = 2.",
        "```python\n>>> 1 + 1\n2\n>>> for n in 'ab':\n...     print(n)\na\nb\n```",
        "```python\n!pip install redis\n%timeit 1\nprint('%d'\n      % 1)\n```",
        '```python\nimport re\nre.match("\\d", "1")\nawait x\n```',
        "```yaml\na: !Ref b\n---\nc: 1\n```",
        "```json\n[1, null]\n```",
        "```js\nconst a = {\n```",
        "```\nno language <\n```",
        "```python\n```",
        "Output:\n\nOutput:\n\nOutput:\n\nOutput:\n\nOutput:",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "The word 캐시 is Korean for cache, θ and Σ are Greek.",
        'A sign such as "字" (漢字) takes three bytes, `字` too.',
        "## One section\n\n### Its first part\n\nText.",
        "```bash\n# Starts the server and shows its address.\nnpm start\n```",
        "```dockerfile\nFROM python:3.13\n```",
    ],
)
def test_what_only_looks_like_a_fault_in_english(more):
    assert hard_codes(with_more(more)) == []


@pytest.mark.parametrize(
    "more",
    [
        "GPT는 대규모 언어 모델로서 다음 단어를 예측합니다.",
        '챗봇은 "죄송하지만 다시 말씀해 주세요"라고 답합니다.',
        "이름 칸이 있는 화면에서 여기에 값을 입력하면 결과가 바로 나옵니다.",
        "Redis와 PostgreSQL, Django REST framework를 Docker Compose로 띄웁니다.",
        "저는 AI 개발자입니다.",
        "웹API를 부르고 변수x에 담습니다.",
        "TODO 앱을 만들어 봅시다.",
    ],
)
def test_what_only_looks_like_a_fault_in_korean(more):
    assert hard_codes(with_more(more, "ko"), language="ko") == []


PROSE = "Caches keep answers. " + " ".join(f"Word{number} follows another word here." for number in range(30))


@pytest.mark.parametrize(
    "end",
    [
        "and then the",
        "the last part:",
        "## The next section",
        "- one thing,",
        "- **half a name",
        "```",
        "A table\n\n```python",
    ],
)
def test_a_text_that_breaks_off(end):
    assert "cut_off" in hard_codes(parse(f"{PROSE}\n\n{end}", language="en"))


@pytest.mark.parametrize(
    "end",
    ["The end.", '"The end."', "**The end.**", "- one thing", "| a | b |", "```text\nout\n```", "끝났다"],
)
def test_a_text_that_ends(end):
    assert "cut_off" not in hard_codes(parse(f"{PROSE}\n\n{end}", language="en"))


def test_the_provider_knows_best_that_a_text_was_cut():
    assert hard_codes(sample("intermediate", "en"), finish_reason="length") == ["cut_off"]


def test_a_list_that_was_cut():
    text = parse(f"{PROSE}\n\n## Key terms\n\n- **Cache**: a place for answers,", language="en")
    assert "cut_off" in hard_codes(text)


def test_next_to_nothing_is_no_article():
    assert hard_codes(parse("A short text.", language="en")) == ["empty"]


def test_a_model_that_never_stopped_is_not_read():
    text = parse("word [ `a **b " * 800_000, language="en")
    assert len(text.markdown) > 10_000_000
    assert hard_codes(text) == ["too_long"]


def test_the_lists_beside_the_text_are_looked_at_too():
    text = sample("intermediate", "en")
    assert hard_codes(replace(text, tips=["数据를 먼저 보세요"])) == ["wrong_language"]
    assert hard_codes(replace(text, tips=["As an AI, I measure first."])) == ["leftover"]


@pytest.mark.parametrize(
    "unfilled",
    [
        {"terms": [("term", "a place for answers"), ("Miss", "not there")]},
        {"terms": [("Cache", "definition"), ("Miss", "not there")]},
        {"terms": [("Cache", "what it means."), ("Miss", "not there")]},
        {"tips": ["tip 1", "tip 2"]},
        {"tips": ["..."]},
    ],
)
def test_a_form_that_was_not_filled_in(unfilled):
    assert hard_codes(replace(sample("intermediate", "en"), **unfilled)) == ["leftover"]


PROMPT = [
    "Course material:",
    "Level: beginner",
    "Close it with four sections, the last with a list of two or three names.",
]


@pytest.mark.parametrize(
    ("more", "echoed"),
    [
        ("Course material:\n\nA cache is near.", True),
        ("**Level:** beginner", True),
        ("- with four sections, the last with a list", True),
        ("The course material is short, and so is this.", False),
        ("Close it with four nails.", False),
    ],
)
def test_the_prompt_is_not_part_of_the_article(more, echoed):
    assert ("leftover" in hard_codes(with_more(more), prompt=PROMPT)) is echoed


def test_an_article_about_something_else():
    assert hard_codes(good(), outline_terms=["Kubernetes", "Pod"]) == ["off_topic"]
    assert hard_codes(good(), outline_terms=["Kubernetes", "Cache"]) == []


def test_where_nearly_everything_is_wrong_nothing_is_kept():
    text = replace(good(150), terms=[], missing=["summary", "terms", "tips", "related"])
    verdict = judge(replace(text, body=text.body.replace("## ", "")), length="medium")
    assert (verdict.score, [fault.code for fault in verdict.hard]) == (0.0, ["poor"])
    assert "write 450 to 800" in advice(verdict)


LOOP = "A key names a row of the table. Every row has one. It never changes, and nobody uses it twice. " * 30


@pytest.mark.parametrize(
    ("written", "hopeless"),
    [(LOOP, True), (LOOP[:300], False), ((SAMPLES / "caching.beginner.ko.md").read_text() * 4, True)],
)
def test_a_loop_is_seen_while_it_is_written(written, hopeless):
    assert is_hopeless(written) is hopeless


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.md")), ids=lambda path: path.name)
def test_no_good_article_is_given_up_while_it_is_written(path):
    assert not is_hopeless(path.read_text())


def test_hard_faults_leave_no_score():
    verdict = judge(with_more("TODO: more."))
    assert (verdict.score, [fault.code for fault in verdict.hard]) == (0.0, ["leftover"])


# --- soft faults


VOCABULARY = [
    "shop",
    "price",
    "memory",
    "answer",
    "server",
    "reader",
    "page",
    "picture",
    "minute",
    "list",
    "note",
    "copy",
]


def good(words: int = 300) -> ArticleText:
    """Without any fault, for an intermediate reader."""
    dice = random.Random(1)
    sentences = [" ".join(dice.choices(VOCABULARY, k=16)).capitalize() + "." for _ in range((words - 40) // 16)]
    half = len(sentences) // 2
    return parse(
        "## What a cache is\n\nA cache is called near memory because reading it takes less time than asking again. "
        f"For example, a shop keeps its prices. {' '.join(sentences[:half])}\n\n"
        f"## What a miss costs\n\nA miss means that the answer has to be fetched. {' '.join(sentences[half:])}\n\n"
        "## Summary\n\nCaches keep answers.\n\n## Key terms\n\n- **Cache**: near memory\n- **Miss**: not there\n\n"
        "## Practical tips\n\n- Measure first.\n\n## Related concepts\n\n- Memory",
        language="en",
    )


def test_an_article_without_faults():
    assert judge(good()) == quality.Verdict(1.0, [], [])
    assert advice(judge(good())) == ""


@pytest.mark.parametrize(
    ("text", "code", "penalty"),
    [
        (replace(good(), body=good().body.replace("## What a miss costs", "")), "headings", 0.15),
        (replace(good(), body=good().body + "\n\n#### Deep\n\nText."), "headings", 0.075),
        (replace(good(), terms=[]), "terms_missing", 0.15),
        (replace(good(), terms=good().terms[:1]), "terms_missing", 0.075),
        (replace(good(), terms=[("Cache", "x"), ("Sharding", "y")]), "terms_unused", 0.05),
        (replace(good(), missing=["summary", "tips", "related"]), "sections_missing", 0.15),
        (replace(good(), missing=["tips"]), "sections_missing", 0.05),
        (replace(good(), terms=[("Cache", "the cache"), ("Miss", "not there")]), "terms_empty", 0.15),
        (replace(good(), terms=[("Cache", "not there"), ("Miss", "Not there")]), "terms_empty", 0.15),
        (replace(good(), body=good().body.replace("For example, a", "A")), "no_example", 0.15),
        (replace(good(), markdown=good().markdown + "\n\nSee https://made.up."), "unknown_links", 0.05),
    ],
)
def test_each_soft_fault_takes_its_part(text, code, penalty):
    verdict = judge(text)
    assert [(fault.code, fault.penalty) for fault in verdict.soft] == [(code, penalty)]
    assert verdict.score == pytest.approx(1 - penalty)


@pytest.mark.parametrize(
    ("wanted", "words", "penalty"),
    [("short", 300, 0), ("medium", 440, 0.02), ("medium", 300, 0.3), ("medium", 200, 0.45), ("short", 620, 0.34)],
)
def test_the_further_from_the_wanted_length_the_worse(wanted, words, penalty):
    faults = judge(good(words), length=wanted).soft
    assert sum(fault.penalty for fault in faults if fault.code == "length") == pytest.approx(penalty, abs=0.04)


def test_outline_terms_that_do_not_come_up():
    faults = judge(good(), outline_terms=["Cache", "Miss", "Eviction"]).soft
    assert [(fault.code, fault.penalty) for fault in faults] == [("outline_terms", 0.1)]


def test_a_list_that_says_the_text_again():
    twice = "Measure how long the answer takes before you put a cache in front of it."
    text = replace(good(), tips=[twice], terms=[("Cache", twice), ("Miss", "not there")])
    assert soft_codes(text) == ["said_twice"]


def copied_from(text: ArticleText, share: float) -> str:
    """Course material that has such a share of the text's sentences."""
    prose = " ".join(line for line in text.body.split("\n") if not line.startswith("#"))
    sentences = prose.split(". ")
    return ". ".join([*sentences[: round(share * len(sentences))], "And one that nobody copied."])


@pytest.mark.parametrize(("share", "penalty"), [(0.4, 0), (0.7, 0.075)])
def test_a_text_partly_copied_from_the_course(share, penalty):
    verdict = judge(good(), material=copied_from(good(), share))
    assert sum(fault.penalty for fault in verdict.soft if fault.code == "copied") == pytest.approx(penalty, abs=0.03)
    assert verdict.hard == []


def test_a_text_that_is_all_copied_is_the_courses_not_the_models():
    verdict = judge(good(), material=copied_from(good(), 1))
    assert (verdict.score, [fault.code for fault in verdict.hard]) == (0.0, ["copied"])
    assert "in your own words" in advice(verdict)


def test_half_of_the_wanted_length_is_worth_a_second_try():
    assert judge(good(220), length="medium").score < quality.GOOD_ENOUGH <= judge(good(420), length="medium").score


@pytest.mark.parametrize(
    ("term", "occurs"),
    [
        ("API Key (API 키)", True),
        ("상태 관리", True),
        ("Hooks", True),
        ("cache", True),
        ("Go", False),
        ("무효화", False),
    ],
)
def test_a_key_term_occurs_under_any_of_its_names(term, occurs):
    body = "API 키를 쓰는 상태관리에서는 hook과 caches를 Google에서 찾습니다."
    text = replace(good(), terms=[(term, "x"), (term, "x")], body=body)
    assert ("terms_unused" in soft_codes(text)) is not occurs


def test_examples_are_only_missed_where_they_were_wanted():
    text = replace(good(), body=good().body.replace("For example, a", "A"))
    assert soft_codes(text, with_examples=False) == []


def test_known_links_are_no_fault():
    text = replace(good(), markdown=good().markdown + "\n\nSee [the docs](https://docs.python.org/3/).")
    assert soft_codes(text, known_urls=["https://docs.python.org/3"]) == []


def test_advice_tells_the_worst_first():
    text = replace(good(220), terms=[], missing=["terms", "tips"])
    lines = advice(judge(text, length="medium")).splitlines()
    assert lines[0].endswith("write 450 to 800.")
    assert lines[1:] == [
        "- Add a section `## Key terms` with 2 to 6 lines `- **term**: definition`.",
        "- Add at the end: `## Practical tips`.",
    ]


def test_advice_names_the_headings_of_the_language():
    text = replace(sample("intermediate", "ko"), missing=["related"])
    assert "- Add at the end: `## 관련 개념`." in advice(judge(text, language="ko"))


# --- any text at all

PIECES = ["## A", "#### B", "A text of it.", "- item", "```", "<script>", "| a |", "[a](b)"]
PIECES += ["```python", "```json", "```html", "```yaml"]
MARKDOWNISH = st.lists(st.sampled_from(PIECES) | st.text(max_size=60), max_size=30).map("\n\n".join)


@given(MARKDOWNISH, st.sampled_from(LEVEL_CODES), st.sampled_from(["ko", "en"]), st.sampled_from(["short", "long"]))
def test_any_text_gets_the_same_score_between_0_and_1_twice(markdown, level, language, length):
    text = parse(markdown, language=language)
    first, second = (judge(text, level=level, language=language, length=length) for _ in range(2))
    assert first == second
    assert 0 <= first.score <= 1
    assert (first.score == 0) or not first.hard
    advice(first)
    assert 1 <= reading_level(level_fit(text, language), language) <= 5
