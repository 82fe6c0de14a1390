"""The widget as any shop embeds it: another origin, a strict policy, styles that hurt, a server that goes away."""

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from shouhou.cases.conversations import open_conversation, say
from shouhou.cases.messages import BOT, BUYER, Draft
from shouhou.channels.tokens import make_token
from tests.browser.demo_page import Chat
from tests.browser.host_page import AGGRESSIVE, HostPage, hosting
from tests.pictures import png
from tests.shop import SECRET, Buyer, Order, Shop, free_port, serving

PATIENCE = 20_000
OUTAGE_PATIENCE = 60_000
PER_MINUTE = 20


@pytest.fixture(scope="module")
def port() -> int:
    """Where the host page stands: the shop must know its origin."""
    return free_port()


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, port: int) -> Iterator[Shop]:
    """A shop that lets one other origin in, and counts messages."""
    environment = {
        "SHOUHOU_WIDGET_ORIGINS": f"http://127.0.0.1:{port}",
        "SHOUHOU_RATE_PER_TOKEN": str(PER_MINUTE),
    }
    with serving(tmp_path_factory.mktemp("embedded"), environment=environment) as running:
        yield running


@pytest.fixture
def host(shop: Shop, port: int) -> Iterator[HostPage]:
    """A page of another origin."""
    with hosting(HostPage(f"http://127.0.0.1:{shop.port}"), port) as page:
        yield page


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A browser window; what it complains of fails the test."""
    context = chromium.new_context(viewport={"width": 1280, "height": 860}, locale="zh-CN")
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE)
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda message: errors.append(message.text) if "Policy" in message.text else None)
    yield opened
    context.close()
    assert errors == []


def visit(page: Page, host: HostPage, buyer: Buyer, attributes: str = "") -> Chat:
    """Open the host page as this buyer, by the script tag alone."""
    host.attributes = f'data-token="{buyer.token}" {attributes}'
    page.goto(host.origin)
    chat = Chat(page)
    expect(chat.launcher).to_be_visible()
    return chat


def conversation(buyer: Buyer) -> str:
    """Under what name the record keeps the buyer's talk."""
    return f"widget:buyer:{buyer.buyer_id}"


def assert_accessible(page: Page) -> None:
    """axe finds nothing in what the page shows now."""
    found = Axe().run(page, context="shouhou-widget").response["violations"]
    assert [(each["id"], [node["html"][:120] for node in each["nodes"]]) for each in found] == []


def test_one_script_tag_talks_under_a_strict_policy_and_hurtful_styles(
    page: Page, host: HostPage, shop: Shop
) -> None:
    host.css = AGGRESSIVE
    chat = visit(page, host, shop.buyer(Order(product="蓝色保温杯")))
    chat.open()
    chat.say("我这单还能撤销几次")
    assert "3 次" in chat.answers().last.inner_text()
    bubble = chat.answers().last.locator(".bubble")
    style = bubble.evaluate(
        "node => { const s = getComputedStyle(node); return [s.color, s.fontSize, s.letterSpacing]; }"
    )
    assert style == ["rgb(23, 33, 29)", "15px", "normal"]
    box = chat.panel.bounding_box()
    assert box is not None and box["width"] == 390 and box["x"] + box["width"] == 1280 - 32


def test_names_of_goods_agents_and_files_are_text_whatever_they_hold(page: Page, host: HostPage, shop: Shop) -> None:
    markup = "<img src=x onerror=document.title='broken'>"
    buyer = shop.buyer(Order(product=f"杯子{markup}"))
    chat = visit(page, host, buyer)
    chat.open()
    chat.say("我这单还能撤销几次")
    assert "杯子<img src=x" in chat.words()  # a long title is cut where it is only named; what is left is text
    assert shop.command("handover", "take", conversation(buyer), "--agent", markup).returncode == 0
    assert shop.command("handover", "reply", conversation(buyer), markup, "--agent", markup).returncode == 0
    expect(chat.log.locator(".message.agent .who")).to_have_text(markup)
    expect(chat.presence).to_contain_text(markup)
    chat.choose(f"{markup}.pdf", b"%PDF-1.4", "application/pdf")
    expect(chat.widget.locator(".tray")).to_contain_text(markup)
    assert page.title() == "A shop"
    assert chat.widget.locator(".log img, .tray img, .bar img").count() == 0


