"""What must stay inside: keys, secrets and tokens, however WeChat's API fails."""

import uuid
from collections.abc import Callable

import pytest

from shouhou.cases.conversations import say
from shouhou.cases.messages import AGENT, Draft
from shouhou.channels.wechat.accounts import OFFICIAL_ACCOUNT, AccountError, read_accounts
from shouhou.channels.wechat.decode import decode_push
from shouhou.channels.wechat.replies import text_reply
from tests.dialogues.talking import png
from tests.services.wechat.envelopes import from_xml
from tests.services.wechat.faults import CUT, DROP, HANG, Fault
from tests.services.wechat.intruder import recorded, secrets
from tests.services.wechat.world import KF, MINI, SERVICE, SUBSCRIPTION, Chat, WeChatShop
from tests.shop import SECRET

FAULTS: tuple[Fault, ...] = (-1, 500, DROP, CUT)
SECONDS = 60
SEND, STABLE, MEDIA, UPLOAD = (
    "/cgi-bin/message/custom/send", "/cgi-bin/stable_token", "/cgi-bin/media/get", "/cgi-bin/media/upload",
)
WORK = "/cgi-bin/kf/"
Act = Callable[[WeChatShop, Chat], object]


def says(world: WeChatShop, chat: Chat) -> None:
    """Write a text."""
    chat.user.says("你好")


def needs_a_token(world: WeChatShop, chat: Chat) -> None:
    """Write something that cannot be worked on without a new access token."""
    world.tencent.expire_token(chat.user.account)
    chat.user.sends_picture(png())


def sends_a_picture(world: WeChatShop, chat: Chat) -> None:
    """Send a picture, which the shop fetches."""
    chat.user.sends_picture(png())


def gets_a_picture(world: WeChatShop, chat: Chat) -> None:
    """Be sent one's own picture by an agent."""
    chat.sends_picture(png())
    file_id = next(message.file_id for message in chat.record if message.file_id)
    draft = Draft(uuid.uuid4().hex, AGENT, file_id=file_id, agent="张三")
    say(world.shop.database, chat.conversation, draft, world.shop.now())


def asks_for_a_person(world: WeChatShop, chat: Chat) -> None:
    """Ask for a person."""
    chat.user.says("我要转人工")


def enters(world: WeChatShop, chat: Chat) -> None:
    """Open the conversation for the first time."""
    chat.user.enters()


WAYS: list[tuple[str, str, Act, tuple[Fault, ...]]] = [
    (SERVICE, STABLE, needs_a_token, FAULTS),
    (SERVICE, SEND, says, (*FAULTS, 40001, 42001, 48001, HANG)),
    (SERVICE, MEDIA, sends_a_picture, (*FAULTS, 40001, 40007)),
    (SERVICE, UPLOAD, gets_a_picture, (*FAULTS, 40001)),
    (SUBSCRIPTION, STABLE, needs_a_token, FAULTS),
    (SUBSCRIPTION, MEDIA, sends_a_picture, FAULTS),
    (MINI, STABLE, needs_a_token, FAULTS),
    (MINI, SEND, says, (*FAULTS, 40001)),
    (KF, "/cgi-bin/gettoken", needs_a_token, FAULTS),
    (KF, f"{WORK}sync_msg", says, (*FAULTS, 40014)),
    (KF, f"{WORK}send_msg", says, (*FAULTS, 40014, 42001)),
    (KF, f"{WORK}send_msg_on_event", enters, FAULTS),
    (KF, f"{WORK}service_state/get", asks_for_a_person, FAULTS),
    (KF, f"{WORK}service_state/trans", asks_for_a_person, FAULTS),
]


@pytest.mark.parametrize(
    ("name", "path", "act", "faults"), WAYS, ids=[f"{name}-{path.rpartition('/')[2]}" for name, path, *_ in WAYS]
)
def test_nothing_secret_is_shown_when_a_call_fails(
    world: WeChatShop, name: str, path: str, act: Act, faults: tuple[Fault, ...]
) -> None:
    chats = []
    for fault in faults:
        chat = Chat(world, name)
        chats.append(chat)
        before = played(world, path, fault)
        world.tencent.fail_next(path, fault)
        act(world, chat)
        assert world.tencent.wait(lambda: played(world, path, fault) > before, SECONDS), f"{fault} was not played"  # noqa: B023
    after = Chat(world, name)
    assert "3" in after.says("一共可以撤销几次")
    for chat in chats:
        if act is not enters:
            chat.settles()
    assert_nothing_is_shown(world, [*chats, after])


