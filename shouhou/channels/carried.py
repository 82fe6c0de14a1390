"""The base of channels that carry replies to the buyer: what is left to each is to verify, decode, encode and send.

A buyer there is a guest until bound; a message is in the record before it is acknowledged; replies go by the outbox;
what is no message (somebody follows, opens the conversation, scans a code) may say something and bind somebody.
"""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Coroutine, Sequence
from datetime import timedelta
from typing import Any, Optional

from rasa.core.channels.channel import InputChannel

from shouhou import clock
from shouhou.cases import bindings, offers, outbox
from shouhou.cases import conversations as record
from shouhou.cases.bindings import Binding
from shouhou.cases.evidence import StoredFile
from shouhou.cases.messages import BOT, Draft
from shouhou.cases.outbox import Item, Load
from shouhou.channels.binding_links import read_code
from shouhou.channels.delivery import Part
from shouhou.channels.incoming import UNREADABLE, Incoming
from shouhou.channels.outcomes import NotNow, NotTaken
from shouhou.channels.refusals import Refused
from shouhou.channels.turn import Turns
from shouhou.responses import buttons, response
from shouhou.settings import Settings, settings
from shouhou.shared import uploads
from shouhou.shared.uploads import FileRefused

GIVE_UP_FETCHING = timedelta(minutes=10)
FETCH_TRIES, FETCH_WAIT = 3, 1.0
MAX_TEXT = 2000  # code points of a buyer's message, as in the widget
SHOWN = {"voice": "[语音]", "video": "[视频]", "location": "[位置]", "link": "[链接]", "other": "[消息]"}


class CarriedInput(InputChannel, ABC):
    """A channel that is its own carrier: shouhou.channels.delivery asks it to send."""

    def __init__(self, chosen: Optional[Settings] = None) -> None:
        self.settings = chosen or settings()
        self._turns: Optional[Turns] = None
        self._later: set[asyncio.Task[None]] = set()

    async def connect(self, turns: Turns) -> None:
        """Begin; called once the bot can answer."""
        self._turns = turns

    async def close(self) -> None:
        """End what nobody waits for."""
        for task in self._later:
            task.cancel()

    def later(self, job: Coroutine[Any, Any, None]) -> None:
        """Do something that nobody waits for."""
        task = asyncio.create_task(job)
        self._later.add(task)
        task.add_done_callback(self._later.discard)

    @property
    def turns(self) -> Turns:
        """The turns. Raises Refused(503) while the bot loads: a platform that pushes tries again."""
        if self._turns is None:
            raise Refused(503, "the bot is starting")
        return self._turns

    # What a message says, as Incoming's fields

    def typed(self, text: str, content: Optional[str] = None) -> dict[str, Any]:
        """Words; `content` is what was sent, where that is more than the words."""
        return {"text": _storable(text)[:MAX_TEXT], "content": text if content is None else content}

    async def pressed(self, conversation_id: str, place: int, index: int) -> Optional[dict[str, Any]]:
        """A press on a button by its message's place and its own; None where none was offered in this conversation."""
        return _press(await self.turns.cases(offers.button_at, conversation_id, place, index))

    async def chosen(self, conversation_id: str, number: int) -> Optional[dict[str, Any]]:
        """The button that a number means, where buttons are numbered lines; None where that many were not offered."""
        offer = await self.turns.cases(offers.latest_offer, conversation_id)
        return _press(offer[number - 1]) if 1 <= number <= len(offer) else None

    @staticmethod
    def unreadable(media_kind: str, content: str) -> dict[str, Any]:
        """A message of a kind that the bot cannot read: one of SHOWN."""
        return {"payload": UNREADABLE.format(kind=media_kind), "title": SHOWN[media_kind], "content": content}

    # What is no message

    async def open(self, incoming: Incoming) -> None:
        """Make sure that the conversation stands, and note what the buyer's doing allows."""
        now = clock.now()
        await self.turns.cases(
            record.open_conversation, incoming.conversation_id, incoming.channel, None, now, incoming.address
        )
        if incoming.allowance is not None:
            await self.turns.cases(outbox.allow, incoming.conversation_id, incoming.allowance, now)

    async def said_by_event(self, incoming: Incoming, event_key: str, name: str) -> None:
        """Say one of the domain's responses because of an event, once for each."""
        draft = Draft(event_key, BOT, text=response(name), buttons=buttons(name))
        await self.open(incoming)
        await self.turns.cases(record.say_once, incoming.conversation_id, draft, clock.now())
        await self.turns.told(incoming.conversation_id)

    async def bind(self, incoming: Incoming, code: str, event_key: str) -> bool:
        """Bind by a signed link's code; False for what is no code of ours, so that it may mean something else."""
        now = clock.now()
        link = read_code(self.settings.secret(), code, now)
        if link is None:
            return False
        await self.open(incoming)
        bound = Binding.REFUSED
        if not link.is_over:
            job = (bindings.bind_by_link, incoming.conversation_id, link.buyer_id, link.code_id, now)
            # Not beside a turn, which would write back what it remembers of whoever spoke before.
            async with self.turns.locks.hold(incoming.conversation_id):
                bound = await self.turns.cases(*job)
        refused = bound is Binding.REFUSED
        await self.said_by_event(incoming, event_key, "utter_bind_link_used" if refused else "utter_bound_by_link")
        return True

    # Pictures

    @abstractmethod
    async def download(self, incoming: Incoming) -> bytes:
        """A message's picture, of at most uploads.MAX_FILE bytes. Raises NotNow, or NotTaken when it cannot be had."""

    async def fetch(self, incoming: Incoming) -> Optional[StoredFile]:
        """Fetch a message's picture, under the widget's rules of kind and size; None when it cannot be had.

        Raises NotNow when the platform cannot be reached: the turn is taken up again later, for some minutes.
        """
        for number in range(FETCH_TRIES):
            try:
                content = await self.download(incoming)
                kind = uploads.kind_of(content)
            except (NotTaken, FileRefused):
                return None
            except NotNow:
                await asyncio.sleep(FETCH_WAIT * 2 ** number)
                continue
            file_id = await asyncio.to_thread(uploads.keep, self.settings.uploads, content)
            return StoredFile(file_id, incoming.conversation_id, kind, len(content))
        if incoming.received_at is not None and clock.now() - incoming.received_at > GIVE_UP_FETCHING:
            return None
        raise NotNow("a picture could not be fetched: it is tried again")

    async def picture(self, file_id: str) -> tuple[bytes, str]:
        """A picture that goes to the buyer, and its kind. Raises NotTaken when it is not there."""
        try:
            content = await asyncio.to_thread((self.settings.uploads / file_id).read_bytes)
            return content, uploads.kind_of(content)
        except (OSError, FileRefused):
            raise NotTaken("the picture is not there") from None

    # Carrying

    @abstractmethod
    def parts(self, load: Load, items: Sequence[Item]) -> list[Part]:
        """Messages put together into as few of the channel's as it allows, in their order."""

    @abstractmethod
    async def send(self, load: Load, part: Part) -> Optional[str]:
        """Send a part; the channel's name for it, if it has one. Raises NotNow or NotTaken."""

    async def hand_over(self, load: Load) -> None:
        """To the channel's own people, where it has them."""


def _press(button: Optional[dict[str, str]]) -> Optional[dict[str, Any]]:
    return {"payload": button["payload"], "title": button["title"]} if button is not None else None


def _storable(text: str) -> str:
    return "".join(c for c in text if c != "\x00" and not "\ud800" <= c <= "\udfff")
