"""What a turn hands to Rasa and keeps of its end, over a case database and an agent that the test writes."""

import json
from types import SimpleNamespace
from typing import Any, Optional

import pytest
from cases_world import ANNA, NOW, POLICY, add_conversation, rows
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet, UserUttered

from shouhou.cases import tables as t
from shouhou.cases.conversations import Understood, finish_turn, receive
from shouhou.cases.database import Database
from shouhou.cases.history import history
from shouhou.cases.messages import BOT, BUYER, Draft
from shouhou.cases.offers import standing_scopes
from shouhou.cases.unanswered import Unanswered
from shouhou.channels.incoming import Incoming
from shouhou.channels.locks import Locks
from shouhou.channels.pushes import Pushes
from shouhou.channels.turn import Turns
from shouhou.dialogue.state import Question, State, dump

TALK = ANNA.conversation_id
DOMAIN = Domain.from_dict(
    {
        "version": "3.1",
        "intents": ["affirm", "ask_case_status"],
        "slots": {"talk": {"type": "any", "influence_conversation": False, "mappings": [{"type": "custom"}]}},
    }
)
READ = {"intent": {"name": "nlu_fallback", "confidence": 0.3},
        "intent_ranking": [{"name": "ask_case_status", "confidence": 0.6}, {"name": "affirm", "confidence": 0.2}]}


class FakeAgent:
    """An agent that answers as it is told: `ends_with` is what the talk remembers, None breaks the turn off."""

    def __init__(self) -> None:
        self.domain = DOMAIN
        self.processor = SimpleNamespace(handle_message=self.handle, tracker_store=None)
        self.nlg = SimpleNamespace(generate=self.apologise)
        self.tracker_store: Any = None
        self.heard: list[UserMessage] = []
        self.remembered: list[Any] = []
        self.ends_with: Optional[Any] = dump(State())

    async def handle(self, message: UserMessage) -> None:
        self.heard.append(message)
        tracker = await self.tracker_store.retrieve(message.sender_id)
        self.remembered.append(tracker.get_slot("talk"))
        if self.ends_with is None:
            raise RuntimeError("the action server is away")
        tracker.update(UserUttered(message.text, parse_data=message.parse_data or READ))
        tracker.update(SlotSet("talk", self.ends_with))
        await message.output_channel.send_response(message.sender_id, {"text": "好的"})
        await self.tracker_store.save(tracker)

    async def apologise(self, *_: object) -> dict[str, Any]:
        return {"text": "抱歉"}


class Talk:
    """One buyer's messages, each run as a turn."""

    def __init__(self, database: Database) -> None:
        self.agent = FakeAgent()
        self.turns = Turns(self.agent, database, POLICY, Locks(), Pushes())
        self._count = 0

    async def hears(self, **said: Any) -> UserMessage:
        """A message comes in; what Rasa was handed."""
        self._count += 1
        await self.turns.handle(Incoming(TALK, "widget", "anna", f"m{self._count}", **said))
        return self.agent.heard[-1]

    def asks(self, *scopes: str) -> None:
        """From now on turns end with this question open, or with none."""
        question = Question(scopes[0], "offer", "yes") if scopes else None
        self.agent.ends_with = dump(State(question=question))


@pytest.fixture
def talk(database: Database) -> Talk:
    add_conversation(database)
    return Talk(database)


@pytest.mark.parametrize(
    "payload, intent, entities, scope",
    [
        ("/affirm", "affirm", {}, ""),
        ("/affirm#f3-summary-ab12", "affirm", {}, "f3-summary-ab12"),
        ('/inform{"order_number": "N1"}', "inform", {"order_number": "N1"}, ""),
        ('/inform{"order_number": "N1"}#q2', "inform", {"order_number": "N1"}, "q2"),
    ],
)
async def test_a_press_is_parsed_with_the_question_that_it_answers(
    talk: Talk, payload: str, intent: str, entities: dict[str, Any], scope: str
) -> None:
    parse = (await talk.hears(payload=payload, title="是")).parse_data
    assert parse["intent"] == {"name": intent, "confidence": 1.0} == parse["intent_ranking"][0]
    assert {each["entity"]: each["value"] for each in parse["entities"]} == entities
    assert (parse["pressed"], parse["text"]) == (scope, "是")


