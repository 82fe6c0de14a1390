"""What the three channels of WeChat share: several accounts, each with its own path and API, and sending."""

import hashlib
import logging
import re
import time
from abc import abstractmethod
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Optional

from rasa.core.channels.channel import UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import BaseHTTPResponse

from shouhou import clock
from shouhou.cases.conversations import Address
from shouhou.cases.outbox import Item, Load
from shouhou.cases.posting import Allowance
from shouhou.channels.carried import CarriedInput
from shouhou.channels.delivery import Part
from shouhou.channels.incoming import Incoming
from shouhou.channels.outcomes import NotNow, NotTaken
from shouhou.channels.refusals import Refused, guarded
from shouhou.channels.turn import Turns
from shouhou.channels.wechat import wording
from shouhou.channels.wechat.accounts import WECHAT, Account, read_accounts
from shouhou.channels.wechat.api import Api
from shouhou.channels.wechat.crypto import NONCE
from shouhou.channels.wechat.documents import MAX_BODY, BadBody, read_document
from shouhou.channels.wechat.errors import ApiError, Unreachable, raise_for_delivery
from shouhou.settings import Settings
from shouhou.shared import uploads

logger = logging.getLogger(__name__)

# Plain digits without a leading zero: one moment has one spelling, so that one signature fits one push.
TIMESTAMP = re.compile(r"[1-9][0-9]{0,11}")
ECHO = re.compile(r"[A-Za-z0-9_+/=.-]{1,256}")  # what a console sends to be echoed
STALE_AFTER = timedelta(minutes=5)  # a push says when it was signed; WeChat tries three times within fifteen seconds
TOLD_SECONDS = 60.0  # a reason for refusing pushes is logged once in so long
WINDOW = timedelta(hours=48)
SENDS = 5  # for a buyer's message
KINDS_TAKEN = {"voice": "voice", "video": "video", "shortvideo": "video", "location": "location", "link": "link"}


class WeChatInput(CarriedInput):
    """One kind of account. Rasa knows it by its name; turns are run by shouhou.channels.turn."""

    kind: str

    def __init__(self, accounts: Sequence[Account], chosen: Optional[Settings] = None) -> None:
        super().__init__(chosen)
        self.accounts = {account.name: account for account in accounts}
        self.apis: dict[str, Api] = {}
        self._seen = _Lately(2 * STALE_AFTER.total_seconds())

    @classmethod
    def name(cls) -> str:
        return cls.kind

    @classmethod
    def from_credentials(cls, credentials: Optional[dict[str, Any]]) -> "WeChatInput":
        """The channel of every account in credentials.yml. Raises AccountError, which says what is wrong."""
        return cls(read_accounts(cls.kind, credentials))

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Two routes for each account: the console's check of the address, and the pushes."""
        routes = Blueprint(self.kind)
        for account in self.accounts.values():
            routes.add_route(
                guarded(_for(account, self.verify)), account.path, methods=["GET"], name=f"verify_{account.name}"
            )
            routes.add_route(
                guarded(_for(account, self.push)), account.path, methods=["POST"], name=f"push_{account.name}"
            )
        return routes

    async def connect(self, turns: Turns) -> None:
        """Begin to speak to WeChat; called once the bot can answer."""
        await super().connect(turns)
        for account in self.accounts.values():
            self.apis[account.name] = Api(account, turns.cases, clock.now)

    async def close(self) -> None:
        """End every call."""
        await super().close()
        for api in self.apis.values():
            await api.close()

    async def verify(self, request: Request, account: Account) -> BaseHTTPResponse:
        """Answer the console's check of the address, with a word alone: else whoever overheard a sealed push could
        have it opened by handing it in as a check."""
        echo = self.verified(request, account)
        if not ECHO.fullmatch(echo):
            raise Refused(403, "this is no check of an address")
        return response.text(echo)

    @abstractmethod
    def verified(self, request: Request, account: Account) -> str:
        """What the console's check is answered with. Raises Refused."""

    @abstractmethod
    async def push(self, request: Request, account: Account) -> BaseHTTPResponse:
        """Take a push. Raises Refused."""

    # What a push says, for the turns

    @abstractmethod
    def has_menus(self, account: Account) -> bool:
        """Whether buttons can be a message menu; else they become numbered lines."""

    async def read_back(
        self, account: Account, conversation_id: str, text: str, menu_id: Optional[str]
    ) -> dict[str, Any]:
        """A text as Incoming's fields: a press on a menu's line or a number that chose one is the button's payload."""
        content = text if menu_id is None else f"{menu_id}\n{text}"
        pressed: Optional[dict[str, Any]] = None
        line = wording.pressed_line(menu_id) if menu_id is not None else None
        if line is not None:
            pressed = await self.pressed(conversation_id, *line)
        elif menu_id is None and not self.has_menus(account) and (number := wording.chosen_number(text)) is not None:
            pressed = await self.chosen(conversation_id, number)
        return {**pressed, "content": content} if pressed is not None else self.typed(text, content)

    def not_read(self, kind: str, media_id: Optional[str]) -> dict[str, Any]:
        """Incoming's fields for a message of a kind that the bot cannot read."""
        return self.unreadable(KINDS_TAKEN.get(kind, "other"), f"{kind}:{media_id or ''}")

    # Carrying

    def parts(self, load: Load, items: Sequence[Item]) -> list[Part]:
        """Messages put together."""
        account = self.accounts.get(load.address.account)
        return wording.parts(items, account is not None and self.has_menus(account))

    async def send(self, load: Load, part: Part) -> Optional[str]:
        """Send one part; the name under which WeChat took it, where it has one."""
        account = self._account_of(load.address)
        try:
            return await self._send(account, load, part)
        except (ApiError, Unreachable) as error:
            raise_for_delivery(error)

    async def _send(self, account: Account, load: Load, part: Part) -> Optional[str]:
        taken: Optional[str] = None
        for index, body in enumerate(await self._bodies(account, part)):
            taken = await self.send_body(account, load, body, _name_of(load, part, index))
        return taken

    @abstractmethod
    async def send_body(self, account: Account, load: Load, body: dict[str, Any], name: str) -> Optional[str]:
        """Send one message of WeChat's. Raises ApiError or Unreachable."""

    @abstractmethod
    def menu(self, head: str, lines: list[tuple[str, str]]) -> dict[str, Any]:
        """A menu as this channel writes it."""

    async def _bodies(self, account: Account, part: Part) -> list[dict[str, Any]]:
        if "picture" in part.body:
            media_id = await self._upload(account, part.body["picture"])
            return [{"msgtype": "image", "image": {"media_id": media_id}}]
        bodies = [{"msgtype": "text", "text": {"content": text}} for text in part.body["texts"]]
        if "lines" in part.body:
            bodies.append({"msgtype": "msgmenu", "msgmenu": self.menu(part.body["head"], part.body["lines"])})
        return bodies

    async def _upload(self, account: Account, file_id: str) -> str:
        content, kind = await self.picture(file_id)
        return await self.apis[account.name].upload(content, f"picture.{uploads.KINDS[kind]}", kind)

    async def download(self, incoming: Incoming) -> bytes:
        """A picture, within the three days for which WeChat keeps it."""
        assert incoming.media is not None and incoming.address is not None
        api = self.apis[self._account_of(incoming.address).name]
        try:
            return await api.download(incoming.media, uploads.MAX_FILE + 1)
        except ValueError:
            raise NotTaken("it is no picture, or too large") from None
        except (ApiError, Unreachable) as error:
            raise_for_delivery(error)

    # Entrances

    def body_of(self, request: Request) -> dict[str, Any]:
        """A push's body as a document. Raises Refused for one that is too large, unparsed, or cannot be read."""
        if len(request.body) > MAX_BODY:
            raise Refused(413, "the body is too large")
        return readable(request.body)

    def fresh(self, request: Request) -> tuple[str, str]:
        """The push's timestamp and nonce. Raises Refused for one that was signed long ago, or in the future."""
        timestamp, nonce = request.args.get("timestamp", ""), request.args.get("nonce", "")
        if not TIMESTAMP.fullmatch(timestamp) or not NONCE.fullmatch(nonce):
            raise Refused(403, "not signed")
        if abs(clock.now().timestamp() - int(timestamp)) > STALE_AFTER.total_seconds():
            raise Refused(403, "signed too long ago: is this machine's clock right?")
        return timestamp, nonce

    def once_with(self, timestamp: str, nonce: str, body: bytes) -> None:
        """Refuse a signature that came with another body: in plain mode it does not cover the body."""
        if not self._seen.fits(f"{timestamp}:{nonce}", body):
            raise Refused(403, "this signature came with another body")

    def has_own_people(self, address: Address) -> bool:
        """Whether WeChat's own desk serves the account."""
        account = self.accounts.get(address.account)
        return account is not None and account.people == WECHAT

    def _account_of(self, address: Address) -> Account:
        account = self.accounts.get(address.account)
        if account is None:
            raise NotNow("the account is no longer in credentials.yml")
        return account


