"""The history page by page, and what of it no longer stands; the widget's entrances over a case database."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Optional

import pytest
from cases_world import NOW
from widget_house import RecordedTurns, widget_served
from widget_world import Answer, bearer, call

from shouhou.cases.conversations import Understood, finish_turn, open_conversation, receive, say
from shouhou.cases.database import Database
from shouhou.cases.messages import BOT, BUYER, Draft
from shouhou.channels.pushes import NEWS
from shouhou.channels.tokens import make_token
from shouhou.channels.widget.stream import events
from tests.shop import SECRET

TALK = "widget:buyer:anna"


@pytest.fixture
def turns(database: Database) -> RecordedTurns:
    open_conversation(database, TALK, "widget", "anna", NOW)
    return RecordedTurns(database)


def says(database: Database, count: int) -> None:
    for place in range(1, count + 1):
        say(database, TALK, Draft(f"b{place}", BOT, text=str(place)), NOW)


class Reader:
    """A buyer who reads the history."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def asks(self, query: str) -> Answer:
        headers = bearer(make_token(SECRET, buyer_id="anna", ttl=60))
        return await asyncio.to_thread(call, self._port, "GET", f"/messages{query}", None, headers)

    async def reads(self, query: str) -> tuple[list[int], Optional[str], bool]:
        """The places read, the cursor, and whether there is more."""
        page = (await self.asks(query)).json
        return [int(message["cursor"]) for message in page["messages"]], page["cursor"], page.get("more", False)


@asynccontextmanager
async def reader_of(turns: RecordedTurns, var: Path) -> AsyncIterator[Reader]:
    async with widget_served(turns, var) as port:
        yield Reader(port)


async def test_an_answer_holds_two_hundred_messages_and_says_that_there_are_more(
    turns: RecordedTurns, database: Database, tmp_path: Path
) -> None:
    says(database, 401)
    async with reader_of(turns, tmp_path) as reader:
        assert await reader.reads("") == (list(range(1, 201)), "200", True)
        assert await reader.reads("?after=200") == (list(range(201, 401)), "400", True)
        assert await reader.reads("?after=400") == ([401], "401", False)
        assert await reader.reads("?after=401") == ([], "401", False)
        for limit in ("200", "201", "1000000", "9" * 5000):
            assert (await reader.reads(f"?after=&limit={limit}"))[0] == list(range(1, 201))


async def test_a_smaller_limit_gives_smaller_pages_and_more_only_where_there_is_more(
    turns: RecordedTurns, database: Database, tmp_path: Path
) -> None:
    says(database, 4)
    async with reader_of(turns, tmp_path) as reader:
        assert await reader.reads("?limit=3") == ([1, 2, 3], "3", True)
        assert await reader.reads("?limit=4") == ([1, 2, 3, 4], "4", False)
        assert await reader.reads("?after=3&limit=003") == ([4], "4", False)


async def test_backwards_from_the_end_each_page_comes_before_the_last(
    turns: RecordedTurns, database: Database, tmp_path: Path
) -> None:
    says(database, 5)
    async with reader_of(turns, tmp_path) as reader:
        assert await reader.reads("?before=&limit=2") == ([4, 5], "4", True)
        assert await reader.reads("?before=4&limit=2") == ([2, 3], "2", True)
        assert await reader.reads("?before=2&limit=2") == ([1], "1", False)
        assert await reader.reads("?before=1&limit=2") == ([], "1", False)
        assert await reader.reads("?before=") == ([1, 2, 3, 4, 5], "1", False)
        assert await reader.reads("?before=&after=&limit=2") == ([4, 5], "4", True)


async def test_where_nothing_was_said_every_page_is_empty(turns: RecordedTurns, tmp_path: Path) -> None:
    async with reader_of(turns, tmp_path) as reader:
        assert await reader.reads("") == await reader.reads("?before=") == ([], "0", False)


@pytest.mark.parametrize(
    "query",
    ["?limit=0", "?limit=00", "?limit=-1", "?limit=x", "?limit=1.5", "?limit=%EF%BC%91", "?limit=%20", "?before=x",
     "?before=-1", "?before=99999999999", "?after=1&before=2", "?after=1&before="],
)
async def test_what_cannot_be_read_is_unprocessable(turns: RecordedTurns, tmp_path: Path, query: str) -> None:
    async with reader_of(turns, tmp_path) as reader:
        answer = await reader.asks(query)
    assert (answer.status, bool(answer.json["error"])) == (422, True)


# What no longer stands


