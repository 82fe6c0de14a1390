"""One turn at a time in a conversation, whichever process runs it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Optional
from weakref import WeakValueDictionary

import redis.asyncio as aioredis

LOCK_SECONDS = 60  # after this a lock left by a killed process is free
POLL_SECONDS = 0.05


class Locks:
    """Locks within this process."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def hold(self, conversation_id: str) -> AsyncIterator[None]:
        """Hold the conversation's lock; those who wait get it in their order."""
        lock = self._locks.setdefault(conversation_id, asyncio.Lock())
        async with lock:
            yield


class RedisLocks(Locks):
    """Locks that every process on the same Redis honours."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._redis = aioredis.from_url(url)

    @asynccontextmanager
    async def hold(self, conversation_id: str) -> AsyncIterator[None]:
        async with super().hold(conversation_id):
            name = f"shouhou:turn:{conversation_id}"
            async with self._redis.lock(name, timeout=LOCK_SECONDS, sleep=POLL_SECONDS):
                yield


def make_locks(redis_url: Optional[str]) -> Locks:
    """Locks through Redis when it is configured, else within this process."""
    return RedisLocks(redis_url) if redis_url else Locks()
