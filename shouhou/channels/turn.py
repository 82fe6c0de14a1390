"""What every channel shares: a buyer's message is taken in once, its turn is run once, and its replies are recorded.

A channel verifies and decodes, builds an Incoming, and encodes the messages that `Turns.handle` returns.
"""

import asyncio
import logging
import uuid
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, Optional, TypeVar

from rasa.core.agent import Agent
from rasa.shared.core.trackers import DialogueStateTracker

from shouhou import clock
from shouhou.cases import conversations as record
from shouhou.cases import handovers
from shouhou.cases.conversations import Address, Delivery, TurnState, Understood
from shouhou.cases.database import Database
from shouhou.cases.evidence import StoredFile
from shouhou.cases.history import replies_to
from shouhou.cases.messages import BUYER, Draft, Message
from shouhou.cases.unanswered import Unanswered
from shouhou.channels.incoming import UNREADABLE, Incoming
from shouhou.channels.locks import Locks
from shouhou.channels.memory import TurnMemory, remember
from shouhou.channels.pushes import IDLE, NEWS, TYPING, Pushes
from shouhou.channels.rasa_messages import NOT_UNDERSTOOD, Replies, draft_of, understood_in, user_message
from shouhou.dialogue.people import asks_in_the_queue, leaves_queue
from shouhou.dialogue.state import load as state_of
from shouhou.rules.hours import HandoverStatus, bot_is_silent
from shouhou.rules.policy import Policy

logger = logging.getLogger(__name__)

T = TypeVar("T")
SORRY = "utter_failed"  # said when a turn breaks; the domain has its words
TALK = "talk"  # the slot that holds what the talk remembers
DATABASE_THREADS = 8
NO_PICTURE = "[图片]"  # what stands in the record of a picture that could not be fetched


class ConflictingMessage(ValueError):
    """The id was used before, for a message with other content."""


# Fetches a message's picture and keeps it; None when it cannot be had any more, or is no file that is taken.
Fetch = Callable[[Incoming], Awaitable[Optional[StoredFile]]]


