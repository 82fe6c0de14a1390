"""Carrying the outbox: what every channel shares that brings replies to the buyer instead of letting them be fetched.

A channel says how messages are put together (`parts`) and sends one part (`send`); when to try again, what is held, and
that nothing is sent twice after a crash is decided here. The loop also takes up messages whose turn a killed process
left undone.
"""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Optional, Protocol, runtime_checkable

from shouhou import clock
from shouhou.cases import outbox
from shouhou.cases.conversations import Address, UnknownConversation
from shouhou.cases.evidence import StoredFile
from shouhou.cases.outbox import Begun, Item, Load
from shouhou.cases.unanswered import unanswered
from shouhou.channels.incoming import Incoming
from shouhou.channels.outcomes import NotNow, NotTaken
from shouhou.channels.turn import Turns

logger = logging.getLogger(__name__)

ROUND_SECONDS = 2.0  # how often the record is asked for what is due
UNDONE_AFTER = timedelta(seconds=15)  # a turn takes no longer; one that another process runs is waited for by its lock
FIRST_WAIT, LONGEST_WAIT = 1.0, 300.0  # seconds until a failed part is tried again: doubled each time
MOST_DOUBLINGS = 20  # more than it takes; a part that fails for days has tries whose power no float holds
MANY = 200
STOP_SECONDS = 3.0


@dataclass(frozen=True)
class Part:
    """Items that go as one message of the channel's; `body` is the channel's own."""

    items: list[Item]
    body: dict[str, Any] = field(default_factory=dict)

    @property
    def number(self) -> int:
        """Its name, the same whenever it is tried: the outbox keeps what was tried together."""
        return self.items[0].number


@runtime_checkable
class Carrier(Protocol):
    """What a channel brings along to have its replies carried."""

    @classmethod
    def name(cls) -> str:
        """The channel's name, with which its conversations' ids begin."""

    def parts(self, load: Load, items: Sequence[Item]) -> list[Part]:
        """Messages put together into as few of the channel's as it allows, in their order."""

    async def send(self, load: Load, part: Part) -> Optional[str]:
        """Send a part; returns the channel's name for it, if it has one. Raises NotNow or NotTaken."""

    async def hand_over(self, load: Load) -> None:
        """Give the conversation to the channel's own people, where it has any. Raises NotNow or NotTaken."""

    def has_own_people(self, address: Address) -> bool:
        """Whether a buyer at this address waits in the channel's own queue, which the bot cannot call back from."""

    async def fetch(self, incoming: Incoming) -> Optional[StoredFile]:
        """Fetch a message's picture; None when it cannot be had. Raises NotNow."""

    async def connect(self, turns: Turns) -> None:
        """Begin; called once the bot can answer."""

    async def close(self) -> None:
        """End."""


