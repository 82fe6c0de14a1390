"""The demo page in real Chromium against the real bot."""

import re

from playwright.sync_api import Page, expect

from tests.browser.demo_page import Chat
from tests.pictures import png
from tests.shop import Order, Shop


def test_a_buyer_applies_with_a_picture_and_finds_the_talk_again_after_a_reload(page: Page, shop: Shop) -> None:
    chat = Chat(page)
    chat.be("林女士")
    chat.say("我要换货，冰箱门封条裂了，今天早上打开发现的")
    chat.upload("crack.png", png())
    expect(chat.own().locator("img").last).to_be_visible()
    expect(chat.answers().last).to_contain_text("请核对")
    chat.press("确认提交")
    assert "提交好了" in chat.answers().last.inner_text()
    (case,) = [case for case in shop.exported("cases") if case["buyer_id"] == "demo-lin"]
    assert case["request_type"] == "exchange"
    assert [item["kind"] for item in case["evidence"]] == ["image/png"]
    shown = chat.log.locator(".message").count()
    page.reload()
    expect(chat.log.locator(".message")).to_have_count(shown)
    assert case["case_number"] in chat.words()


def test_the_third_cancellation_is_warned_of_in_plain_sight(page: Page) -> None:
    chat = Chat(page)
    chat.be("赵阿姨")
    chat.say("还能撤销几次")
    assert "1" in chat.answers().last.inner_text()
    chat.say("我要退货退款，水壶漏水，昨天烧水时候漏了一桌子")
    chat.press("没有补充")
    chat.press("确认提交")
    chat.say("帮我撤销")
    assert "最后一次" in chat.answers().last.inner_text()
    chat.press("先不撤")
    assert "不撤了" in chat.answers().last.inner_text()


def test_quick_replies_are_locked_once_one_of_them_is_used(page: Page) -> None:
    chat = Chat(page)
    chat.be("陈同学")
    chat.say("还能退吗")
    offered = chat.log.locator("button", has_text="请商家同意").last
    chat.press("请商家同意")
    expect(offered).to_be_disabled()


def test_markup_in_a_message_is_shown_as_text_and_never_run(page: Page) -> None:
    chat = Chat(page)
    chat.be("王先生")
    words = "<img src=x onerror=\"document.title='broken into'\"><b>退货</b>"
    chat.say(words)
    assert words in chat.own().last.inner_text()
    assert page.title() != "broken into"
    assert chat.own().locator(".bubble b").count() == 0


def test_a_guest_proves_an_order_before_hearing_of_it(page: Page) -> None:
    chat = Chat(page)
    chat.be("访客")
    chat.say("我的订单还能撤销几次")
    assert "订单号" in chat.answers().last.inner_text()
    chat.say("261106-100000000000006 手机尾号 8004")
    assert "还能撤销 3 次" in chat.words() or "还有 3 次" in chat.words()


def test_two_tabs_stay_in_step(page: Page, shop: Shop) -> None:
    other = page.context.new_page()
    other.goto(f"{shop.base}/demo")
    first, second = Chat(page), Chat(other)
    first.be("陈同学")
    other.reload()
    second.be("陈同学")
    first.say("售后有效期是多久")
    expect(second.log).to_contain_text("售后有效期是多久")
    expect(second.log).to_contain_text("一般是签收后 15 天")


def test_the_page_complains_of_nothing(page: Page, shop: Shop) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.reload()
    Chat(page).be("林女士")
    expect(page.locator("#orders")).to_contain_text("白鹭")
    assert complaints == []


def test_a_signed_link_opens_the_order_it_names(page: Page, shop: Shop) -> None:
    order = Order(product="山野 羊毛围巾", buyer_id="", phone="")
    shop.import_orders(order, buyer_id="")
    Chat(page).be("访客")
    link = shop.command("claim", order.number, "--page", f"{shop.base}/demo").stdout.strip()
    page.goto(link)
    page.reload()
    expect(Chat(page).box).to_have_value(re.compile(order.number))
    assert "claim" not in page.url
    chat = Chat(page)
    chat.say("这单还能撤销几次")
    assert "羊毛围巾" in chat.answers().last.inner_text()
