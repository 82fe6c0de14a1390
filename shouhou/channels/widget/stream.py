"""Server-Sent Events: each new message of a conversation, and when the bot is at work."""

import json
import random
import time
from collections.abc import AsyncGenerator

from shouhou.cases import conversations as record
from shouhou.channels.pushes import END, IDLE, TYPING
from shouhou.channels.turn import Turns
from shouhou.channels.widget.wire import encode

HEARTBEAT_SECONDS = 20.0  # a comment now and then keeps proxies from closing a quiet stream, and asks nobody
# Pushes make good what they lose, but a writer may die between its record and its push, or ring a bot too busy to hear.
REREAD_SECONDS = 900.0
PAGE = 200


async def events(turns: Turns, conversation_id: str, after: int, secret: str) -> AsyncGenerator[str, None]:
    """What a stream sends, from a place in the conversation on, until this process ends.

    Listens before it reads, so that nothing falls between the record and the pushes.
    """
    yield "retry: 2000\n\n"
    async with turns.pushes.listen(conversation_id) as listener:
        while True:
            async for place, part in _recorded(turns, conversation_id, after, secret):
                after = place
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


async def _recorded(
    turns: Turns, conversation_id: str, after: int, secret: str
) -> AsyncGenerator[tuple[int, str], None]:
    """The messages after a place, each with its own place and as it is sent.

    A generator that ends when all are told, so that an idle stream keeps none of them in memory.
    """
    full = True
    while full:
        async with turns.pushes.reading:
            page = await turns.cases(record.history, conversation_id, after, PAGE)
        for message in page:
            after = message.seq
            body = json.dumps(encode(message, secret, time.time()), ensure_ascii=False)
            yield after, f"id: {after}\ndata: {body}\n\n"
        full = len(page) == PAGE


def _about(seconds: float) -> float:
    """More or less so long: streams that were opened together need not wake together for ever."""
    return seconds * random.uniform(0.75, 1.25)