class Deliveries:
    """Carries what waits, one conversation at a time each in its order."""

    def __init__(self, turns: Turns, carriers: dict[str, Carrier]) -> None:
        self._turns = turns
        self._carriers = carriers
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()
        self._loop: Optional[asyncio.Task[None]] = None
        for channel, carrier in carriers.items():
            turns.fetchers[channel] = carrier.fetch
            turns.own_people[channel] = carrier.has_own_people
        turns.carry = self.carry

    async def start(self) -> None:
        """Begin to look after the outbox."""
        for carrier in self._carriers.values():
            await carrier.connect(self._turns)
        self._loop = asyncio.create_task(self._rounds())

    async def stop(self) -> None:
        """Stop; what is being sent is given a moment to come to its end."""
        self._turns.carry = lambda _: None
        self._again.clear()
        if self._loop is not None:
            self._loop.cancel()
            with suppress(asyncio.CancelledError):
                await self._loop
        if self._tasks:
            _, late = await asyncio.wait(list(self._tasks.values()), timeout=STOP_SECONDS)
            for task in late:  # what is cut off here is tried again, as after a crash
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        for carrier in self._carriers.values():
            await carrier.close()

    def carry(self, conversation_id: str) -> None:
        """Carry what waits in a conversation, now; a channel that has no carrier here is passed over."""
        if conversation_id.partition(":")[0] not in self._carriers:
            return
        if conversation_id in self._tasks:
            self._again.add(conversation_id)  # what is at work may have read the record already
            return
        task = asyncio.create_task(self._carry(conversation_id))
        self._tasks[conversation_id] = task
        task.add_done_callback(lambda _: self._carried(conversation_id))

    def _carried(self, conversation_id: str) -> None:
        self._tasks.pop(conversation_id, None)
        if conversation_id in self._again:
            self._again.discard(conversation_id)
            self.carry(conversation_id)

    async def _rounds(self) -> None:
        undone_after = timedelta()  # at the start nothing is under way here
        while True:
            try:
                now = clock.now()
                for conversation_id in await self._turns.cases(outbox.due, now, MANY):
                    self.carry(conversation_id)
                for left in await self._turns.cases(unanswered, now - undone_after, MANY):
                    if left.channel in self._carriers:
                        self._turns.resume(left)
                undone_after = UNDONE_AFTER
            except Exception:
                logger.exception("the outbox could not be read: trying again")
            await asyncio.sleep(ROUND_SECONDS)

    async def _carry(self, conversation_id: str) -> None:
        try:
            async with self._turns.locks.hold(f"outbox:{conversation_id}"):
                await self._carry_all(conversation_id)
        except UnknownConversation:
            return
        except Exception:
            logger.exception("messages could not be carried: trying again")

    async def _carry_all(self, conversation_id: str) -> None:
        """Carry what waits now, up to the first part that must be tried again; what comes meanwhile asks anew."""
        load = await self._turns.cases(outbox.load_of, conversation_id, clock.now())
        if load is None:
            return
        carrier = self._carriers[load.channel]
        for part in _in_order(carrier, load):
            if not await self._try(carrier, load, part):
                return

    async def _try(self, carrier: Carrier, load: Load, part: Part) -> bool:
        """Try one part; False when what follows it must wait for it."""
        numbers = [item.number for item in part.items]
        wait = min(FIRST_WAIT * 2 ** min(part.items[0].tries, MOST_DOUBLINGS), LONGEST_WAIT)
        now = clock.now()
        begun = await self._turns.cases(outbox.begin, load, part.items, now + timedelta(seconds=wait), now)
        if begun is not Begun.GO:
            logger.info("a message to %s is %s", load.channel, begun.value)
            return True
        try:
            remote_id = None
            if part.items[0].message is None:
                await carrier.hand_over(load)
            else:
                remote_id = await carrier.send(load, part)
        except NotNow as error:
            logger.warning("%s takes no message now: %s", load.channel, error.why)
            if error.seconds is not None and error.seconds > wait:
                again_at = clock.now() + timedelta(seconds=error.seconds)
                await self._turns.cases(outbox.put_off, numbers, again_at)
            return False
        except NotTaken as error:
            logger.warning("%s refuses a message, which is held: %s", load.channel, error.why)
            await self._turns.cases(outbox.held, numbers, error.why)
            return True
        await self._turns.cases(outbox.sent, numbers, remote_id, clock.now())
        return True


def _in_order(carrier: Carrier, load: Load) -> list[Part]:
    """The parts of a load: what was tried together stays together, the new is put together anew."""
    parts: list[Part] = []
    fresh: list[Item] = []
    tried: dict[int, list[Item]] = {}
    for item in load.items:
        if item.part is not None:
            tried.setdefault(item.part, []).append(item)
    for item in load.items:
        if item.part is None and item.message is not None:
            fresh.append(item)
            continue
        if fresh:
            parts += carrier.parts(load, fresh)
            fresh = []
        if item.message is None:
            parts.append(Part([item]))
        elif item.part in tried:
            parts += carrier.parts(load, tried.pop(item.part))  # the same items give the same part
    if fresh:
        parts += carrier.parts(load, fresh)
    return parts

