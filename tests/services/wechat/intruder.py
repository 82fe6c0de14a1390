"""What the tests that break in share: requests of any shape, and every trace that they may have left."""

import http.client
import urllib.parse
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Optional, Union

from sqlalchemy import select
from widget_world import until

from shouhou.cases import tables as t
from shouhou.cases.channel_state import cursor_of
from tests.services.wechat.accounts import Account, Kind, new_user
from tests.services.wechat.envelopes import Fields, Format, Mode, sealed
from tests.services.wechat.pusher import Attempt, Pusher, Request
from tests.services.wechat.records import MenuItem
from tests.services.wechat.tencent_crypto import signature
from tests.services.wechat.world import DESKED, KF, MINI, SERVICE, SUBSCRIPTION, Chat, WeChatShop

EVERYWHERE = [SERVICE, SUBSCRIPTION, DESKED, KF, MINI]
PUSHED = [SERVICE, SUBSCRIPTION, DESKED, MINI]  # whose messages stand in the push itself
SEALED = [SERVICE, SUBSCRIPTION, KF, MINI]
SAID = "一共可以撤销几次"
TABLES = (t.conversations, t.messages, t.inbound, t.outbox, t.bindings, t.handovers, t.proofs, t.proof_attempts)
LONGEST_REFUSAL = 200  # bytes
READ_SECONDS = 20
SYNC, STABLE = "/cgi-bin/kf/sync_msg", "/cgi-bin/stable_token"

Query = Union[dict[str, str], Sequence[tuple[str, str]]]


@dataclass(frozen=True)
class Stranger:
    """Somebody of whom the shop has never heard; `fields` are what an honest push of theirs would say."""

    pusher: Pusher
    user_id: str
    fields: Fields
    words: tuple[str, ...]  # one of them stands in every trace

    def prepare(self, **options: Any) -> Request:
        """The push as it goes over the wire."""
        return self.pusher.prepare(self.fields, **options)


def stranger(world: WeChatShop, name: str) -> Stranger:
    """A stranger with a message to say. At 微信客服 it waits at a desk where nobody else writes."""
    pusher, account = world.pusher(name), world.account(name)
    user_id = new_user(account.kind)
    if account.kind is not Kind.KF:
        return Stranger(pusher, user_id, pusher.message(user_id, "text", Content=SAID), (user_id,))
    user = world.user(name, pusher, user_id=user_id, open_kfid=account.open_kfids[1])
    user.writes_unannounced(SAID)
    token = world.tencent.kf(account).queue.callback_token()
    return Stranger(pusher, user_id, pusher.kf_callback(user.open_kfid, token), (user_id, token))


def request(
    world: WeChatShop, name: str, body: Union[bytes, Iterable[bytes], None], query: Query = (), method: str = "POST",
    headers: Optional[dict[str, str]] = None,
) -> tuple[int, bytes]:
    """Any request to an account's address; the status and the answer."""
    parts = urllib.parse.urlsplit(world.address(name))
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
    try:
        with suppress(BrokenPipeError, ConnectionResetError):  # an answer may come before the body is taken
            connection.request(method, f"{parts.path}?{urllib.parse.urlencode(query)}", body, headers or {})
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def sent(world: WeChatShop, name: str, prepared: Request, query: Query) -> tuple[int, bytes]:
    """A prepared push with another query."""
    return request(world, name, prepared.body, query, headers={"Content-Type": prepared.content_type})


def signed(account: Account, timestamp: str, nonce: str, encrypted: str = "") -> dict[str, str]:
    """A query as Tencent would sign it: truly, whatever its parts are."""
    query = {"signature": signature(account.token, timestamp, nonce), "timestamp": timestamp, "nonce": nonce}
    return query | ({"msg_signature": signature(account.token, timestamp, nonce, encrypted)} if encrypted else {})


def assert_refused(world: WeChatShop, attempt: Union[Attempt, tuple[Optional[int], bytes]]) -> None:
    """It is answered 4xx, with nothing that an account keeps to itself."""
    status, body = (attempt.status, attempt.body) if isinstance(attempt, Attempt) else attempt
    assert status is not None and 400 <= status < 500, (status, body)
    assert len(body) <= LONGEST_REFUSAL
    assert not [secret for secret in secrets(world) if secret.encode() in body]
    assert SAID.encode() not in body


def assert_no_trace(world: WeChatShop, *strangers: Stranger) -> None:
    """Nothing came of what they sent: no row, no call. An honest message first gets all that could come of it done."""
    honest = Chat(world, SERVICE)
    assert "3" in honest.says(SAID)
    words = [word for one in strangers for word in one.words]
    assert traces(world, words) == []
    assert traces(world, [honest.user.user_id]) != []


