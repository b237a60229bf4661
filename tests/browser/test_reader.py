"""The reader and its session in a browser, with a model behind them: what one says, keeps and asks for; by keyboard; calmly."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.visitor import TEXTS, Visitor
from tests.fake_llm.fixture import FakeLLM, running_fake_llm
from tests.product import Product, running_product, wait_for

MODEL = "openai/test-model"
ARTICLES = 2
PATIENCE_MS = 60_000
SHIFT_AT_MOST = 0.01
SCREENS = [(360, 740), (1280, 800)]
FOLLOW_SHIFTS = """
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    if (entry.hadRecentInput) continue;
    const moved = entry.sources.map((source) => source.node?.outerHTML?.slice(0, 80) ?? source.node?.textContent?.slice(0, 80));
    const before = JSON.parse(sessionStorage.getItem("shifts") ?? "[]");
    sessionStorage.setItem("shifts", JSON.stringify([...before, [entry.value, location.pathname, moved]]));
  }
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture(scope="module")
def fake() -> Iterator[FakeLLM]:
    with running_fake_llm() as fake:
        yield fake


@pytest.fixture(scope="module")
def product(fake) -> Iterator[Product]:
    """A product with a model that streams."""
    environment = {"LLM_MODELS": MODEL, "OPENAI_API_BASE": fake.url, "OPENAI_API_KEY": "none"}
    with running_product(environment=environment | {"LLM_PRICES": f"{MODEL}=1/2"}) as product:
        yield product


@pytest.fixture(scope="module")
def session(chromium, product) -> dict:
    """A guest's cookies, and their session with two articles that a model wrote."""
    with chromium.new_context(locale="ko-KR", base_url=product.address) as context:
        visitor = Visitor(context.new_page())
        address = start(visitor, "web-frontend")
        expect(visitor.to_read).to_have_count(ARTICLES, timeout=PATIENCE_MS)
        links = visitor.page.locator("#outline h3 a").evaluate_all("links => links.map((link) => link.pathname)")
        return {"cookies": context.storage_state(), "address": address, "articles": links}


def start(visitor: Visitor, topic: str, sub_topic: int = 0) -> str:
    """A session of one subtopic with two articles; its address."""
    page = visitor.page
    page.goto(f"/sessions/new?topic={topic}")
    visitor.labels("sub_topics").nth(sub_topic).click()
    page.locator("details.fold > summary").click()
    page.locator("[name=max_articles_per_subtopic]").select_option(str(ARTICLES))
    expect(page.locator("#summary dd").nth(2)).to_have_text(str(ARTICLES))
    visitor.start()
    return page.url


@pytest.fixture
def reader(visit, session) -> Visitor:
    """In front of the first article."""
    visitor = visit(storage_state=session["cookies"])
    visitor.page.goto(session["articles"][0])
    return visitor


def pressed(page: Page, name: str) -> Locator:
    return page.locator(f"#rate button[value={name}]")


