"""The teachers' pages in a browser, with the demo class: seen, used, and closed to the teacher of nobody."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from lms.accounts import demo
from personalization import demo_students
from tests.browser.visitor import answer, faults_of
from tests.product import Product, running_product, wait_for

MADE_SECONDS = 900  # 100 on two quiet cores
RUNS = "SELECT count(*) FROM personalization_submission WHERE plan ? 'demo_run'"
SCREENS = [(scheme, width) for scheme in ("light", "dark") for width in (360, 1280)]
ENGLISH = [("en", "light", 1280), ("en", "dark", 360)]
TEACHERS_PAGES = [
    "/teacher",
    "/teacher/students",
    "student",
    "completions",
    "/teacher/at-risk",
    "/teacher/interventions",
    "/teacher/groups",
    "group",
    "roster",
    "/teacher/invitations",
    "/teacher/assignments",
    "/teacher/assignments/new",
    "/teacher/models",
]
IN_ENGLISH = ["/teacher", "student"]
LIST = "Username,Name\nnew-one,새 학생\nbad name,이름\n"
RISKY = """
    SELECT student_id FROM teacher_riskassessment
    WHERE latest AND flagged AND student_id NOT IN (SELECT student_id FROM teacher_intervention)
    ORDER BY score DESC, excess DESC, student_id
"""
WHO = "SELECT username FROM accounts_user WHERE id = %s"
GIVEN = "SELECT id, assignment_id FROM teacher_intervention WHERE action = 'review_set' AND student_id = %s"


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    """With the demo class, once its weeks of practice are made."""
    with running_product(demo=True) as product:
        runs = sum(len(one.runs) for one in demo_students.students())
        wait_for(lambda: product.value(RUNS) >= runs, MADE_SECONDS, f"{runs} runs of the class")
        yield product


def log_in(page: Page, name: str) -> None:
    page.goto("/login")
    page.locator("#id_username").fill(name)
    page.locator("#id_password").fill(demo.PASSWORD)
    page.locator("main form button").first.click()
    expect(page.locator(".me")).to_be_visible()


def signed_in(chromium: Browser, product: Product, name: str) -> dict:
    with chromium.new_context(locale="ko-KR", base_url=product.address) as context:
        log_in(context.new_page(), name)
        return context.storage_state()


@pytest.fixture(scope="module")
def teacher(chromium, product) -> dict:
    """teacher1's cookies, and the addresses of a student, the class, and a list that was uploaded."""
    cookies = signed_in(chromium, product, "teacher1")
    group = product.value("SELECT id FROM accounts_classgroup")
    student = product.value("SELECT id FROM accounts_user WHERE username = 'student7'")
    with chromium.new_context(locale="ko-KR", base_url=product.address, storage_state=cookies) as context:
        page = context.new_page()
        page.goto("/teacher/at-risk")  # works out who nobody has looked at yet
        page.goto(f"/teacher/groups/{group}/import")
        file = {"name": "class.csv", "mimeType": "text/csv", "buffer": LIST.encode()}
        page.locator("input[type=file]").set_input_files(file)
        page.locator("main form button.btn").first.click()
        page.wait_for_url("**/import/*")
        addresses = {"group": f"/teacher/groups/{group}", "roster": page.url, "student": f"/teacher/students/{student}"}
    return {"cookies": cookies, "completions": f"{addresses['student']}/completions", **addresses}


@pytest.mark.parametrize(("language", "scheme", "width"), [*(("ko", *one) for one in SCREENS), *ENGLISH])
def test_everybody_can_use_the_pages_of_teachers(visit, teacher, language, scheme, width):
    screen = {"color_scheme": scheme, "viewport": {"width": width, "height": 800}}
    cookies = {"cookies": [one for one in teacher["cookies"]["cookies"] if "lang" not in one["name"]]}
    visitor = visit(language, storage_state=cookies, **screen)
    faults = []
    for address in TEACHERS_PAGES if language == "ko" else IN_ENGLISH:
        assert visitor.page.goto(teacher.get(address, address)).status == 200, address
        expect(visitor.page.locator("html")).to_have_attribute("lang", language)
        faults += [f"{address}: {fault}" for fault in faults_of(visitor.page, width)]
    assert faults == []
    assert visitor.complaints == []


def lists_of(page: Page) -> list[str]:
    """The addresses of all lists that the admin site offers this person."""
    page.goto("/admin/")
    links = page.locator("a[href^='/admin/']").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    return sorted({link for link in links if re.fullmatch(r"/admin/\w+/\w+/", link)})


@pytest.mark.parametrize(("name", "at_least"), [("teacher1", 20), ("admin", 40)])
def test_every_admin_list_and_the_page_of_its_first_row_open(visit, product, name, at_least):
    visitor = visit()
    page = visitor.page
    log_in(page, name)
    lists = lists_of(page)
    assert len(lists) >= at_least, lists
    for address in lists:
        assert page.goto(address).status == 200, address
        row = page.locator("#result_list th a, #result_list td a[href*='/change/']").first
        if row.count():
            assert page.goto(row.get_attribute("href")).status == 200, address
    assert visitor.complaints == []


def test_a_review_set_goes_from_one_click_to_done(visit, product, teacher):
    """Who first → the student's dashboard → the last question → the teacher sees it."""
    teaching = visit("ko", storage_state=teacher["cookies"])
    page = teaching.page
    student = product.rows(RISKY)[0][0]
    page.goto("/teacher/at-risk")
    offer(page, student).click()
    wait_for(lambda: product.rows(GIVEN, student), 20, "an intervention")
    intervention, assignment = product.rows(GIVEN, student)[0]
    learning = visit("ko")
    log_in(learning.page, product.value(WHO, student))
    work_through(learning.page, product, intervention)
    left = "SELECT count(*) FROM personalization_assignment_questions WHERE assignment_id = %s"
    page.goto(f"/teacher/interventions/{intervention}")
    size = product.value(left, assignment)
    expect(page.locator("main .badge.done")).to_be_visible()
    expect(page.locator("dl.facts")).to_contain_text(f"{size}")
    faults = faults_of(page, 1280)
    page.goto("/teacher/interventions")
    assert faults + faults_of(page, 1280) == []
    assert (teaching.complaints, learning.complaints) == ([], [])


def offer(page: Page, student: int) -> Locator:
    """The button that gives this student a review set."""
    form = page.locator("form", has=page.locator(f"input[name=student_id][value='{student}']"))
    return form.locator("button[value=review_set]")


def work_through(page: Page, product: Product, intervention: int) -> None:
    page.goto("/dashboard")
    page.locator(f"#from-teacher-{intervention} form button").click()
    page.wait_for_url("**/practice/sub_*")
    while page.locator("#answer").count():
        answer(page, product)
        page.locator("#answer button.btn").first.click()
        page.locator(".verdict-box [data-next]").click()
        expect(page.locator("#answer, main .list .badge").first).to_be_visible()
        page.wait_for_load_state()
    page.goto("/dashboard")
    expect(page.locator(f"#from-teacher-{intervention} form")).to_have_count(0)


def test_the_teacher_of_nobody_sees_nobody(visit, product, teacher):
    visitor = visit()
    page = visitor.page
    log_in(page, "teacher2")
    names = re.compile("|".join([*demo.STUDENTS, demo.GROUP, r"student\d"]))
    addresses = [address for address in TEACHERS_PAGES if address.startswith("/")] + lists_of(page)
    for address in addresses:
        assert page.goto(address).status == 200, address
        assert not names.search(page.content()), address
    for name in ("student", "completions", "group", "roster"):
        assert page.goto(teacher[name]).status == 404
