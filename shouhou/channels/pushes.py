"""Telling whoever listens to a conversation that something new stands in its record.

A push carries only the conversation's name and what happened; listeners read the record itself, so a lost push costs
a moment and never a message. In one process a push is a set of queues; with Redis it reaches every process.
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Optional

import redis.asyncio as aioredis

logger = logging.getLogger(__name__)

NEWS = "news"  # new messages stand in the record
TYPING = "typing"  # the bot is at work on a turn
IDLE = "idle"  # and has ended it
END = "end"  # this process ends: listeners go elsewhere

_CHANNEL = "shouhou:pushes"
_BACKLOG = 100  # a listener that is this far behind only needs to know that there is news


class Pushes:
    """In-process pushes."""

    def __init__(self) -> None:
        self._listeners: dict[str, set[asyncio.Queue[str]]] = {}

    async def start(self) -> None:
        """Begin to receive pushes of other processes."""

    async def stop(self) -> None:
        """Stop receiving, and send every listener away."""
        for queues in self._listeners.values():
            for queue in queues:
                if queue.full():
                    queue.get_nowait()
                queue.put_nowait(END)

    async def publish(self, conversation_id: str, what: str) -> None:
        """Tell every listener of the conversation."""
        self._deliver(conversation_id, what)

    @asynccontextmanager
    async def listen(self, conversation_id: str) -> AsyncIterator["asyncio.Queue[str]"]:
        """A queue of what happens in the conversation from now on."""
        queue: asyncio.Queue[str] = asyncio.Queue(_BACKLOG)
        self._listeners.setdefault(conversation_id, set()).add(queue)
        try:
            yield queue
        finally:
            queues = self._listeners[conversation_id]
            queues.discard(queue)
            if not queues:
                del self._listeners[conversation_id]

    def _deliver(self, conversation_id: str, what: str) -> None:
        for queue in self._listeners.get(conversation_id, ()):
            if not queue.full():
                queue.put_nowait(what)


class RedisPushes(Pushes):
    """Pushes that reach every process on the same Redis; while Redis is away they still reach this process."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._redis = aioredis.from_url(url, socket_connect_timeout=2, socket_timeout=2)
        self._listening = aioredis.from_url(url, socket_connect_timeout=2)  # a quiet hour is no time-out
        self._task: Optional[asyncio.Task[None]] = None

    async def start(self) -> None:
        self._task = asyncio.create_task(self._receive())

    async def stop(self) -> None:
        await super().stop()
        if self._task is not None:
            self._task.cancel()
        await self._redis.close()
        await self._listening.close()

    async def publish(self, conversation_id: str, what: str) -> None:
        try:
            await self._redis.publish(_CHANNEL, json.dumps([conversation_id, what]))
        except aioredis.RedisError:
            logger.warning("Redis cannot be reached: a push stays within this process")
            self._deliver(conversation_id, what)

    async def _receive(self) -> None:
        while True:
            try:
                async with self._listening.pubsub() as subscription:
                    await subscription.subscribe(_CHANNEL)
                    async for item in subscription.listen():
                        if item["type"] == "message":
                            conversation_id, what = json.loads(item["data"])
                            self._deliver(conversation_id, what)
            except aioredis.RedisError:
                logger.warning("Redis cannot be reached: listening again in a second")
                await asyncio.sleep(1)


def make_pushes(redis_url: Optional[str]) -> Pushes:
    """Pushes through Redis when it is configured, else within this process."""
    return RedisPushes(redis_url) if redis_url else Pushes()
