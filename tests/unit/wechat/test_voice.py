"""Voice: what the platform recognised is read as text that was heard; without that the buyer is asked to type."""

from typing import Any

import pytest

from shouhou.channels.incoming import Incoming
from shouhou.channels.wechat.accounts import Account
from shouhou.channels.wechat.customer_service import CustomerServiceInput
from shouhou.channels.wechat.decode import decode_kf, decode_push
from shouhou.channels.wechat.official_account import OfficialAccountInput
from shouhou.settings import read_settings

SECRET = "a secret of the tests, long enough to sign with"


class Accepting:
    """Turns that note what comes in."""

    def __init__(self) -> None:
        self.accepted: list[Incoming] = []

    async def accept(self, incoming: Incoming) -> None:
        self.accepted.append(incoming)


def push(**changes: Any) -> dict[str, Any]:
    return {"ToUserName": "gh_1", "FromUserName": "o1", "CreateTime": 1714037059, "MsgType": "voice", "MsgId": "7",
            "MediaId": "media-1", "Format": "amr", **changes}


async def comes_in(document: dict[str, Any]) -> Incoming:
    account = Account("official_account", "main", "wx1", "s", "t", "k", mode="plain")
    turns = Accepting()
    channel = OfficialAccountInput([account], read_settings({"SHOUHOU_WIDGET_SECRET": SECRET}))
    channel._turns = turns  # type: ignore[assignment]
    await channel._take(account, decode_push(document), document)
    return turns.accepted[0]


async def test_recognised_voice_is_text_as_it_was_recognised_and_known_as_heard() -> None:
    incoming = await comes_in(push(Recognition="我要退款。"))
    assert (incoming.text, incoming.heard, incoming.payload) == ("我要退款。", True, None)


@pytest.mark.parametrize("recognition", [{}, {"Recognition": ""}, {"Recognition": "  "}])
async def test_voice_that_was_not_recognised_is_a_message_that_cannot_be_read(recognition: dict[str, str]) -> None:
    incoming = await comes_in(push(**recognition))
    assert (incoming.text, incoming.heard) == (None, False)
    assert incoming.payload == '/send_unreadable{"media_kind": "voice"}'


async def test_what_is_typed_is_not_heard() -> None:
    incoming = await comes_in(push(MsgType="text", Content="我要退款", MediaId=""))
    assert (incoming.text, incoming.heard) == ("我要退款", False)


async def test_customer_service_recognises_nothing() -> None:
    """sync_msg hands voice out as media alone."""
    account = Account("customer_service", "main", "ww1", "s", "t", "k")
    turns = Accepting()
    channel = CustomerServiceInput([account], read_settings({"SHOUHOU_WIDGET_SECRET": SECRET}))
    channel._turns = turns  # type: ignore[assignment]
    item = decode_kf({"msgid": "1", "open_kfid": "wk1", "external_userid": "wm1", "origin": 3, "msgtype": "voice",
                      "voice": {"media_id": "media-1"}})
    await channel._message(account, item, Incoming("customer_service:main:wk1:wm1", "customer_service", None, "1"))
    assert turns.accepted[0].payload == '/send_unreadable{"media_kind": "voice"}'
    assert not turns.accepted[0].heard
