"""Content review in a browser, with the demo class: a student says what is wrong, a teacher decides, the student hears."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visitor import Visitor, refuse_faults
from tests.product import Product, running_product

PASSWORD = "infou-demo"
SCREENS = [("light", 1280), ("dark", 360)]
WRONG = "B is right too."


@pytest.fixture(scope="module")
def product():
    with running_product(demo=True) as product:
        yield product


def log_in(visitor: Visitor, name: str) -> Page:
    page = visitor.page
    page.goto("/login")
    page.locator("[name=username]").fill(name)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").click()
    expect(page.locator("a.me")).to_be_visible()
    return page


def report_a_question(page: Page) -> None:
    """Of a run, after a wrong answer."""
    page.goto("/practice")
    page.locator("main form button[name=subject], main form button[type=submit]").first.click()
    choices = page.locator("#answer input[type=radio]")
    if choices.count():
        choices.first.check()
    else:
        page.locator("#answer [name=answer]").fill("?")
    page.locator("#answer button[type=submit]").first.click()
    page.locator("#report summary").click()
    page.locator("#report textarea").fill(WRONG)
    page.locator("#report button").click()
    expect(page.locator("main .notice.success")).to_be_visible()


@pytest.mark.parametrize(("scheme", "width"), SCREENS)
def test_a_report_reaches_the_teacher_and_the_answer_its_reporter(visit, product: Product, scheme, width):
    screen = {"color_scheme": scheme, "viewport": {"width": width, "height": 800}}
    student = log_in(visit("en", **screen), "student1")
    report_a_question(student)
    refuse_faults(student, width)
    teacher = log_in(visit("en", **screen), "teacher1")
    teacher.goto("/teacher/review?kind=question&state=reported")
    refuse_faults(teacher, width)
    teacher.locator("tbody th a").first.click()
    expect(teacher.locator("main")).to_contain_text(WRONG)
    refuse_faults(teacher, width)
    teacher.locator("main a.btn", has_text="Edit").click()
    expect(teacher).to_have_url(re.compile("/edit$"))
    refuse_faults(teacher, width)
    teacher.go_back()
    teacher.locator("#id_note").fill("It is not: B misses the comma.")
    teacher.locator("button[value=confirm]").click()
    expect(teacher.locator("main .notice.success")).to_be_visible()
    student.goto("/history")
    expect(student.locator("main")).to_contain_text("A teacher looked at it")
    refuse_faults(student, width)
