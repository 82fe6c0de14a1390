"""Whose side a reason lies on."""

from shouhou.language.reason_class import reason_class


def test_a_reason_that_tells_nothing_by_itself_is_classed_by_what_it_stands_in() -> None:
    assert reason_class("太慢了") == "goods"
    assert reason_class("太慢了", "快递太慢了") == "logistics"
    assert reason_class("杯子裂了", "快递送来的杯子裂了") == "goods"
