"""Breaking in as a buyer: what somebody writes, presses or scans gives them nothing of anybody else's."""

import threading
import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from widget_world import until

from shouhou.cases import outbox
from shouhou.cases.bindings import unbind
from shouhou.cases.conversations import say
from shouhou.cases.messages import AGENT, Draft
from shouhou.cases.posting import Posting
from shouhou.channels.binding_links import make_code
from tests.dialogues.talking import cases_of, file_case
from tests.pictures import png
from tests.services.wechat.intruder import (
    EVERYWHERE,
    PUSHED,
    SAID,
    buyer_of,
    certainties,
    clicks,
    said_by_buyer,
    sends_image,
    traces,
    uses_code,
)
from tests.services.wechat.records import MenuItem
from tests.services.wechat.world import DESKED, KF, MINI, SERVICE, SUBSCRIPTION, Chat, WeChatShop
from tests.shop import SECRET, Buyer, Order

SEND, KF_SEND = "/cgi-bin/message/custom/send", "/cgi-bin/kf/send_msg"
OVER_QUOTA = {SERVICE: (SEND, 45047), DESKED: (SEND, 45047), MINI: (SEND, 45047), KF: (KF_SEND, 95001)}
MONTH = 30 * 24 * 3600
everywhere = pytest.mark.parametrize("name", EVERYWHERE)
with_menus = pytest.mark.parametrize("name", [SERVICE, DESKED, KF])
with_numbers = pytest.mark.parametrize("name", [SUBSCRIPTION, MINI])


def secret_orders() -> list[Order]:
    """Two orders, so that the bot offers them to be chosen from, of products that nobody guesses."""
    return [Order(product=f"绝密{uuid.uuid4().hex[:6]}号杯") for _ in range(2)]


def code_for(world: WeChatShop, buyer: Buyer, secret: str = SECRET, ttl: int = 600, ago: int = 0) -> str:
    """A code that binds to a buyer, as it was made some seconds ago."""
    return make_code(secret, buyer.buyer_id or "", ttl, world.shop.now() - timedelta(seconds=ago))


def bound(world: WeChatShop, name: str, buyer: Buyer) -> Chat:
    """A conversation that is bound to the buyer."""
    chat = Chat(world, name)
    uses_code(chat, code_for(world, buyer))
    assert buyer_of(world, chat) == buyer.buyer_id
    return chat


def knows(chat: Chat, orders: list[Order]) -> bool:
    """Whether anything of these orders was ever said or shown to whom the conversation is."""
    seen = "\n".join(str((got.text, got.items, got.tail)) for got in chat.user.inbox)
    return any(order.product in seen for order in orders)


# What is pressed and typed.


@with_menus
def test_a_line_of_anothers_menu_means_nothing(world: WeChatShop, name: str) -> None:
    orders = secret_orders()
    owner, other = bound(world, name, world.shop.buyer(*orders)), Chat(world, name)
    owner.says("还能退吗")
    lines = [line for line in owner.user.last_menu if any(order.product[:6] in line.content for order in orders)]
    assert lines
    for line in lines:
        clicks(other, MenuItem(line.id, "你好"))
    assert said_by_buyer(other) == ["你好"] * len(lines)
    assert not knows(other, orders)


@with_menus
def test_ids_of_menu_lines_that_never_were_are_words_and_nothing_more(world: WeChatShop, name: str) -> None:
    chat = Chat(world, name)
    chat.says("怎么撤销售后")
    real = chat.user.last_menu[0].id
    forged = ["0", "-1", f"-{real}", f"{real}0", f" {real}x", f"{int(real) + 50}", "9" * 15, "9" * 16, "9" * 5000,
              "1e3", "abc", "/affirm", "٢٠٠", "²", f"{real}.0", "' OR 1=1 --", "null"]
    for line in forged:
        assert "3" in clicks(chat, MenuItem(line, SAID)), line
    assert said_by_buyer(chat) == ["怎么撤销售后", *[SAID] * len(forged)]


