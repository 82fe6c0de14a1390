"""Files that cannot be read are named with the line and the mend, and never with a traceback."""

import pytest

from tests.unit.validation.small_project import SmallProject

FAQ = "data/faq/trade_in.yml"


def test_a_sound_project_has_no_slips(project: SmallProject) -> None:
    assert project.slips() == []


def test_a_broken_indent_is_named_with_its_line(project: SmallProject) -> None:
    project.spoil(FAQ, "  utter_ask_invoice:\n", " utter_ask_invoice:\n")
    slip = next(slip for slip in project.slips() if slip.file == FAQ)
    project.points_at(slip, FAQ, "utter_ask_invoice")
    assert "indent" in slip.text


def test_a_tab_at_the_beginning_of_a_line_is_named(project: SmallProject) -> None:
    project.spoil(FAQ, "  utter_ask_invoice:\n", "\tutter_ask_invoice:\n")
    slip = next(slip for slip in project.slips() if slip.file == FAQ)
    project.points_at(slip, FAQ, "\tutter_ask_invoice")
    assert "use spaces" in slip.text


def test_a_full_width_colon_is_named(project: SmallProject) -> None:
    project.spoil(FAQ, "- intent: ask_invoice", "- intent：ask_invoice")
    slip = next(slip for slip in project.slips() if slip.file == FAQ)
    project.points_at(slip, FAQ, "intent：")
    assert "full-width colon" in slip.text


def test_a_payload_without_quotation_marks_is_named(project: SmallProject) -> None:
    project.spoil(FAQ, """'/request_aftersales{"request_type": "exchange"}'""", '/request_aftersales{"request_type":'
                                                                                ' "exchange"}')
    slip = next(slip for slip in project.slips() if slip.file == FAQ)
    project.points_at(slip, FAQ, "payload")
    assert "single quotation marks" in slip.text


def test_a_text_with_a_colon_in_it_is_named(project: SmallProject) -> None:
    project.spoil(FAQ, "- text: 发票由商家开。", "- text: 开票: 找商家")
    slip = next(slip for slip in project.slips() if slip.file == FAQ)
    project.points_at(slip, FAQ, "开票")
    assert "quotation marks" in slip.text


def test_a_name_written_twice_in_a_file_is_named(project: SmallProject) -> None:
    project.spoil(FAQ, "  utter_ask_invoice:\n", "  utter_faq/trade_in:\n    - text: 再问问。\n  utter_ask_invoice:\n")
    slip = next(slip for slip in project.slips() if slip.file == FAQ)
    assert "utter_faq/trade_in stands twice" in slip.text


def test_a_file_that_is_not_utf_8_is_named(project: SmallProject) -> None:
    (project.home / "data/faq/old.yml").write_bytes("version: 发票".encode("gb18030"))
    assert "UTF-8" in next(slip.text for slip in project.slips() if slip.file == "data/faq/old.yml")


def test_a_file_with_another_ending_is_read_by_nobody(project: SmallProject) -> None:
    project.write("data/faq/more.yaml", 'version: "3.1"\n')
    assert "end in .yml" in project.only_slip("data/faq/more.yaml", "version")


def test_a_misspelt_part_of_a_file_is_named(project: SmallProject) -> None:
    project.write("data/faq/more.yml", 'version: "3.1"\nrespones:\n  utter_x:\n    - text: 好\n')
    assert "is responses meant?" in project.only_slip("data/faq/more.yml", "respones")


def test_a_part_of_the_domain_in_data_is_sent_to_domain_yml(project: SmallProject) -> None:
    project.write("data/faq/more.yml", 'version: "3.1"\nslots:\n  x:\n    type: any\n')
    assert "domain.yml" in project.only_slip("data/faq/more.yml", "slots")


@pytest.mark.parametrize("name", ["domain.yml", "config.yml", "policy.yml"])
def test_a_missing_file_is_named(project: SmallProject, name: str) -> None:
    (project.home / name).unlink()
    assert any(slip.file == name and "missing" in slip.text for slip in project.slips())
