"""Slips in responses: names, blanks, buttons, sources."""

import pytest

from tests.unit.validation.small_project import SmallProject

FAQ = "data/faq/trade_in.yml"
BUTTON = """'/request_aftersales{"request_type": "exchange"}'"""
META = '{title: 怎么开发票, source: 发票管理办法, checked_on: "2026-11-29", confidence: high}'


def test_a_response_that_the_code_says_may_not_go(project: SmallProject) -> None:
    project.spoil("domain.yml", "  utter_greet:\n    - text: 您好，有什么可以帮您？\n", "")
    assert "utter_greet is gone: actions/lead.py, line 1 says it" in project.only_slip("domain.yml", "version")


def test_a_misspelt_response_is_told_at_its_line(project: SmallProject) -> None:
    project.spoil("domain.yml", "  utter_greet:\n", "  utter_gret:\n")
    slips = project.slips()
    assert [slip.text for slip in slips if "was utter_gret meant to be it?" in slip.text]
    assert all("utter_gret" in project.text("domain.yml").splitlines()[slip.line - 1] for slip in slips)


def test_a_response_that_nobody_says_is_told(project: SmallProject) -> None:
    project.spoil("domain.yml", "  utter_greet:\n", "  utter_bye:\n    - text: 再见\n  utter_greet:\n")
    assert "said by nobody" in project.only_slip("domain.yml", "utter_bye")


def test_a_response_written_in_two_files_is_told(project: SmallProject) -> None:
    project.write("data/faq/more.yml", 'version: "3.1"\nresponses:\n  utter_greet:\n    - text: 嗨\n')
    assert "a second time" in project.only_slip("data/faq/more.yml", "utter_greet")


def test_a_response_without_a_text_is_told(project: SmallProject) -> None:
    project.spoil("domain.yml", "  utter_greet:\n    - text: 您好，有什么可以帮您？\n", "  utter_greet: 您好\n")
    assert any("utter_greet has no text" in slip.text for slip in project.slips())


def test_a_blank_that_nothing_fills_is_told_with_what_may_stand_there(project: SmallProject) -> None:
    project.spoil(FAQ, "{window_days}", "{window_day}")
    text = project.only_slip(FAQ, "{window_day}")
    assert "{window_day} is filled by nothing" in text and "is window_days meant?" in text


def test_a_brace_that_stands_alone_is_told(project: SmallProject) -> None:
    project.spoil(FAQ, "{window_days}", "{window_days")
    assert "stands alone" in project.only_slip(FAQ, "{window_days ")


def test_a_blank_in_full_width_braces_is_told(project: SmallProject) -> None:
    project.spoil(FAQ, "{window_days}", "｛window_days｝")
    assert any("full-width" in slip.text for slip in project.slips())


def test_a_blank_that_python_passes_and_every_variation_dropped_is_told(project: SmallProject) -> None:
    project.spoil("domain.yml", '"{order}到了{status}。"', '"{order}到了。"')
    assert project.slips() == []  # the other variation still says it
    project.spoil("domain.yml", '"{status}，是{order}。"', '"是{order}。"')
    assert "no variation of utter_status says {status} any more" in project.only_slip("domain.yml", "utter_status")


def test_a_button_to_an_unknown_intent_is_told(project: SmallProject) -> None:
    project.spoil(FAQ, BUTTON, "/request_aftersale")
    assert "is request_aftersales meant?" in project.only_slip(FAQ, "申请售后")


@pytest.mark.parametrize("payload", [
    """'/request_aftersales{"request_type": exchange}'""",
    """'/request_aftersales{"request_type": "exchange"'""",
    "request_aftersales",
    """'/request_aftersales{“request_type”: “exchange”}'""",
])
def test_a_payload_that_cannot_be_read_is_told(project: SmallProject, payload: str) -> None:
    project.spoil(FAQ, BUTTON, payload)
    assert "cannot be read" in project.only_slip(FAQ, "申请售后")


@pytest.mark.parametrize("button", [
    "        - title: 看规则\n          type: web_url\n          url: https://example.com\n",
    "        - title: 看规则\n          payload: https://example.com\n",
])
def test_a_button_with_a_link_is_told(project: SmallProject, button: str) -> None:
    project.spoil(FAQ, "      buttons:\n", f"      buttons:\n{button}")
    assert "opens a link" in project.only_slip(FAQ, "看规则")


def test_a_button_that_presets_what_the_form_does_not_have_is_told(project: SmallProject) -> None:
    project.spoil(FAQ, BUTTON, """'/request_aftersales{"request_typ": "exchange"}'""")
    assert "is request_type meant?" in project.only_slip(FAQ, "申请售后")


def test_a_button_that_presets_a_value_that_is_none_is_told(project: SmallProject) -> None:
    project.spoil(FAQ, BUTTON, """'/request_aftersales{"request_type": "换货"}'""")
    assert "it may be exchange, refund_only" in project.only_slip(FAQ, "申请售后")


def test_a_button_without_a_payload_is_told(project: SmallProject) -> None:
    project.spoil(FAQ, f"          payload: {BUTTON}\n", "")
    assert "needs both" in project.only_slip(FAQ, "申请售后")


def test_an_answer_without_metadata_is_told(project: SmallProject) -> None:
    project.spoil(FAQ, f"      metadata: {META}\n", "")
    assert "says nothing of its source" in project.only_slip(FAQ, "发票由商家开")


@pytest.mark.parametrize("gone, told", [
    ("source: 发票管理办法, ", "metadata without source: write `source: null`"),
    ('checked_on: "2026-11-29", ', "metadata without checked_on"),
    (", confidence: high", "metadata without confidence"),
    ("title: 怎么开发票, ", "has no title"),
])
def test_metadata_that_lacks_something_is_told(project: SmallProject, gone: str, told: str) -> None:
    project.spoil(FAQ, META, META.replace(gone, ""))
    assert told in project.only_slip(FAQ, "metadata")


@pytest.mark.parametrize("old, new, told", [
    ("2026-11-29", "2025-11-29", "more than a year ago"),
    ("2026-11-29", "2027-01-01", "a day to come"),
    ("2026-11-29", "11月29日", "reads like"),
    ("high", "sure", "confidence is one of"),
    ("source: 发票管理办法", "source: null", "needs a source"),
    ("source: ", "sourse: x, source: ", "is source meant?"),
    ("怎么开发票", "票", "3 to 12"),
])
def test_metadata_that_is_wrong_or_old_is_told(project: SmallProject, old: str, new: str, told: str) -> None:
    project.spoil(FAQ, META, META.replace(old, new))
    assert told in project.only_slip(FAQ, "metadata")
