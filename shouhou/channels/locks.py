"""One turn at a time in a conversation, whichever process runs it."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any, Optional
from weakref import WeakValueDictionary

import redis.asyncio as aioredis

logger = logging.getLogger(__name__)

LEASE_SECONDS = 6.0  # after this a lock left by a killed process is free
RENEW_SECONDS = 2.0
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
    """Locks that every process on the same Redis honours: short leases, renewed while they are held.

    They keep turns in order and spare work. What must not happen twice is refused by the case database, so while Redis
    is away, or when a lease was lost, turns go on under this process's locks alone.
    """

    def __init__(self, url: str) -> None:
        super().__init__()
        self._redis = aioredis.from_url(url, socket_connect_timeout=2, socket_timeout=5)

    @asynccontextmanager
    async def hold(self, conversation_id: str) -> AsyncIterator[None]:
        async with super().hold(conversation_id):
            lock = self._redis.lock(f"shouhou:turn:{conversation_id}", timeout=LEASE_SECONDS, sleep=POLL_SECONDS)
            try:
                await lock.acquire()
            except aioredis.RedisError:
                logger.warning("Redis cannot be reached: turns are kept in order within this process alone")
                yield
                return
            renewal = asyncio.create_task(self._renew(lock))
            try:
                yield
            finally:
                renewal.cancel()
                with suppress(asyncio.CancelledError):
                    await renewal
                with suppress(aioredis.RedisError):  # lost or out of reach: it ends by itself
                    await lock.release()

    async def _renew(self, lock: Any) -> None:
        """Renew the lease until cancelled or lost."""
        with suppress(aioredis.RedisError):
            while True:
                await asyncio.sleep(RENEW_SECONDS)
                await lock.reacquire()


def make_locks(redis_url: Optional[str]) -> Locks:
    """Locks through Redis when it is configured, else within this process."""
    return RedisLocks(redis_url) if redis_url else Locks()