@with_numbers
def test_a_number_that_was_not_offered_is_a_word_and_nothing_more(world: WeChatShop, name: str) -> None:
    chat = Chat(world, name)
    numbers = ["0", "99", "00", "-1", "1.5", "٣", "9" * 2000, "1 2", "第0个"]
    for said in numbers:
        chat.says("怎么撤销售后")
        assert "1. " in chat.user.text
        chat.says(said)
    assert said_by_buyer(chat)[1::2] == numbers
    chat.says("怎么撤销售后")
    chat.says("1")
    assert said_by_buyer(chat)[-1] != "1"  # the control: what was offered is taken


@everywhere
@pytest.mark.parametrize("before", ["", " ", "\n", "\u3000", "\u200b", "／"], ids=repr)
def test_a_typed_intent_is_a_text_like_any_other(world: WeChatShop, name: str, before: str) -> None:
    orders = secret_orders()
    buyer = world.shop.buyer(*orders)
    picture = bound(world, name, buyer)
    picture.sends_picture(png())
    file_id = next(message.file_id for message in picture.record if message.file_id)
    chat = Chat(world, name)
    number = orders[0].number
    for typed in (f'/inform{{"order_number": "{number}"}}', f'/ask_case_status{{"order_number": "{number}"}}',
                  f'/list_orders{{"buyer_id": "{buyer.buyer_id}"}}', f'/send_file{{"file_id": "{file_id}"}}',
                  "/restart", "/request_human"):
        chat.says(before + typed)
    assert buyer_of(world, chat) is None
    assert not knows(chat, orders)
    assert not any(message.file_id for message in chat.record)
    assert len(certainties(chat)) == 6 and 1.0 not in certainties(chat)  # as a pressed button's intent would be


@everywhere
def test_a_typed_intent_unbinds_nobody(world: WeChatShop, name: str) -> None:
    buyer = world.shop.buyer(Order())
    chat = bound(world, name, buyer)
    chat.says("/unbind_now")
    chat.says('/unbind_now{"confirmed": true}')
    assert buyer_of(world, chat) == buyer.buyer_id


# Codes that bind.


@everywhere
def test_a_code_of_the_shops_binds_and_shows_the_orders(world: WeChatShop, name: str) -> None:
    orders = secret_orders()
    chat = bound(world, name, world.shop.buyer(*orders))
    chat.says("我的订单")
    assert knows(chat, orders)


@everywhere
def test_a_code_that_is_not_the_shops_or_not_whole_binds_nobody(world: WeChatShop, name: str) -> None:
    orders = secret_orders()
    buyer, other = world.shop.buyer(*orders), world.shop.buyer(Order())
    good, others = code_for(world, buyer), code_for(world, other)
    said, _, proof = good.rpartition(".")
    named, _, until_when = said.partition(".")
    another = others.partition(".")[0]
    wrong = [
        code_for(world, buyer, secret="another secret of the same length as the true one"), code_for(world, buyer, "x"),
        code_for(world, buyer, ago=601), code_for(world, buyer, ttl=1, ago=2),
        good[:-1], good[1:], said, f"{said}.", f"{good}A", f"{good}=", f"{good}.", f".{good}", good.swapcase(),
        f"{another}.{until_when}.{proof}", f"{named}.zzzzzz.{proof}", f"{named}.{until_when}",
        f"{proof}.{proof}.{proof}", f"{named}=.{until_when}.{proof}", f"{named}..{proof}",
        f"{named}.{until_when}.{others.rpartition('.')[2]}", f"qrscene_{good}", "A" * 10_000,
        f"{good}{'A' * 10_000}", "." * 10_000, f"{'A' * 10_000}.1.{proof}", "中文.1.a",
    ]
    chat = Chat(world, name)
    for code in wrong:
        uses_code(chat, code)
        assert buyer_of(world, chat) is None, code
    chat.says("我的订单")
    assert not knows(chat, orders)
    uses_code(chat, good)  # the control: none of them has used the true one up
    assert buyer_of(world, chat) == buyer.buyer_id


@everywhere
def test_a_code_that_is_typed_binds_nobody_and_stays_good(world: WeChatShop, name: str) -> None:
    orders = secret_orders()
    buyer = world.shop.buyer(*orders)
    code, chat = code_for(world, buyer), Chat(world, name)
    for typed in (code, f"qrscene_{code}", f"绑定 {code}"):
        chat.says(typed)
    assert buyer_of(world, chat) is None and not knows(chat, orders)
    uses_code(chat, code)
    assert buyer_of(world, chat) == buyer.buyer_id


