"""A shop with WeChat accounts: `shouhou serve` before a fake Tencent, and people who write to it there."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Optional

from widget_world import until

from shouhou.cases import outbox
from shouhou.cases.history import history
from shouhou.cases.messages import BUYER, Message
from shouhou.cases.unanswered import unanswered
from tests.services.wechat.accounts import Account, Kind, kf_corp, mini_program, official_account
from tests.services.wechat.envelopes import Format, Mode
from tests.services.wechat.fake_tencent import FakeTencent
from tests.services.wechat.pusher import Pusher
from tests.services.wechat.user import WeChatUser
from tests.shop import Order, Shop, serving

SETTLE_SECONDS = 30
SERVICE, SUBSCRIPTION, DESKED, KF, MINI = "service", "subscription", "desked", "kf", "mini"
CHANNELS = {Kind.OFFICIAL: "official_account", Kind.KF: "customer_service", Kind.MINI: "mini_program"}
CLASSES = {
    Kind.OFFICIAL: "shouhou.channels.wechat.OfficialAccountInput",
    Kind.KF: "shouhou.channels.wechat.CustomerServiceInput",
    Kind.MINI: "shouhou.channels.wechat.MiniProgramInput",
}


@dataclass(frozen=True)
class Place:
    """One account as the shop has it, and how it is told."""

    name: str
    account: Account
    mode: Mode = Mode.SAFE
    body_format: Format = Format.XML
    settings: dict[str, Any] = field(default_factory=dict)


def places() -> list[Place]:
    """One of each: a service account, one without the customer API, one with WeChat's own desk, and so on."""
    return [
        Place(SERVICE, official_account()),
        Place(SUBSCRIPTION, official_account(), Mode.COMPATIBLE, settings={"customer_messages": False}),
        Place(DESKED, official_account(), Mode.PLAIN, settings={"people": "wechat"}),
        Place(KF, kf_corp("zhangsan", "lisi", desks=2)),
        Place(MINI, mini_program(), body_format=Format.JSON),
    ]


class WeChatShop:
    """The shop, its accounts and Tencent."""

    def __init__(self, shop: Shop, tencent: FakeTencent, known: list[Place]) -> None:
        self.shop = shop
        self.tencent = tencent
        self.places = {place.name: place for place in known}

    def account(self, name: str) -> Account:
        """Tencent's side of one of the accounts."""
        return self.places[name].account

    def address(self, name: str) -> str:
        """Where an account's pushes go."""
        return f"http://127.0.0.1:{self.shop.port}/webhooks/{CHANNELS[self.account(name).kind]}/{name}"

    def pusher(self, name: str, **options: Any) -> Pusher:
        """Tencent's pushing side of an account."""
        place = self.places[name]
        given = {"mode": place.mode, "body_format": place.body_format, "now": self.shop.now, **options}
        return Pusher(place.account, self.address(name), **given)

    def user(self, name: str, pusher: Optional[Pusher] = None, **options: Any) -> WeChatUser:
        """Somebody new who writes to an account."""
        return WeChatUser(self.tencent, pusher or self.pusher(name), **options)

    def conversation(self, user: WeChatUser) -> str:
        """The id of the conversation that somebody has with the shop."""
        name = next(name for name, place in self.places.items() if place.account == user.account)
        desk = f"{user.open_kfid}:" if user.is_customer else ""
        return f"{CHANNELS[user.account.kind]}:{name}:{desk}{user.user_id}"


class Chat:
    """A conversation as its buyer has it, whichever account it is with: what is said, and all that comes of it."""

    def __init__(self, world: WeChatShop, name: str, **options: Any) -> None:
        self.world = world
        self.user = world.user(name, **options)
        self.conversation = world.conversation(self.user)
        self._said = 0

    def says(self, text: str) -> str:
        """Write; the whole answer."""
        return self._answer(lambda: self.user.says(text))

    def sends_picture(self, content: bytes) -> str:
        """Send a picture; the whole answer."""
        return self._answer(lambda: self.user.sends_picture(content))

    def presses(self, label: str) -> str:
        """Choose what was offered: by the menu's line, or by its number where there are no menus."""
        if any(line.content == label for line in self.user.last_menu):
            return self._answer(lambda: self.user.clicks(label))
        numbers = re.findall(rf"^([0-9]+)\. {re.escape(label)}$", self.user.inbox[-1].text, re.MULTILINE)
        assert numbers, f"{label!r} is not offered: {self.user.inbox[-1]}"
        return self.says(numbers[-1])

    def offers(self, label: str) -> bool:
        """Whether the latest words offer it."""
        latest = self.user.inbox[-1]
        return any(line.content == label for line in latest.items) or f". {label}" in latest.text

    def until(self, answer: str, label: str) -> str:
        """Answer a form's questions with no until it is offered; what was said last."""
        for _ in range(6):
            if self.offers(label):
                return answer
            answer = self.presses("商品问题") if self.offers("商品问题") else self.says("没有")
        raise AssertionError(f"never offered {label}: {answer}")

    def proves(self, order: Order) -> str:
        """Prove an order by its number and the end of its phone number."""
        return self.says(f"订单号{order.number} 手机尾号{order.phone[-4:]}")

    @property
    def record(self) -> list[Message]:
        """The conversation as the shop has it."""
        return history(self.world.shop.database, self.conversation)

    def _answer(self, act: Callable[[], Any]) -> str:
        self._said += 1
        act()
        self.settles()
        return self.user.text

    def settles(self) -> None:
        """Wait until all that was said is answered and all answers are carried."""
        until(self._is_settled, SETTLE_SECONDS, "the conversation settles")

    def _is_settled(self) -> bool:
        database, later = self.world.shop.database, self.world.shop.now() + timedelta(days=1)
        if sum(message.sender == BUYER for message in self.record) < self._said:
            return False
        open_turns = [left.conversation_id for left in unanswered(database, later, 10_000)]
        return self.conversation not in open_turns and outbox.load_of(database, self.conversation, later) is None


def credentials(known: list[Place], url: str) -> str:
    """What stands in credentials.yml for these accounts; JSON is YAML."""
    channels: dict[str, Any] = {"shouhou.channels.widget.WidgetInput": {}}
    for place in known:
        account = place.account
        mode = {} if account.kind is Kind.KF else {"mode": place.mode.value}
        channels.setdefault(CLASSES[account.kind], {"accounts": {}})["accounts"][place.name] = {
            "app_id": account.app_id, "secret": account.secret, "token": account.token,
            "encoding_aes_key": account.encoding_aes_key, "base_url": url, **mode, **place.settings,
        }
    return json.dumps(channels, indent=2)


@contextmanager
def wechat_shop(
    var: Path, known: Optional[list[Place]] = None, environment: Optional[dict[str, str]] = None, hour: int = 10,
    failure_share: float = 0.0,
) -> Iterator[WeChatShop]:
    """A shop that serves these accounts while the block runs."""
    chosen = known or places()
    clock = Shop(var, hour)
    tencent = FakeTencent(*(place.account for place in chosen), now=clock.now, failure_share=failure_share)
    with tencent:
        file = var / "credentials.yml"
        file.write_text(credentials(chosen, tencent.url), encoding="utf-8")
        with serving(var, hour, {"SHOUHOU_CREDENTIALS": str(file), **(environment or {})}) as shop:
            yield WeChatShop(shop, tencent, chosen)
