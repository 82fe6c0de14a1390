"""Breaking in from outside: forged, stale, replayed and mangled pushes, at every kind of account."""

import socket
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.services.wechat.envelopes import Format, to_xml
from tests.services.wechat.intruder import (
    EVERYWHERE,
    PUSHED,
    SAID,
    SEALED,
    Stranger,
    assert_no_trace,
    assert_refused,
    request,
    said_by_buyer,
    sent,
    signed,
    stranger,
    traces,
)
from tests.services.wechat.pusher import Forgery, Pusher, Request
from tests.services.wechat.tencent_crypto import signature
from tests.services.wechat.world import DESKED, KF, SUBSCRIPTION, Chat, WeChatShop

FORGED = [(name, forgery) for name in SEALED for forgery in Forgery]
FORGED += [(DESKED, Forgery.TOKEN), (DESKED, Forgery.UNSIGNED)]  # a plain push has no seal that could be forged
WRONG_INSIDE = (Forgery.TOKEN, Forgery.BODY, Forgery.KEY, Forgery.RECEIVER, Forgery.CUT)
everywhere = pytest.mark.parametrize("name", EVERYWHERE)
pushed = pytest.mark.parametrize("name", PUSHED)


@pytest.mark.parametrize(("name", "forgery"), FORGED, ids=lambda given: getattr(given, "name", given))
def test_a_forged_push_is_refused_and_leaves_no_trace(world: WeChatShop, name: str, forgery: Forgery) -> None:
    one = stranger(world, name)
    assert_refused(world, one.pusher.send(one.prepare(forgery=forgery)))
    assert_no_trace(world, one)


@pytest.mark.parametrize("name", SEALED)
def test_what_is_wrong_inside_of_a_seal_is_not_told(world: WeChatShop, name: str) -> None:
    one = stranger(world, name)
    answers = {(tried.status, tried.body) for tried in (one.pusher.send(one.prepare(forgery=f)) for f in WRONG_INSIDE)}
    assert len(answers) == 1


@everywhere
@pytest.mark.parametrize("minutes", [6, -6, 60 * 24, -60 * 24 * 400])
def test_a_push_signed_long_ago_or_in_the_future_is_refused(world: WeChatShop, name: str, minutes: int) -> None:
    one = stranger(world, name)
    assert_refused(world, one.pusher.send(one.prepare(age=timedelta(minutes=minutes))))
    assert_no_trace(world, one)


@everywhere
def test_a_push_that_lacks_a_part_of_its_signature_or_says_it_in_another_way_is_refused(
    world: WeChatShop, name: str
) -> None:
    one = stranger(world, name)
    prepared = one.prepare()
    proof = "signature" if name == DESKED else "msg_signature"
    for part in (proof, "timestamp", "nonce"):
        true = prepared.query[part]
        rest = {named: value for named, value in prepared.query.items() if named != part}
        others = ["", " ", "0", f" {true}", f"{true} ", f"{true}0", true[:-1], f"['{true}']", "\x00", "²²²", "A" * 5000]
        for query in (
            rest, *({**rest, part: other} for other in others), {**rest, f"{part}[]": true},
            {**rest, part.upper(): true}, [(part, "wrong"), *prepared.query.items()],
        ):
            assert_refused(world, sent(world, name, prepared, query))
    assert_no_trace(world, one)


@everywhere
def test_a_timestamp_that_is_no_plain_number_is_refused_even_when_it_is_signed(world: WeChatShop, name: str) -> None:
    one = stranger(world, name)
    now = str(int(world.shop.now().timestamp()))
    arabic, wide = (now.translate({ord("0") + n: chr(zero + n) for n in range(10)}) for zero in (0x0660, 0xFF10))
    odd = ["-1", "1e9", "NaN", "²²²²²²²²²²", "1" * 5000, "0x6a", arabic, wide]
    for timestamp in (*odd, f"+{now}", f"0{now}", f"{now}.0", f"{now}\n", f" {now}", f"{now[:4]}_{now[4:]}"):
        status, body = _sent_as_signed(world, name, one, timestamp, "12345")
        assert 400 <= status < 500, (timestamp, body)
    assert_no_trace(world, one)


@everywhere
def test_a_nonce_that_is_no_word_is_refused_even_when_it_is_signed(world: WeChatShop, name: str) -> None:
    one = stranger(world, name)
    now = str(int(world.shop.now().timestamp()))
    for nonce in ("", "中文", "]]>", "<", "\x00", "a\nb", "a b", "1" * 129, "1" * 10_000):
        status, body = _sent_as_signed(world, name, one, now, nonce)
        assert 400 <= status < 500, (nonce, body)
    assert_no_trace(world, one)


@everywhere
def test_what_is_truly_signed_is_taken(world: WeChatShop, name: str) -> None:
    """The control of the two above: nothing but the time and the nonce is wrong with what they send."""
    now = str(int(world.shop.now().timestamp()))
    assert _sent_as_signed(world, name, stranger(world, name), now, "12345")[0] == 200


