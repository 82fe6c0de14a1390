"""Tencent's pushes and the people behind them, as the tests play them, before a bot that answers as it is told."""

import json
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Optional
from xml.etree import ElementTree

import pytest

from tests.pictures import png
from tests.services.wechat.accounts import Account, kf_corp, mini_program, official_account
from tests.services.wechat.envelopes import Fields, Format, Mode, from_xml, to_xml
from tests.services.wechat.fake_tencent import FakeTencent
from tests.services.wechat.pusher import Forgery, Pusher
from tests.services.wechat.tencent_crypto import CryptoError, signature
from tests.services.wechat.user import WeChatUser, texts

Answer = Callable[[dict[str, str], bytes], bytes]
USER = "oUser"


class Bot:
    """An address that answers as a test says and keeps what came."""

    def __init__(self) -> None:
        self.answer: Answer = lambda query, body: b"success"
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.changed = threading.Condition()
        bot = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.path).query))
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                with bot.changed:
                    bot.got.append((query, body))
                    bot.changed.notify_all()
                answer = bot.answer(query, body)
                self.send_response(500 if answer == b"500" else 200)
                self.end_headers()
                with suppress(OSError):  # nobody may wait any more
                    self.wfile.write(answer)

            do_GET = do_POST

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_port}/webhooks/wechat"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def comes(self, count: int, seconds: float) -> bool:
        """Whether so many pushes came within the seconds."""
        with self.changed:
            return self.changed.wait_for(lambda: len(self.got) >= count, seconds)


@pytest.fixture
def bot() -> Iterator[Bot]:
    bot = Bot()
    yield bot
    bot.server.shutdown()
    bot.server.server_close()


def opened(account: Account, query: dict[str, str], body: bytes) -> Optional[Fields]:
    """What an honest bot in safe mode reads, None for what it must refuse."""
    try:
        encrypted = str(from_xml(body)["Encrypt"])
        given = signature(account.token, query["timestamp"], query["nonce"], encrypted)
        return from_xml(account.seal.decrypt(encrypted)) if query["msg_signature"] == given else None
    except (KeyError, CryptoError):
        return None


def sealed_reply(account: Account, fields: Fields, **reply: str) -> bytes:
    """A passive reply in its envelope."""
    around = {"ToUserName": fields["FromUserName"], "FromUserName": fields["ToUserName"], "CreateTime": 1}
    encrypted = account.seal.encrypt(to_xml({**around, **reply}))
    signed = signature(account.token, "1", "2", encrypted)
    return to_xml({"Encrypt": encrypted, "MsgSignature": signed, "TimeStamp": 1, "Nonce": "2"}).encode()


def test_a_push_in_safe_mode_is_signed_sealed_and_says_who_wrote(bot: Bot) -> None:
    account = official_account()
    pusher = Pusher(account, bot.address)
    push = pusher.push(pusher.message(USER, "text", Content="多少钱 <![CDATA[]]> & 快"))
    assert push.is_taken and not push.shows_notice and len(push.attempts) == 1
    query, body = bot.got[0]
    assert query["openid"] == USER and query["encrypt_type"] == "aes"
    assert query["signature"] == signature(account.token, query["timestamp"], query["nonce"])
    assert from_xml(body).keys() == {"ToUserName", "Encrypt"}
    read = opened(account, query, body)
    assert read is not None and read["Content"] == "多少钱 <![CDATA[]]> & 快"
    assert read["MsgId"] == push.msg_id and read["ToUserName"] == account.original_id


def test_a_plain_push_is_plain_and_a_compatible_one_is_both(bot: Bot) -> None:
    account = official_account()
    for mode in (Mode.PLAIN, Mode.COMPATIBLE):
        pusher = Pusher(account, bot.address, mode=mode)
        pusher.push(pusher.event(USER, "subscribe", EventKey=""))
    (plain_query, plain), (query, both) = bot.got
    assert "msg_signature" not in plain_query and from_xml(plain)["Event"] == "subscribe"
    read = opened(account, query, both)
    assert read is not None and read == {k: v for k, v in from_xml(both).items() if k != "Encrypt"}


def test_a_mini_program_may_be_told_in_json(bot: Bot) -> None:
    account = mini_program()
    Pusher(account, bot.address, mode=Mode.PLAIN, body_format=Format.JSON).push(
        Pusher(account, bot.address).message(USER, "text", "49d72d_15", Content="你好")
    )
    pusher = Pusher(account, bot.address, body_format=Format.JSON)
    pusher.push(pusher.message(USER, "text", "123", Content="你好"))
    assert json.loads(bot.got[0][1])["MsgId"] == "49d72d_15"
    sealed = json.loads(bot.got[1][1])
    assert sealed.keys() == {"ToUserName", "Encrypt"}
    assert json.loads(account.seal.decrypt(sealed["Encrypt"]))["MsgId"] == 123


