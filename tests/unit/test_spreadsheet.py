"""Cells that a spreadsheet would run leave marked and come back as they were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouhou.cases.spreadsheet import guard, unguard

RISKY = "=+-@\t\r＝＋－＠"
TRICKY = st.text(alphabet=st.sampled_from("'=+-@\t\r＝0.a王"), max_size=8)


@given(st.text() | TRICKY)
def test_what_is_marked_on_the_way_out_is_unmarked_on_the_way_in(cell: str) -> None:
    assert unguard(guard(cell)) == cell


@given(st.text() | TRICKY)
def test_nothing_that_leaves_starts_a_formula_but_a_plain_number(cell: str) -> None:
    left = guard(cell)
    number = left[1:].replace(".", "", 1)
    assert not left or left[0] not in RISKY or (number.isascii() and number.isdigit())


@pytest.mark.parametrize("cell", ['=HYPERLINK("http://x","x")', "@SUM(A1)", "-2+cmd|' /C calc'!A0", "＝1+1", "\t=1"])
def test_a_formula_is_marked_as_text(cell: str) -> None:
    assert guard(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "王先生", "+8613800138000", "-1.5", "it's", "'90后小店", "a=b"])
def test_plain_text_and_numbers_leave_as_they_are(cell: str) -> None:
    assert guard(cell) == cell