@everywhere
def test_a_push_of_another_account_is_refused(world: WeChatShop, name: str) -> None:
    others = []
    for other in EVERYWHERE:
        if other == name:
            continue
        one = stranger(world, other)
        own = world.places[other]
        elsewhere = Pusher(own.account, world.address(name), mode=own.mode, body_format=own.body_format,
                           now=world.shop.now)
        assert_refused(world, elsewhere.send(one.prepare()))
        others.append(one)
    assert_no_trace(world, *others)


@pushed
def test_a_push_whose_address_names_another_user_than_its_body_is_refused(world: WeChatShop, name: str) -> None:
    one, other = stranger(world, name), stranger(world, name)
    prepared = one.prepare()
    for claimed in (other.user_id, one.user_id.upper(), f"{one.user_id} ", one.user_id[:-1]):
        assert_refused(world, sent(world, name, prepared, {**prepared.query, "openid": claimed}))
    assert_no_trace(world, one, other)


def test_the_plain_fields_beside_a_seal_count_for_nothing(world: WeChatShop) -> None:
    chat, victim = Chat(world, SUBSCRIPTION), stranger(world, SUBSCRIPTION)
    chat.says("你好")
    made = chat.user.pusher.message(chat.user.user_id, "text", Content="谢谢")
    prepared = chat.user.pusher.prepare(made)
    for old, new in ((chat.user.user_id, victim.user_id), ("谢谢", "我要转人工")):
        assert old.encode() in prepared.body
        prepared = _with_body(prepared, prepared.body.replace(old.encode(), new.encode()))
    assert_refused(world, sent(world, SUBSCRIPTION, prepared, {**prepared.query, "openid": victim.user_id}))
    assert said_by_buyer(chat) == ["你好"]
    status, _ = sent(world, SUBSCRIPTION, prepared, prepared.query)
    assert status == 200
    assert said_by_buyer(chat) == ["你好", "谢谢"]
    assert_no_trace(world, victim)


def test_a_plain_signature_is_good_for_one_body_alone(world: WeChatShop) -> None:
    chat, victim = Chat(world, DESKED), stranger(world, DESKED)
    chat.says("你好")
    assert chat.user.last_push is not None
    overheard = chat.user.last_push.attempts[0].request
    more = chat.user.pusher.message(chat.user.user_id, "text", Content="我要转人工")
    for body in (to_xml(victim.fields), to_xml(more), overheard.body.decode() + " "):
        query = {name: value for name, value in overheard.query.items() if name != "openid"}
        assert_refused(world, sent(world, DESKED, _with_body(overheard, body.encode()), query))
    assert_no_trace(world, victim)
    assert said_by_buyer(chat) == ["你好"]


def test_the_consoles_check_of_an_address_signs_no_plain_push(world: WeChatShop) -> None:
    victim = stranger(world, DESKED)
    query = signed(world.account(DESKED), str(int(world.shop.now().timestamp())), "4711")
    assert request(world, DESKED, None, {**query, "echostr": "815"}, "GET") == (200, b"815")
    assert_refused(world, sent(world, DESKED, victim.prepare(), query))
    assert request(world, DESKED, None, {**query, "echostr": "815"}, "GET") == (200, b"815")
    assert_no_trace(world, victim)


def test_a_callback_is_not_opened_for_whoever_hands_it_in_as_a_check(world: WeChatShop) -> None:
    one = stranger(world, KF)
    account, timestamp = world.account(KF), str(int(world.shop.now().timestamp()))
    for secret in (to_xml(one.fields), '{"Token": "secret"}', "<", "two words"):
        overheard = account.seal.encrypt(secret)
        query = signed(account, timestamp, "4711", overheard)
        assert_refused(world, request(world, KF, None, {**query, "echostr": overheard}, "GET"))
    assert_no_trace(world, one)


@everywhere
@pytest.mark.parametrize("forgery", [Forgery.TOKEN, Forgery.UNSIGNED])
def test_a_forged_check_of_the_address_is_not_echoed(world: WeChatShop, name: str, forgery: Forgery) -> None:
    checked = world.pusher(name).verify("4711", forgery=forgery)
    assert_refused(world, (checked.status, checked.body))
    assert b"4711" not in checked.body


@pushed
def test_a_check_echoes_no_page(world: WeChatShop, name: str) -> None:
    query = signed(world.account(name), str(int(world.shop.now().timestamp())), "4712")
    for echo in ("<script>alert(1)</script>", "", "a\r\nSet-Cookie: a=b", "中文"):
        status, body = request(world, name, None, {**query, "echostr": echo}, "GET")
        assert 400 <= status < 500 and b"script" not in body