def test_a_push_is_tried_three_times_with_one_msg_id(bot: Bot) -> None:
    account = official_account()
    bot.answer = lambda query, body: time.sleep(0.5) or b"success"  # type: ignore[func-returns-value]
    pusher = Pusher(account, bot.address, timeout=0.1)
    push = pusher.push(pusher.message(USER, "text", Content="在吗"))
    assert [attempt.error for attempt in push.attempts] == ["timeout"] * 3 and push.shows_notice
    read = [opened(account, *got) for got in bot.got]
    assert [fields and fields["MsgId"] for fields in read] == [push.msg_id] * 3
    assert len({query["nonce"] for query, _ in bot.got}) == 3


@pytest.mark.parametrize("answer, tries", [(b"", 1), (b"success", 1), (b"success\n", 3), (b"{}", 3), (b"500", 3)])
def test_only_success_and_nothing_stop_the_tries(bot: Bot, answer: bytes, tries: int) -> None:
    bot.answer = lambda query, body: answer
    pusher = Pusher(official_account(), bot.address)
    push = pusher.push(pusher.message(USER, "text", Content="在吗"))
    assert len(push.attempts) == tries and push.is_taken is (tries == 1)


def test_a_passive_reply_is_opened_and_shown(bot: Bot) -> None:
    account = official_account()
    with FakeTencent(account) as tencent:
        user = WeChatUser(tencent, Pusher(account, bot.address))
        bot.answer = lambda query, body: sealed_reply(
            account, opened(account, query, body) or {}, MsgType="text", Content="您好"
        )
        assert user.says("你好").reply["Content"] == "您好"
        assert texts(user.wait_for(1, 5)) == ["您好"] and user.news[0].via == "passive"


def test_a_reply_that_is_wrongly_sealed_is_no_answer(bot: Bot) -> None:
    account, stranger = official_account(), official_account()
    pusher = Pusher(account, bot.address)

    def stranger_answers(query: dict[str, str], body: bytes) -> bytes:
        return sealed_reply(stranger, opened(account, query, body) or {}, MsgType="text", Content="您好")

    bot.answer = stranger_answers
    push = pusher.push(pusher.message(USER, "text", Content="在吗"))
    assert len(push.attempts) == 3 and push.wrong == "MsgSignature is wrong"


def test_a_mini_program_takes_no_text_but_gives_people_to_staff(bot: Bot) -> None:
    account = mini_program()
    with FakeTencent(account) as tencent:
        user = WeChatUser(tencent, Pusher(account, bot.address))
        kind = "text"
        bot.answer = lambda query, body: sealed_reply(
            account, opened(account, query, body) or {}, MsgType=kind, Content="您好"
        )
        assert user.says("你好").shows_notice
        kind = "transfer_customer_service"
        assert user.enters(session_from="order").shows_notice
        assert user.says("转人工").is_taken
        seen = len(bot.got)
        assert user.says("有人吗").attempts == [] and len(bot.got) == seen
        tencent.custom.human_ends(account, user.user_id)
        assert user.says("有人吗").attempts


def test_every_forgery_is_one_an_honest_bot_refuses(bot: Bot) -> None:
    account = official_account()
    pusher = Pusher(account, bot.address, tries=1)
    fields = pusher.message(USER, "text", Content="退款")
    for forgery in Forgery:
        pusher.push(fields, forgery=forgery)
        assert opened(account, *bot.got[-1]) is None, forgery
    pusher.push(fields)
    assert opened(account, *bot.got[-1]) is not None


def test_a_lost_answer_is_pushed_again_and_copies_come_at_once(bot: Bot) -> None:
    pusher = Pusher(official_account(), bot.address)
    push = pusher.push(pusher.message(USER, "text", Content="在吗"), lost_answers=2)
    assert [attempt.lost for attempt in push.attempts] == [True, True, False] and push.is_taken
    copies = pusher.push_copies(pusher.message(USER, "text", Content="在吗"), 4)
    assert len({copy.msg_id for copy in copies}) == 1 and len(bot.got) == 7


def test_a_replay_is_the_same_to_the_byte_and_a_stale_push_says_so(bot: Bot) -> None:
    pusher = Pusher(official_account(), bot.address)
    push = pusher.push(pusher.message(USER, "text", Content="在吗"), age=timedelta(hours=3))
    assert pusher.replay(push).is_acknowledged
    assert bot.got[0] == bot.got[1]
    assert time.time() - int(bot.got[0][0]["timestamp"]) >= 3 * 3600


