"""Lists of students: 200 lines with 15 bad ones, encodings, and what an import never does."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from lms.accounts.models import Membership, User
from lms.problems import Problem
from teacher import roster_files, rosters, upkeep
from teacher.models import RosterImport

HEADER = "아이디,이름,이메일"
BAD = {
    3: (",이름뿐", "missing_username"),
    11: ("bad name,김", "bad_username"),
    20: ("a" * 151 + ",김", "username_too_long"),
    33: ("nameless,", "missing_name"),
    47: ("long," + "가" * 81, "name_too_long"),
    58: ("hidden,김\u202e서준", "bad_name"),
    66: ("mail,김,nowhere", "bad_email"),
    71: ("mail2,김," + "a" * 250 + "@x.example", "email_too_long"),
    90: ("good2,김", "doubled"),
    101: ("GOOD2,김", "doubled"),
    120: ("seojun,김서준", "not_yours"),
    133: ("seoyeon,선생", "not_a_student"),
    150: ("root,관리자", "not_a_student"),
    166: ("only-one-cell", "missing_name"),
    180: ("semi;colon,김", "bad_username"),
}


def roster(encoding: str = "utf-8-sig") -> bytes:
    """200 students from line 2 on, 15 of them wrong."""
    lines = {number: f"good{number},학생{number},s{number}@school.example" for number in range(2, 202)}
    lines |= {number: text for number, (text, _code) in BAD.items()}
    return "\n".join([HEADER, *lines.values()]).encode(encoding, "replace" if encoding == "cp949" else "strict")


def file(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("class.csv", content, "text/csv")


@pytest.fixture
def people(administrator, other_learner, group) -> None:
    """Who has an account already: the bad lines name some of them."""


def test_the_preview_names_line_and_reason_and_only_a_yes_imports_the_good_ones_once(
    browser, teacher, people, group, queries
):
    page, address = browser(teacher, "en"), f"/teacher/groups/{group.pk}/import"
    preview = page.post(address, {"file": file(roster())})["Location"]
    text = page.get(preview).text
    assert "185 of 200 can come into the class" in text
    assert "15 lines stay out" in text
    assert '<span class="num">133</span>' in text
    assert "The same user name stands in line 2." in text
    lines = {line["line"]: line["error"] for line in RosterImport.objects.get().lines if line["error"]}
    assert lines == {number: code for number, (_text, code) in BAD.items()}
    assert Membership.objects.count() == 1  # nothing has happened yet

    with queries(at_most=30):
        done = page.post(preview)
    assert done.text.count("/new-password/") == 185
    assert group.memberships.count() == 186
    assert not User.objects.filter(username__startswith="good", password__startswith="md5").exists()
    before = User.objects.count()

    page.post(preview)
    again = page.post(address, {"file": file(roster())})["Location"]
    assert "Nobody new can come in" in page.get(again).text
    assert "/new-password/" not in page.post(again).text
    assert (User.objects.count(), group.memberships.count()) == (before, 186)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_list_is_read_as_spreadsheets_write_it(encoding, delimiter):
    text = delimiter.join(["이름", "번호", "아이디"]) + "\r\n\r\n" + delimiter.join(["한지우", "7", "jiwoo"]) + "\r\n"
    (line,) = roster_files.read(text.encode(encoding))
    assert (line.number, line.username, line.display_name, line.error) == (3, "jiwoo", "한지우", "")


def test_lines_are_counted_as_an_editor_does_also_after_one_that_is_broken_in_two():
    lines = roster_files.read(b'id,name\na,"Kim\nHaneul"\n\nb,B\n')
    assert [(line.number, line.error) for line in lines] == [(2, "bad_name"), (5, "")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"id,name\n\n , \n", "empty"),
        (b"first,second\na,b", "wrong_header"),
        (b"id,id,name\na,b,c", "wrong_header"),
        ("id,name\na,b".encode("utf-16"), "wrong_encoding"),
        ("id,name\nx,André,".encode("latin-1"), "wrong_encoding"),
        (b"\x89PNG\r\n\x1a\n\0", "wrong_encoding"),
        (b'id,name\na,"never closed\nb,c\n', "broken"),
        (b"id,name\n" + b"a,b\n" * 501, "too_many_lines"),
        (b"id,name\n" + b"a" * roster_files.BYTES_AT_MOST, "too_large"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_is_no_list_is_refused_as_a_whole(teacher, group, content, code):
    with pytest.raises(Problem) as refused:
        rosters.preview(by=teacher, group=group, content=content)
    assert refused.value.code == code
    assert refused.value.errors[0]["field"] == "file"


def test_five_hundred_lines_are_read():
    content = "id,name\n" + "".join(f"u{number},n\n" for number in range(500))
    assert len(roster_files.read(content.encode())) == 500


def test_students_of_another_class_of_theirs_join_with_their_account_unchanged(teacher, learner, group, second):
    found = rosters.preview(by=teacher, group=second, content=b"id,name\nJIWOO,Somebody Else\nnew,New")
    assert [line["state"] for line in found.lines] == ["joins", "new"]
    assert [link.person.username for link in rosters.take(roster=found, by=teacher)] == ["new"]
    learner.refresh_from_db()
    assert (learner.display_name, learner.memberships.count()) == ("한지우", 2)


def test_what_changed_since_the_preview_counts(teacher, group):
    """Somebody took the name in between: they are not put into the class."""
    found = rosters.preview(by=teacher, group=group, content=b"id,name\nhaneul,Haneul\nbada,Bada")
    User.objects.create_user("haneul", password="their-own-password")
    assert [link.person.username for link in rosters.take(roster=found, by=teacher)] == ["bada"]
    assert not group.memberships.filter(student__username="haneul").exists()


def test_a_new_student_chooses_a_password_and_is_in(browser, teacher, group):
    found = rosters.preview(by=teacher, group=group, content=b"id,name\nhaneul,Haneul")
    (link,) = rosters.take(roster=found, by=teacher)
    path = link.address.removeprefix("http://127.0.0.1:8000")
    with time_machine.travel(timezone.now() + timedelta(days=6)):
        browser().post(path, {"new_password": "a-good-long-password"})
    page = browser(language="en")
    page.post("/login", {"username": "haneul", "password": "a-good-long-password"})
    assert "1반" in page.get("/me/classes").text


def test_a_list_belongs_to_its_class_and_is_erased_after_a_day(browser, teacher, teacher_of_nobody, group, second):
    found = rosters.preview(by=teacher, group=group, content=b"id,name\nhaneul,=HYPERLINK(1)")
    for number, who in ((group.pk, teacher_of_nobody), (second.pk, teacher)):
        assert browser(who).post(f"/teacher/groups/{number}/import/{found.pk}").status_code == 404
    with time_machine.travel(timezone.now() + timedelta(hours=23)):
        upkeep.erase_rosters()
    assert RosterImport.objects.exists()
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        upkeep.erase_rosters()
    assert not RosterImport.objects.exists()


def test_beat_erases_lists(settings):
    assert settings.CELERY_BEAT_SCHEDULE["erase-rosters"]["task"] == upkeep.erase_rosters.name


def test_the_form_says_what_is_missing(browser, teacher, group):
    page = browser(teacher, "en").post(f"/teacher/groups/{group.pk}/import", {"text": " "})
    assert (page.status_code, "Choose a file or paste the lines" in page.text) == (400, True)
