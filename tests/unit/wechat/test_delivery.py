"""Carrying the outbox, by a clock that the test moves: tried again ever later, in order, as the very same part."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Optional, TypeVar, Union

import pytest
import pytest_asyncio
from sqlalchemy import update

from shouhou.cases import outbox
from shouhou.cases import tables as t
from shouhou.cases.conversations import Address, Understood, finish_turn, open_conversation, receive, say
from shouhou.cases.database import Database
from shouhou.cases.evidence import StoredFile
from shouhou.cases.handovers import hand_over
from shouhou.cases.messages import AGENT, BOT, BUYER, Draft
from shouhou.cases.outbox import Item, Load
from shouhou.cases.posting import Allowance, Posting
from shouhou.cases.speakers import Speaker
from shouhou.cases.unanswered import Unanswered
from shouhou.channels import delivery
from shouhou.channels.delivery import LONGEST_WAIT, UNDONE_AFTER, Carrier, Deliveries, NotNow, NotTaken, Part
from shouhou.channels.incoming import Incoming
from shouhou.channels.locks import Locks

T = TypeVar("T")
ANNA, BEN, ELSEWHERE = "post:main:anna", "post:main:ben", "elsewhere:main:anna"
SECONDS = 5.0
Outcome = Union[Exception, Callable[[], Any], None]


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.at = datetime(2026, 12, 2, 2, tzinfo=timezone.utc)

    def now(self) -> datetime:
        return self.at

    def moves(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@dataclass
class Sent:
    """One try to send a part."""

    to: str
    texts: list[str]
    number: int
    at: datetime


@dataclass
class Post:
    """A carrier that takes what it gets, unless told what comes of a conversation's next tries."""

    clock: Clock
    tries: list[Sent] = field(default_factory=list)
    handed: list[str] = field(default_factory=list)
    outcomes: dict[str, list[Outcome]] = field(default_factory=dict)
    is_connected: bool = False
    is_closed: bool = False

    @classmethod
    def name(cls) -> str:
        return "post"

    def parts(self, load: Load, items: Sequence[Item]) -> list[Part]:
        """All that is given in one part, an agent's words apart."""
        groups: list[list[Item]] = []
        for item in items:
            if groups and _is_agents(groups[-1][-1]) == _is_agents(item):
                groups[-1].append(item)
            else:
                groups.append([item])
        return [Part(group) for group in groups]

    async def send(self, load: Load, part: Part) -> Optional[str]:
        texts = [item.message.text or "" for item in part.items if item.message is not None]
        self.tries.append(Sent(load.conversation_id, texts, part.number, self.clock.at))
        await self._comes_of(load.conversation_id)
        return f"name of {part.number}"

    async def hand_over(self, load: Load) -> None:
        self.handed.append(load.conversation_id)
        await self._comes_of(load.conversation_id)

    def has_own_people(self, address: Any) -> bool:
        return False

    async def fetch(self, incoming: Incoming) -> Optional[StoredFile]:
        return None

    async def connect(self, turns: Any) -> None:
        self.is_connected = True

    async def close(self) -> None:
        self.is_closed = True

    async def _comes_of(self, conversation_id: str) -> None:
        outcomes = self.outcomes.get(conversation_id)
        outcome = outcomes.pop(0) if outcomes else None
        if isinstance(outcome, Exception):
            raise outcome
        if outcome is not None:
            await outcome()


def _is_agents(item: Item) -> bool:
    return item.message is not None and item.message.sender == AGENT


