"""Telling whoever listens to a conversation that something new stands in its record.

A push carries only the conversation's name and what happened; listeners read the record itself, so a lost push costs
time and never a message. In one process none is lost; with Redis a push reaches every process, and one that may have
been lost while Redis was away is made good when it is back: listeners have no need to ask again and again.
"""

import asyncio
import json
import logging
import socket
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
_READERS = 4  # part of the threads for the database, which the turns need too
AGAIN_SECONDS = 1.0  # until a lost Redis is tried again
# Only a connection that is asked notices that the other side vanished without a word: within a minute.
_KEEP_ALIVE = {socket.TCP_KEEPIDLE: 20, socket.TCP_KEEPINTVL: 10, socket.TCP_KEEPCNT: 3}


class Listener:
    """What a listener has yet to hear: each kind once, in the order in which they were last told.

    So it never overflows, however far behind: news is told, and of the bot's states the last one comes last. An
    asyncio.Queue and its wait_for would take 4 KB more, and thousands of listeners wait at a time.
    """

    __slots__ = ("_told", "_waiter")

    def __init__(self) -> None:
        self._told: dict[str, None] = {}
        self._waiter: Optional[asyncio.Future[None]] = None

    def tell(self, what: str) -> None:
        """Let it hear this, after what it has yet to hear."""
        self._told.pop(what, None)
        self._told[what] = None
        if self._waiter is not None:
            _wake(self._waiter)

    def get_nowait(self) -> Optional[str]:
        """What it hears next; None when there is nothing."""
        what = next(iter(self._told), None)
        if what is not None:
            del self._told[what]
        return what

    async def get(self, seconds: float) -> Optional[str]:
        """What it hears next, waited for; None after so many seconds of silence."""
        if not self._told:
            loop = asyncio.get_running_loop()
            self._waiter = loop.create_future()
            alarm = loop.call_later(seconds, _wake, self._waiter)
            try:
                await self._waiter
            finally:
                self._waiter = None
                alarm.cancel()
        return self.get_nowait()


class Pushes:
    """In-process pushes."""

    def __init__(self) -> None:
        self._listeners: dict[str, set[Listener]] = {}
        # To be held while a listener reads the record: when news is told to thousands, turns must not queue behind it.
        self.reading = asyncio.Semaphore(_READERS)

    async def start(self) -> None:
        """Begin to receive pushes of other processes."""

    async def stop(self) -> None:
        """Stop receiving, and send every listener away."""
        self._tell_all(END)

    async def publish(self, conversation_id: str, what: str) -> None:
        """Tell every listener of the conversation."""
        self._deliver(conversation_id, what)

    @asynccontextmanager
    async def listen(self, conversation_id: str) -> AsyncIterator[Listener]:
        """A listener to what happens in the conversation from now on."""
        listener = Listener()
        self._listeners.setdefault(conversation_id, set()).add(listener)
        try:
            yield listener
        finally:
            listeners = self._listeners[conversation_id]
            listeners.discard(listener)
            if not listeners:
                del self._listeners[conversation_id]

    def _deliver(self, conversation_id: str, what: str) -> None:
        for listener in self._listeners.get(conversation_id, ()):
            listener.tell(what)

    def _tell_all(self, what: str) -> None:
        for conversation_id in self._listeners:
            self._deliver(conversation_id, what)


class RedisPushes(Pushes):
    """Pushes that reach every process on the same Redis; while Redis is away they still reach this process."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._redis = aioredis.from_url(url, socket_connect_timeout=2, socket_timeout=2)
        # A quiet hour is no time-out. The client takes no keep-alive for a socket of this machine, which cannot vanish.
        alive = {} if url.startswith("unix:") else {"socket_keepalive": True, "socket_keepalive_options": _KEEP_ALIVE}
        self._listening = aioredis.from_url(url, socket_connect_timeout=2, **alive)
        self._untold: set[str] = set()  # conversations whose news other processes may have missed
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
            await self._send(conversation_id, what)
            for missed in tuple(self._untold):
                await self._send(missed, NEWS)
                self._untold.discard(missed)
        except aioredis.RedisError:
            logger.warning("Redis cannot be reached: a push stays within this process")
            self._untold.add(conversation_id)
            self._deliver(conversation_id, what)

    async def _send(self, conversation_id: str, what: str) -> None:
        await self._redis.publish(_CHANNEL, json.dumps([conversation_id, what]))

    async def _receive(self) -> None:
        while True:
            try:
                async with self._listening.pubsub() as subscription:
                    await subscription.subscribe(_CHANNEL)
                    async for item in subscription.listen():
                        if item["type"] == "message":
                            conversation_id, what = json.loads(item["data"])
                            self._deliver(conversation_id, what)
                        elif item["type"] == "subscribe":  # anew, by us or by the client: pushes may have gone by
                            self._tell_all(NEWS)
            except aioredis.RedisError:
                logger.warning("Redis cannot be reached: listening again in a second")
                await asyncio.sleep(AGAIN_SECONDS)


def _wake(waiter: "asyncio.Future[None]") -> None:
    if not waiter.done():
        waiter.set_result(None)


def make_pushes(redis_url: Optional[str]) -> Pushes:
    """Pushes through Redis when it is configured, else within this process."""
    return RedisPushes(redis_url) if redis_url else Pushes()
