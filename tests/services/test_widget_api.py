"""The widget's calls as the contract tells them: who may call, what is taken and answered, what an attack gets."""

import base64
import http.client
import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import jwt
import pytest
from widget_world import (
    ENTRANCES,
    bearer,
    buyer_at_the_yes,
    call,
    message,
    nobody_listens,
    post,
    records_of,
    sign,
    summary_of_an_application,
)

from shouhou.cases.export_kinds import Kind
from tests.shop import SECRET, Buyer, Order, Shop

# PyJWT reads a token's header before it has checked anything: one of nested lists is deeper than Python goes.
NESTED = base64.urlsafe_b64encode(b"[" * 4000).decode().rstrip("=") + ".e30.eA"
BAD_AUTHORIZATIONS = {
    "none at all": None,
    "an empty one": "",
    "another scheme": "Basic dXNlcjpwYXNz",
    "a scheme alone": "Bearer",
    "no token": "Bearer not.a.token",
    "bytes beyond ASCII": "Bearer \xe9\xff",
    "a header of nested lists": f"Bearer {NESTED}",
    "a header that is no object": "Bearer WzFd.e30.eA",
    "expired": f"Bearer {sign({'sub': 'b-1', 'iat': 1, 'exp': 1_700_000_000})}",
    "forged": f"Bearer {sign({'sub': 'b-1'}, secret='another secret that is long enough to sign with')}",
    "unsigned": f"Bearer {sign({'sub': 'b-1'}, algorithm='none')}",
    "signed by HS512": f"Bearer {sign({'sub': 'b-1'}, algorithm='HS512')}",
    "neither sub nor sid": f"Bearer {sign({'name': 'x'})}",
    "both sub and sid": f"Bearer {sign({'sub': 'b-1', 'sid': 'v-1'})}",
    "a number as sub": f"Bearer {jwt.encode({'sub': 7, 'iat': 1, 'exp': 9_999_999_999}, SECRET)}",
    "an overlong sub": f"Bearer {sign({'sub': 'b' * 65})}",
    "no iat": f"Bearer {sign({'sub': 'b-1', 'iat': None})}",
    "no exp": f"Bearer {sign({'sub': 'b-1', 'exp': None})}",
    "words as exp": f"Bearer {jwt.encode({'sub': 'b-1', 'iat': 1, 'exp': '9999999999'}, SECRET)}",
    "issued tomorrow": f"Bearer {sign({'sub': 'b-1', 'iat': 9_000_000_000, 'exp': 9_999_999_999})}",
}


def body(**fields: Any) -> bytes:
    return json.dumps({"id": "m-1", **fields}).encode()


REFUSED_BODIES: dict[str, tuple[int, bytes]] = {
    "empty": (400, b""),
    "not JSON": (400, b'{"id": "m-1", "text": '),
    "not UTF-8": (400, '{"id": "m-1", "text": "你好"}'.encode("gb18030")),
    "UTF-16": (400, '{"id": "m-1", "text": "你好"}'.encode("utf-16")),
    "an array": (400, b"[]"),
    "a string": (400, b'"hello"'),
    "null": (400, b"null"),
    "nested too deep": (400, b"[" * 30_000),
    "a number of 6,000 digits": (400, b'{"id": "m-1", "text": "a", "n": ' + b"9" * 6000 + b"}"),
    "no id": (422, b'{"text": "hello"}'),
    "id null": (422, body(id=None, text="hello")),
    "id empty": (422, body(id="", text="hello")),
    "id blank": (422, body(id="  ", text="hello")),
    "id a number": (422, body(id=7, text="hello")),
    "id of 65 characters": (422, body(id="x" * 65, text="hello")),
    "id with a NUL": (422, body(id="a\x00b", text="hello")),
    "id with half a surrogate": (422, b'{"id": "a\\ud800", "text": "hello"}'),
    "nothing said": (422, body()),
    "text and payload": (422, body(text="hello", payload="/greet")),
    "text and file": (422, body(text="hello", file_id="f")),
    "all three": (422, body(text="hello", payload="/greet", file_id="f")),
    "text empty": (422, body(text="")),
    "text blank": (422, body(text=" \n\t\u3000")),
    "text a number": (422, body(text=5)),
    "text a list": (422, body(text=["hello"])),
    "text an object": (422, body(text={"a": 1})),
    "text true": (422, body(text=True)),
    "text of 2,001 characters": (422, body(text="好" * 2001)),
    "text of 2,001 characters outside the base plane": (422, body(text="😀" * 2001)),
    "text with a NUL": (422, body(text="a\x00b")),
    "text with half a surrogate": (422, b'{"id": "m-1", "text": "\\ud800"}'),
    "text with the other half": (422, b'{"id": "m-1", "text": "a\\udfffb"}'),
    "payload a number": (422, body(payload=1)),
    "payload blank": (422, body(payload=" ")),
    "payload that nobody offered": (422, body(payload='/cancel_aftersales{"order_number": "261101-1"}')),
    "payload of Rasa's own": (422, body(payload="/restart")),
    "file_id a number": (422, body(file_id=1)),
    "file_id with a NUL": (422, body(file_id="a\x00b")),
    "file_id of nobody": (404, body(file_id="unknown")),
    "file_id of a path": (404, body(file_id="../../etc/passwd")),
    "64 KiB and one byte": (413, b'{"id": "m-1", "text": "hi"' + b" " * (64 * 1024 - 26) + b"}"),
    "a text of 1 MB": (413, body(text="好" * 350_000)),
}