class FakeTurns:
    """What Deliveries needs of the turns: jobs of a case database, locks, and turns taken up again."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.locks = Locks()
        self.fetchers: dict[str, Any] = {}
        self.own_people: dict[str, Any] = {}
        self.carry: Callable[[str], None] = lambda _: None
        self.resumed: list[Unanswered] = []
        self.broken = 0  # how many of the next jobs fail
        self.before: Callable[[Any], None] = lambda job: None

    async def cases(self, job: Callable[..., T], *arguments: Any) -> T:
        await asyncio.sleep(0)
        if self.broken:
            self.broken -= 1
            raise OSError("the database is away")
        self.before(job)
        return job(self.database, *arguments)

    def resume(self, left: Unanswered) -> None:
        self.resumed.append(left)


@dataclass
class House:
    """A case database, a carrier, and what carries."""

    database: Database
    clock: Clock
    post: Post
    turns: FakeTurns
    deliveries: Deliveries

    def says(self, *texts: str, to: str = ANNA, sender: str = BOT) -> None:
        """The bot or an agent says these."""
        for text in texts:
            say(self.database, to, Draft(f"{to} {text}", sender, text=text), self.clock.at)

    async def carries(self, *conversations: str) -> None:
        """Carry what waits, to the end of what can be tried now."""
        for conversation_id in conversations or (ANNA,):
            self.turns.carry(conversation_id)
        await self.settles()

    async def settles(self) -> None:
        while self.deliveries._tasks:
            await asyncio.wait_for(asyncio.wait(list(self.deliveries._tasks.values())), SECONDS)
            await asyncio.sleep(0)

    def fails(self, *outcomes: Outcome, to: str = ANNA) -> None:
        """What comes of the next tries in a conversation."""
        self.post.outcomes.setdefault(to, []).extend(outcomes)

    @property
    def texts(self) -> list[list[str]]:
        """What each try was of."""
        return [sent.texts for sent in self.post.tries]

    def undelivered(self) -> list[tuple[str, Posting, str]]:
        return [(one.text, one.status, one.why) for one in outbox.undelivered(self.database)]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    moved = Clock()
    monkeypatch.setattr(delivery, "clock", moved)
    return moved


@pytest.fixture
def database(tmp_path: Path, clock: Clock) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'shouhou.db'}")
    t.metadata.create_all(database.engine)
    for name in (ANNA, BEN, ELSEWHERE):
        open_conversation(database, name, name.partition(":")[0], None, clock.at, Address("main", {"user": name}))
        outbox.allow(database, name, Allowance(clock.at + timedelta(days=30), 1000), clock.at)
    yield database
    database.dispose()


@pytest_asyncio.fixture
async def house(database: Database, clock: Clock) -> AsyncIterator[House]:
    made = a_house(database, clock)
    yield made
    await made.deliveries.stop()


def a_house(database: Database, clock: Clock) -> House:
    """A process of its own on the database."""
    turns, post = FakeTurns(database), Post(clock)
    deliveries = Deliveries(turns, {"post": post})  # type: ignore[arg-type]
    return House(database, clock, post, turns, deliveries)


def test_the_post_is_a_carrier(clock: Clock) -> None:
    assert isinstance(Post(clock), Carrier)


async def test_what_waits_is_sent_once_in_its_order_and_under_its_name(house: House) -> None:
    house.says("一", "二")
    house.says("我是真人", sender=AGENT)
    house.says("三")
    await house.carries()
    assert house.texts == [["一", "二"], ["我是真人"], ["三"]]
    await house.carries()
    assert len(house.texts) == 3 and house.undelivered() == []
    with house.database.read() as connection:
        rows = connection.execute(t.outbox.select().order_by(t.outbox.c.id)).all()
    assert [row.remote_id for row in rows] == ["name of 1", "name of 1", "name of 3", "name of 4"]


async def test_what_is_said_while_something_is_sent_is_sent_after_it(house: House) -> None:
    async def says_more() -> None:
        house.says("二")
        house.turns.carry(ANNA)
        house.turns.carry(ANNA)

    house.says("一")
    house.fails(says_more)
    await house.carries()
    assert house.texts == [["一"], ["二"]]


async def test_what_is_said_at_the_very_moment_at_which_nothing_was_left_is_carried_too(house: House) -> None:
    def says_more() -> None:
        house.says("二")
        house.turns.carry(ANNA)

    def at_the_end(job: Any) -> None:
        if job is outbox.sent:
            house.turns.before = lambda _: None
            asyncio.get_running_loop().call_soon(says_more)

    house.turns.before = at_the_end
    house.says("一")
    await house.carries()
    assert house.texts == [["一"], ["二"]]


async def test_a_conversation_that_nobody_carries_or_knows_is_passed_over(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    house.says("一", to=ELSEWHERE)
    await house.carries(ELSEWHERE, "post:main:nobody")
    assert house.texts == [] and caplog.records == []


# Tried again


async def next_try(house: House, wait: float) -> None:
    """Nothing is tried before the wait is over, and then it is."""
    before = len(house.texts)
    house.clock.moves(wait - 0.001)
    await house.carries()
    assert len(house.texts) == before, f"tried again in less than {wait} s"
    house.clock.moves(0.001)
    await house.carries()
    assert len(house.texts) == before + 1, f"not tried again after {wait} s"


async def test_each_failure_doubles_the_wait_up_to_the_longest(house: House) -> None:
    house.says("一")
    house.fails(*(NotNow("away") for _ in range(12)))
    await house.carries()
    for wait in (1, 2, 4, 8, 16, 32, 64, 128, 256, LONGEST_WAIT, LONGEST_WAIT, LONGEST_WAIT):
        await next_try(house, wait)
    assert house.texts == [["一"]] * 13 and house.undelivered() == []


async def test_what_failed_for_days_is_still_tried(house: House) -> None:
    house.says("一")
    with house.database.write() as connection:
        connection.execute(update(t.outbox).values(tries=5000, part=1))
    house.fails(NotNow("away"))
    await house.carries()
    await next_try(house, LONGEST_WAIT)
    assert house.undelivered() == []


async def test_a_channel_that_asks_for_patience_gets_it(house: House) -> None:
    house.says("一")
    house.fails(NotNow("quota", 600), NotNow("quota", 0.5))
    await house.carries()
    await next_try(house, 600)
    await next_try(house, 2)  # it had to wait so long anyway
    assert house.undelivered() == []


async def test_nothing_that_is_said_later_overtakes_what_is_tried_again(house: House) -> None:
    house.says("一")
    house.fails(NotNow("away"))
    await house.carries()
    house.says("二")
    await house.carries()
    assert house.texts == [["一"]]
    house.clock.moves(1)
    await house.carries()
    assert house.texts == [["一"], ["一"], ["二"]]


async def test_a_part_goes_again_as_the_very_same_though_more_was_said_meanwhile(house: House) -> None:
    house.says("一", "二")
    house.fails(NotNow("away"), NotNow("away"))
    await house.carries()
    for wait in (1, 2):
        house.says(f"又说{wait}")
        house.clock.moves(wait)
        await house.carries()
    first, second, third, rest = house.post.tries
    assert first.texts == second.texts == third.texts == ["一", "二"]
    assert first.number == second.number == third.number
    assert rest.texts == ["又说1", "又说2"]


async def test_a_part_of_several_is_kept_together_when_one_before_it_fails_later(house: House) -> None:
    house.says("一", "二")
    house.says("真人", sender=AGENT)
    house.says("三", "四")
    house.fails(None, NotNow("away"))
    await house.carries()
    house.says("五")
    house.clock.moves(1)
    await house.carries()
    assert house.texts == [["一", "二"], ["真人"], ["真人"], ["三", "四", "五"]]  # 三 was never tried before


async def test_a_fault_of_the_carriers_own_is_logged_and_tried_again(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    house.says("一")
    house.fails(KeyError("a slip"))
    await house.carries()
    assert "could not be carried" in caplog.text
    await next_try(house, 1)
    assert house.undelivered() == []


async def test_a_process_that_ends_between_sending_and_noting_it_sends_it_again_under_the_same_name(
    house: House,
) -> None:
    house.says("一", "二")

    async def dies() -> None:
        raise asyncio.CancelledError

    house.fails(dies)
    await house.carries()
    house.says("三")
    house.clock.moves(1)
    heir = a_house(house.database, house.clock)
    await heir.carries()
    assert [(sent.texts, sent.number) for sent in heir.post.tries] == [
        (["一", "二"], house.post.tries[0].number), (["三"], 3),
    ]
    assert house.undelivered() == []


async def test_a_sending_that_cannot_be_noted_is_tried_again_under_the_same_name(house: House) -> None:
    house.says("一")

    async def database_away() -> None:
        house.turns.broken = 1

    house.fails(database_away)
    await house.carries()
    await next_try(house, 1)
    assert {sent.number for sent in house.post.tries} == {1}
    assert house.undelivered() == []


async def test_what_another_process_has_begun_is_left_to_it(house: House) -> None:
    house.says("一")
    other = a_house(house.database, house.clock)
    is_begun = False

    def begins_first(job: Any) -> None:
        nonlocal is_begun
        if job is outbox.begin and not is_begun:
            is_begun = True
            load = outbox.load_of(house.database, ANNA, house.clock.at)
            assert load is not None
            later = house.clock.at + timedelta(seconds=1)
            outbox.begin(house.database, load, load.items, later, house.clock.at)

    other.turns.before = begins_first
    await other.carries()
    assert is_begun and other.texts == []
    house.clock.moves(1)  # the one that had begun it is not heard of again
    await other.carries()
    assert other.texts == [["一"]]


# Refused


async def test_what_is_refused_is_held_and_what_follows_it_goes(house: House) -> None:
    house.says("一")
    house.says("真人", sender=AGENT)
    house.fails(NotTaken("no permission"))
    await house.carries()
    assert house.texts == [["一"], ["真人"]]
    assert house.undelivered() == [("一", Posting.HELD, "no permission")]


async def test_what_the_allowance_does_not_cover_is_not_even_tried(house: House) -> None:
    with house.database.write() as connection:
        connection.execute(update(t.conversations).values(sends_left=1))
    house.says("一")
    house.says("真人", sender=AGENT)
    await house.carries()
    assert house.texts == [["一"]]
    assert house.undelivered() == [("真人", Posting.HELD, "over quota")]
    outbox.allow(house.database, ANNA, Allowance(house.clock.at + timedelta(days=2), 5), house.clock.at)
    await house.carries()
    assert house.texts == [["一"], ["真人"]]


# Apart


async def test_a_conversation_that_hangs_or_fails_holds_up_no_other(house: House) -> None:
    released = asyncio.Event()
    house.fails(released.wait, to=ANNA)
    house.says("一", to=ANNA)
    house.says("二", to=BEN)
    house.turns.carry(ANNA)
    house.turns.carry(BEN)
    await arrives(lambda: not [one for one in outbox.undelivered(house.database) if one.conversation_id == BEN])
    assert [one.conversation_id for one in outbox.undelivered(house.database)] == [ANNA]
    released.set()
    await house.settles()
    assert house.undelivered() == []


# Handing over


def asked_for_a_person(house: House, at: Optional[datetime] = None) -> None:
    """A turn that hands over, as the action writes it: the handover first, its notice at the turn's end."""
    now = house.clock.at
    receive(house.database, ANNA, "m", "d", Draft("m", BUYER, text="转人工"), now)
    hand_over(house.database, Speaker(ANNA), "request_human", "", now, at)
    finish_turn(house.database, ANNA, "m", [Draft("n", BOT, text="已排队")], None, Understood(), now)


