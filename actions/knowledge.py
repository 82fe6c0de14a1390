"""Answers that trainers write: a response for each FAQ, and for each intent that a rule in data/rules/ gives one."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Optional

from actions.turn import Turn
from actions.words import word
from shouhou import responses
from shouhou.dialogue.stories import Story, read_stories
from shouhou.settings import HOME

FAQ = "faq/"


def response_of(intent: str) -> Optional[str]:
    """The response that answers an intent; None when nobody wrote one."""
    name = f"utter_{intent}" if intent.startswith(FAQ) else responses.answering_rules().get(intent, "")
    return name if name.startswith("utter_") and responses.exists(name) else None


def answer(turn: Turn, intent: str) -> None:
    """Say what answers the intent, about the order in view where there is one."""
    name = response_of(intent)
    assert name is not None
    said = turn.say(name, order=turn.order_in_view)
    first = said.buttons[0]["payload"] if said.buttons else ""
    if first.startswith("/contact_merchant{") and "吗？" in said.text and turn.state.draft is None:
        turn.offer(said, first)  # 要我帮您问一声吗？ is a question, and a yes its answer
        return
    said.buttons = said.buttons or [{"title": word("button", "request_human"), "payload": "/request_human"}]


def metadata_of(intent: str) -> Mapping[str, Any]:
    """Where the answer to an intent comes from; empty when nobody wrote one."""
    name = response_of(intent)
    if name is None and responses.exists(f"utter_{intent}"):
        name = f"utter_{intent}"  # the first words of a story
    return responses.variations(name)[0].metadata if name is not None else {}


def message_offered(topics: Sequence[str]) -> Optional[str]:
    """The payload of the message to the merchant that the answers to the latest topics offered; None for none."""
    names = [response_of(topic) or f"utter_{topic}" for topic in topics[-2:]]
    buttons = [
        button for name in names if responses.exists(name) for button in responses.variations(name)[0].buttons
    ]
    return next((each["payload"] for each in buttons if each["payload"].startswith("/contact_merchant{")), None)


@lru_cache(maxsize=1)
def all_stories() -> list[Story]:
    """The stories in data/stories/."""
    return read_stories(HOME / "data" / "stories")


@lru_cache(maxsize=1)
def story_intents() -> frozenset[str]:
    """The intents that a story opens with."""
    return frozenset(name for story in all_stories() for name in story.steps[0].names if story.steps[0].kind == "says")
