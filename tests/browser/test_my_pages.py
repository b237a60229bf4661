"""Pages of people about themselves, in a browser: found, used without scripts, and usable by everybody."""

import json
import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.visitor import LOCALES, refuse_faults
from tests.product import PASSWORD, Product, wait_for

PAGES = ["/me", "/me/password", "/me/tokens", "/me/data", "/me/data/erase", "/privacy"]
SIGNED_OUT = ["/password-reset", "/password-reset/sent", "/password-reset/MQ/x", "/privacy", "/me"]
SCREENS = [(scheme, width) for scheme in ("light", "dark") for width in (360, 1280)]
NEW_PASSWORD = "staple-battery-horse"


def sign_up(page: Page, name: str) -> None:
    page.goto("/signup")
    page.locator("#id_username").fill(name)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_email").fill(f"{name}@infou.example")
    page.locator("main form button").click()
    expect(page.locator("a.me")).to_have_text(name)


@pytest.fixture(scope="module")
def account(chromium: Browser, product: Product) -> dict:
    """The cookies of somebody with an account."""
    with chromium.new_context(locale="ko-KR", base_url=product.address) as context:
        sign_up(context.new_page(), "settled")
        return context.storage_state()


@pytest.mark.parametrize(("scheme", "width"), SCREENS)
@pytest.mark.parametrize("language", LOCALES)
def test_everybody_can_use_the_pages_of_an_account(visit, account, language, scheme, width):
    screen = {"color_scheme": scheme, "viewport": {"width": width, "height": 800}}
    visitor = visit(language, storage_state=account, **screen)
    for address in PAGES:
        visitor.page.goto(address)
        refuse_faults(visitor.page, width)
    visitor.page.goto("/me/tokens")
    visitor.page.locator("main section form button.btn:not(.tight)").click()
    expect(visitor.page.locator("#new-token")).to_be_visible()
    refuse_faults(visitor.page, width)


@pytest.mark.parametrize(("scheme", "width"), SCREENS)
def test_everybody_can_use_the_pages_of_who_is_outside(visit, scheme, width):
    visitor = visit(color_scheme=scheme, viewport={"width": width, "height": 800})
    for address in SIGNED_OUT:
        visitor.page.goto(address)
        refuse_faults(visitor.page, width)


@pytest.mark.parametrize("scripts", [True, False])
def test_the_whole_life_of_an_account(visit, product, scripts):
    """Signed up, set, taken along, a forgotten password, and gone from the running product's database."""
    name = f"leaving-{scripts}".lower()
    visitor = visit("en", scripts=scripts)
    page = visitor.page
    sign_up(page, name)
    page.locator("a.me").click()
    page.locator("#id_display_name").fill("Leaving")
    page.locator("main form button.btn:not(.quiet)").first.click()
    expect(page.locator("a.me")).to_have_text("Leaving")
    page.locator("button[value=give]").click()
    expect(page.locator("button[value=withdraw]")).to_be_visible()
    page.locator("nav.tabs a").last.click()
    with page.expect_download() as download:
        page.locator("section .btn").first.click()
    assert json.loads(download.value.path().read_text())["account"]["display_name"] == "Leaving"
    forget_password(visit("en", scripts=scripts).page, product, name)
    page.goto("/me/data")
    expect(page.locator("main")).to_contain_text("Log in")
    visitor = visit("en", scripts=scripts)
    erase(visitor.page, name)
    wait_for(lambda: not exists(product, name), 90, "the account is erased")
    assert visitor.complaints == []


def forget_password(page: Page, product: Product, name: str) -> None:
    """By the link in the letter that development writes into the log of the web process."""
    page.goto("/login")
    page.locator("a[href='/password-reset']").click()
    page.locator("#id_email").fill(f"{name}@infou.example")
    page.locator("main form button").click()
    page.wait_for_url("**/password-reset/sent")
    log = product.places.logs / "web.log"
    link = rf"account {name}\b.*?{re.escape(product.address)}(/password-reset/\S+)"
    found = wait_for(lambda: re.search(link, log.read_text(), re.S), 20, "a letter")
    page.goto(found[1])
    page.locator("#id_new_password").fill(NEW_PASSWORD)
    page.locator("main form button").click()
    page.wait_for_url("**/login")


def erase(page: Page, name: str) -> None:
    page.goto("/login?next=/me/data/erase")
    page.locator("#id_username").fill(name)
    page.locator("#id_password").fill(NEW_PASSWORD)
    page.locator("main form button").click()
    page.locator("#id_password").fill(NEW_PASSWORD)
    page.locator("main form button").click()
    expect(page.locator(".notice.success")).to_be_visible()


def exists(product: Product, name: str) -> bool:
    return bool(product.value("SELECT count(*) FROM accounts_user WHERE username = %s", name))