def test_an_outage_in_mid_conversation_loses_nothing_and_doubles_nothing(
    page: Page, host: HostPage, shop: Shop
) -> None:
    buyer = shop.buyer(Order())
    chat = visit(page, host, buyer)
    chat.open()
    chat.say("售后有效期是多久")
    shop.stop()
    try:
        chat.write("我这单还能撤销几次")
        chat.write("怎么投诉商家")
        expect(chat.own()).to_have_count(3)
        expect(chat.own().nth(1)).to_have_attribute("data-state", "sending")
        expect(chat.own().nth(1).locator(".state")).to_have_text("网络不稳，正在重发…")
        expect(chat.presence).to_have_attribute("data-state", "down")
    finally:
        shop.start()
    expect(chat.answers().nth(2)).to_be_visible(timeout=OUTAGE_PATIENCE)
    expect(chat.own().nth(2)).to_have_attribute("data-state", "sent")
    expect(chat.presence).to_have_attribute("data-state", "bot", timeout=OUTAGE_PATIENCE)
    recorded = [message["text"] for message in buyer.history()["messages"] if message["from"] == "buyer"]
    assert recorded == ["售后有效期是多久", "我这单还能撤销几次", "怎么投诉商家"]
    shown = [text.split("\n")[0] for text in chat.own().locator(".bubble").all_inner_texts()]
    assert shown == recorded
    assert chat.log.locator(".message").count() == len(buyer.history()["messages"])


def test_a_message_that_cannot_be_delivered_says_so_and_is_sent_by_a_press(
    page: Page, host: HostPage, shop: Shop
) -> None:
    chat = visit(page, host, shop.buyer(Order()))
    chat.open()
    expect(chat.presence).to_have_attribute("data-state", "bot")
    page.route("**/messages", lambda route: route.fulfill(status=401, headers={"Access-Control-Allow-Origin": "*"}))
    chat.write("我这单还能撤销几次")
    expect(chat.own().locator(".state")).to_contain_text("未送达 · 登录已失效，请刷新页面")
    page.unroute("**/messages")
    chat.own().locator(".retry").click()
    expect(chat.answers()).to_have_count(1)
    expect(chat.own()).to_have_count(1)


def test_too_many_messages_wait_and_are_told_so_kindly(page: Page, host: HostPage, shop: Shop) -> None:
    buyer = shop.buyer(Order())
    statuses = [buyer.says("你好").status for _ in range(PER_MINUTE + 1)]
    assert statuses == [200] * PER_MINUTE + [429]
    chat = visit(page, host, buyer)
    chat.open()
    chat.write("在吗")
    expect(chat.own().last.locator(".state")).to_have_text("发得有点快，稍后自动发送")


def test_a_token_that_has_run_out_is_asked_for_again(page: Page, host: HostPage, shop: Shop) -> None:
    buyer = shop.buyer(Order())
    old = make_token(SECRET, buyer_id=str(buyer.buyer_id), ttl=60, now=datetime(2026, 1, 1, tzinfo=timezone.utc))
    host.script = f"""
      const tokens = {json.dumps([old, buyer.token])};
      const token = async () => tokens.shift() ?? "none";
      customElements.whenDefined("shouhou-widget").then(() => ShouhouWidget.init({{ token, title: "客服" }}));
    """
    host.attributes = ""
    page.goto(host.origin)
    chat = Chat(page)
    chat.open()
    chat.say("我这单还能撤销几次")
    assert "3 次" in chat.words()
    expect(chat.panel.locator("h2")).to_have_text("客服")


