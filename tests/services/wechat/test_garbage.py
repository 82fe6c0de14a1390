"""Garbage of every kind at every kind of account: refused, and the next honest push is answered."""

import gzip
import json
import secrets
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from shouhou.channels.wechat.documents import MAX_BODY
from tests.services.wechat.accounts import Account
from tests.services.wechat.envelopes import Format, to_json, to_xml
from tests.services.wechat.intruder import (
    EVERYWHERE,
    SAID,
    SEALED,
    assert_no_trace,
    assert_refused,
    request,
    sealed_body,
    signed,
    stranger,
)
from tests.services.wechat.world import DESKED, MINI, Chat, WeChatShop

EXAMPLES = settings(
    max_examples=200, deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
BOMB = '<!DOCTYPE xml [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {after} "{f"&{before};" * 10}">' for before, after in zip("abcdefgh", "bcdefghi", strict=True)
) + "]><xml><ToUserName>&i;</ToUserName><Encrypt>&i;</Encrypt></xml>"
OUTSIDE = '<!DOCTYPE xml [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><Encrypt>&a;</Encrypt></xml>'
SHAPES: list[bytes] = [
    b"", b" ", b"\x00", b"<", b"{", b"<xml>", b"<xml/>", b"{}", b"[]", b"null", b"\xff\xfe", b"\xef\xbb\xbf",
    b"<?xml?>", b"<xml></xml>", b"<xml>" * 10_000, b"[" * 60_000, b'{"a":' * 10_000, b"<a/>" * 10_000,
    b"<xml>" + b"<a/>" * 10_000, BOMB.encode(), OUTSIDE.encode(), BOMB.encode("utf-16"),
    "<xml><Encrypt>中</Encrypt></xml>".encode("gbk"),
    b"<xml><Encrypt></Encrypt><ToUserName>a</ToUserName></xml>", b"<xml><Encrypt>AAAA</Encrypt></xml>",
    b"<xml><Encrypt>a</Encrypt><Encrypt>b</Encrypt></xml>", b"<xml><ToUserName/><Encrypt><a>b</a></Encrypt></xml>",
    b'{"Encrypt": ""}', b'{"Encrypt": 1, "ToUserName": 2}', b'{"Encrypt": ["a"], "ToUserName": "a"}',
    b'{"Encrypt": "a", "encrypt": "b"}', b'{"Encrypt": "\\ud800", "ToUserName": "a"}', b'{"Encrypt": NaN}',
    b'{"Encrypt": 1e999, "ToUserName": "a"}', b'{"Encrypt": ' + b"9" * 60_000 + b"}", b'{"a": 1, "a": 2}',
    b'{"ToUserName": "a", "Encrypt": "' + b"A" * 60_000 + b'"}',
    b"<xml><Encrypt>" + b"A" * 60_000 + b"</Encrypt></xml>",
]
names = st.sampled_from([
    "ToUserName", "FromUserName", "CreateTime", "MsgType", "MsgId", "Content", "Event", "EventKey", "MediaId",
    "Encrypt", "encrypt", "tousername", "OpenKfId", "Token", "bizmsgmenuid", "Recognition", "SessionFrom", "KfAccount",
])
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text()
    | st.sampled_from(["event", "text", "image", "kf_msg_or_event", "subscribe", "CLICK", "1" * 5000, "oUser", "-1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names | st.text(max_size=5), inner, max_size=5),
    max_leaves=12,
)
objects = st.dictionaries(names, values, max_size=10).map(lambda fields: json.dumps(fields).encode())
elements = st.dictionaries(names, st.text(st.characters(exclude_categories=["Cs"])), max_size=10).map(
    lambda fields: to_xml(fields).encode()
)
garbage = st.binary(max_size=400) | objects | elements | st.sampled_from(SHAPES)
everywhere = pytest.mark.parametrize("name", EVERYWHERE)


@st.composite
def mangled(draw: st.DrawFn, body: bytes) -> bytes:
    """A body in which some pieces are cut out, doubled, or replaced."""
    for _ in range(draw(st.integers(1, 4))):
        begin = draw(st.integers(0, len(body)))
        end = min(len(body), begin + draw(st.integers(0, 20)))
        body = body[:begin] + draw(st.binary(max_size=8) | st.just(body[begin:end] * 2)) + body[end:]
    return body


@everywhere
def test_garbage_without_a_signature_is_refused(world: WeChatShop, name: str) -> None:
    one = stranger(world, name)
    honest = one.prepare()
    forged = {part: value[::-1] if "signature" in part else value for part, value in honest.query.items()}

    @EXAMPLES
    @given(garbage | mangled(honest.body), st.sampled_from([{}, forged, {"timestamp": "1", "nonce": "1"}]))
    def refuses(body: bytes, query: dict[str, str]) -> None:
        assert_refused(world, request(world, name, body, query))

    for shape in SHAPES:
        refuses = example(shape, forged)(refuses)
    refuses()
    assert_no_trace(world, one)


@everywhere
def test_garbage_under_a_true_signature_breaks_nothing(world: WeChatShop, name: str) -> None:
    """As somebody would send it who knows the token, and the key where there is one: what is garbage stays so."""
    account, one = world.account(name), stranger(world, name)
    write = to_json if name == MINI else to_xml
    statuses = set()

    @EXAMPLES
    @given(garbage | mangled(write(one.fields).encode()))
    def takes(body: bytes) -> None:
        status, answer = request(world, name, *_truly_signed(world, name, account, body))
        statuses.add(status)
        assert status == 200 or 400 <= status < 500, (status, answer)

    for shape in SHAPES:
        takes = example(shape)(takes)
    takes()
    assert 400 in statuses
    assert "3" in Chat(world, name).says(SAID)


@everywhere
@pytest.mark.parametrize("size", [MAX_BODY + 1, 10 * 1024 * 1024, 12 * 1024 * 1024])
def test_a_body_that_is_too_large_is_refused(world: WeChatShop, name: str, size: int) -> None:
    one = stranger(world, name)
    honest = one.prepare()
    body = honest.body + b" " * (size - len(honest.body))  # blanks at the end mean nothing: the size alone is wrong
    status, answer = request(world, name, body, honest.query)
    assert (status, len(answer) < 200) == (413, True)
    assert_no_trace(world, one)


def _in_pieces(piece: bytes, count: int) -> Iterator[bytes]:
    for _ in range(count):
        yield piece


@everywhere
@pytest.mark.parametrize(("piece", "count"), [(b"<xml>", 5), (b"\x00", 1), (b"x" * 65536, 3), (b"x" * 2**20, 12)],
                         ids=["short", "NUL", "large", "too large for the server"])
def test_garbage_in_pieces_is_refused(world: WeChatShop, name: str, piece: bytes, count: int) -> None:
    one = stranger(world, name)
    query = one.prepare().query
    assert_refused(world, request(world, name, _in_pieces(piece, count), query))
    assert_no_trace(world, one)


@everywhere
def test_an_honest_body_in_pieces_is_taken(world: WeChatShop, name: str) -> None:
    honest = stranger(world, name).prepare()
    pieces = [honest.body[place : place + 7] for place in range(0, len(honest.body), 7)]
    assert request(world, name, iter(pieces), honest.query)[0] == 200


@everywhere
def test_a_compressed_body_is_not_unpacked(world: WeChatShop, name: str) -> None:
    one = stranger(world, name)
    honest = one.prepare()
    for packed in (gzip.compress(honest.body), gzip.compress(b" " * 20_000_000)):
        headers = {"Content-Encoding": "gzip", "Content-Type": honest.content_type}
        assert_refused(world, request(world, name, packed, honest.query, headers=headers))
    assert_no_trace(world, one)


@everywhere
@pytest.mark.parametrize("content_type", [
    "multipart/form-data", "multipart/form-data; boundary=" + "a" * 2000, "application/x-www-form-urlencoded",
    "text/xml; charset=utf-16", "application/octet-stream", "\x01", "image/png",
])
def test_garbage_of_any_content_type_is_refused(world: WeChatShop, name: str, content_type: str) -> None:
    one = stranger(world, name)
    query = one.prepare().query
    for body in (b"--a\r\n\r\n\r\n--a--", b"Encrypt=a&ToUserName=b", secrets.token_bytes(500)):
        assert_refused(world, request(world, name, body, query, headers={"Content-Type": content_type}))
    assert_no_trace(world, one)


def _truly_signed(world: WeChatShop, name: str, account: Account, body: bytes) -> tuple[bytes, dict[str, str]]:
    """A body, sealed where the account's are, and the query that signs it."""
    timestamp, nonce = str(int(world.shop.now().timestamp())), str(secrets.randbelow(10**10))
    if name == DESKED:
        return body, signed(account, timestamp, nonce)
    assert name in SEALED
    encrypted = account.seal.encrypt(body)
    body_format = Format.JSON if name == MINI else Format.XML
    return sealed_body(account, body_format, encrypted), signed(account, timestamp, nonce, encrypted)


