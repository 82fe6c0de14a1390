"""Stories as trainers write them: choices, slots, checkpoints, and files that cannot be followed."""

from pathlib import Path

import pytest

from shouhou.dialogue.stories import Story, StoryError, going_on, next_done, next_said, read_stories
from shouhou.settings import HOME

CHOICE = """
stories:
  - story: begins
    steps:
      - intent: trouble
      - action: utter_which
      - checkpoint: which
  - story: big
    steps:
      - checkpoint: which
      - intent: inform
        entities:
          - size: big
      - action: utter_big
  - story: any size
    steps:
      - checkpoint: which
      - intent: inform
      - action: utter_any
  - story: no
    steps:
      - checkpoint: which
      - or:
          - intent: deny
          - intent: stop
      - action: utter_no
"""
SLOTS = """
stories:
  - story: kettle
    steps:
      - intent: trouble
      - slot_was_set:
          - product: kettle
      - action: utter_kettle
  - story: anything
    steps:
      - intent: trouble
      - action: utter_anything
"""


def stories(folder: Path, *texts: str) -> list[Story]:
    """Stories of files with these texts."""
    for number, text in enumerate(texts):
        (folder / f"{number}.yml").write_text(text, encoding="utf-8")
    return read_stories(folder)


def gone(told: list[Story], *said: tuple[str, dict[str, str]]) -> list[str]:
    """The steps behind a talk in which this was said, the bot's own done between."""
    keys: list[str] = []
    for intent, entities in said:
        step = next_said(told, keys, [intent], entities)
        assert step is not None, (intent, keys)
        keys.append(step.key)
        while (done := next_done(told, keys, entities)) is not None:
            keys.append(done.key)
    return keys


def test_a_checkpoint_joins_what_stands_before_it_with_every_way_on(tmp_path: Path) -> None:
    told = stories(tmp_path, CHOICE)
    assert sorted(story.steps[-1].names[0] for story in told) == ["utter_any", "utter_big", "utter_no"]
    assert all(story.steps[0].names == ("trouble",) for story in told)


def test_the_choice_that_asks_for_most_is_the_one_meant(tmp_path: Path) -> None:
    told = stories(tmp_path, CHOICE)
    begun = gone(told, ("trouble", {}))
    for entities, action in (({"size": "big"}, "utter_big"), ({"size": "small"}, "utter_any"), ({}, "utter_any")):
        step = next_said(told, begun, ["inform"], entities)
        assert step is not None
        done = next_done(told, [*begun, step.key], entities)
        assert done is not None and done.names == (action,)


@pytest.mark.parametrize("intent", ["deny", "stop"])
def test_each_of_several_intents_is_the_same_step(tmp_path: Path, intent: str) -> None:
    told = stories(tmp_path, CHOICE)
    assert gone(told, ("trouble", {}), (intent, {}))[-1].startswith("does:utter_no")


def test_what_no_story_expects_is_no_step(tmp_path: Path) -> None:
    told = stories(tmp_path, CHOICE)
    assert next_said(told, [], ["inform"], {}) is None
    assert next_said(told, gone(told, ("trouble", {})), ["ask_window_open", "trouble"], {}) is None
    assert next_said([], [], ["trouble"], {}) is None


def test_where_the_buyer_is_to_speak_nothing_is_done(tmp_path: Path) -> None:
    told = stories(tmp_path, CHOICE)
    assert next_done(told, gone(told, ("trouble", {})), {}) is None


def test_stories_part_by_what_a_slot_holds(tmp_path: Path) -> None:
    told = stories(tmp_path, SLOTS)
    assert gone(told, ("trouble", {"product": "kettle"}))[-1].startswith("does:utter_kettle")
    assert gone(told, ("trouble", {"product": "lamp"}))[-1].startswith("does:utter_anything")
    assert gone(told, ("trouble", {}))[-1].startswith("does:utter_anything")


def test_a_slot_without_another_way_is_noted(tmp_path: Path) -> None:
    told = stories(tmp_path,
        "stories:\n- story: a\n  steps:\n  - intent: x\n  - slot_was_set:\n    - type: repair\n  - action: action_y\n")
    noted = next_done(told, gone_one(told), {})
    assert noted is not None and noted.kind == "slot" and noted.entities == (("type", "repair"),)


def gone_one(told: list[Story]) -> list[str]:
    return [told[0].keys[0]]


def test_a_circle_of_checkpoints_is_named_with_file_and_story(tmp_path: Path) -> None:
    circle = """
stories:
  - story: round
    steps:
      - intent: a
      - checkpoint: one
  - story: and round
    steps:
      - checkpoint: one
      - intent: b
      - checkpoint: one
"""
    with pytest.raises(StoryError, match=r"0\.yml.*round.*circle"):
        stories(tmp_path, circle)


def test_a_circle_with_a_way_out_is_a_circle_all_the_same(tmp_path: Path) -> None:
    steps = "      - checkpoint: which\n      - intent: thank\n      - checkpoint: which\n"
    circle = f"{CHOICE}  - story: again\n    steps:\n{steps}"
    with pytest.raises(StoryError, match=r"circle|too many"):
        stories(tmp_path, circle)


def test_a_checkpoint_from_which_nothing_goes_on_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoryError, match=r"0\.yml.*'lost'.*nowhere"):
        stories(tmp_path, "stories:\n- story: lost\n  steps:\n  - intent: a\n  - checkpoint: nowhere\n")


def test_a_step_of_no_known_kind_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoryError, match=r"'odd'.*no known kind"):
        stories(tmp_path, "stories:\n- story: odd\n  steps:\n  - intent: a\n  - sings: b\n")


def test_a_checkpoint_joins_across_files(tmp_path: Path) -> None:
    first = "stories:\n- story: a\n  steps:\n  - intent: x\n  - checkpoint: joint\n"
    second = "stories:\n- story: b\n  steps:\n  - checkpoint: joint\n  - action: utter_b\n"
    (story,) = stories(tmp_path, first, second)
    assert [step.names[0] for step in story.steps] == ["x", "utter_b"]


def test_no_folder_and_empty_files_are_no_stories(tmp_path: Path) -> None:
    assert read_stories(tmp_path / "none") == []
    assert stories(tmp_path, "", "version: '3.1'\n", "stories: []\n") == []


def test_the_stories_that_ship_can_be_followed_to_their_ends() -> None:
    told = read_stories(HOME / "data" / "stories")
    assert told
    for story in told:
        for length in range(len(story.keys) + 1):
            assert story in going_on(told, story.keys[:length])
        assert story.steps[0].kind == "says" and story.steps[-1].kind in ("does", "slot")
