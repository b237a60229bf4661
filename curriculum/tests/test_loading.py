"""Loading the content files, and what is in them."""

import re
import shutil
from itertools import product
from pathlib import Path

import pytest
import yaml

from curriculum import loading
from curriculum.content_files import CONTENT, LANGUAGES, LEVEL_CODES, ContentError, read_topics
from curriculum.models import CuratedSubTopic, Level, MainTopic, OutlineItem

TOPICS = read_topics()
ITEMS = [(topic, sub_topic, item) for topic in TOPICS for sub_topic in topic.subtopics for item in sub_topic.outline]


@pytest.fixture
def content(db, tmp_path) -> Path:
    """A copy of levels and one topic, to break; nothing is loaded yet."""
    for model in (MainTopic, Level):
        model.objects.all().delete()
    (tmp_path / "topics").mkdir()
    shutil.copy(CONTENT / "levels.yaml", tmp_path)
    shutil.copy(CONTENT / "topics" / "security.yaml", tmp_path / "topics" / "some.yaml")
    return tmp_path


def change(content: Path, old: str, new: str) -> None:
    path = content / "topics" / "some.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_loading_twice_changes_nothing(content):
    first, second = loading.load(content), loading.load(content)
    assert first.added > 30
    assert (second.added, second.changed, second.removed) == (0, 0, 0)
    assert second.unchanged == first.added


def test_a_changed_file_changes_its_row_alone(content):
    loading.load(content)
    change(content, "slug: security", "slug: security\n# a comment changes nothing")
    change(content, "category: tech", "category: data")
    report = loading.load(content)
    assert (report.added, report.changed) == (0, 1)
    assert MainTopic.objects.get().category == "data"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("category: tech", "kategory: tech", "category: Field required"),
        ("difficulty_range: [1, 5]", "difficulty_range: [1, 9]", "some.yaml:5: difficulty_range.1"),
        ("levels: [", "levels: [guru, ", "levels.0"),
        ("category: tech", "category: [", "some.yaml:"),
    ],
)
def test_a_broken_file_is_named_with_line_and_field_and_keeps_nothing(content, old, new, message):
    change(content, old, new)
    with pytest.raises(ContentError) as refused:
        loading.load(content)
    assert message in str(refused.value)
    assert not Level.objects.exists()


def test_an_edit_in_the_database_is_kept_and_reported(content):
    loading.load(content)
    MainTopic.objects.update(name_ko="우리 반 보안")
    change(content, "category: tech", "category: data")
    report = loading.load(content)
    topic = MainTopic.objects.get()
    assert (topic.name_ko, topic.category) == ("우리 반 보안", "data")
    assert len(report.kept) == 1
    assert "name_ko" in report.kept[0]


def test_what_left_the_files_leaves_the_database_and_rows_made_by_hand_stay(content):
    loading.load(content)
    sub_topic = CuratedSubTopic.objects.first()
    OutlineItem.objects.create(sub_topic=sub_topic, slug="by-hand", title="손으로", covers="직접 썼습니다.")
    path = content / "topics" / "some.yaml"
    topic = yaml.safe_load(path.read_text(encoding="utf-8"))
    topic["subtopics"][0]["outline"].pop()
    path.write_text(yaml.safe_dump(topic, allow_unicode=True), encoding="utf-8")
    assert loading.load(content).removed == 1
    assert OutlineItem.objects.filter(slug="by-hand").exists()


def test_the_five_levels_are_there_in_order(curriculum):
    assert list(Level.objects.values_list("code", flat=True)) == list(LEVEL_CODES)


def test_there_are_eight_tech_topics_with_five_subtopics_each():
    tech = [topic for topic in TOPICS if topic.category == "tech"]
    assert len(tech) >= 8
    assert all(len(topic.subtopics) >= 5 for topic in tech)
    ai = next(topic for topic in tech if topic.slug == "ai-ml")
    assert sum("intermediate" in sub_topic.levels for sub_topic in ai.subtopics) >= 5
    assert "transformers-architecture" in {sub_topic.slug for sub_topic in ai.subtopics}


def test_no_text_is_in_the_wrong_language():
    for _topic, sub_topic, item in ITEMS:
        assert re.search("[가-힣]", item.covers.ko), f"{sub_topic.slug}/{item.slug}"
        assert not re.search("[가-힣]", item.covers.en + item.pitfall.en + item.title.en), (
            f"{sub_topic.slug}/{item.slug}"
        )


def test_no_two_items_begin_alike():
    for topic, language in product(TOPICS, LANGUAGES):
        texts = [getattr(item.covers, language) for sub_topic in topic.subtopics for item in sub_topic.outline]
        beginnings = [" ".join(text.split()[:4]) for text in texts]
        assert len(beginnings) == len(set(beginnings)), topic.slug