@pytest.mark.parametrize("authorization", BAD_AUTHORIZATIONS.values(), ids=BAD_AUTHORIZATIONS.keys())
def test_a_call_without_a_good_token_gets_a_401_that_says_nothing_else(shop: Shop, authorization: str | None) -> None:
    headers = {} if authorization is None else {"Authorization": authorization}
    for method, path in ENTRANCES:
        answer = call(shop.port, method, path, b"{}" if method == "POST" else None, headers)
        assert (answer.status, answer.body) == (401, b""), (method, path)


def test_a_bad_token_is_told_before_anything_is_said_of_the_body(shop: Shop) -> None:
    for refused in (b"", b"[]", b"x" * 100_000):
        assert call(shop.port, "POST", "/messages", refused).status == 401
        assert call(shop.port, "POST", "/rating", refused).status == 401


@pytest.mark.parametrize("status, refused", REFUSED_BODIES.values(), ids=REFUSED_BODIES.keys())
def test_a_bad_message_is_refused_with_a_reason_and_leaves_no_trace(shop: Shop, status: int, refused: bytes) -> None:
    buyer = shop.buyer(Order())
    answer = post(buyer, refused)
    assert answer.status == status
    assert answer.json.keys() == {"error"} and answer.json["error"]
    assert buyer.history() == {"messages": [], "cursor": "0"}


def test_the_longest_text_and_the_longest_id_are_taken(shop: Shop) -> None:
    buyer = shop.buyer(Order())
    for length, character in ((2000, "好"), (2000, "😀"), (1, "好")):
        answer = post(buyer, message(character * length, uuid.uuid4().hex + "x" * 32))
        assert answer.status == 200 and answer.json["messages"]
    whole = b'{"id": "m-1", "text": "hi"' + b" " * (64 * 1024 - 27) + b"}"
    assert len(whole) == 64 * 1024 and post(buyer, whole).status == 200


@pytest.mark.parametrize("text", [
    "\u200b", "\ufeff", "\x01\x02", "<script>alert(1)</script>", "'; DROP TABLE orders; --", "{}", "{order_number}",
    "%s%n", "\u202e反", "a\u0301" * 300, "😀" * 50, "。", "/" , "//", "/restart", "/session_start",
    '/inform{"order_number":', "EXTERNAL: x",
])
def test_an_odd_text_gets_a_plain_answer(shop: Shop, text: str) -> None:
    buyer = shop.buyer(Order())
    reply = buyer.says(text)
    assert reply.status == 200 and reply.text
    assert buyer.history()["messages"][0]["text"] == text
    assert buyer.says("我这单还能撤销几次").facts["cancellations_left"] == 3


