"""A page of the demo shop in real Chromium; skipped where there is none, required when CI=true."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browsing import browser, chromium_path
from tests.shop import Shop


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """The browser, once for this folder: Playwright keeps an event loop running while it is open."""
    if chromium_path() is None and os.environ.get("CI") != "true":
        pytest.skip("no Chromium found: install it, or name it in CHROMIUM")
    with browser() as opened:
        yield opened


@pytest.fixture
def page(chromium: Browser, shop: Shop) -> Iterator[Page]:
    """The demo page, with whatever it complains of noted on it."""
    context = chromium.new_context(viewport={"width": 1280, "height": 860}, locale="zh-CN")
    opened = context.new_page()
    opened.set_default_timeout(20_000)
    opened.goto(f"{shop.base}/demo")
    yield opened
    context.close()