def asks(database: Database, client_id: str, scope: Optional[str]) -> None:
    """A turn in which the bot asks a question, or none."""
    buttons = [{"title": "是", "payload": f"/affirm#{scope}"}] if scope else None
    receive(database, TALK, client_id, "digest", Draft(client_id, BUYER, text=client_id), NOW)
    reply = Draft(f"to {client_id}", BOT, text="?", buttons=buttons)
    finish_turn(database, TALK, client_id, [reply], None, Understood(), NOW, [scope] if scope else [])


async def test_past_stands_beside_the_buttons_of_what_no_longer_stands(
    turns: RecordedTurns, database: Database, tmp_path: Path
) -> None:
    asks(database, "1", "q1")
    asks(database, "2", "q2")
    async with reader_of(turns, tmp_path) as reader:
        told = (await reader.asks("")).json["messages"]
    assert [(one["id"], one.get("past")) for one in told if "buttons" in one] == [("to 1", True), ("to 2", None)]
    assert not any("past" in one for one in told if "buttons" not in one)


class Stream:
    """A stream that is read part by part."""

    def __init__(self, parts: Any) -> None:
        self._parts = parts

    async def next(self) -> tuple[str, Any]:
        """The next event, its name and its data."""
        part = await asyncio.wait_for(self._parts.__anext__(), 10)
        fields = dict(line.split(": ", 1) for line in part.strip().splitlines())
        return fields.get("event", "message"), json.loads(fields["data"])

    async def ids(self, count: int) -> list[str]:
        """The ids of the next messages."""
        told = [await self.next() for _ in range(count)]
        assert {name for name, _ in told} == {"message"}
        return [data["id"] for _, data in told]

    async def turn(self) -> tuple[list[str], list[str]]:
        """The ids of a turn's two messages, and of what became past by it, in whichever order they are told."""
        told = [await self.next() for _ in range(3)]
        (past,) = [data["ids"] for name, data in told if name == "past"]
        return [data["id"] for name, data in told if name == "message"], past


@asynccontextmanager
async def stream_of(turns: RecordedTurns, after: int = 0) -> AsyncIterator[Stream]:
    parts = events(turns, TALK, after, SECRET)  # type: ignore[arg-type]
    try:
        assert (await parts.__anext__()).startswith("retry:")
        yield Stream(parts)
    finally:
        await parts.aclose()


async def test_after_a_turn_the_stream_tells_what_has_just_become_past(
    turns: RecordedTurns, database: Database
) -> None:
    asks(database, "1", "q1")
    async with stream_of(turns) as stream:
        assert await stream.ids(2) == ["1", "to 1"]
        asks(database, "2", "q1")  # the same question again: both stand
        await turns.pushes.publish(TALK, NEWS)
        assert await stream.ids(2) == ["2", "to 2"]
        asks(database, "3", "q2")
        await turns.pushes.publish(TALK, NEWS)
        assert await stream.turn() == (["3", "to 3"], ["to 1", "to 2"])
        asks(database, "4", None)
        await turns.pushes.publish(TALK, NEWS)
        assert await stream.turn() == (["4", "to 4"], ["to 3"])


async def test_a_stream_that_is_opened_anew_tells_what_became_past_meanwhile(
    turns: RecordedTurns, database: Database
) -> None:
    asks(database, "1", "q1")
    asks(database, "2", "q2")
    asks(database, "3", "q3")
    async with stream_of(turns, after=4) as stream:
        assert await stream.next() == ("past", {"ids": ["to 1", "to 2"]})
        assert await stream.ids(2) == ["3", "to 3"]


async def test_what_stood_before_a_stream_was_opened_is_told_when_it_becomes_past(
    turns: RecordedTurns, database: Database
) -> None:
    asks(database, "1", "q1")
    async with stream_of(turns, after=2) as stream:
        reading = asyncio.create_task(stream.next())
        while not turns.pushes._listeners:
            await asyncio.sleep(0)
        await asyncio.sleep(0.05)
        asks(database, "2", None)
        await turns.pushes.publish(TALK, NEWS)
        assert (await reading)[1]["id"] == "2"
        assert await stream.ids(1) == ["to 2"]
        assert await stream.next() == ("past", {"ids": ["to 1"]})


async def test_a_question_asked_and_answered_between_two_readings_is_past_from_the_first(
    turns: RecordedTurns, database: Database
) -> None:
    async with stream_of(turns, after=0) as stream:
        asks(database, "1", "q1")
        asks(database, "2", None)
        told = [await stream.next() for _ in range(4)]
        assert [data.get("past") for _, data in told] == [None, True, None, None]