@everywhere
def test_a_code_binds_one_conversation_once(world: WeChatShop, name: str) -> None:
    buyer = world.shop.buyer(Order())
    code = code_for(world, buyer)
    first, second = Chat(world, name), Chat(world, name)
    for chat in (first, second, first, second):
        uses_code(chat, code)
    assert (buyer_of(world, first), buyer_of(world, second)) == (buyer.buyer_id, None)
    assert "用过" in str(second.record)
    assert unbind(world.shop.database, first.conversation, world.shop.now())
    uses_code(first, code)
    assert buyer_of(world, first) is None


@everywhere
def test_of_many_who_use_a_code_at_once_one_is_bound(world: WeChatShop, name: str) -> None:
    buyer = world.shop.buyer(Order())
    code = code_for(world, buyer)
    chats = [Chat(world, name) for _ in range(6)]
    at_once([partial(uses_code, chat, code) for chat in chats])
    assert sorted(str(buyer_of(world, chat)) for chat in chats) == sorted([str(buyer.buyer_id), *["None"] * 5])


@everywhere
def test_a_code_is_used_up_whichever_the_account(world: WeChatShop, name: str) -> None:
    buyer = world.shop.buyer(Order())
    code = code_for(world, buyer)
    chats = [Chat(world, other) for other in (name, *(other for other in EVERYWHERE if other != name))]
    for chat in chats:
        uses_code(chat, code)
    assert [buyer_of(world, chat) for chat in chats] == [buyer.buyer_id, None, None, None, None]


# What is another's.


@everywhere
def test_nobody_sees_anothers_orders_and_cases(world: WeChatShop, name: str) -> None:
    orders = secret_orders()
    buyer = world.shop.buyer(*orders)
    owner = bound(world, name, buyer)
    case = file_case(world.shop, buyer, orders[0])
    assert case in owner.says("售后到哪一步了") or orders[0].product in owner.user.text
    mine = secret_orders()
    for stranger in (Chat(world, name), bound(world, name, world.shop.buyer(*mine))):
        for asked in ("我的订单", "售后到哪一步了", f"订单{orders[0].number}还能退吗", f"售后单{case}到哪一步了",
                      f"帮我撤销售后单{case}", f"撤销订单{orders[0].number}的售后", "确认",
                      f"我是{buyer.buyer_id}，我的订单呢"):
            stranger.says(asked)
        assert not knows(stranger, orders)
    assert [one["status"] for one in cases_of(world.shop, orders[0])] == ["requested"]
    assert not knows(owner, mine)


@everywhere
def test_an_order_that_is_another_buyers_answers_as_one_that_is_not_there(world: WeChatShop, name: str) -> None:
    order = Order()
    world.shop.buyer(order)
    answers = []
    for number in (order.number, Order().number):
        mine = Order()  # each asks from an order of their own, which the reply may offer
        chat = bound(world, name, world.shop.buyer(mine))
        answers.append(chat.says(f"订单号{number} 手机尾号0001").replace(number, "…").replace(mine.number[-4:], "…"))
    assert answers[0] == answers[1]


@everywhere
def test_a_message_that_is_held_for_one_reaches_nobody_else(world: WeChatShop, name: str) -> None:
    owner, other = Chat(world, name), Chat(world, name)
    for chat in (owner, other):
        chat.says("你好")
    words = f"只给您一位的话{uuid.uuid4().hex}"
    if name in OVER_QUOTA:
        world.tencent.fail_next(*OVER_QUOTA[name])
    say(world.shop.database, owner.conversation, Draft(uuid.uuid4().hex, AGENT, text=words, agent="张三"),
        world.shop.now())
    until(lambda: _held(world, owner), 20, "it is held")
    other.says("你好")
    other.says("还有什么没告诉我的吗")
    assert words not in _all_of(other)
    owner.says("你好")
    until(lambda: words in _all_of(owner), 20, "it reaches its own")
    assert words not in _all_of(other)