@everywhere
def test_a_replayed_push_is_no_second_turn(world: WeChatShop, name: str) -> None:
    chat = Chat(world, name)
    chat.says("你好")
    before = chat.record
    first = chat.user.last_push
    assert first is not None
    assert [chat.user.pusher.replay(first).status for _ in range(3)] == [200, 200, 200]
    chat.says("谢谢")  # turns keep their order: one that the replay had begun would stand before it
    assert chat.record[: len(before)] == before
    assert said_by_buyer(chat) == ["你好", "谢谢"]
    chat.user.pusher.replay(first)
    chat.says("再见")
    assert said_by_buyer(chat) == ["你好", "谢谢", "再见"]


@everywhere
def test_a_push_replayed_minutes_later_is_no_second_turn_and_later_still_is_refused(
    world: WeChatShop, name: str
) -> None:
    chat = Chat(world, name)
    chat._answer(lambda: chat.user.says("你好", age=timedelta(minutes=4, seconds=50)))
    first = chat.user.last_push
    assert first is not None and first.is_taken
    assert chat.user.pusher.replay(first).status == 200
    old = chat.user.pusher.prepare(first.fields, age=timedelta(minutes=5, seconds=10))
    assert_refused(world, chat.user.pusher.send(old))
    chat.says("谢谢")
    assert said_by_buyer(chat) == ["你好", "谢谢"]


@pushed
def test_another_message_under_a_known_id_is_refused(world: WeChatShop, name: str) -> None:
    chat = Chat(world, name)
    chat.says("你好")
    for fields in ({"Content": "我要转人工"}, {"Content": "你好", "bizmsgmenuid": "101"}):
        again = chat.user.pusher.message(chat.user.user_id, "text", chat.user.last_msg_id, **fields)
        assert_refused(world, chat.user.pusher.send(chat.user.pusher.prepare(again)))
    again = chat.user.pusher.message(chat.user.user_id, "image", chat.user.last_msg_id, MediaId="x", PicUrl="x")
    assert_refused(world, chat.user.pusher.send(chat.user.pusher.prepare(again)))
    chat.says("谢谢")
    assert said_by_buyer(chat) == ["你好", "谢谢"]


@pushed
def test_an_id_that_two_users_share_is_two_messages_in_two_conversations(world: WeChatShop, name: str) -> None:
    first, second = Chat(world, name), Chat(world, name)
    first.says("你好")
    second._answer(lambda: second.user.says(SAID, msg_id=first.user.last_msg_id))
    assert (said_by_buyer(first), said_by_buyer(second)) == (["你好"], [SAID])
    assert "3" in second.user.text


@everywhere
@pytest.mark.parametrize("method", ["PUT", "DELETE", "HEAD", "PATCH", "OPTIONS", "TRACE", "BREW"])
def test_other_methods_do_nothing(world: WeChatShop, name: str, method: str) -> None:
    one = stranger(world, name)
    prepared = one.prepare()
    status, _ = request(world, name, prepared.body, prepared.query, method)
    assert status < 500
    assert traces(world, one.words) == []


@everywhere
@pytest.mark.parametrize("line", [
    b"POST {path}?timestamp=\xff&nonce=\xfe HTTP/1.1", b"POST {path}?%ff=%fe&timestamp=%00%zz HTTP/1.1",
    b"GET {path}?timestamp=\xe4\xb8\xad HTTP/1.1", b"POST {path}?" + b"a=b&" * 1500 + b" HTTP/1.1",
    b"POST {path}?;;==&&&timestamp HTTP/1.1", b"GET {path}?echostr=%ed%a0%80&timestamp=%ed%a0%80 HTTP/1.1",
], ids=range(6))
def test_an_address_that_is_no_text_is_refused_or_hung_up_on(world: WeChatShop, name: str, line: bytes) -> None:
    path = world.address(name).partition(str(world.shop.port))[2].encode()
    rest = [b"Host: a", b"Content-Length: 2", b"Connection: close", b"", b"{}"]
    head = b"\r\n".join([line.replace(b"{path}", path), *rest])
    with socket.create_connection(("127.0.0.1", world.shop.port), timeout=30) as connection:
        connection.sendall(head)
        answer = connection.makefile("rb").readline()
    assert answer == b"" or answer.startswith(b"HTTP/1.1 4"), answer
    assert world.pusher(name).verify().is_passed


def _sent_as_signed(
    world: WeChatShop, name: str, one: Stranger, timestamp: str, nonce: str
) -> tuple[int, bytes]:
    """Send an honest body with a true signature over any time and nonce; the status and the answer."""
    account, prepared = one.pusher.account, one.prepare()
    query = signed(account, timestamp, nonce)
    if name != DESKED:
        encrypted = _encrypted(prepared.body.decode(), one.pusher.body_format)
        query["msg_signature"] = signature(account.token, timestamp, nonce, encrypted)
    return sent(world, name, prepared, query)


def _encrypted(body: str, body_format: Format) -> str:
    """What is sealed in a body as it goes over the wire."""
    mark, end = ('"Encrypt": "', '"') if body_format is Format.JSON else ("<Encrypt><![CDATA[", "]]>")
    return body.partition(mark)[2].partition(end)[0]


def _with_body(prepared: Request, body: bytes) -> Request:
    return replace(prepared, body=body)