def traces(world: WeChatShop, words: Sequence[str]) -> list[str]:
    """Every row and every call in which one of the words stands."""
    calls = (f"{call.path} {call.query} {call.body!r}" for call in world.tencent.calls())
    return [where for where in (*recorded(world), *calls) if any(word in where for word in words)]


def recorded(world: WeChatShop) -> list[str]:
    """Every row of what concerns conversations."""
    with world.shop.database.read() as connection:
        return [f"{table.name} {tuple(row)}" for table in TABLES for row in connection.execute(select(table))]


def secrets(world: WeChatShop) -> set[str]:
    """All that must never be seen outside of the shop's own configuration and its calls to WeChat."""
    known = [place.account for place in world.places.values()]
    given = {secret for account in known for secret in (account.secret, account.token, account.encoding_aes_key)}
    used = {call.query["access_token"] for call in world.tencent.calls() if "access_token" in call.query}
    issued = {str((call.answer or {}).get("access_token", "")) for call in world.tencent.calls(STABLE)}
    callbacks = {str(call.json["token"]) for call in world.tencent.calls(SYNC) if b"token" in call.body}
    return (given | used | issued | callbacks) - {""}


def buyer_of(world: WeChatShop, chat: Chat) -> Optional[str]:
    """The buyer to whom a conversation is bound, None for a guest's and for one that there is not."""
    query = select(t.conversations.c.buyer_id).where(t.conversations.c.conversation_id == chat.conversation)
    with world.shop.database.read() as connection:
        buyer_id: Optional[str] = connection.execute(query).scalar()
    return buyer_id


def said_by_buyer(chat: Chat) -> list[Optional[str]]:
    """What the record holds of the buyer's own words."""
    return [message.text for message in chat.record if message.sender == "buyer"]


def certainties(chat: Chat) -> list[Optional[float]]:
    """How sure the shop was of what it read in each of the buyer's messages."""
    query = select(t.messages.c.confidence).where(
        t.messages.c.conversation_id == chat.conversation, t.messages.c.sender == "buyer"
    )
    with chat.world.shop.database.read() as connection:
        return list(connection.execute(query).scalars())


def clicks(chat: Chat, line: MenuItem) -> str:
    """Click a line, whosever menu it was in; the whole answer."""
    return chat._answer(lambda: chat.user.clicks(line))


def sends_image(chat: Chat, media_id: str, address: str) -> str:
    """Send a picture that calls itself so and is said to be there; the whole answer."""
    return chat._answer(lambda: chat.user.sends("image", {"PicUrl": address, "MediaId": media_id}))


def uses_code(chat: Chat, code: str) -> None:
    """Come in by a link or a QR code that carries a code, and wait for all that comes of it."""
    if chat.user.account.kind is Kind.OFFICIAL:
        chat.user.follows(code)
    elif chat.user.account.kind is Kind.MINI:
        chat.user.enters(session_from=code)
    else:
        before = len(_entered(chat))
        chat.user.enters(code)
        until(lambda: _read_on(chat, before), READ_SECONDS, "微信客服 has been read")
    if any(table.startswith("conversations ") and chat.user.user_id in table for table in recorded(chat.world)):
        chat.settles()


def _entered(chat: Chat) -> list[int]:
    """Which calls of sync_msg handed out that they entered."""
    calls = enumerate(chat.world.tencent.calls(SYNC))
    handed = ((number, item) for number, call in calls for item in (call.answer or {}).get("msg_list", ()))
    return [number for number, item in handed if chat.user.user_id == item.get("event", {}).get("external_userid")]


def _read_on(chat: Chat, before: int) -> bool:
    """Whether the shop has handled more than so many entries of theirs: it keeps the cursor after what came before."""
    entered = _entered(chat)
    if len(entered) <= before:
        return False
    account = chat.user.account
    name = next(name for name, place in chat.world.places.items() if place.account == account)
    kept = cursor_of(chat.world.shop.database, f"customer_service:{name}:{account.app_id}:{chat.user.open_kfid}")
    later = chat.world.tencent.calls(SYNC)[entered[-1] :]
    return kept in [(call.answer or {}).get("next_cursor") for call in later]


def sealed_body(account: Account, body_format: Format, encrypted: str) -> bytes:
    """The body in which what is encrypted travels in safe mode."""
    return sealed(account, Mode.SAFE, body_format, {}, encrypted).encode()
