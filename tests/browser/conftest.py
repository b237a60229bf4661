"""A browser for a file of tests, and people who look at the product with it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.visitor import LOCALES, WAIT_MS, Visitor


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, product) -> Iterator[Callable[..., Visitor]]:
    """`visit(language, scripts=False, …)`: somebody who has never been here."""
    expect.set_options(timeout=WAIT_MS)
    with ExitStack() as stack:

        def visit(language: str = "ko", *, scripts: bool = True, **options) -> Visitor:
            options |= {"locale": LOCALES[language], "java_script_enabled": scripts, "base_url": product.address}
            return Visitor(stack.enter_context(chromium.new_context(**options)).new_page())

        yield visit