class _Lately:
    """Names seen in the last seconds, and what each came with."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._seen: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def is_new(self, name: str) -> bool:
        """Whether a name has not been seen lately; it has been from now on."""
        self._forget()
        is_new = name not in self._seen
        self._seen.setdefault(name, (time.monotonic(), 0))
        return is_new

    def fits(self, name: str, body: bytes) -> bool:
        """Whether a name comes with what it came with before, if it came."""
        self._forget()
        return self._seen.setdefault(name, (time.monotonic(), hash(body)))[1] == hash(body)

    def _forget(self) -> None:
        while self._seen:
            oldest = next(iter(self._seen))
            if self._seen[oldest][0] > time.monotonic() - self._seconds:
                break
            del self._seen[oldest]


def readable(body: bytes) -> dict[str, Any]:
    """A body as a document. Raises Refused."""
    try:
        return read_document(body)
    except BadBody as error:
        raise Refused(error.status, "the body cannot be read") from error


def message_allowance(now: datetime) -> Allowance:
    """What a buyer's message gives."""
    return Allowance(now + WINDOW, SENDS)


def _name_of(load: Load, part: Part, index: int) -> str:
    """A message's name towards WeChat: the same at each try, another once it was taken and not delivered."""
    first = part.items[0]
    message_id = first.message.message_id if first.message is not None else ""
    said = f"{load.conversation_id} {message_id} {first.remote_id or ''} {index}"
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _for(account: Account, handler: Callable[..., Any]) -> Callable[..., Any]:
    told = _Lately(TOLD_SECONDS)

    async def handle(request: Request) -> Any:
        try:
            return await handler(request, account)
        except BadBody as error:
            refused = Refused(error.status, "the body cannot be read")
        except Refused as error:
            refused = error
        # An operator who sets an account up must see why nothing comes in; whoever knocks must not fill the log.
        if refused.status != 503 and told.is_new(f"{account.name} {refused.reason}"):
            logger.warning("%s refuses a push: %s", account, refused.reason)
        raise refused

    return handle
