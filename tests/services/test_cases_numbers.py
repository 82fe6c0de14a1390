"""Numbers that people read out."""

import re
from datetime import datetime, timezone

from shouhou.cases.numbers import new_number


def test_a_number_names_its_kind_and_its_day_in_shanghai() -> None:
    evening = datetime(2026, 11, 21, 16, 30, tzinfo=timezone.utc)
    assert new_number("AS", evening).startswith("AS261122-")
    assert new_number("CP", evening).startswith("CP261122-")


def test_a_number_has_no_characters_that_look_alike_and_fits_its_column() -> None:
    now = datetime(2026, 11, 22, tzinfo=timezone.utc)
    for _ in range(200):
        number = new_number("AS", now)
        assert re.fullmatch("AS261122-[2-9A-HJKMNP-Z]{8}", number)
        assert len(number) <= 32


def test_numbers_do_not_repeat_and_do_not_follow_one_another() -> None:
    now = datetime(2026, 11, 22, tzinfo=timezone.utc)
    tails = [new_number("AS", now)[-8:] for _ in range(2000)]
    assert len(set(tails)) == 2000
    assert tails != sorted(tails)
