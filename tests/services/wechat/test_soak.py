"""2,000 messages through three kinds of account, while everything that can go wrong does: nothing lost, nothing twice.

One push in five comes twice, one answer in ten gets lost on its way, one API call in twenty fails, and half-way through
the bot is killed.
"""

import os
import random
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest
from widget_world import members, until

from shouhou.cases import outbox
from shouhou.cases.history import history
from shouhou.cases.messages import BUYER
from shouhou.cases.unanswered import unanswered
from tests.dialogues.talking import cases_of
from tests.services.wechat.pusher import Pusher
from tests.services.wechat.user import WeChatUser
from tests.services.wechat.world import KF, MINI, SERVICE, WeChatShop, wechat_shop
from tests.shop import Order

ROUND = ("我要退货退款，杯盖裂了", "昨天打开包装就看到了", "没有了", "确认", "帮我撤销售后", "确认")
MESSAGES = 2_000
EACH = 20  # the proof, a greeting, three rounds
PEOPLE = MESSAGES // EACH
AT_ONCE = 8
DUPLICATES, LOST_ANSWERS, FAILURES = 0.2, 0.1, 0.05
# A killed bot is away longer than Tencent's three tries take when a connection is refused at once: they are stretched.
TRIES, WAIT = 12, 3.0
TURN_SECONDS = 120.0


@dataclass
class Person:
    """Somebody with an order, and how far they are."""

    user: WeChatUser
    conversation: str
    order: Order
    chance: random.Random
    said: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def stormy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WeChatShop]:
    """A shop whose Tencent fails now and then."""
    with wechat_shop(tmp_path_factory.mktemp("soak"), failure_share=FAILURES) as world:
        yield world


def test_nothing_is_lost_and_nothing_done_twice_in_2000_messages_with_the_bot_killed_half_way(
    stormy: WeChatShop,
) -> None:
    people = [_person(stormy, number) for number in range(PEOPLE)]
    half_way = threading.Event()
    count = _Count(MESSAGES // 2, half_way)
    killer = threading.Thread(target=_kill_bot, args=(stormy, half_way))
    killer.start()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(lambda person: _talks(stormy, person, count), people))
    killer.join()
    assert count.value == MESSAGES

    database = stormy.shop.database
    assert outbox.undelivered(database) == []
    assert unanswered(database, stormy.shop.now(), 10) == []
    for person in people:
        said = [message for message in history(database, person.conversation) if message.sender == BUYER]
        assert [message.text for message in said] == person.said  # each once, in order
        cases = cases_of(stormy.shop, person.order)
        assert [case["status"] for case in cases] == ["cancelled"] * 3
        assert [[event["to"] for event in case["events"]] for case in cases] == [["requested", "cancelled"]] * 3
        _has_got_every_reply(stormy, person)


class _Count:
    """How many messages have been said by all."""

    def __init__(self, half: int, half_way: threading.Event) -> None:
        self.value = 0
        self._half, self._half_way, self._lock = half, half_way, threading.Lock()

    def one_more(self) -> None:
        with self._lock:
            self.value += 1
            if self.value == self._half:
                self._half_way.set()


def _person(world: WeChatShop, number: int) -> Person:
    name = (SERVICE, KF, MINI)[number % 3]
    pusher: Pusher = world.pusher(name, tries=TRIES, wait=WAIT)
    user = world.user(name, pusher)
    order = Order()
    world.shop.buyer(order)
    return Person(user, world.conversation(user), order, random.Random(number))


def _talks(world: WeChatShop, person: Person, count: _Count) -> None:
    order = person.order
    for text in ("你好", f"订单号{order.number} 手机尾号{order.phone[-4:]}", *ROUND * 3):
        push = person.user.says(text, lost_answers=person.chance.random() < LOST_ANSWERS)
        assert push.is_taken, push
        person.said.append(text)
        count.one_more()
        if person.chance.random() < DUPLICATES:
            person.user.pusher.push(push.fields)
        until(lambda: _is_answered(world, person), TURN_SECONDS, f"{text} is answered")


def _is_answered(world: WeChatShop, person: Person) -> bool:
    """Whether all that was said has its reply, and the reply has arrived: people read before they go on."""
    recorded = history(world.shop.database, person.conversation)
    said = sum(message.sender == BUYER for message in recorded)
    if said < len(person.said) or recorded[-1].sender == BUYER:
        return False
    return not outbox.unsent(world.shop.database, person.conversation)


def _kill_bot(world: WeChatShop, half_way: threading.Event) -> None:
    half_way.wait()
    assert world.shop.process is not None
    os.kill(members(world.shop.process.pid)["shouhou.bot"], signal.SIGKILL)


def _has_got_every_reply(world: WeChatShop, person: Person) -> None:
    got = [message.text for message in person.user.inbox]
    everything = "\n".join(got)
    for message in history(world.shop.database, person.conversation):
        if message.sender != BUYER:
            assert message.text is not None and message.text in everything
    if person.user.is_customer:  # 微信客服 knows a second try by its name
        names = [message.msgid for message in person.user.inbox]
        assert len(names) == len(set(names))
