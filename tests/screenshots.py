"""`make screenshots`: the pages as they are now, into docs/screenshots, from a product of its own."""

from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.product import running_product

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
LOOKS = [("ko", "light", 1280), ("ko", "dark", 360), ("en", "dark", 1280), ("en", "light", 360)]
HEIGHT = 900
LOCALES = {"ko": "ko-KR", "en": "en-US"}


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with running_product() as product, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for look in LOOKS:
            take_all(browser, product.address, *look)
        browser.close()


def take_all(browser: Browser, address: str, language: str, theme: str, width: int) -> None:
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": HEIGHT},
        locale=LOCALES[language],
        color_scheme=theme,
    )
    page = context.new_page()
    for name in walk(page):
        page.screenshot(path=FOLDER / f"{language}-{theme}-{width}-{name}.png", full_page=name == "article")
    context.close()


def walk(page: Page):
    """Goes the way of a first visitor and names each page when it is worth a picture."""
    page.goto("/")
    yield "welcome"
    page.goto("/topics")
    yield "topics"
    page.goto("/sessions/new?topic=ai-ml")
    page.check("input[name=level][value=intermediate]")
    for number in range(2):
        page.locator("input[name=sub_topics]").nth(number).check()
    page.wait_for_selector("#summary .chosen li:nth-child(2)")
    yield "new-session"
    page.click("#summary button[type=submit]")
    page.wait_for_selector("#outline:not([data-live]) .badge.open")
    yield "session"
    page.locator("#outline h3 a").first.click()
    page.wait_for_selector("article .colophon")
    yield "article"
    page.goto("/sessions")
    yield "my-reading"
    page.goto("/signup")
    yield "signup"
    page.goto("/no-such-page")
    yield "not-found"


if __name__ == "__main__":
    main()
