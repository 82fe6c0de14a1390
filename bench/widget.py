"""`python -m bench.widget`: how quick the widget is in real Chromium, against a shop that serves for it alone.

First paint is from the press of the bubble to the frame that shows the conversation; frames are counted while a
conversation of many messages is scrolled from its end to its beginning. No test: nothing fails.
"""

import statistics
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer
from playwright.sync_api import Browser, Page, ViewportSize
from rich.console import Console

from shouhou.cases.conversations import open_conversation, say
from shouhou.cases.messages import BOT, BUYER, Draft
from tests.browsing import browser
from tests.shop import Buyer, Order, Shop, serving

VIEW = ViewportSize(width=1280, height=860)
WORDS = "这一单的售后有效期到哪天为止，撤销还剩几次，商家什么时候答复，都可以直接问我。"

_PAINT = """async () => {
  const widget = document.querySelector("shouhou-widget").shadowRoot;
  const begun = performance.now();
  widget.querySelector(".launcher").click();
  const frame = () => new Promise(requestAnimationFrame);
  let panel = 0;
  for (;;) {
    await frame();
    panel ||= performance.now() - begun;
    if (widget.querySelector(".message, .welcome:not([hidden])")) break;
  }
  await frame();
  return [panel, performance.now() - begun];
}"""
_SCROLL = """async () => {
  const scroller = document.querySelector("shouhou-widget").shadowRoot.querySelector(".scroller");
  const frame = () => new Promise(requestAnimationFrame);
  const times = [];
  let last = await frame();
  for (let still = 0; still < 20;) {
    scroller.scrollTop -= 40;
    const now = await frame();
    times.push(now - last);
    last = now;
    still = scroller.scrollTop > 0 ? 0 : still + 1;
  }
  return [times, scroller.querySelectorAll(".message").length];
}"""


def main(
    messages: Annotated[int, typer.Option(min=1, help="Messages in the long conversation.")] = 1_000,
    rounds: Annotated[int, typer.Option(min=1, help="How often each is measured; the median counts.")] = 5,
) -> None:
    """Measure and print the table as Markdown."""
    console = Console(stderr=True)
    console.print("starting a shop and a browser")
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as shop, browser() as chromium:
        new, long = shop.buyer(Order()), shop.buyer(Order())
        _talk(shop, long, messages)
        print("| | panel drawn, ms | conversation drawn, ms |\n|---|---:|---:|")
        for name, buyer in (("first paint, new buyer", new), (f"first paint, {messages} messages", long)):
            console.print(f"measuring: {name}", markup=False)
            paints = [page.evaluate(_PAINT) for page in _pages(chromium, shop, buyer, rounds)]
            panel, whole = (statistics.median(each) for each in zip(*paints, strict=True))
            print(f"| {name} | {panel:.0f} | {whole:.0f} |")
        console.print("measuring: scrolling")
        for page in _pages(chromium, shop, long, 1):
            page.evaluate(_PAINT)
            times, drawn = page.evaluate(_SCROLL)
            late = sum(time > 1000 / 60 * 1.5 for time in times)
            ordered = sorted(times)
            print(
                f"\nScrolling through {drawn} messages: {len(times) * 1000 / sum(times):.0f} frames a second; "
                f"p95 {ordered[int(len(ordered) * 0.95)]:.1f} ms, longest {ordered[-1]:.1f} ms; "
                f"{late} of {len(times)} frames late."
            )


def _pages(chromium: Browser, shop: Shop, buyer: Buyer, rounds: int) -> Iterator[Page]:
    """The demo page's shop with a closed chat of this buyer, afresh each time."""
    for _ in range(rounds):
        context = chromium.new_context(viewport=VIEW, locale="zh-CN")
        page = context.new_page()
        # The page's own script opens the chat for a buyer of the demo: here it is this one's, and closed.
        page.route("**/demo/demo.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
        page.goto(f"{shop.base}/demo")
        page.evaluate("() => customElements.whenDefined('shouhou-widget').then(() => undefined)")
        page.evaluate("token => { ShouhouWidget.init({ token }); }", buyer.token)
        yield page
        context.close()


def _talk(shop: Shop, buyer: Buyer, messages: int) -> None:
    conversation = f"widget:buyer:{buyer.buyer_id}"
    begun = shop.now() - timedelta(days=2)
    open_conversation(shop.database, conversation, "widget", buyer.buyer_id, begun)
    for number in range(messages):
        draft = Draft(f"m{number}", BUYER if number % 2 else BOT, text=f"{number}：{WORDS[: 5 + number % 40]}")
        say(shop.database, conversation, draft, begun + timedelta(minutes=number))


if __name__ == "__main__":
    typer.run(main)
