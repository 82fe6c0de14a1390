"""Server-Sent Events: each new message of a conversation, which offers no longer stand, when the bot is at work."""

import json
import random
import time
from collections.abc import AsyncGenerator, Callable
from typing import Optional, TypeVar

from shouhou.cases import offers
from shouhou.cases.history import history
from shouhou.cases.messages import Message, scopes_of
from shouhou.channels.pushes import END, IDLE, TYPING
from shouhou.channels.turn import Turns
from shouhou.channels.widget.wire import encode

HEARTBEAT_SECONDS = 20.0  # a comment now and then keeps proxies from closing a quiet stream, and asks nobody
# Pushes make good what they lose, but a writer may die between its record and its push, or ring a bot too busy to hear.
REREAD_SECONDS = 900.0
PAGE = 200
T = TypeVar("T")


async def events(turns: Turns, conversation_id: str, after: int, secret: str) -> AsyncGenerator[str, None]:
    """What a stream sends, from a place in the conversation on, until this process ends.

    Listens before it reads, so that nothing falls between the record and the pushes.
    """
    yield "retry: 2000\n\n"
    standing = _Standing(turns, conversation_id)
    async with turns.pushes.listen(conversation_id) as listener:
        if after and (part := await standing.past_before(after)):
            yield part
        while True:
            async for message in _recorded(turns, conversation_id, after):
                after = message.seq
                standing.told(message)
                body = json.dumps(encode(message, secret, time.time()), ensure_ascii=False)
                yield f"id: {after}\ndata: {body}\n\n"
            if part := await standing.just_past():
                yield part
            reread = time.monotonic() + _about(REREAD_SECONDS)
            # Typing is told at once; news sends us back to the record.
            while True:
                what = await listener.get(_about(HEARTBEAT_SECONDS))
                if what is None:
                    yield ": still here\n\n"
                    if time.monotonic() >= reread:
                        break
                elif what == END:
                    return
                elif what in (TYPING, IDLE):
                    yield f"event: typing\ndata: {json.dumps({'typing': what == TYPING})}\n\n"
                else:
                    break


class _Standing:
    """Which questions the client takes for standing; what has become of them is told when it has changed."""

    def __init__(self, turns: Turns, conversation_id: str) -> None:
        self._turns = turns
        self._conversation_id = conversation_id
        self._live: frozenset[str] = frozenset()

    def told(self, message: Message) -> None:
        """The client is shown a message."""
        if not message.past:
            self._live |= scopes_of(message.buttons)

    async def past_before(self, place: int) -> Optional[str]:
        """The event for what a client that has read up to a place may still take for standing."""
        # First, so that what changes between the two readings is told rather than missed.
        self._live = await self._read(offers.standing_scopes)
        return _past(await self._read(offers.past_up_to, place))

    async def just_past(self) -> Optional[str]:
        """The event for what stood and does so no longer; None for nothing."""
        if not self._live:
            return None
        standing = await self._read(offers.standing_scopes)
        gone, self._live = self._live - standing, self._live & standing
        return _past(await self._read(offers.past_of, gone)) if gone else None

    async def _read(self, job: Callable[..., T], *arguments: object) -> T:
        async with self._turns.pushes.reading:
            return await self._turns.cases(job, self._conversation_id, *arguments)


def _past(ids: list[str]) -> Optional[str]:
    return f"event: past\ndata: {json.dumps({'ids': ids})}\n\n" if ids else None


async def _recorded(turns: Turns, conversation_id: str, after: int) -> AsyncGenerator[Message, None]:
    """The messages after a place.

    A generator that ends when all are told, so that an idle stream keeps none of them in memory.
    """
    full = True
    while full:
        async with turns.pushes.reading:
            page = await turns.cases(history, conversation_id, after, PAGE)
        for message in page:
            after = message.seq
            yield message
        full = len(page) == PAGE


def _about(seconds: float) -> float:
    """More or less so long: streams that were opened together need not wake together for ever."""
    return seconds * random.uniform(0.75, 1.25)