def test_an_opinion_with_its_reason_is_kept(reader):
    page = reader.page
    pressed(page, "dislike").click()
    expect(pressed(page, "dislike")).to_have_attribute("aria-pressed", "true")
    page.locator("#rate summary").click()
    page.locator("#rate input[value=clarity]").check()
    page.locator("#rate textarea").fill("셋째 문단이 어려워요.")
    page.locator("#rate details button").click()
    expect(page.locator("#rate textarea")).to_have_text("셋째 문단이 어려워요.")
    pressed(page, "like").click()
    expect(pressed(page, "dislike")).to_have_attribute("aria-pressed", "false")
    page.reload()
    expect(pressed(page, "like")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#rate input[value=clarity]")).to_be_checked()
    assert reader.complaints == []


def test_too_hard_twice_lowers_what_is_ahead_and_can_be_undone(visit):
    visitor = visit()
    start(visitor, "algorithms")
    expect(visitor.to_read).to_have_count(ARTICLES, timeout=PATIENCE_MS)
    page = visitor.page
    for link in page.locator("#outline h3 a").evaluate_all("links => links.map((link) => link.pathname)"):
        page.goto(link)
        pressed(page, "too_hard").click()
        expect(pressed(page, "too_hard")).to_have_attribute("aria-pressed", "true")
    undo = page.locator("#rate .notice button[name=level]")
    expect(undo).to_be_visible()
    undo.click()
    expect(page.locator("article h1")).to_be_visible()
    expect(page.locator("#rate .notice")).to_have_count(0)
    assert visitor.complaints == []


def test_a_bookmark_stands_in_the_history(reader, session):
    page = reader.page
    button = page.locator("#bookmark button")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    page.goto("/history")
    kept = page.locator(f"main a[href='{session['articles'][0]}']")
    expect(kept.first).to_be_visible()
    page.goto(session["articles"][0])
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")


def agree(form: Locator) -> None:
    if (box := form.locator("[name=consent]")).count():
        box.check()


def test_one_more_article_appears_by_itself(reader, session):
    page = reader.page
    page.goto(session["address"])
    before = page.locator("#outline ol.outline .badge.open").count()
    form = page.locator("form[action$='/one-more']")
    page.locator("details.fold", has=form).locator("summary").click()
    form.locator("textarea").fill("색 대비를 재는 법")
    agree(form)
    form.locator("button").click()
    expect(page.locator("#outline ol.outline .badge.open")).to_have_count(before + 1, timeout=PATIENCE_MS)
    assert reader.complaints == []


def test_an_article_written_anew_opens_by_itself_where_one_was_reading(reader, product, session):
    page = reader.page
    text = page.locator("article").inner_text()
    form = page.locator("form[action$='/regenerate']")
    page.locator("details.fold", has=form).locator("summary").click()
    form.locator("textarea").fill("쇼핑몰 예제를 더 많이")
    agree(form)
    with product.held(TEXTS):
        form.locator("button").click()
        expect(page.locator("[data-live^='/tasks/']")).to_be_visible()
        page.evaluate("scrollTo(0, document.getElementById('article').offsetHeight / 2)")
        share = page.evaluate(SHARE)
    expect(page.locator("[data-live]")).to_have_count(0, timeout=PATIENCE_MS)
    assert page.locator("article").inner_text() != text
    assert page.evaluate(SHARE) == pytest.approx(share, abs=0.1)
    assert reader.complaints == []


SHARE = "(scrollY - document.getElementById('article').offsetTop) / document.getElementById('article').offsetHeight"


@pytest.mark.parametrize("scripts", [True, False])
def test_subtopics_are_made_and_chosen(visit, scripts):
    visitor = visit(scripts=scripts)
    page = visitor.page
    page.goto("/sessions/new?topic=databases")
    page.locator("[name=interests]").fill("쇼핑몰, 통계")
    page.locator("[name=consent]").check()
    page.locator("button[formaction*='/sub-topics/generate']").click()
    made = page.locator("#made label.pick")
    while not scripts and made.count() < 5:
        page.reload()
    expect(made).to_have_count(5, timeout=PATIENCE_MS)
    made.first.click()
    visitor.start()
    expect(visitor.to_read.first).to_be_visible(timeout=PATIENCE_MS)
    assert visitor.complaints == []


def test_enter_in_a_field_neither_makes_nor_starts_anything(visit, product):
    page = visit().page
    page.goto("/sessions/new?topic=security")
    page.locator("label.pick input[name=sub_topics]").first.check()
    asked = []
    page.on("request", lambda request: request.method == "POST" and asked.append(request.url))
    page.locator("[name=interests]").fill("보안")
    page.keyboard.press("Enter")
    page.locator("[name=goal]").press("Enter")
    page.locator("details.fold > summary").click()
    expect(page.locator("#id_language")).to_be_visible()
    assert (asked, page.url.partition("/sessions/")[2]) == ([], "new?topic=security")


# --- By keyboard alone


def here(page: Page) -> str:
    """What has the focus, by where it leads or what it says."""
    return page.evaluate("""() => {
      const at = document.activeElement;
      const name = at.name && `${at.name}=${at.value}`;
      return at.getAttribute("rel") || name || at.closest("form")?.id || at.className || at.tagName;
    }""")


def tab_to(page: Page, wanted: str, at_most: int = 80) -> list[str]:
    """All stops on the way."""
    stops = []
    for _press in range(at_most):
        page.keyboard.press("Tab")
        stops.append(here(page))
        if stops[-1] == wanted:
            return stops
    raise AssertionError(f"{wanted} is not reached: {stops}")


def test_tab_goes_through_the_article_in_the_order_in_which_it_is_read(reader):
    page = reader.page
    page.keyboard.press("Tab")
    assert here(page) == "skip"
    page.keyboard.press("Enter")
    stops = tab_to(page, "next")
    wanted = [
        "bookmark",
        "rating=like",
        "rating=dislike",
        "difficulty_perceived=too_easy",
        "difficulty_perceived=too_hard",
    ]
    assert [stop for stop in stops if stop in wanted] == wanted
    assert stops.index("bookmark") < stops.index("level=expert") < stops.index("rating=like")


def test_every_stop_can_be_seen(reader):
    page = reader.page
    page.emulate_media(reduced_motion="reduce")
    hidden = []
    for _press in range(60):
        page.keyboard.press("Tab")
        seen = page.evaluate("""() => {
          const at = document.activeElement, box = at.getBoundingClientRect(), style = getComputedStyle(at);
          const within = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight;
          const marked = style.outlineStyle !== "none" || at.matches("input") || at === document.body;
          return (within && marked) || at === document.body ? null : at.outerHTML.slice(0, 120);
        }""")
        hidden += [seen] if seen else []
    assert hidden == []


def test_arrows_turn_the_page_but_not_where_somebody_types(reader, session):
    page = reader.page
    first, second = session["articles"]
    page.keyboard.press("ArrowRight")
    page.wait_for_url(f"**{second}")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(f"**{first}")
    page.locator("#report > summary").click()
    page.locator("#report textarea").press("ArrowRight")
    page.locator("#report textarea").press("x")
    expect(page.locator("#report textarea")).to_have_value("x")
    assert page.url.endswith(first)


def test_the_level_is_switched_by_keyboard(visit, session):
    page = visit(storage_state=session["cookies"]).page
    page.goto(session["articles"][1])
    tab_to(page, "level=expert")
    page.keyboard.press("Enter")
    expect(page.locator(".levels [aria-current]")).to_contain_text("전문가", timeout=PATIENCE_MS)
    tab_to(page, "level=beginner")
    page.keyboard.press("Enter")
    expect(page.locator(".levels [aria-current]")).to_contain_text("초급")


# --- Nothing jumps


def shifts(page: Page) -> list:
    """What moved without anybody doing anything: how much, where, what."""
    page.wait_for_timeout(100)  # entries come with the next frame
    return page.evaluate("JSON.parse(sessionStorage.getItem('shifts') ?? '[]')")


@pytest.fixture
def calm_visit(visit):
    def calm_visit(screen: tuple[int, int], **options) -> Visitor:
        visitor = visit(viewport=dict(zip(("width", "height"), screen, strict=True)), **options)
        visitor.page.add_init_script(FOLLOW_SHIFTS)
        return visitor

    return calm_visit


@pytest.mark.parametrize("screen", SCREENS)
def test_nothing_moves_while_a_session_is_made_and_its_text_comes(calm_visit, product, fake, screen):
    visitor = calm_visit(screen)
    fake.reset()
    fake.set(chunk_ms=20)
    with product.held(TEXTS):
        start(visitor, "cloud-deployment", sub_topic=SCREENS.index(screen))
        expect(visitor.page.locator("#outline li h3")).to_have_count(ARTICLES, timeout=PATIENCE_MS)
        visitor.page.locator("#outline li.write h3 a").first.click()
        expect(visitor.page.locator("[data-draft]")).to_be_visible(timeout=PATIENCE_MS)
        wait_for(lambda: product.waiting_for(TEXTS), 60, "a text that is finished")
    expect(visitor.page.locator("#colophon")).to_be_visible(timeout=PATIENCE_MS)
    fake.reset()
    moved = shifts(visitor.page)
    assert sum(value for value, *_rest in moved) < SHIFT_AT_MOST, moved


@pytest.mark.parametrize("screen", SCREENS)
def test_nothing_moves_when_a_level_comes(calm_visit, product, session, screen):
    visitor = calm_visit(screen, storage_state=session["cookies"])
    page, level = visitor.page, ["absolute_beginner", "advanced"][SCREENS.index(screen)]
    page.goto(session["articles"][0])
    with product.held(TEXTS):
        page.locator(f".levels button[value={level}]").click()
        expect(page.locator("[data-live^='/tasks/']")).to_be_visible()
        wait_for(lambda: product.waiting_for(TEXTS), 60, "a text that is finished")
    expect(page.locator("[data-live]")).to_have_count(0, timeout=PATIENCE_MS)
    moved = shifts(page)
    assert sum(value for value, *_rest in moved) < SHIFT_AT_MOST, moved
