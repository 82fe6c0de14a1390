"""Take the README's pictures anew: a real conversation in real Chromium, on a shop that serves for it alone."""

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Page  # noqa: E402

from tests.browser.demo_page import Chat  # noqa: E402
from tests.browsing import browser  # noqa: E402
from tests.pictures import png  # noqa: E402
from tests.shop import Shop, serving  # noqa: E402

PICTURES = ROOT / "docs" / "images"


def main() -> None:
    """Write the pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as shop, browser() as chromium:
        page = chromium.new_page(viewport={"width": 1280, "height": 860}, locale="zh-CN")
        conversation(page, shop)
        take(page, "conversation.png")
        phone = chromium.new_page(viewport={"width": 390, "height": 844}, locale="zh-CN", device_scale_factor=2)
        last_cancellation(phone, shop)
        take(phone, "phone.png")
        dark = chromium.new_page(viewport={"width": 1280, "height": 860}, locale="zh-CN", color_scheme="dark")
        guest(dark, shop)
        take(dark, "dark.png")


def conversation(page: Page, shop: Shop) -> None:
    """A buyer asks, and applies with a picture."""
    page.goto(f"{shop.base}/demo")
    chat = Chat(page)
    chat.be("林女士")
    chat.say("我这单还能撤销几次？")
    chat.say("冰箱门封条裂了，我要换货，昨天刚发现")
    chat.upload("crack.png", png())
    chat.press("就这些")


def last_cancellation(page: Page, shop: Shop) -> None:
    """A buyer is warned of the last cancellation."""
    page.goto(f"{shop.base}/demo")
    chat = Chat(page)
    chat.be("赵阿姨")
    chat.open()
    chat.say("我要退货退款，水壶漏水，昨天烧水时候漏了一桌子")
    chat.press("没有补充")
    chat.press("确认提交")
    chat.say("帮我撤销售后")


def guest(page: Page, shop: Shop) -> None:
    """A guest hears the rules, and how to complain."""
    page.goto(f"{shop.base}/demo")
    chat = Chat(page)
    chat.be("访客")
    chat.say("上周三签收的手机还能退吗")
    chat.say("商家不处理怎么投诉")


def take(page: Page, name: str) -> None:
    """Write one picture."""
    page.screenshot(path=PICTURES / name)
    print(f"docs/images/{name}")


if __name__ == "__main__":
    main()