class Turns:
    """Runs turns: each in a task of its own, so that a client that leaves does not break it off."""

    def __init__(self, agent: Agent, database: Database, policy: Policy, locks: Locks, pushes: Pushes) -> None:
        self.database = database
        self.pushes = pushes
        self._agent = agent
        self._memory = TurnMemory(agent.domain)
        # Not through endpoints.yml: Rasa would wrap the store in one that falls back, silently, to memory.
        agent.tracker_store = agent.processor.tracker_store = self._memory
        self._policy = policy
        self.locks = locks
        self._running: dict[str, asyncio.Task[list[Message]]] = {}
        self.fetchers: dict[str, Fetch] = {}  # by channel: those whose pictures are fetched from elsewhere
        self.own_people: dict[str, Callable[[Address], bool]] = {}  # by channel: whether its queue is its own
        self.carry: Callable[[str], None] = lambda _: None  # told of a conversation in which the bot has said something
        self._threads = ThreadPoolExecutor(DATABASE_THREADS, thread_name_prefix="cases")

    async def cases(self, job: Callable[..., T], *arguments: Any) -> T:
        """Run one job of the case database off the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, job, self.database, *arguments)

    async def handle(self, incoming: Incoming) -> list[Message]:
        """Take in a message and return its turn's replies, the same ones whenever it is delivered again.

        Raises ConflictingMessage when its id stands for other content.
        """
        turn = await self.accept(incoming)
        if turn is None:
            return await self.cases(replies_to, incoming.conversation_id, incoming.client_id)
        return await asyncio.shield(turn)

    async def accept(self, incoming: Incoming) -> Optional["asyncio.Task[list[Message]]"]:
        """Take in a message: once this returns, it is in the record and its turn will be run, whatever happens.

        Returns the turn under way, None when it has ended before. Raises ConflictingMessage as `handle`.
        """
        delivery = await self._receive(incoming)
        if delivery is Delivery.CONFLICT:
            raise ConflictingMessage(incoming.client_id)
        return None if delivery is Delivery.ANSWERED else self._run(incoming)

    def resume(self, left: Unanswered) -> None:
        """Run the turn of a message that a process took in and did not answer; nothing when it is under way here."""
        title = left.text if left.payload is not None else None
        self._run(
            Incoming(
                left.conversation_id, left.channel, None, left.client_id, left.text, left.payload, title, left.file_id,
                address=left.address, media=left.media, heard=left.heard, received_at=left.at,
            )
        )

    def _run(self, incoming: Incoming) -> "asyncio.Task[list[Message]]":
        task = self._running.get(incoming.key)
        if task is None:
            task = asyncio.create_task(self._turn(incoming))
            self._running[incoming.key] = task
            task.add_done_callback(lambda done: self._ended(incoming.key, done))
        return task

    def _ended(self, key: str, task: "asyncio.Task[list[Message]]") -> None:
        self._running.pop(key, None)
        if not task.cancelled() and task.exception() is not None:
            # Nobody need wait for a turn; one that could not be recorded is taken up again.
            logger.error("a turn could not be recorded", exc_info=task.exception())

    async def is_with_people(self, conversation_id: str) -> bool:
        """Whether the bot must keep quiet in a conversation."""
        status, opened_at = await self.cases(handovers.status_of, conversation_id)
        return bot_is_silent(status, opened_at, self._policy.desk_hours.value, clock.now())

    @property
    def plain_intents(self) -> set[str]:
        """What a buyer may ask, by the names that an operator may put behind a menu of the channel's own."""
        return set(self._agent.domain.intents)

    async def told(self, conversation_id: str) -> None:
        """Something was said in a conversation outside any turn: let those who listen read it, and have it carried."""
        await self.pushes.publish(conversation_id, NEWS)
        self.carry(conversation_id)

    async def warm_up(self, text: str, seconds: float) -> None:
        """Run a turn that nobody sees, so that the first buyer does not wait for what is loaded lazily.

        Waits up to `seconds` for the action server. Raises RuntimeError when there is still no answer.
        """
        loop = asyncio.get_running_loop()
        last_try = loop.time() + seconds
        while True:
            replies = Replies("widget")
            incoming = Incoming("warm-up", "widget", None, uuid.uuid4().hex, text=text)
            await self._agent.processor.handle_message(user_message(incoming, replies, clock.now().isoformat()))
            self._memory.take("warm-up")
            if replies.said and not replies.failed:
                return
            if loop.time() >= last_try:
                raise RuntimeError("the bot does not answer: is the action server running?")
            await asyncio.sleep(0.2)

    async def drain(self) -> None:
        """Wait until every turn under way has ended."""
        while self._running:
            await asyncio.wait(list(self._running.values()))

    async def _receive(self, incoming: Incoming) -> Delivery:
        now = clock.now()
        conversation_id = incoming.conversation_id
        draft = Draft(incoming.client_id, BUYER, text=incoming.title or incoming.text, file_id=incoming.file_id)
        receive = partial(
            record.receive, payload=incoming.payload, media=incoming.media, heard=incoming.heard,
            allowance=incoming.allowance,
        )
        received = (receive, conversation_id, incoming.client_id, incoming.digest, draft, now)
        try:
            delivery, recorded = await self.cases(*received)
        except record.UnknownConversation:
            await self.cases(
                record.open_conversation, conversation_id, incoming.channel, incoming.buyer_id, now, incoming.address
            )
            delivery, recorded = await self.cases(*received)
        if recorded:
            await self.pushes.publish(conversation_id, NEWS)
        return delivery

    async def _turn(self, incoming: Incoming) -> list[Message]:
        conversation_id = incoming.conversation_id
        async with self.locks.hold(conversation_id):
            state = await self.cases(record.start_turn, conversation_id, incoming.client_id)
            if state.answered:
                return await self.cases(replies_to, conversation_id, incoming.client_id)
            incoming = replace(incoming, buyer_id=state.buyer_id, own_people=self._has_own_people(incoming))
            if incoming.media is not None:
                incoming = await self._fetched(incoming)
            now = clock.now()
            if bot_is_silent(state.handover, state.quiet_from, self._policy.desk_hours.value, now):
                if await self._leaves_queue(incoming, state, now):
                    incoming = replace(incoming, left_queue=True)
                elif not _asks_in_queue(incoming, state):
                    return await self._finish(incoming, [])
            await self.pushes.publish(conversation_id, TYPING)
            try:
                return await self._answer(incoming, state)
            finally:
                await self.pushes.publish(conversation_id, IDLE)

    def _has_own_people(self, incoming: Incoming) -> bool:
        asked = self.own_people.get(incoming.channel)
        return asked is not None and incoming.address is not None and asked(incoming.address)

    async def _leaves_queue(self, incoming: Incoming, state: TurnState, now: datetime) -> bool:
        """Whether the buyer waits no more for a person whom nobody has been yet: the handover is withdrawn."""
        if state.handover is not HandoverStatus.WAITING or not leaves_queue(incoming.text or ""):
            return False
        if incoming.own_people:
            return False
        return await self.cases(handovers.withdraw, incoming.conversation_id, now)

    async def _fetched(self, incoming: Incoming) -> Incoming:
        """The message with its picture fetched, or told as one that cannot be had."""
        fetch = self.fetchers[incoming.channel]
        stored = await fetch(incoming)
        unreadable = UNREADABLE.format(kind="picture")
        await self.cases(
            record.media_fetched, incoming.conversation_id, incoming.client_id, stored, NO_PICTURE, clock.now(),
            unreadable,
        )
        await self.pushes.publish(incoming.conversation_id, NEWS)
        if stored is not None:
            return replace(incoming, file_id=stored.file_id, media=None)
        return replace(incoming, payload=unreadable, title=NO_PICTURE, media=None)

    async def _answer(self, incoming: Incoming, state: TurnState) -> list[Message]:
        replies = Replies(incoming.channel)
        now = clock.now()
        self._memory.give(incoming.conversation_id, state.memory, now)
        try:
            await self._agent.processor.handle_message(user_message(incoming, replies, now.isoformat()))
        except Exception:
            # Never the buyer's words: only what broke.
            logger.exception("a turn broke off")
            replies.failed = True
        tracker = self._memory.take(incoming.conversation_id)
        drafts = [draft for said in replies.said if (draft := draft_of(said)) is not None]
        if tracker is None or replies.failed or not drafts:
            # What the turn had changed in the dialogue is forgotten, so that the buyer can simply say it again;
            # what it had written stands, under the same key.
            drafts = [await self._apology(incoming, state)]
            return await self._finish(incoming, drafts)
        talk = state_of(tracker.get_slot(TALK))
        return await self._finish(incoming, drafts, remember(tracker, now), understood_in(tracker), talk.standing())

    async def _finish(
        self, incoming: Incoming, drafts: list[Draft], memory: Optional[str] = None,
        understood: Understood = NOT_UNDERSTOOD, standing: Optional[list[str]] = None,
    ) -> list[Message]:
        messages = await self.cases(
            record.finish_turn, incoming.conversation_id, incoming.client_id, drafts, memory, understood, clock.now(),
            standing,
        )
        if messages:
            await self.told(incoming.conversation_id)
        return messages

    async def _apology(self, incoming: Incoming, state: TurnState) -> Draft:
        tracker = DialogueStateTracker(incoming.conversation_id, self._agent.domain.slots)
        said = await self._agent.nlg.generate(SORRY, tracker, incoming.channel)
        draft = draft_of(said or {})
        if draft is None:
            raise RuntimeError(f"the domain has no response {SORRY}")
        return draft


def _asks_in_queue(incoming: Incoming, state: TurnState) -> bool:
    """Whether who waits for our own people asks where he stands: the bot, else quiet, tells him so."""
    waits = state.handover is HandoverStatus.WAITING and not incoming.own_people
    return waits and asks_in_the_queue(incoming.text or "")