@pytest.mark.parametrize("typed", [
    "/ask_case_status", "/affirm", "/request_human", '/inform{"order_number": "261101-1"}',
    '/send_file{"file_id": "x"}', "/agent_reply{}",
])
def test_a_typed_intent_is_text_like_any_other(shop: Shop, typed: str) -> None:
    buyer = shop.buyer(Order())
    assert buyer.says(typed).status == 200
    line = records_of(buyer, Kind.CONVERSATIONS)[0]
    assert line["text"] == typed
    # A pressed button is certain; what the language model makes of a text is not.
    assert line["confidence"] < 1


def test_an_intent_typed_where_a_yes_is_asked_for_files_nothing(shop: Shop) -> None:
    buyer = buyer_at_the_yes(shop)
    for typed in ('/inform{"case_number": "1", "requested_slot": null}', "/action_submit"):
        buyer.says(typed)
    assert records_of(buyer) == []


def test_a_button_is_pressed_only_where_it_was_offered(shop: Shop) -> None:
    offered = buyer_at_the_yes(shop)
    payload = offered.last.buttons["确认提交"]
    other, guest = shop.buyer(Order()), shop.guest()
    for stranger in (other, guest):
        assert post(stranger, body(payload=payload)).status == 422
    assert post(offered, body(payload=payload + " ")).status == 422
    filed = offered.presses("确认提交")
    assert filed.facts["case_status"] == "requested"
    pressed = [m for m in offered.history()["messages"] if m["from"] == "buyer"][-1]
    assert pressed["text"] == "确认提交"


def test_a_message_delivered_again_gets_the_same_answer_and_does_nothing_twice(shop: Shop) -> None:
    buyer = buyer_at_the_yes(shop)
    first, again = (buyer.says("确认", "yes-1") for _ in range(2))
    assert first.facts["case_status"] == "requested"
    assert _without_addresses(again.messages) == _without_addresses(first.messages)
    assert len(records_of(buyer)) == 1
    assert [m["id"] for m in buyer.history()["messages"]].count("yes-1") == 1


def test_one_id_for_two_contents_is_a_conflict(shop: Shop) -> None:
    buyer = shop.buyer(Order())
    summary_of_an_application(buyer)
    buyer.says("你好", "m-1")
    before = buyer.history()
    for other in (message("再见", "m-1"), message("你好 ", "m-1"), body(payload=buyer.last.buttons["确认提交"])):
        assert post(buyer, other).status == 409
    assert buyer.history() == before


def test_ids_are_unique_per_speaker_alone(shop: Shop) -> None:
    first, second, guest = shop.buyer(Order(prior_cancellations=1)), shop.buyer(Order()), shop.guest()
    assert first.says("我这单还能撤销几次", "same").facts["cancellations_left"] == 2
    assert second.says("我这单还能撤销几次", "same").facts["cancellations_left"] == 3
    assert guest.says("你好", "same").status == 200


def test_a_message_may_carry_the_id_of_a_reply(shop: Shop) -> None:
    buyer = shop.buyer(Order())
    reply_id = buyer.says("你好").messages[0]["id"]
    assert buyer.says("我这单还能撤销几次", reply_id).facts["cancellations_left"] == 3


def test_the_same_message_many_times_at_once_is_one_turn_and_each_gets_its_answer(shop: Shop) -> None:
    buyer = buyer_at_the_yes(shop)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: post(buyer, message("确认", "yes-1")), range(8)))
    assert {answer.status for answer in answers} == {200}
    replies = [_without_addresses(answer.json["messages"]) for answer in answers]
    assert replies[0] and all(reply == replies[0] for reply in replies)
    assert len(records_of(buyer)) == 1
    assert [m["id"] for m in buyer.history()["messages"]].count("yes-1") == 1


def test_different_messages_at_once_are_answered_each_with_its_own_replies(shop: Shop) -> None:
    buyer = shop.buyer(Order(prior_cancellations=2))
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: post(buyer, message("我这单还能撤销几次")), range(6)))
    ids = [m["id"] for answer in answers for m in answer.json["messages"]]
    assert len(set(ids)) == len(ids) >= 6
    history = buyer.history()["messages"]
    assert {m["id"] for m in history if m["from"] == "bot"} == set(ids)
    cursors = [int(m["cursor"]) for m in history]
    assert cursors == sorted(set(cursors))


