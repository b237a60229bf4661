"""Finding modules and topics in Korean and English."""

import pytest

pytestmark = pytest.mark.usefixtures("curriculum")


@pytest.fixture
def found(api):
    def found(text: str, where: str = "curriculum/modules", **query) -> list[str]:
        items = api().get(f"/api/v1/{where}", {"search": text, "limit": 100} | query).json()["items"]
        return [item.get("slug") or f"{item['track']}.{item['name']}" for item in items]

    return found


@pytest.mark.parametrize(
    ("text", "module"),
    [
        ("반복문", "python_basics.loops"),
        ("반복문을", "python_basics.loops"),
        ("반복무", "python_basics.loops"),
        ("loop", "python_basics.loops"),
        ("LOOPS", "python_basics.loops"),
        ("Hooks", "react_basics.hooks_basic"),
        ("변수와 자료형", "python_basics.variables_types"),
        ("컨테이너를", "cloud_deployment.containers"),
    ],
)
def test_the_module_that_is_meant_comes_first(found, text, module):
    assert found(text)[0] == module


def test_a_track_is_found_however_its_name_is_spaced(found):
    assert {name.split(".")[0] for name in found("자료구조")} >= {"data_structures"}
    assert {name.split(".")[0] for name in found("자료 구조")} >= {"data_structures"}


def test_a_module_is_found_by_its_resources_behind_those_that_say_it(found):
    assert "cloud_deployment.continuous_delivery" in found("Twelve-Factor")


def test_every_word_has_to_be_found(found):
    assert found("반복문 쿠버네티스") == []
    assert found("zzzqqq") == []


def test_search_and_filters_add_up(found):
    assert set(found("react", difficulty=2)) >= {"react_basics.jsx_basics"}
    assert not [name for name in found("react", industry="enterprise") if name.startswith("react_basics")]


def test_topics_are_found_by_their_subtopics(found):
    assert found("트랜스포머", "main-topics")[0] == "ai-ml"
    assert "transformers-architecture" in found("트랜스포머를", "sub-topics/curated")


@pytest.mark.parametrize("text", ["%", "_", "'", '" | !', "a & (b", "\\", "-- ", "가" * 100])
def test_no_sign_breaks_a_search(api, text):
    for where in ("curriculum/modules", "main-topics", "sub-topics/curated"):
        assert api().get(f"/api/v1/{where}", {"search": text}).status_code == 200
    assert api().get("/api/v1/main-topics", {"search": "가" * 101}).status_code == 400


def test_what_a_teacher_writes_is_found_at_once(found, topic):
    topic.name_en = "Quokka studies"
    topic.save()
    assert found("quokkas", "main-topics") == ["ai-ml"]