@pytest.mark.parametrize("said", [{"text": "是"}, {"file_id": "f-1"}])
async def test_what_is_typed_or_sent_is_no_press(talk: Talk, said: dict[str, str]) -> None:
    assert "pressed" not in ((await talk.hears(**said)).parse_data or {})


async def test_a_payload_that_is_typed_is_text(talk: Talk) -> None:
    message = await talk.hears(text="/affirm#q1")
    assert (message.text, message.parse_data) == ("／affirm#q1", None)


async def test_a_payload_that_cannot_be_read_gets_an_apology(talk: Talk, database: Database) -> None:
    await talk.turns.handle(Incoming(TALK, "widget", "anna", "m1", payload="/inform{broken", title="是"))
    assert [message.text for message in history(database, TALK)] == ["是", "抱歉"]


async def test_words_that_a_machine_wrote_down_are_known_as_heard(talk: Talk) -> None:
    assert (await talk.hears(text="退款", heard=True)).metadata["heard"] is True
    assert "heard" not in (await talk.hears(text="退款")).metadata


async def test_heard_words_are_known_as_such_when_their_turn_is_taken_up_again(talk: Talk, database: Database) -> None:
    receive(database, TALK, "m9", "digest", Draft("m9", BUYER, text="退款"), NOW, heard=True)
    (row,) = rows(database, t.inbound)
    left = Unanswered(TALK, "m9", "widget", None, NOW, "退款", None, None, None, row.heard)  # type: ignore[arg-type]
    talk.turns.resume(left)
    await talk.turns.drain()
    assert talk.agent.heard[-1].metadata["heard"] is True


async def test_after_a_turn_its_question_alone_stands(talk: Talk, database: Database) -> None:
    for scopes in (("q1",), ("q2",), ()):
        talk.asks(*scopes)
        await talk.hears(text="退款")
        assert standing_scopes(database, TALK) == set(scopes)


@pytest.mark.parametrize("memory", ["nonsense", {"version": 0, "question": {"id": "q9"}}, {"question": 7}])
async def test_where_the_memory_says_nothing_nothing_stands(talk: Talk, database: Database, memory: Any) -> None:
    talk.asks("q1")
    await talk.hears(text="退款")
    talk.agent.ends_with = memory
    await talk.hears(text="退款")
    assert standing_scopes(database, TALK) == set()


async def test_a_turn_that_fails_forgets_nothing_and_lets_stand_what_stood(talk: Talk, database: Database) -> None:
    talk.asks("q1")
    await talk.hears(text="退款")
    remembered = rows(database, t.conversations)[0].memory
    talk.agent.ends_with = None
    await talk.hears(text="退款")
    assert standing_scopes(database, TALK) == {"q1"}
    assert rows(database, t.conversations)[0].memory == remembered
    assert [message.text for message in history(database, TALK)][-1] == "抱歉"


async def test_a_memory_of_slots_and_a_form_is_read_without_the_form(talk: Talk, database: Database) -> None:
    talk.asks("q1")
    await talk.hears(text="退款")
    with database.write() as connection:
        (row,) = connection.execute(t.conversations.select())
        memory = {**json.loads(row.memory), "loop": "request_aftersales_form"}  # as versions before wrote it
        connection.execute(t.conversations.update().values(memory=json.dumps(memory)))
    await talk.hears(text="退款")
    assert talk.agent.remembered[-1] == talk.agent.ends_with


async def test_what_was_understood_is_what_the_language_model_ranks_first(talk: Talk, database: Database) -> None:
    await talk.hears(text="到哪一步了")
    (mine,) = rows(database, t.messages, t.messages.c.sender == BUYER)
    assert (mine.intent, mine.confidence) == ("ask_case_status", 0.6)


async def test_a_reply_to_a_message_delivered_again_says_what_stands_now(talk: Talk, database: Database) -> None:
    asked = [{"title": "是", "payload": "/affirm#q1"}]
    receive(database, TALK, "old", "digest", Draft("old", BUYER, text="退款"), NOW)
    finish_turn(database, TALK, "old", [Draft("b", BOT, "?", asked)], None, Understood(), NOW, ["q1"])
    for past in (False, True):
        assert [message.past for message in history(database, TALK) if message.buttons] == [past]
        await talk.hears(text="算了")