@pytest.mark.parametrize("make", [official_account, mini_program, kf_corp])
def test_an_address_is_checked_as_tencent_does(bot: Bot, make: Callable[[], Account]) -> None:
    account = make()

    def echoes(query: dict[str, str], body: bytes) -> bytes:
        given = query["echostr"]
        return (account.seal.decrypt(given) if "msg_signature" in query else given).encode()

    bot.answer = echoes
    pusher = Pusher(account, bot.address)
    assert pusher.verify().is_passed
    bot.answer = lambda query, body: b'"' + echoes(query, body) + b'"'
    assert not pusher.verify().is_passed


def test_a_customer_of_kf_is_announced_and_read_by_the_token(bot: Bot) -> None:
    account = kf_corp()
    with FakeTencent(account) as tencent:
        customer = WeChatUser(tencent, Pusher(account, bot.address))
        customer.enters("order-1", scene="qr")
        customer.sends_picture(png())
        query, body = bot.got[-1]
        assert query.keys() == {"msg_signature", "timestamp", "nonce"}
        told = opened(account, query, body)
        assert told is not None and (told["Event"], told["OpenKfId"]) == ("kf_msg_or_event", customer.open_kfid)
        page = tencent.kf(account).queue.sync({"open_kfid": customer.open_kfid, "token": told["Token"]})
        assert [item["msgtype"] for item in page["msg_list"]] == ["event", "image"]


def test_a_click_comes_back_as_a_text_with_the_id(bot: Bot) -> None:
    official, corp = official_account(), kf_corp()
    with FakeTencent(official, corp) as tencent:
        follower = WeChatUser(tencent, Pusher(official, bot.address))
        customer = WeChatUser(tencent, Pusher(corp, bot.address))
        lines = [{"id": "101", "content": "满意"}]
        for user, path, about in (
            (follower, "/cgi-bin/message/custom/send", {"list": lines}),
            (customer, "/cgi-bin/kf/send_msg", {"list": [{"type": "click", "click": line} for line in lines]}),
        ):
            user.says("好的")
            body = {"touser": user.user_id, "open_kfid": user.open_kfid, "msgtype": "msgmenu", "msgmenu": about}
            token = tencent.tokens.current(user.account)
            raw = json.dumps(body, ensure_ascii=False).encode()
            urllib.request.urlopen(f"{tencent.url}{path}?access_token={token}", raw, timeout=5).close()
            assert user.wait_for(lambda news: bool(news[-1].items), 5) and user.text == "满意"
            user.clicks("满意")
        told = opened(official, *bot.got[1])
        assert told is not None and (told["Content"], told["bizmsgmenuid"]) == ("满意", "101")
        queue = tencent.kf(corp).queue
        items = queue.sync({"open_kfid": customer.open_kfid, "token": queue.callback_token()})["msg_list"]
        assert items[-1]["text"] == {"content": "满意", "menu_id": "101"}


def test_waiting_says_what_came_instead(bot: Bot) -> None:
    account = official_account()
    with FakeTencent(account) as tencent:
        user = WeChatUser(tencent, Pusher(account, bot.address))
        user.says("在吗")
        user.hears_nothing(0.1)
        with pytest.raises(AssertionError, match=r"not within 0\.1 s; came: \[\]"):
            user.wait_for(1, 0.1)


def test_the_xml_of_a_push_is_as_tencents_examples() -> None:
    root = ElementTree.fromstring(to_xml({"CreateTime": 1348831860, "ScanCodeInfo": {"ScanType": "qrcode"}}))
    assert root.findtext("ScanCodeInfo/ScanType") == "qrcode" and root.findtext("CreateTime") == "1348831860"


def test_the_bot_is_told_of_what_fails_late(bot: Bot) -> None:
    account = kf_corp()
    with FakeTencent(account) as tencent:
        customer = WeChatUser(tencent, Pusher(account, bot.address))
        customer.says("在吗")
        tencent.kf(account).customer_refuses(customer.open_kfid, customer.user_id)
        about = {"touser": customer.user_id, "open_kfid": customer.open_kfid}
        body = {**about, "msgtype": "text", "text": {"content": "a"}}
        path = f"{tencent.url}/cgi-bin/kf/send_msg?access_token={tencent.tokens.current(account)}"
        urllib.request.urlopen(path, json.dumps(body).encode(), timeout=5).close()
        assert bot.comes(2, 5)