def test_a_new_token_of_another_buyer_shows_nothing_of_the_first(page: Page, host: HostPage, shop: Shop) -> None:
    first, second = shop.buyer(Order(product="蓝色保温杯")), shop.buyer(Order(product="红色围巾"))
    first.says("我这单还能撤销几次")
    host.script = f"""
      const tokens = {json.dumps([first.token, second.token])};
      const token = () => tokens[0];
      customElements.whenDefined("shouhou-widget").then(() => ShouhouWidget.init({{ token, open: true }}));
      addEventListener("switch", () => {{ tokens.shift(); ShouhouWidget.init({{ token }}); }});
    """
    host.attributes = ""
    page.goto(host.origin)
    chat = Chat(page)
    expect(chat.log).to_contain_text("蓝色保温杯")
    page.evaluate("dispatchEvent(new Event('switch'))")
    expect(chat.widget.locator(".welcome")).to_be_visible()
    chat.say("我这单还能撤销几次")
    assert "红色围巾" in chat.words() and "蓝色保温杯" not in chat.words()


def test_a_form_goes_on_where_a_reload_broke_in(page: Page, host: HostPage, shop: Shop) -> None:
    chat = visit(page, host, shop.buyer(Order()))
    chat.open()
    chat.say("我要退货退款，杯盖裂了，昨天收到打开就是裂的")
    chat.box.fill("还没写完")
    page.reload()
    expect(chat.box).to_have_value("还没写完")
    expect(chat.log).to_contain_text("补充")
    chat.press("没有补充")
    assert "请核对" in chat.words()


def test_what_is_typed_and_said_before_the_token_comes_is_kept(page: Page, host: HostPage, shop: Shop) -> None:
    buyer = shop.buyer(Order())
    buyer.says("你好")
    host.script = f"""
      const given = new Promise((resolve) => addEventListener("give", () => resolve({json.dumps(buyer.token)})));
      customElements.whenDefined("shouhou-widget").then(() => ShouhouWidget.init({{ token: () => given }}));
    """
    host.attributes = ""
    page.goto(host.origin)
    chat = Chat(page)
    chat.open()
    chat.write("怎么投诉商家")
    expect(chat.own()).to_have_attribute("data-state", "sending")
    chat.box.fill("我这单还能")
    page.evaluate("dispatchEvent(new Event('give'))")
    expect(chat.answers()).to_have_count(2)
    expect(chat.own()).to_have_count(2)
    expect(chat.box).to_have_value("我这单还能")


def test_a_complaint_is_filed_and_its_card_shows_where_it_stands(page: Page, host: HostPage, shop: Shop) -> None:
    buyer = shop.buyer(Order())
    chat = visit(page, host, buyer)
    chat.open()
    chat.say("我要投诉商家卖假货")
    chat.say("照片晚点再发")
    chat.press("确认投诉")
    (complaint,) = [each for each in shop.exported("complaints") if each["buyer_id"] == buyer.buyer_id]
    card = chat.answers().last.locator(".facts")
    expect(card).to_contain_text(complaint["complaint_number"])
    expect(card).to_contain_text("已提交")


def test_the_third_cancellation_is_warned_of_and_its_answer_says_that_it_was_the_last(
    page: Page, host: HostPage, shop: Shop
) -> None:
    buyer = shop.buyer(Order(prior_cancellations=2))
    chat = visit(page, host, buyer)
    chat.open()
    chat.say("我要退货退款，杯盖裂了，昨天收到打开就是裂的")
    chat.press("没有补充")
    chat.press("确认提交")
    chat.say("帮我撤销售后")
    warning = chat.answers().last
    expect(warning).to_contain_text("最后一次")
    expect(warning).to_contain_text("不能再申请任何售后")
    assert statuses_of(buyer) == ["requested"]
    chat.press("确认撤销")
    done = chat.answers().last
    expect(done).to_contain_text("不能再申请新的售后")
    expect(done.locator(".facts")).to_contain_text("已用 3 次，还剩 0 次")
    assert statuses_of(buyer) == ["cancelled"]


