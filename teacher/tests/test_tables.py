from dataclasses import dataclass

from django.test import RequestFactory

from lms.accounts.models import User
from teacher.tables import Column, Table


@dataclass
class Row:
    name: str
    score: float | None


COLUMNS = [
    Column("name", "Name", value=lambda row: row.name, sort="name"),
    Column("score", "Score", value=lambda row: row.score, sort="score", number=True),
]
ROWS = [Row("b", None), Row("a", 0.5), Row("c", 0.9)]


def table(query: str = "", rows=ROWS) -> Table:
    return Table(RequestFactory().get(f"/?{query}"), "class", COLUMNS, rows, order="-score")


def names(of: Table) -> str:
    return "".join(row.name for row in of.shown)


def test_rows_without_a_value_come_last_either_way():
    assert names(table()) == "cab"
    assert names(table("class_sort=score")) == "acb"
    assert names(table("class_sort=-name")) == "cba"


def test_an_unknown_column_is_the_usual_order():
    assert names(table("class_sort=password")) == "cab"


def test_a_head_links_to_the_other_way_and_keeps_the_filters():
    name, score = table("group=3&class_page=2").heads
    assert name["address"] == "?group=3&class_sort=name#class"
    assert (score["address"], score["sorted"]) == ("?group=3&class_sort=score#class", "descending")


def test_a_cell_says_what_its_column_makes_of_the_row():
    score = Column(
        "score",
        "Score",
        lambda row: row.score,
        unit="%",
        text=lambda row: row.score and 100 * row.score,
        link=lambda row: f"/{row.name}",
    )
    assert [score.cell(row)["text"] for row in ROWS] == ["–", "50.0%", "90.0%"]
    assert score.cell(ROWS[0])["address"] == "/b"


def test_a_query_is_sorted_by_the_database_and_exported_whole(db, queries):
    User.objects.bulk_create(User(username=f"u{number:02}", display_name=str(number)) for number in range(30))
    columns = [Column("name", "Name", value=lambda row: row.username, sort="username")]
    shown = Table(RequestFactory().get("/?class_page=2"), "class", columns, User.objects.all(), order="name")
    with queries(at_most=2):
        assert [row.username for row in shown.shown] == ["u25", "u26", "u27", "u28", "u29"]
    assert len(list(shown.as_file().streaming_content)) == 31