async def test_the_notice_goes_before_the_handing_over(house: House) -> None:
    asked_for_a_person(house)
    house.fails(NotNow("away"))
    await house.carries()
    assert (house.texts, house.post.handed) == ([["已排队"]], [])
    house.clock.moves(1)
    await house.carries()
    assert (house.texts, house.post.handed) == ([["已排队"]] * 2, [ANNA])
    await house.carries()
    assert house.post.handed == [ANNA]


async def test_a_handing_over_is_tried_again_and_not_for_ever_when_it_is_refused(house: House) -> None:
    asked_for_a_person(house)
    house.fails(None, NotNow("away"), NotTaken("the session is over"))
    for _ in range(4):
        await house.carries()
        house.clock.moves(60)
    assert house.post.handed == [ANNA] * 2


async def test_a_handing_over_waits_for_its_hour_and_what_is_said_does_not(house: House) -> None:
    asked_for_a_person(house, house.clock.at + timedelta(hours=11))
    house.says("一")
    await house.carries()
    assert (house.texts, house.post.handed) == ([["已排队", "一"]], [])
    house.clock.moves(11 * 3600)
    await house.carries()
    assert house.post.handed == [ANNA]


# Rounds


async def arrives(condition: Callable[[], bool]) -> None:
    """Wait until a condition is true, while the loop goes round."""

    async def turn_by_turn() -> None:
        while not condition():
            await asyncio.sleep(0.001)

    await asyncio.wait_for(turn_by_turn(), SECONDS)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rounds that follow at once."""
    monkeypatch.setattr(delivery, "ROUND_SECONDS", 0.0)
    monkeypatch.setattr(delivery, "STOP_SECONDS", 0.05)


@pytest.mark.usefixtures("quick")
async def test_what_waits_when_a_process_starts_is_carried_though_nobody_speaks(house: House) -> None:
    house.says("一", to=ANNA)
    house.says("二", to=BEN)
    await house.deliveries.start()
    await arrives(lambda: house.undelivered() == [])
    assert house.post.is_connected
    assert sorted(sent.to for sent in house.post.tries) == [ANNA, BEN]


@pytest.mark.usefixtures("quick")
async def test_what_failed_is_tried_again_when_its_time_comes_though_nobody_speaks(house: House) -> None:
    house.says("一")
    house.fails(NotNow("away"))
    await house.deliveries.start()
    await arrives(lambda: len(house.texts) == 1 and not house.deliveries._tasks)
    house.clock.moves(1)
    await arrives(lambda: house.undelivered() == [])
    assert house.texts == [["一"], ["一"]]


def left_undone(house: House, client_id: str, to: str = ANNA) -> None:
    receive(house.database, to, client_id, "d", Draft(client_id, BUYER, text=client_id), house.clock.at)


@pytest.mark.usefixtures("quick")
async def test_turns_left_undone_are_taken_up_at_the_start_and_later_ones_when_they_take_too_long(
    house: House,
) -> None:
    left_undone(house, "一")
    left_undone(house, "别处", to=ELSEWHERE)
    house.clock.moves(0.001)
    await house.deliveries.start()
    await arrives(lambda: bool(house.turns.resumed))
    finish_turn(house.database, ANNA, "一", [], None, Understood(), house.clock.at)
    await rounds(house)  # this one may have read it undone
    house.turns.resumed.clear()
    left_undone(house, "二", to=BEN)
    house.clock.moves(UNDONE_AFTER.total_seconds())
    await rounds(house)
    assert house.turns.resumed == []
    house.clock.moves(0.001)
    await arrives(lambda: bool(house.turns.resumed))
    assert {(left.conversation_id, left.client_id, left.text) for left in house.turns.resumed} == {(BEN, "二", "二")}


async def rounds(house: House, many: int = 3) -> None:
    """So many whole rounds go by."""
    asked = 0

    def counts(job: Any) -> None:
        nonlocal asked
        asked += job is outbox.due

    house.turns.before = counts
    await arrives(lambda: asked > many)


@pytest.mark.usefixtures("quick")
async def test_a_database_that_is_away_for_a_while_ends_no_round(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    house.turns.broken = 5
    house.says("一")
    await house.deliveries.start()
    await arrives(lambda: house.undelivered() == [])
    assert house.turns.broken == 0
    assert any(record.levelno == logging.ERROR for record in caplog.records)


# Stopping


@pytest.mark.usefixtures("quick")
async def test_a_stop_waits_for_what_is_being_sent(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "STOP_SECONDS", SECONDS)
    started, released = asyncio.Event(), asyncio.Event()

    async def takes_a_while() -> None:
        started.set()
        await released.wait()

    house.says("一")
    house.fails(takes_a_while)
    await house.deliveries.start()
    await asyncio.wait_for(started.wait(), SECONDS)
    stopping = asyncio.create_task(house.deliveries.stop())
    await asyncio.sleep(0)
    released.set()
    await asyncio.wait_for(stopping, SECONDS)
    assert house.undelivered() == [] and house.post.is_closed


@pytest.mark.usefixtures("quick")
async def test_a_stop_does_not_wait_for_what_hangs_and_leaves_it_for_the_next_start(house: House) -> None:
    started = asyncio.Event()

    async def hangs() -> None:
        started.set()
        await asyncio.Event().wait()

    house.says("一")
    house.fails(hangs)
    await house.deliveries.start()
    await asyncio.wait_for(started.wait(), SECONDS)
    house.clock.moves(1)
    house.turns.carry(ANNA)  # more to be carried: not by one that stops
    await asyncio.wait_for(house.deliveries.stop(), SECONDS)
    assert house.post.is_closed
    house.turns.carry(ANNA)
    for _ in range(20):
        await asyncio.sleep(0)
    ours = [task for task in asyncio.all_tasks() if "_carry" in repr(task) or "_rounds" in repr(task)]
    assert ours == [] and len(house.texts) == 1
    heir = a_house(house.database, house.clock)
    await heir.carries()
    assert heir.texts == [["一"]] and house.undelivered() == []