def test_what_the_shop_logs_of_failures_names_the_path_alone(world: WeChatShop) -> None:
    chat, line = Chat(world, SERVICE), len(world.shop.output)
    world.tencent.fail_next(SEND, 502)
    chat.says("你好")
    logged = "".join(world.shop.output[line:])
    assert SEND in logged and "502" in logged
    assert world.tencent.url not in logged and "access_token" not in logged
    assert chat.user.user_id not in logged and "你好" not in logged
    assert_nothing_is_shown(world, [chat])


def assert_nothing_is_shown(world: WeChatShop, chats: list[Chat]) -> None:
    """No secret stands in what the shop prints, answers, or keeps of conversations."""
    known = {*secrets(world), SECRET}
    answers = [attempt.body.decode() for chat in chats for push in chat.user.pusher.pushes for attempt in push.attempts]
    assert len(known) > 3 * len(world.places) + 1 and answers and world.shop.output  # a token or more among them
    for where in (*world.shop.output, *answers, *recorded(world)):
        assert not [secret for secret in known if secret in where]


def played(world: WeChatShop, path: str, fault: Fault) -> int:
    """How often a path has failed in a way."""
    return sum(call.fault == str(fault) for call in world.tencent.calls(path))


# What stands before a running shop.


@pytest.mark.parametrize("text", [
    "]]>", "<Content>x</Content>", "&amp; &#0; &lt;", "a\x00b\x08\x0bc\x1f", "\ud800half", "\ufffe\uffff",
    "]]><![CDATA[", "</Content><MsgType>transfer_customer_service</MsgType><Content>", "\x7f\x85\u2028 🎁",
])
def test_a_passive_reply_is_one_text_whatever_it_says(text: str) -> None:
    pushed = decode_push({
        "ToUserName": "gh_1", "FromUserName": "o<&]]>\"'", "CreateTime": 1, "MsgType": "text", "MsgId": "1",
        "Content": "x",
    })
    reply = text_reply(pushed, f"前{text}后", 1)
    found = from_xml(reply.xml().encode())
    assert list(found) == ["ToUserName", "FromUserName", "CreateTime", "MsgType", "Content"]
    assert (found["ToUserName"], found["MsgType"]) == ("o<&]]>\"'", "text")
    assert found["Content"].startswith("前") and found["Content"].endswith("后")
    assert reply.json().encode()


def test_plain_accounts_do_not_share_their_token() -> None:
    plain = {"app_id": "wx0123456789abcdef", "secret": "s", "token": "sameToken", "mode": "plain"}
    sealed = {**plain, "mode": "safe", "encoding_aes_key": "k" * 43}
    for other in (plain, sealed):
        with pytest.raises(AccountError, match="a token of its own") as refused:
            read_accounts(OFFICIAL_ACCOUNT, {"accounts": {"a": plain, "b": other}})
        assert "sameToken" not in str(refused.value)
    assert len(read_accounts(OFFICIAL_ACCOUNT, {"accounts": {"a": plain, "b": {**plain, "token": "another"}}})) == 2
    assert len(read_accounts(OFFICIAL_ACCOUNT, {"accounts": {"a": sealed, "b": sealed}})) == 2


def test_a_setting_that_is_wrong_is_named_and_not_quoted() -> None:
    good = {"app_id": "wx0123456789abcdef", "secret": "Geheim1", "token": "Geheim2", "encoding_aes_key": "G" * 43}
    (account,) = read_accounts(OFFICIAL_ACCOUNT, good)
    assert "Geheim" not in repr(account) and "GGG" not in f"{account} {[account]}"
    for name, value in (
        ("app_id", "Geheim3"), ("token", "Geheim 4"), ("encoding_aes_key", "Geheim5"), ("secret", ""),
        ("mode", "Geheim6"), ("people", "Geheim7"), ("base_url", "Geheim8"), ("base_url", "file:///Geheim9"),
        ("base_url", "https://a/?token=Geheim"), ("typing", "Geheim"), ("customer_messages", "Geheim"),
    ):
        with pytest.raises(AccountError, match=name) as refused:
            read_accounts(OFFICIAL_ACCOUNT, {**good, name: value})
        assert "Geheim" not in str(refused.value)