def test_a_person_is_named_and_the_end_asks_for_stars(page: Page, host: HostPage, shop: Shop) -> None:
    buyer = shop.buyer(Order())
    chat = visit(page, host, buyer)
    chat.open()
    chat.write("转人工")
    expect(chat.presence).to_have_text("正在等待人工客服")
    assert shop.command("handover", "take", conversation(buyer), "--agent", "小王").returncode == 0
    expect(chat.log).to_contain_text("人工客服 小王 已接入")
    expect(chat.presence).to_have_text("人工客服 小王 为您服务")
    assert shop.command("handover", "reply", conversation(buyer), "您好，我看看", "--agent", "小王").returncode == 0
    expect(chat.log.locator(".message.agent .who")).to_have_text("小王")
    assert shop.command("handover", "back", conversation(buyer)).returncode == 0
    expect(chat.presence).to_contain_text("智能助手")
    chat.log.locator(".rate-here").click()
    chat.widget.get_by_label("4 星，满意").check()
    chat.widget.locator(".sheet .primary").click()
    expect(chat.widget.locator(".sheet .verdict")).to_have_text("谢谢您的评价")
    expect(chat.widget.locator(".sheet")).to_be_hidden()
    expect(chat.log.locator(".rate-here")).to_be_focused()


def test_what_comes_while_the_chat_is_closed_is_counted(page: Page, host: HostPage, shop: Shop) -> None:
    buyer = shop.buyer(Order())
    chat = visit(page, host, buyer)
    page.evaluate(
        """() => {
          window.heard = [];
          const widget = document.querySelector("shouhou-widget");
          for (const name of ["opened", "closed", "message", "unread"])
            widget.addEventListener(name, ({ detail }) => window.heard.push([name, detail?.count ?? null]));
        }"""
    )
    chat.open()
    chat.say("你好")
    chat.widget.locator(".fold").click()
    assert shop.command("handover", "take", conversation(buyer), "--agent", "小王").returncode == 0
    expect(chat.widget.locator(".badge")).to_have_text("1")
    expect(chat.launcher).to_have_accessible_name("打开售后聊天, 1 条新消息")
    chat.open()
    expect(chat.widget.locator(".badge")).to_be_hidden()
    heard: list[Any] = page.evaluate("window.heard")
    assert [name for name, _ in heard if name != "message"] == ["opened", "closed", "unread", "unread", "opened"]
    assert [count for name, count in heard if name == "unread"] == [1, 0]


def test_the_keyboard_alone_is_enough_and_the_focus_comes_back(page: Page, host: HostPage, shop: Shop) -> None:
    chat = visit(page, host, shop.buyer(Order()))
    page.locator("#before").focus()
    page.keyboard.press("Tab")
    expect(chat.launcher).to_be_focused()
    page.keyboard.press("Enter")
    expect(chat.box).to_be_focused()
    page.keyboard.type("还能退吗")
    page.keyboard.press("Enter")
    expect(chat.answers()).to_have_count(1)
    seen = set()
    for _ in range(30):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.tagName"))
    assert seen == {"SHOUHOU-WIDGET"}
    page.keyboard.press("Escape")
    expect(chat.panel).to_be_hidden()
    expect(chat.launcher).to_be_focused()


def test_only_what_is_new_is_read_out(page: Page, host: HostPage, shop: Shop) -> None:
    chat = visit(page, host, shop.buyer(Order()))
    chat.open()
    chat.say("你好")
    page.reload()
    expect(chat.answers()).to_have_count(1)
    spoken = chat.widget.locator("[aria-live=polite]")
    expect(spoken).to_have_text("")
    chat.say("怎么投诉商家")
    expect(spoken).to_contain_text("智能助手：")
    assert spoken.inner_text().count("智能助手") == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("colour", ["", "#ffd400", "#7b61ff"])
