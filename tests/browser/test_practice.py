"""The way of a learner who practises: four questions about themselves, then by keyboard alone, and a dashboard that moves."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visitor import LOCALES, answer, refuse_faults


def onboard(page: Page) -> None:
    page.goto("/onboarding")
    page.locator(".options label").first.click()
    for _step in range(4):
        page.locator("main form button.btn[type=submit]").first.click()
    page.wait_for_url("**/dashboard")


def answer_by_keyboard(page: Page, product) -> None:
    """The right answer to the question that is on, without a mouse; then on to the next."""
    question = page.locator("#answer input[name=question_id]").get_attribute("value")
    key = product.value("SELECT correct_answer FROM curriculum_question WHERE id = %s", question)
    choices = page.locator(".options input")
    if choices.count():
        values = [choices.nth(place).get_attribute("value") for place in range(choices.count())]
        page.keyboard.press(str(values.index(key) + 1))
        page.keyboard.press("Enter")
    else:
        page.keyboard.press("Tab")
        page.locator("#text").focus()
        page.keyboard.insert_text(key)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
    expect(page.locator(".verdict-box [data-next]")).to_be_visible()
    page.locator("h1").focus()
    page.keyboard.press("Enter")


@pytest.mark.parametrize("language", LOCALES)
def test_from_four_questions_to_a_dashboard_that_moves_without_a_reload(visit, product, language):
    visitor = visit(language)
    onboard(visitor.page)
    dashboard = visitor.page
    dashboard.evaluate("window.neverReloaded = true")
    before = dashboard.locator("#board .skills").inner_text()
    practice = dashboard.context.new_page()
    practice.goto("/practice")
    practice.locator("main form button.btn").first.click()
    practice.wait_for_url("**/practice/sub_*")
    for _number in range(5):
        answer_by_keyboard(practice, product)
    expect(practice.locator("main .list .badge.done")).to_have_count(5)
    expect(dashboard.locator("#board .skills")).not_to_have_text(before)
    assert dashboard.evaluate("window.neverReloaded")
    assert visitor.complaints == []


def test_a_wrong_answer_leaves_a_try_and_then_an_explanation_flows_in(visit):
    visitor = visit("en")
    page = visitor.page
    page.goto("/practice")
    page.locator("button[value=html_css]").click()
    page.wait_for_url("**/practice/sub_*")
    page.locator("[data-hint]").click()
    expect(page.locator(".hints li")).to_have_count(1)
    if page.locator(".options").count():
        page.keyboard.press("1")
        page.keyboard.press("Enter")
    else:
        page.locator("#text").fill("no idea")
        page.locator("#answer button.btn").first.click()
    expect(page.locator(".verdict-box")).to_be_visible()
    if page.locator("#feedback").count():
        expect(page.locator("#feedback .flow-text")).to_be_visible()
    assert visitor.complaints == []


def test_a_placement_leads_from_the_last_step_to_a_dashboard_that_knows_it(visit, product):
    visitor = visit("en")
    page = visitor.page
    page.goto("/onboarding")
    page.locator(".options label").first.click()
    for _step in range(3):
        page.locator("main form button.btn[type=submit]").first.click()
    page.locator("button[name=then]").click()
    page.wait_for_url("**/placement")
    page.locator("main form button.btn").click()
    page.wait_for_url("**/placement/place_*")
    for _number in range(16):
        if not page.locator("#answer").count():
            break
        answer(page, product)
        with page.expect_navigation():
            page.locator("button[form=answer]").click()
    expect(page.locator("main .list .badge.done").first).to_be_visible()
    known = page.locator("main .list .badge.done").count()
    page.locator("main .actions a.btn").click()
    page.wait_for_url("**/dashboard")
    expect(page.locator(".shelf li.done").first).to_be_visible()
    completed = "SELECT count(*) FROM curriculum_modulecompletion WHERE how = 'placement'"
    assert known == product.value(completed) > 0
    page.goto("/placement")
    expect(page.locator("main .notice")).to_contain_text("You took one lately")
    assert visitor.complaints == []


@pytest.mark.parametrize("right", [True, False])
def test_i_know_this_is_decided_by_three_questions(visit, product, right):
    visitor = visit("en")
    page, module = visitor.page, "/modules/python_basics.variables_types"
    page.goto(module)
    page.locator("button[formaction='/retests']").click()
    page.wait_for_url("**/practice/sub_*")
    for number in range(3):
        assert not page.locator("[data-hint]").count()
        answer(page, product, right=right or number < 2)
        page.locator("#answer button.btn").click()
        expect(page.locator(".verdict-box [data-next]")).to_be_visible()
        with page.expect_navigation():
            page.locator("[data-next]").click()
    expect(page.locator("main .notice")).to_contain_text("the module is completed" if right else "You can from")
    page.goto(module)
    again = page.locator("button[formaction='/retests']")
    expect(again).to_have_count(0 if right else 1)
    if not right:
        again.click()
        expect(page.locator("main .notice")).to_contain_text("you can test yourself again")
    assert visitor.complaints == []


def test_practice_works_without_scripts(visit):
    visitor = visit(scripts=False)
    page = visitor.page
    page.goto("/practice")
    page.locator("button[value=python_basics]").click()
    page.wait_for_url("**/practice/sub_*")
    choices = page.locator(".options label")
    if choices.count():
        choices.first.click()
    else:
        page.locator("#text").fill("?")
    page.locator("#answer button.btn").first.click()
    expect(page.locator(".verdict-box")).to_be_visible()


@pytest.fixture(scope="module")
def learner(chromium, product) -> dict:
    """A guest's cookies, and the address of a run with an answer in it."""
    with chromium.new_context(locale="ko-KR", base_url=product.address) as context:
        page = context.new_page()
        onboard(page)
        page.goto("/practice")
        page.locator("button[value=react_basics]").click()
        page.wait_for_url("**/practice/sub_*")
        return {"cookies": context.storage_state(), "run": page.url}


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "address",
    ["/dashboard", "/practice", "run", "/assignments", "/placement", "/onboarding?step=1", "/onboarding?step=2"],
)
def test_everybody_can_use_the_page(visit, learner, address, scheme, width):
    screen = {"color_scheme": scheme, "viewport": {"width": width, "height": 800}}
    visitor = visit(storage_state=learner["cookies"], **screen)
    visitor.page.goto(learner.get(address, address))
    refuse_faults(visitor.page, width)
