"""Classes as students see them: joining by code and link, leaving; what the teacher sees before and after."""

import pytest

from lms.accounts import groups
from lms.accounts.access import may_see
from lms.accounts.models import ClassGroup

JOIN, CLASSES = "/api/v1/groups/join", "/api/v1/groups"


@pytest.mark.parametrize(
    "write", [str, str.lower, lambda code: f" {code[:4]}-{code[4:]} "], ids=["as is", "small", "spaced"]
)
def test_a_code_is_read_as_people_write_it(group, write):
    assert groups.with_code(write(group.join_code)) == group


@pytest.mark.parametrize("code", ["", "ABCDEFGH", "ＡＢＣＤＥＦＧＨ", "x" * 500, "' OR 1=1"])
def test_another_code_opens_nothing(group, code):
    assert groups.with_code(code) is None


def test_joining_lets_the_teachers_see_and_leaving_ends_it(api, teacher, other_learner, group):
    client = api(other_learner)
    assert not may_see(teacher, other_learner.pk)
    joined = client.post(JOIN, {"code": group.join_code}, format="json")
    assert (joined.status_code, joined.json()["name"], joined.json()["teachers"]) == (200, "1반", ["seoyeon"])
    assert client.post(JOIN, {"code": group.join_code}, format="json").json() == joined.json()
    assert may_see(teacher, other_learner.pk)
    assert [one["id"] for one in client.get(CLASSES).json()["items"]] == [group.pk]
    assert client.delete(f"{CLASSES}/{group.pk}/membership").status_code == 204
    assert not may_see(teacher, other_learner.pk)
    assert client.delete(f"{CLASSES}/{group.pk}/membership").status_code == 404


def test_only_students_with_an_account_join(api, group, guest, teacher_of_nobody, administrator):
    codes = [
        api(person).post(JOIN, {"code": group.join_code}, format="json").json()["code"]
        for person in (None, guest, teacher_of_nobody, administrator)
    ]
    assert codes == ["not_authenticated", "account_needed", "students_only", "students_only"]
    assert group.memberships.count() == 1


def test_guessing_codes_comes_to_an_end(api, browser, settings, other_learner, group):
    settings.RATE_LIMIT_JOIN, settings.RATE_LIMIT_JOIN_ADDRESS = "3/10m", "2/10m"
    client = api(other_learner)
    answers = [client.post(JOIN, {"code": "AAAAAAAA"}, format="json") for _try in range(4)]
    assert [answer.status_code for answer in answers] == [400, 400, 400, 429]
    assert answers[0].json()["errors"][0]["field"] == "code"
    assert client.post(JOIN, {"code": group.join_code}, format="json").status_code == 429
    assert [browser().get("/join/AAAAAAAA").status_code for _try in range(3)] == [200, 200, 429]


def test_the_link_shows_who_will_see_what_and_then_joins(browser, other_learner, group):
    page = browser(other_learner, "en")
    shown = page.get(f"/join/{group.join_code}").text
    assert all(words in shown for words in ("Join 1반?", "seoyeon", "the answers you give", "leave at any time"))
    assert not other_learner.memberships.exists()
    assert page.post(f"/join/{group.join_code}")["Location"] == "/me/classes"
    assert "You are in the class 1반" in page.get("/me/classes").text


@pytest.mark.parametrize("way", ["signup", "login"])
def test_who_is_signed_out_comes_back_to_the_link(browser, other_learner, group, way):
    page, link = browser(language="en"), f"/join/{group.join_code}"
    assert f'href="/{way}?next=%2Fjoin%2F{group.join_code}"' in page.get(link).text
    names = {"signup": ("haneul", "a-good-long-password"), "login": ("seojun", "correct-horse-battery")}
    username, password = names[way]
    answer = page.post(f"/{way}", {"username": username, "password": password, "next": link})
    assert answer["Location"] == link
    page.post(link)
    assert group.memberships.filter(student__username=username).exists()


def test_a_guest_is_told_to_sign_up_and_keeps_their_work(browser, guest, group):
    page = browser(guest, "en")
    assert "Make an account and join" in page.get(f"/join/{group.join_code}").text
    assert page.post(f"/join/{group.join_code}").status_code == 403
    page.post("/signup", {"username": "haneul", "password": "a-good-long-password"})
    page.post(f"/join/{group.join_code}")
    assert group.memberships.filter(student=guest).exists()


def test_a_code_typed_in_leads_to_the_class_or_says_what_is_wrong(browser, other_learner, group):
    page = browser(other_learner, "en")
    assert page.get("/join", {"code": group.join_code.lower()})["Location"] == f"/join/{group.join_code}"
    wrong = page.get("/join", {"code": "NOTACODE"})
    assert (wrong.status_code, "No class has this code" in wrong.text) == (400, True)


def test_leaving_on_the_page(browser, learner, group):
    page = browser(learner)
    assert page.post(f"/me/classes/{group.pk}/leave").status_code == 302
    assert not learner.memberships.exists()
    assert page.post(f"/me/classes/{group.pk}/leave").status_code == 404


def test_the_queries_do_not_grow_with_the_classes(api, queries, other_learner, teacher):
    client = api(other_learner)
    for number in range(12):
        group = ClassGroup.objects.create(name=str(number))
        group.teachers.add(teacher)
        groups.join(person=other_learner, group=group)
    client.get(CLASSES)
    with queries(at_most=4):
        assert len(client.get(CLASSES).json()["items"]) == 12