def test_axe_finds_nothing_in_any_colour(
    page: Page, host: HostPage, shop: Shop, scheme: Any, colour: str
) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    chat = visit(page, host, shop.buyer(Order(prior_cancellations=2)), f'data-color="{colour}"')
    assert_accessible(page)
    chat.open()
    assert_accessible(page)
    chat.say("我要退货退款，杯盖裂了，昨天收到打开就是裂的")
    chat.upload("crack.png", png())
    expect(chat.answers().last).to_contain_text("请核对")
    chat.choose("wrong.txt", b"text", "text/plain")
    assert_accessible(page)
    chat.widget.locator(".rate").click()
    assert_accessible(page)
    page.keyboard.press("Escape")
    chat.own().locator(".picture").click()
    expect(chat.widget.locator(".lightbox")).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(chat.widget.locator(".lightbox")).to_be_hidden()
    expect(chat.panel).to_be_visible()


def test_files_are_pasted_and_dropped_and_wrong_ones_refused_in_words(page: Page, host: HostPage, shop: Shop) -> None:
    chat = visit(page, host, shop.buyer(Order()))
    chat.open()
    give = """(node, [kind, name, type, size]) => {
      const files = new DataTransfer();
      files.items.add(new File([new Uint8Array(size)], name, { type }));
      const event = kind === "paste"
        ? new ClipboardEvent("paste", { clipboardData: files, bubbles: true, cancelable: true })
        : new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true });
      node.dispatchEvent(event);
    }"""
    chat.box.evaluate(give, ["paste", "pasted.png", "image/png", 20])
    chat.panel.evaluate(give, ["drop", "dropped.pdf", "application/pdf", 20])
    expect(chat.widget.locator(".tray li")).to_have_count(2)
    chat.panel.evaluate(give, ["drop", "large.png", "image/png", 10 * 1024 * 1024 + 1])
    expect(chat.widget.locator(".notice")).to_have_text("“large.png”没有添加：文件超过 10 MB")
    chat.panel.evaluate(give, ["drop", "program.exe", "application/x-msdownload", 20])
    expect(chat.widget.locator(".notice")).to_contain_text("只能发 JPEG、PNG、WebP、GIF")
    expect(chat.widget.locator(".tray li")).to_have_count(2)


def test_a_file_that_is_not_what_it_says_is_refused_by_the_server_in_words(
    page: Page, host: HostPage, shop: Shop
) -> None:
    chat = visit(page, host, shop.buyer(Order()))
    chat.open()
    chat.choose("really-text.png", b"no picture at all")
    chat.widget.locator(".send").click()
    expect(chat.own().locator(".state")).to_contain_text("未送达 · 只能发 JPEG")
    expect(chat.own().locator(".retry")).to_have_count(0)


def test_a_thousand_messages_are_drawn_a_page_at_a_time(page: Page, host: HostPage, shop: Shop) -> None:
    buyer = shop.buyer(Order())
    long_talk(shop, buyer, 1_000)
    chat = visit(page, host, buyer)
    chat.open()
    expect(chat.log).to_contain_text("第 999 句")
    messages = chat.log.locator(".message")
    assert messages.count() == 60
    chat.widget.locator(".scroller").evaluate("node => { node.scrollTop = 0; }")
    expect(messages).to_have_count(120)
    expect(messages.first).to_contain_text("第 880 句")
    chat.say("售后有效期是多久")
    expect(chat.answers().last).to_contain_text("15 天")