def test_the_replies_of_a_turn_carry_the_keys_of_the_contract_and_no_others(shop: Shop) -> None:
    buyer = shop.buyer(Order(prior_cancellations=1), Order(product="白色耳机"))
    for said in ("你好", "我这单还能撤销几次", "第一个", "帮我转人工"):
        buyer.says(said)
    needed, possible = {"id", "cursor", "from", "at"}, {"text", "buttons", "image", "facts", "past"}
    for told in buyer.history()["messages"]:
        assert needed <= told.keys() <= needed | possible
        assert isinstance(told["id"], str) and isinstance(told["cursor"], str)
        assert told["from"] in ("bot", "agent", "buyer", "system")
        moment = datetime.fromisoformat(told["at"])
        assert moment.utcoffset() == timedelta(hours=8)
        assert abs(moment - shop.now()) < timedelta(minutes=2)
        for button in told.get("buttons", []):
            assert button.keys() == {"title", "payload"}
        assert told.get("facts") != {} and told.get("buttons") != []


def test_each_speaker_is_named_in_the_history(shop: Shop) -> None:
    buyer = shop.buyer(Order())
    assert buyer.says("我要转人工").senders[-1] in ("bot", "system")
    conversation = f"widget:buyer:{buyer.buyer_id}"
    assert shop.command("handover", "take", conversation, "--agent", "小周").returncode == 0
    assert shop.command("handover", "reply", conversation, "您好，我是小周", "--agent", "小周").returncode == 0
    told = buyer.history()["messages"]
    assert told[0]["from"] == "buyer" and told[-1]["from"] == "agent"
    assert told[-1]["text"] == "您好，我是小周"
    assert {"buyer", "system", "agent"} <= {m["from"] for m in told}


def test_history_starts_anywhere_and_ends_where_its_cursor_says(shop: Shop) -> None:
    buyer = shop.buyer(Order())
    assert buyer.history() == {"messages": [], "cursor": "0"}
    buyer.says("你好", "m-1")
    first = buyer.history()
    assert first["messages"][0]["id"] == "m-1" and first["messages"][0]["from"] == "buyer"
    assert first["cursor"] == first["messages"][-1]["cursor"]
    assert buyer.history(first["cursor"]) == {"messages": [], "cursor": first["cursor"]}
    buyer.says("我这单还能撤销几次", "m-2")
    rest = buyer.history(first["cursor"])
    assert rest["messages"][0]["id"] == "m-2"
    assert buyer.history("")["messages"] == first["messages"] + rest["messages"]
    assert buyer.call("GET", "/messages")[1] == buyer.history("")


@pytest.mark.parametrize(
    "cursor", ["abc", "-1", "1.0", "+1", "%EF%BC%91", "0x1", "1%00", "9" * 10, "9" * 5000, "%FF"],
    ids=lambda cursor: cursor[:12],
)
def test_an_unreadable_cursor_is_refused_by_history_and_stream(shop: Shop, cursor: str) -> None:
    buyer = shop.buyer(Order())
    for path in (f"/messages?after={cursor}", f"/events?after={cursor}"):
        answer = call(shop.port, "GET", path, headers=bearer(buyer.token))
        assert answer.status == 422 and answer.json["error"]


def test_a_guests_talk_is_found_again_under_its_visit_and_is_nobody_elses(shop: Shop) -> None:
    visit = uuid.uuid4().hex
    shop.guest(visit).says("你好", "m-1")
    assert shop.guest(visit).history()["messages"][0]["id"] == "m-1"
    assert shop.guest().history()["messages"] == []
    assert shop.buyer(buyer_id=visit).history()["messages"] == []


def test_a_name_in_a_token_changes_nothing_and_nobody_else_reads_the_talk(shop: Shop) -> None:
    buyer = shop.buyer(Order())
    buyer.says("你好")
    named = Buyer(shop, sign({"sub": buyer.buyer_id, "name": "林\x00女士"}), buyer.buyer_id)
    assert named.history() == buyer.history()
    assert shop.buyer(Order()).history()["messages"] == []


@pytest.mark.parametrize("rating", [{"score": 1}, {"score": 5, "comment": "很好"}, {"score": 3, "comment": None}])
def test_a_rating_is_taken_with_nothing_said_back(shop: Shop, rating: dict[str, Any]) -> None:
    for speaker in (shop.buyer(Order()), shop.guest()):
        answer = call(shop.port, "POST", "/rating", json.dumps(rating).encode(), bearer(speaker.token))
        assert (answer.status, answer.body) == (204, b"")


