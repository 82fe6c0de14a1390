"""What a talk remembers: it comes back as it was, and what cannot be read begins anew instead of breaking."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouhou.dialogue.state import VERSION, Draft, Offer, Question, State, StoryPlace, Told, dump, load

words = st.text(max_size=10)
maybe = st.none() | words.filter(bool)
offers = st.builds(Offer, words, words)
questions = st.builds(Question, words, words, words, st.lists(offers, max_size=3), st.integers(1, 5), words)
drafts = st.builds(
    Draft, words, st.integers(0, 99),
    st.dictionaries(words, st.none() | words | st.integers(-9, 9) | st.lists(words, max_size=2), max_size=3), maybe,
)
told = st.builds(
    Told, maybe, maybe, maybe, maybe, maybe, st.none() | st.integers(1, 10**7), st.none() | st.floats(0.01, 1),
    st.lists(words, max_size=3),
)
places = st.builds(StoryPlace, st.lists(words, max_size=3), st.lists(words, max_size=2),
    st.dictionaries(words, words, max_size=2))
states = st.builds(
    State, order=maybe, question=st.none() | questions, draft=st.none() | drafts, aside=st.none() | drafts, told=told,
    left=st.lists(drafts, max_size=2),
    story=st.none() | places, waiting=st.lists(words, max_size=2), topic=maybe, failures=st.integers(0, 5),
    count=st.integers(0, 99), said=st.lists(words, max_size=2), written=maybe, person_offered=st.booleans(),
    takes_message=st.booleans(),
)


@given(states)
def test_a_memory_comes_back_from_json_as_it_was(state: State) -> None:
    assert load(json.loads(json.dumps(dump(state), ensure_ascii=False))) == state


def test_a_fresh_talk_is_kept_in_next_to_nothing_and_comes_back_fresh() -> None:
    assert load(dump(State())) == State()


@pytest.mark.parametrize("values", [None, {}, [], "talk", 3, {"version": VERSION + 1, "order": "N1"}, {"order": "N1"},
                                    {"version": VERSION - 1, "draft": {"form": "application", "number": 1}}])
def test_a_memory_of_another_version_or_none_begins_anew(values: Any) -> None:
    assert load(values) == State()


@pytest.mark.parametrize(
    "broken",
    [{"draft": {"form": "application"}}, {"draft": ["application"]}, {"question": {"id": "q1"}}, {"question": 7},
     {"told": {"weather": "rain"}}, {"story": {"gone": [], "nowhere": 1}},
     {"question": {"id": "q", "of": "o", "slot": "s", "offers": [{"a": 1}]}},
     {"question": {"id": "q", "of": "o", "slot": "s", "offers": None}}, {"draft": "application"}],
)
def test_a_memory_that_cannot_be_read_begins_anew(broken: dict[str, Any]) -> None:
    assert load({"version": VERSION, "order": "N1", **broken}) == State()


def test_what_a_later_edition_added_is_passed_over() -> None:
    assert load({"version": VERSION, "order": "N1", "mood": "fine"}) == State(order="N1")


@given(st.dictionaries(st.sampled_from(["order", "question", "draft", "told", "story", "aside", "waiting"]),
                       st.none() | st.integers() | words | st.lists(words, max_size=2) | st.dictionaries(words, words,
                       max_size=2)))
def test_no_memory_whatever_breaks_the_talk(values: dict[str, Any]) -> None:
    assert isinstance(load({"version": VERSION, **values}), State)


def test_only_the_open_question_s_buttons_stand() -> None:
    assert State().standing() == []
    assert State(question=Question("s1", "application", "confirm")).standing() == ["s1"]


def test_numbers_of_a_talk_are_never_used_twice_even_after_a_reload() -> None:
    state = State()
    first = [state.next_number() for _ in range(3)]
    again = load(dump(state))
    assert len({*first, again.next_number(), again.next_number()}) == 5