def test_new_words_do_not_pull_a_reader_away_from_earlier_ones(page: Page, host: HostPage, shop: Shop) -> None:
    buyer = shop.buyer(Order())
    long_talk(shop, buyer, 80)
    chat = visit(page, host, buyer)
    chat.open()
    expect(chat.log).to_contain_text("第 79 句")
    scroller = chat.widget.locator(".scroller")
    page.mouse.move(1050, 500)
    page.mouse.wheel(0, -900)
    expect(chat.widget.locator(".newer")).to_be_hidden()
    assert shop.command("handover", "take", conversation(buyer), "--agent", "小王").returncode == 0
    newer = chat.widget.locator(".newer")
    expect(newer).to_be_visible()
    newer.click()
    expect(newer).to_be_hidden()
    assert scroller.evaluate("node => node.scrollHeight - node.scrollTop - node.clientHeight") < 2


@pytest.mark.parametrize(
    ("lang", "launcher", "placeholder"),
    [
        ("zh-CN", "联系售后", "输入消息"),
        ("zh-Hant-HK", "聯絡售後", "輸入訊息"),
        ("en-GB", "After-sales help", "Write a message"),
    ],
)
def test_the_widget_speaks_the_language_of_the_page(
    page: Page, host: HostPage, shop: Shop, lang: str, launcher: str, placeholder: str
) -> None:
    host.lang = lang
    chat = visit(page, host, shop.buyer(Order()))
    expect(chat.launcher).to_contain_text(launcher)
    chat.open()
    expect(chat.box).to_have_attribute("placeholder", placeholder)


def test_on_a_phone_the_chat_covers_the_page_and_nothing_under_it_is_reached(
    page: Page, host: HostPage, shop: Shop
) -> None:
    page.set_viewport_size({"width": 390, "height": 760})
    chat = visit(page, host, shop.buyer(Order()))
    page.evaluate("document.documentElement.style.overflow = 'scroll'")
    chat.open()
    assert page.evaluate("document.documentElement.style.overflow") == "hidden"
    assert chat.panel.bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 760}
    expect(chat.panel).to_have_attribute("aria-modal", "true")
    assert page.locator("#before").evaluate("node => node.inert") is True
    chat.widget.locator(".fold").click()
    assert page.locator("#before").evaluate("node => node.inert") is False
    assert page.evaluate("document.documentElement.style.overflow") == "scroll"


def test_the_token_stands_in_no_address(page: Page, host: HostPage, shop: Shop) -> None:
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    buyer = shop.buyer(Order())
    chat = visit(page, host, buyer)
    chat.open()
    chat.say("你好")
    chat.upload("cup.png", png())
    assert any("/messages" in address for address in addresses) and any("/events" in address for address in addresses)
    assert not any(buyer.token in address for address in addresses)
    assert not any(re.search(buyer.token, line) for line in shop.output)


def test_where_a_proxy_holds_the_stream_back_polling_brings_the_news(page: Page, host: HostPage, shop: Shop) -> None:
    buyer = shop.buyer(Order())
    page.route("**/events*", lambda route: None)  # never answered, as by a proxy that buffers
    chat = visit(page, host, buyer)
    chat.open()
    chat.say("你好")
    assert shop.command("handover", "take", conversation(buyer), "--agent", "小王").returncode == 0
    expect(chat.log).to_contain_text("人工客服 小王 已接入", timeout=OUTAGE_PATIENCE)


def long_talk(shop: Shop, buyer: Buyer, messages: int) -> None:
    """A conversation of so many messages, a minute apart."""
    now = shop.now() - timedelta(days=2)
    open_conversation(shop.database, conversation(buyer), "widget", buyer.buyer_id, now)
    for number in range(messages):
        sender = BUYER if number % 2 else BOT
        draft = Draft(f"m{number}", sender, text=f"第 {number} 句")
        say(shop.database, conversation(buyer), draft, now + timedelta(minutes=number))


def statuses_of(buyer: Buyer) -> list[str]:
    """Where the buyer's cases stand, as they are exported."""
    return [case["status"] for case in buyer.shop.exported("cases") if case["buyer_id"] == buyer.buyer_id]
