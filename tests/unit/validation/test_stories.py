"""Slips in stories."""

from tests.unit.validation.small_project import SmallProject

STORY = "data/stories/kettle.yml"


def test_a_checkpoint_that_no_story_goes_on_from_is_told(project: SmallProject) -> None:
    project.spoil(STORY, "      - action: utter_kettle_glad\n", "      - action: utter_kettle_glad\n      -"
                                                                " checkpoint: end\n")
    assert "no story goes on from the checkpoint 'end'" in project.only_slip(STORY, "end")


def test_a_misspelt_checkpoint_is_told_with_the_one_that_is_meant(project: SmallProject) -> None:
    project.spoil(STORY, "      - action: utter_kettle_other\n      - checkpoint: solved\n",
                  "      - action: utter_kettle_other\n      - checkpoint: solvd\n")
    assert "is solved meant?" in project.only_slip(STORY, "solvd")


def test_a_checkpoint_that_no_story_leads_to_is_told(project: SmallProject) -> None:
    project.spoil(STORY, "responses:\n", "  - story: lost\n    steps:\n      - checkpoint: nowhere\n      - intent:"
                                         " affirm\n"
                                         "      - action: utter_kettle_glad\nresponses:\n")
    assert "no story leads to the checkpoint 'nowhere'" in project.only_slip(STORY, "lost")


def test_checkpoints_that_lead_round_in_a_circle_are_told(project: SmallProject) -> None:
    project.spoil(STORY, "      - action: utter_kettle_care\n", "      - action: utter_kettle_care\n      -"
                                                                " checkpoint: which\n")
    assert any("circle: which → solved → which" in slip.text for slip in project.slips())


def test_a_checkpoint_in_the_middle_is_told(project: SmallProject) -> None:
    project.spoil(STORY, "      - action: utter_kettle_glad\n", "      - checkpoint: solved\n      - action:"
                                                                " utter_kettle_glad\n")
    assert "stands in the middle" in project.only_slip(STORY, "checkpoint: solved")


def test_a_step_of_unknown_kind_is_told(project: SmallProject) -> None:
    project.spoil(STORY, "      - action: utter_kettle_care\n", "      - actoin: utter_kettle_care\n")
    slips = project.slips()
    assert any("unknown kind `actoin`" in slip.text and "is action meant?" in slip.text for slip in slips)


def test_words_of_a_buyer_are_no_step(project: SmallProject) -> None:
    project.spoil(STORY, "      - intent: trouble_kettle\n", "      - user: 水壶不热\n        intent: trouble_kettle\n")
    assert "write `- intent: …`" in project.only_slip(STORY, "user")


def test_a_loop_of_a_form_is_sent_to_the_action_that_opens_it(project: SmallProject) -> None:
    project.spoil(STORY, "      - action: action_request_aftersales\n",
                  "      - action: action_request_aftersales\n      - active_loop: aftersales_form\n")
    assert "action_request_aftersales" in project.only_slip(STORY, "active_loop")


def test_an_intent_that_is_none_is_told(project: SmallProject) -> None:
    project.spoil(STORY, "      - intent: affirm\n", "      - intent: afirm\n")
    assert any("is affirm meant?" in slip.text for slip in project.slips())


def test_an_intent_without_examples_in_a_story_is_told(project: SmallProject) -> None:
    project.spoil("domain.yml", "  - trouble_kettle\n", "  - trouble_kettle\n  - ask_glass\n")
    project.spoil(STORY, "      - intent: affirm\n", "      - or:\n          - intent: affirm\n          - intent:"
                                                     " ask_glass\n")
    slip = next(slip for slip in project.slips() if slip.file == STORY)
    project.points_at(slip, STORY, "or")
    assert "ask_glass has no examples, so that nobody ever gets here" in slip.text


def test_a_response_that_is_not_there_is_told(project: SmallProject) -> None:
    project.spoil(STORY, "      - action: utter_kettle_glad\n", "      - action: utter_kettle_gald\n")
    assert any("no response utter_kettle_gald; is utter_kettle_glad meant?" in slip.text for slip in project.slips())


def test_an_action_that_nothing_does_is_told(project: SmallProject) -> None:
    project.spoil(STORY, "      - action: action_request_aftersales\n", "      - action: aftersales_form\n")
    assert "is nothing that a story can do" in project.only_slip(STORY, "aftersales_form")


def test_an_entity_that_the_domain_does_not_name_is_told(project: SmallProject) -> None:
    project.spoil("domain.yml", "  - story_kettle\n", "")
    assert "add `  - story_kettle` to its `entities:`" in project.only_slip(STORY, "intent: inform")


def test_a_slot_that_the_domain_does_not_name_is_told(project: SmallProject) -> None:
    project.spoil("domain.yml", "  story_kettle:\n    type: any\n    mappings:\n      - type: custom\n", "")
    assert "add it to its `slots:`" in project.only_slip(STORY, "story_kettle: glass")


def test_two_stories_that_say_the_same_and_do_different_things_are_told(project: SmallProject) -> None:
    project.spoil(STORY, "      - slot_was_set:\n          - story_kettle: glass\n", "")
    text = project.only_slip(STORY, "action_request_aftersales")
    assert "after the same words one story does utter_kettle_care" in text and "no slot between" in text


def test_two_stories_that_are_the_same_are_told(project: SmallProject) -> None:
    project.spoil(STORY, "responses:\n", "  - story: twin\n    steps:\n      - checkpoint: solved\n      - intent:"
                                         " affirm\n"
                                         "      - action: utter_kettle_glad\nresponses:\n")
    assert any("says all the same" in slip.text for slip in project.slips())


def test_a_story_that_opens_as_a_rule_does_is_told(project: SmallProject) -> None:
    project.spoil(STORY, "      - intent: trouble_kettle\n", "      - intent: ask_invoice\n")
    slip = next(slip for slip in project.slips() if slip.file == STORY)
    assert "has a rule too (data/rules/answers.yml, line 10)" in slip.text


def test_a_button_that_no_story_goes_on_from_is_told(project: SmallProject) -> None:
    project.spoil(STORY, """'/inform{"story_kettle": "glass"}'""", "/affirm")
    assert "no story goes on from the button '玻璃的'" in project.only_slip(STORY, "玻璃的")


def test_a_story_that_begins_with_the_bot_is_told(project: SmallProject) -> None:
    project.spoil(STORY, "      - intent: trouble_kettle\n", "")
    assert any("begins with no intent" in slip.text for slip in project.slips())


def test_a_story_that_ends_without_an_answer_is_told(project: SmallProject) -> None:
    project.spoil(STORY, "      - action: utter_kettle_glad\n", "")
    assert any("ends without an answer" in slip.text for slip in project.slips())


def test_what_stands_behind_the_opening_of_a_form_is_told(project: SmallProject) -> None:
    project.spoil(STORY, "      - action: action_request_aftersales\n",
                  "      - action: action_request_aftersales\n      - action: utter_kettle_glad\n")
    assert "with it the story is over" in project.only_slip(STORY, "utter_kettle_glad")


def test_a_story_outside_its_folder_is_read_by_nobody(project: SmallProject) -> None:
    project.write("data/faq/more.yml", 'version: "3.1"\nstories:\n  - story: lost\n    steps:\n      - intent: greet\n'
                                       "      - action: utter_greet\n")
    assert "data/stories/" in project.only_slip("data/faq/more.yml", "lost")