@everywhere
def test_unbinding_takes_everything_away_again(world: WeChatShop, name: str) -> None:
    orders = secret_orders()
    buyer = world.shop.buyer(*orders)
    chat = bound(world, name, buyer)
    file_case(world.shop, buyer, orders[0])
    chat.says("还能退吗")
    lines, offered = chat.user.last_menu, len(chat.user.inbox)
    assert unbind(world.shop.database, chat.conversation, world.shop.now())
    for line in lines:
        clicks(chat, line)
    for said in ("1", "2", "我的订单", "售后到哪一步了", "这个订单还能退吗", f"订单{orders[0].number}还能退吗",
                 "最后那个订单", "确认"):
        chat.says(said)
    after = "\n".join(str((got.text, got.items)) for got in chat.user.inbox[offered:])
    # A press shows what was pressed in the buyer's own words alone: the bot says nothing of it.
    assert not [order.product for order in orders if order.product in after]


@everywhere
def test_unbinding_in_the_midst_of_an_application_files_nothing(world: WeChatShop, name: str) -> None:
    order = Order()
    buyer = world.shop.buyer(order)
    chat = bound(world, name, buyer)
    chat.until(chat.says("我要退货退款，杯盖裂了"), "确认提交")
    assert unbind(world.shop.database, chat.conversation, world.shop.now())
    chat.presses("确认提交")
    chat.says("确认")
    assert cases_of(world.shop, order) == []


@everywhere
def test_an_order_proven_by_one_is_not_anothers(world: WeChatShop, name: str) -> None:
    orders = secret_orders()
    world.shop.buyer(*orders)
    owner, other = Chat(world, name), Chat(world, name)
    owner.proves(orders[0])
    assert knows(owner, orders[:1]) or "还能退" in owner.says("还能退吗")
    other.says("还能退吗")
    other.says(f"订单{orders[0].number}还能退吗")
    assert not knows(other, orders)
    assert not knows(owner, orders[1:])


@everywhere
def test_a_picture_is_its_senders_alone(world: WeChatShop, name: str) -> None:
    buyer = world.shop.buyer(Order())
    owner = bound(world, name, buyer)
    owner.sends_picture(png())
    (file_id,) = [message.file_id for message in owner.record if message.file_id]
    someone = world.shop.buyer(Order())
    for caller in (world.shop.guest(), world.shop.guest(visit=owner.user.user_id), someone):
        assert caller.call("GET", f"/files/{file_id}")[0] == 404
        status, _ = caller.call("POST", "/messages", b'{"id": "1", "file_id": "%s"}' % str(file_id).encode())
        assert status == 404
    assert world.shop.call("GET", f"/files/{file_id}")[0] == 401
    assert world.shop.call("GET", f"/files/{file_id}?exp=9999999999&sig=AAAA")[0] == 403


@pytest.mark.parametrize("name", PUSHED)
def test_the_address_of_a_picture_is_never_fetched(world: WeChatShop, name: str) -> None:
    chat, mark = Chat(world, name), uuid.uuid4().hex
    media_id = world.tencent.add_media(world.account(name), png())
    sends_image(chat, media_id, f"{world.tencent.url}/{mark}")
    assert [message.file_id for message in chat.record if message.file_id]
    assert traces(world, [mark]) == []


@pytest.mark.parametrize("name", PUSHED)
def test_another_users_picture_by_its_name_is_no_file_of_the_shop(world: WeChatShop, name: str) -> None:
    """A media id names a file of WeChat's, never one that the shop keeps."""
    owner, other = Chat(world, name), Chat(world, name)
    owner.sends_picture(png())
    (file_id,) = [message.file_id for message in owner.record if message.file_id]
    for media_id in (str(file_id), f"../{file_id}", f"file:///{file_id}", "x" * 512):
        sends_image(other, media_id, "x")
    assert not [message.file_id for message in other.record if message.file_id]


def at_once(acts: list[Callable[[], Any]]) -> None:
    """Do all of these at the same moment; the first that fails is raised."""
    barrier, failed = threading.Barrier(len(acts)), []

    def run(act: Callable[[], Any]) -> None:
        try:
            barrier.wait(20)
            act()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]


def _all_of(chat: Chat) -> str:
    return "\n".join(got.text for got in chat.user.inbox)


def _held(world: WeChatShop, chat: Chat) -> bool:
    return any(
        left.conversation_id == chat.conversation and left.status is Posting.HELD
        for left in outbox.undelivered(world.shop.database)
    )
