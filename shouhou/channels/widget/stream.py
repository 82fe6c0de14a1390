"""Server-Sent Events: each new message of a conversation, and when the bot is at work."""

import asyncio
import json
import time
from collections.abc import AsyncGenerator

from shouhou.cases import conversations as record
from shouhou.channels.pushes import END, IDLE, TYPING
from shouhou.channels.turn import Turns
from shouhou.channels.widget.wire import encode

HEARTBEAT_SECONDS = 20.0  # a comment now and then keeps proxies from closing a quiet stream
PAGE = 200


async def events(turns: Turns, conversation_id: str, after: int, secret: str) -> AsyncGenerator[str, None]:
    """What a stream sends, from a place in the conversation on, until this process ends.

    Listens before it reads, so that nothing falls between the record and the pushes.
    """
    yield "retry: 2000\n\n"
    async with turns.pushes.listen(conversation_id) as queue:
        while True:
            page = await turns.cases(record.history, conversation_id, after, PAGE)
            for message in page:
                after = message.seq
                body = json.dumps(encode(message, secret, time.time()), ensure_ascii=False)
                yield f"id: {message.seq}\ndata: {body}\n\n"
            if len(page) == PAGE:
                continue
            # Typing is told at once; news sends us back to the record, and so does a long silence: a push may be lost.
            while True:
                try:
                    what = await asyncio.wait_for(queue.get(), HEARTBEAT_SECONDS)
                except asyncio.TimeoutError:
                    yield ": still here\n\n"
                    break
                if what == END:
                    return
                if what not in (TYPING, IDLE):
                    break
                yield f"event: typing\ndata: {json.dumps({'typing': what == TYPING})}\n\n"
