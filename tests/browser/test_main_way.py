"""The way of a first visitor, in a browser: from the first page to the first article, by mouse alone, in both languages."""

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import LOCALES, TEXTS, WAIT_MS, Visitor, refuse_faults
from tests.product import PASSWORD, Product, wait_for

CLICKS_AT_MOST = 6
REST = "SELECT 1 FROM articles_content WHERE state <> 'ready' FOR UPDATE SKIP LOCKED"
PAGES = [
    "/",
    "/topics",
    "/careers",
    "/careers/saas_fullstack",
    "/tracks/react_basics",
    "/modules/python_basics.loops",
    "/sessions/new?topic=ai-ml",
    "session",
    "article",
    "/sessions",
    "/login",
    "/signup",
    "/nowhere",
]
READING_PAGES = ["article", "/sessions/new?topic=ai-ml", "session", "/history"]
LOCKED_PAGES = ["/careers/saas_fullstack", "/modules/react_basics.hooks_basic", "/sessions/new?topic=python", "/topics"]


@pytest.mark.parametrize("language", LOCALES)
def test_a_visitor_reads_the_first_article_after_six_clicks(visit, product, language):
    visitor = visit(language)
    visitor.choose("python")
    watch_it_being_made(visitor, product)
    expect(visitor.to_read).to_have_count(10)
    visitor.read_first(language)
    assert visitor.clicks <= CLICKS_AT_MOST
    assert visitor.complaints == []


def watch_it_being_made(visitor: Visitor, product: Product) -> None:
    """Nothing written, then some of it, then all: the page follows and is never loaded again."""
    with product.connect() as connection:
        with connection.transaction():
            with product.held(TEXTS):
                visitor.start()
                visitor.page.evaluate("window.neverReloaded = true")
                expect(visitor.page.locator("#outline li")).to_have_count(10)
                wait_for(lambda: product.waiting_for(TEXTS), 20, "an article half written")
                connection.execute(REST)
                seen = [visitor.progress]
            expect(visitor.to_read.first).to_be_visible()
            seen.append(visitor.progress)
            assert visitor.to_read.count() < 10
        expect(visitor.to_read).to_have_count(10)
        seen.append(visitor.progress)
    assert len(set(seen)) == 3, f"progress moves: {seen}"
    assert visitor.page.evaluate("window.neverReloaded"), "the page was loaded again"


@pytest.mark.parametrize("language", LOCALES)
def test_the_same_way_works_without_scripts(visit, product, language):
    visitor = visit(language, scripts=False)
    visitor.choose("databases")
    with product.held(TEXTS):
        visitor.start()
        expect(visitor.page.locator("#outline li")).to_have_count(10)
        assert visitor.to_read.count() == 0
    expect(visitor.to_read).to_have_count(10)
    visitor.read_first(language)
    assert visitor.clicks <= CLICKS_AT_MOST


def test_an_article_that_is_being_written_opens_by_itself(visit, product):
    visitor = visit()
    visitor.choose("security")
    with product.held(TEXTS):
        visitor.start()
        expect(visitor.page.locator("#outline li")).to_have_count(10)
        session = visitor.page.url.rpartition("/")[2]
        first = product.value("SELECT id FROM articles_article WHERE session_id = %s AND order_num = 1", session)
        visitor.page.goto(f"/articles/{first}")
        expect(visitor.page.locator("[data-live]")).to_be_visible()
    expect(visitor.page.locator("#colophon")).to_be_visible()
    assert visitor.complaints == []


@pytest.mark.parametrize("scripts", [True, False])
def test_signing_up_afterwards_keeps_the_session(visit, scripts):
    visitor, name = visit(scripts=scripts), f"new-{scripts}"
    page = visitor.page
    visitor.choose("ai-ml")
    visitor.start()
    address, title = page.url, page.locator("h1").inner_text()
    page.locator("aside a[href^='/signup']").click()
    page.locator("#id_username").fill(name)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main form button").click()
    expect(page.locator(".me", has_text=name)).to_be_visible()
    assert page.url == address
    page.goto("/sessions")
    expect(page.locator("main li h3")).to_have_text([title])
    assert visitor.complaints == []


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("language", LOCALES)
def test_one_click_on_a_modules_page_leads_to_reading_about_it(visit, language, scripts):
    visitor = visit(language, scripts=scripts)
    visitor.page.goto("/modules/react_basics.hooks_basic")
    visitor.click(visitor.page.locator(".read-about button"))
    visitor.page.wait_for_url("**/sessions/sess_*")
    expect(visitor.to_read.first).to_be_visible()
    visitor.read_first(language)
    assert visitor.complaints == []


@pytest.fixture(scope="module")
def student(chromium, product) -> dict:
    """The cookies of somebody with an account who has completed nothing."""
    with chromium.new_context(locale="ko-KR", base_url=product.address) as context:
        page = context.new_page()
        page.goto("/signup")
        page.locator("#id_username").fill("at-the-wall")
        page.locator("#id_password").fill(PASSWORD)
        page.locator("main form button").click()
        expect(page.locator(".me", has_text="at-the-wall")).to_be_visible(timeout=WAIT_MS)
        return context.storage_state()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", LOCKED_PAGES)
def test_everybody_can_use_what_is_locked_for_them(visit, student, address, scheme, width):
    screen = {"color_scheme": scheme, "viewport": {"width": width, "height": 800}}
    visitor = visit(storage_state=student, **screen)
    visitor.page.goto(address)
    expect(visitor.page.locator(".badge.locked").first).to_be_visible()
    refuse_faults(visitor.page, width)


@pytest.fixture(scope="module")
def reader(chromium, product) -> dict:
    """A guest's cookies, and the addresses of their session and its first article."""
    with chromium.new_context(locale="ko-KR", base_url=product.address) as context:
        visitor = Visitor(context.new_page())
        visitor.choose("web-frontend")
        visitor.start()
        expect(visitor.to_read).to_have_count(10, timeout=WAIT_MS)
        article = visitor.page.locator("#outline .actions a.btn").get_attribute("href")
        return {"cookies": context.storage_state(), "session": visitor.page.url, "article": article}


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", PAGES)
def test_everybody_can_use_the_page(visit, reader, address, scheme, width):
    screen = {"color_scheme": scheme, "viewport": {"width": width, "height": 800}}
    visitor = visit(storage_state=reader["cookies"], **screen)
    visitor.page.goto(reader.get(address, address))
    refuse_faults(visitor.page, width)


@pytest.mark.parametrize("width", [360, 1280])
def test_everybody_can_use_reading_in_english(visit, reader, width):
    """Words are longer there, and an article in another language stands in its page."""
    visitor = visit("en", storage_state=reader["cookies"], viewport={"width": width, "height": 800})
    page = visitor.page
    page.goto(reader["article"])
    bookmark = page.locator("#bookmark button")
    if bookmark.get_attribute("aria-pressed") == "false":
        bookmark.click()
    expect(bookmark).to_have_attribute("aria-pressed", "true")
    for address in READING_PAGES:
        page.goto(reader.get(address, address))
        expect(page.locator("html")).to_have_attribute("lang", "en")
        refuse_faults(visitor.page, width)
    expect(page.locator("#kept")).to_be_visible()