@pytest.mark.parametrize("rating", [
    b"", b"[]", b"{", b"\xff", b"{}", b'{"score": 0}', b'{"score": 6}', b'{"score": "5"}', b'{"score": 4.5}',
    b'{"score": true}', b'{"score": null}', b'{"score": 5, "comment": 1}', b'{"score": 5, "comment": "\\ud800"}',
    b'{"score": 5, "comment": "\\u0000"}', b'{"score": 5, "comment": "' + b"x" * 1001 + b'"}', b"x" * 100_000,
    b'{"score": 1e400}', b'{"score": NaN}',
])
def test_anything_else_as_a_rating_is_unprocessable(shop: Shop, rating: bytes) -> None:
    answer = call(shop.port, "POST", "/rating", rating, bearer(shop.buyer(Order()).token))
    assert answer.status == 422 and answer.json["error"]


@pytest.mark.parametrize("claim", ["", "x", "é", NESTED, 7, None, ["a"], sign({"aud": "claim", "order": 7}),
                                   sign({"order": "261101-1"}), sign({"aud": "doorbell", "order": "261101-1"})],
                         ids=lambda claim: str(claim)[:12])
def test_a_claim_that_the_shop_did_not_sign_shows_nothing(shop: Shop, claim: Any) -> None:
    answer = call(shop.port, "POST", "/claims", json.dumps({"claim": claim}).encode(), bearer(shop.guest().token))
    assert answer.status == 403 and answer.json.keys() == {"error"}


def test_another_method_and_another_path_are_refused_in_few_words(shop: Shop) -> None:
    token = bearer(shop.buyer(Order()).token)
    assert call(shop.port, "DELETE", "/messages", headers=token).status == 405
    for path in ("/nothing", "/messages/1", "/webhooks/widget", "/../../status"):
        answer = call(shop.port, "GET", path, headers=token)
        assert answer.status == 404 and b"Traceback" not in answer.body


def test_nothing_of_rasas_own_api_and_channels_is_served(shop: Shop) -> None:
    for path in ("/webhooks/rest/webhook", "/model/parse", "/conversations/x/tracker", "/domain", "/status",
                 "/webhooks/socketio/", "/webhooks/callback/webhook"):
        connection = http.client.HTTPConnection("127.0.0.1", shop.port, timeout=30)
        connection.request("POST", path, b'{"sender": "x", "message": "hi"}')
        assert connection.getresponse().status in (404, 405)
        connection.close()


def test_the_action_server_listens_on_this_machine_alone(shop: Shop) -> None:
    assert not nobody_listens(shop.actions_port)
    assert _listening_addresses(shop.actions_port) == {"127.0.0.1"}
    assert _listening_addresses(shop.port) == {"127.0.0.1"}


def test_what_the_shop_prints_holds_no_secret_no_token_and_no_buyers_words(shop: Shop) -> None:
    buyer = shop.buyer(Order(phone="13911112222"))
    words = f"我的手机号是13911112222，杯子碎了{uuid.uuid4().hex}"
    buyer.says(words)
    post(buyer, b'{"id": "x", "text": "' + words.encode())
    post(buyer, body(payload="/" + words))
    call(shop.port, "GET", f"/messages?after={buyer.token}", headers=bearer(buyer.token))
    printed = "".join(shop.output)
    for secret in (SECRET, buyer.token, words, "13911112222", "杯子碎了"):
        assert secret not in printed
    assert "Traceback" not in printed


def _without_addresses(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Messages as they are compared: a file's signed address is dated anew each time."""
    return [{name: value for name, value in told.items() if name != "image"} for told in messages]


def _listening_addresses(port: int) -> set[str]:
    """The local addresses on which some process listens on a port, as the kernel tells (IPv6 as it spells it)."""
    found = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        with open(table) as file:
            for line in file.readlines()[1:]:
                address, number = line.split()[1].split(":")
                if line.split()[3] == "0A" and int(number, 16) == port:
                    octets = [str(int(address[at:at + 2], 16)) for at in (6, 4, 2, 0)]
                    found.add(".".join(octets) if len(address) == 8 else address)
    return found
