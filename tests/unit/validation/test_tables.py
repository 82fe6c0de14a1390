"""Slips in words.yml, policy.yml, and the tables of domain.yml and config.yml."""

from tests.unit.validation.small_project import SmallProject

WORDS = "actions/words.yml"


def with_words(project: SmallProject) -> None:
    project.code.said.words.update({
        ("button", "request_human"): (set(), "actions/lead.py, line 3"),
        ("format", "day"): ({"month", "day"}, "actions/words.py, line 5"),
        ("request_type", None): (set(), "actions/forms/application.py, line 7"),
    })
    types = "".join(f"  {name}: x\n" for name in ("refund_only", "return_refund", "exchange", "repair", "resend"))
    days = 'format:\n  day: "{month}月{day}日"\n'
    project.write(WORDS, f"button:\n  request_human: 转人工\n{days}request_type:\n{types}")


def test_words_that_are_all_there_are_sound(project: SmallProject) -> None:
    with_words(project)
    assert project.slips() == []


def test_a_missing_group_of_words_is_told(project: SmallProject) -> None:
    with_words(project)
    project.spoil(WORDS, "button:\n", "buton:\n")
    assert "is buton meant?" in project.only_slip(WORDS, "buton")


def test_a_missing_word_is_told(project: SmallProject) -> None:
    with_words(project)
    project.spoil(WORDS, "  request_human: ", "  request_humen: ")
    assert "button has no word request_human, which actions/lead.py, line 3 names" in project.only_slip(WORDS, "button")


def test_a_word_for_a_value_that_is_missing_is_told(project: SmallProject) -> None:
    with_words(project)
    project.spoil(WORDS, "  repair: x\n", "")
    assert "request_type has no word for repair" in project.only_slip(WORDS, "request_type")


def test_a_blank_in_a_word_that_nothing_fills_is_told(project: SmallProject) -> None:
    with_words(project)
    project.spoil(WORDS, "{day}日", "{days}日")
    assert "is day meant?" in project.only_slip(WORDS, "{days}")


def test_a_slip_in_the_policy_is_told(project: SmallProject) -> None:
    project.spoil("policy.yml", "window_days:", "window_dayz:")
    assert "window_dayz" in project.only_slip("policy.yml", "window_dayz")


def test_a_wrong_mapping_of_a_slot_is_told_once(project: SmallProject) -> None:
    project.spoil("domain.yml", "  talk:\n    type: any\n    mappings:\n      - type: custom\n",
                  "  talk:\n    type: any\n    mappings:\n      - type: custum\n")
    assert "is custom meant?" in project.only_slip("domain.yml", "custum")


def test_a_slot_without_mappings_is_told(project: SmallProject) -> None:
    project.spoil("domain.yml", "  talk:\n    type: any\n    mappings:\n      - type: custom\n", "  talk:\n    type:"
                                                                                                 " any\n")
    assert "needs `mappings:" in project.only_slip("domain.yml", "talk")


def test_a_slot_that_borrows_the_entry_of_another_is_told(project: SmallProject) -> None:
    project.spoil("domain.yml", "  talk:\n    type: any\n", "  talk: &kept\n    type: any\n")
    project.spoil("domain.yml", "  story_kettle:\n    type: any\n    mappings:\n      - type: custom\n",
                  "  story_kettle: *kept\n")
    assert "write it out" in project.only_slip("domain.yml", "story_kettle: *kept")


def test_a_form_of_the_domain_is_told(project: SmallProject) -> None:
    project.spoil("domain.yml", "actions:\n", "forms:\n  x_form:\n    required_slots: []\nactions:\n")
    assert "actions/forms/" in project.only_slip("domain.yml", "forms")


def test_an_unknown_intent_in_the_configuration_is_told(project: SmallProject) -> None:
    project.spoil("config.yml", "      - inform\n", "      - infrom\n")
    assert "is inform meant?" in project.only_slip("config.yml", "infrom")
