"""Driving the system's Chromium."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Optional

from playwright.sync_api import Browser, sync_playwright

# A closed network must not slow a page down: Chromium is kept from calling home.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium_path() -> Optional[str]:
    """Where the system's Chromium is; CHROMIUM names another one."""
    named = os.environ.get("CHROMIUM")
    return named or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@contextmanager
def browser() -> Iterator[Browser]:
    """A headless browser. Raises RuntimeError when there is none."""
    path = chromium_path()
    if path is None:
        raise RuntimeError("no Chromium found: install it (Debian: apt-get install chromium), or name it in CHROMIUM")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield opened
        finally:
            opened.close()
