"""What a row of the standard columns says, and what is refused of it, by line and column."""


import pytest
from orders_world import ALL, NOW, Intake, at, order, written

from shouhou.cases.order_forms import STANDARD_COLUMNS


def test_a_standard_row_becomes_an_order_with_all_that_it_says(intake: Intake) -> None:
    report = intake.load([order(warranty_days="365", prior_cancellations="2")])
    assert (report.new, report.changed, report.unchanged) == (1, 0, 0)
    row = intake.order()
    assert row.buyer_id == "b1"
    assert (row.buyer_name, row.buyer_phone, row.shop) == ("王先生", "13800138001", "好邻居")
    assert (row.product, row.category) == ("双门冰箱", "大家电")
    assert row.paid_amount == 189900
    assert row.paid_at == at("2026-12-01T10:00:00+08:00")
    assert row.shipped_at == at("2026-12-02T09:30:00+08:00")
    assert row.received_at == at("2026-12-03T10:00:00+08:00")
    assert (row.warranty_days, row.prior_cancellations, row.cancellations) == (365, 2, 0)
    assert row.status == "received"
    assert (row.imported_at, row.updated_at) == (NOW, NOW)
    assert intake.buyers() == {"b1": "王先生"}


def test_the_optional_columns_may_be_left_out(intake: Intake) -> None:
    intake.load(written([order()], STANDARD_COLUMNS))
    assert (intake.order().status, intake.order().prior_cancellations) == ("received", 0)


def test_columns_may_stand_in_any_order(intake: Intake) -> None:
    intake.load(written([order()], tuple(reversed(ALL))))
    assert intake.order().paid_amount == 189900


@pytest.mark.parametrize(
    ("dates", "status"),
    [
        ({"shipped_at": "", "received_at": ""}, "paid"),
        ({"received_at": ""}, "shipped"),
        ({}, "received"),
        ({"paid_at": "", "shipped_at": ""}, "received"),
        ({"paid_at": "", "shipped_at": "", "received_at": ""}, "paid"),
    ],
)
def test_an_empty_status_follows_from_the_dates(intake: Intake, dates: dict[str, str], status: str) -> None:
    intake.load([{**order(), **dates}])
    assert intake.order().status == status


@pytest.mark.parametrize("status", ["paid", "shipped", "received", "refunded"])
def test_a_status_that_is_said_holds_without_dates(intake: Intake, status: str) -> None:
    intake.load([order(status=status, received_at="")])
    assert (intake.order().status, intake.order().received_at) == (status, None)


@pytest.mark.parametrize(
    ("written_as", "fen"),
    [("0.00", 0), ("0.01", 1), ("12", 1200), ("12.5", 1250), ("0.29", 29), ("9999999999.99", 999999999999)],
)
def test_yuan_become_fen_exactly(intake: Intake, written_as: str, fen: int) -> None:
    intake.load([order(paid_amount=written_as)])
    assert intake.order().paid_amount == fen


@pytest.mark.parametrize(
    ("written_as", "meant"),
    [
        ("2026-12-01T10:00:00+08:00", "2026-12-01T10:00:00+08:00"),
        ("2026-12-01T10:00:00", "2026-12-01T10:00:00+08:00"),
        ("2026-12-01 10:00:00", "2026-12-01T10:00:00+08:00"),
        ("2026-12-01T10:00", "2026-12-01T10:00:00+08:00"),
        ("2026-12-01", "2026-12-01T00:00:00+08:00"),
        ("20261201T100000+0800", "2026-12-01T10:00:00+08:00"),
        ("2026-12-01T02:00:00Z", "2026-12-01T10:00:00+08:00"),
        ("2026-12-01T02:00:00.250000Z", "2026-12-01T10:00:00.250000+08:00"),
        ("2026-11-30T20:00:00-06:00", "2026-12-01T10:00:00+08:00"),
    ],
)
def test_a_time_is_iso_8601_and_shanghais_without_an_offset(intake: Intake, written_as: str, meant: str) -> None:
    intake.load([order(paid_at=written_as)])
    assert intake.order().paid_at == at(meant)


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("order_number", ""),
        ("order_number", "1" * 65),
        ("order_number", "2611\x0701"),
        ("order_number", "2.61101E+14"),
        ("buyer_id", "b" * 65),
        ("buyer_id", "b\u200b1"),
        ("buyer_name", "王" * 201),
        ("buyer_phone", "1" * 33),
        ("shop", "店" * 201),
        ("product", "箱" * 501),
        ("category", "类" * 201),
        ("paid_amount", ""),
        ("paid_amount", "abc"),
        ("paid_amount", "-1.00"),
        ("paid_amount", "1.005"),
        ("paid_amount", "1,000.00"),
        ("paid_amount", "¥12.00"),
        ("paid_amount", "1e3"),
        ("paid_amount", "NaN"),
        ("paid_amount", "１２.00"),
        ("paid_amount", "1."),
        ("paid_amount", "10000000000.00"),
        ("paid_at", "yesterday"),
        ("paid_at", "2026-13-01T10:00:00"),
        ("paid_at", "2026-02-30"),
        ("paid_at", "2026"),
        ("paid_at", "01/12/2026"),
        ("paid_at", "2026-12-01T25:00:00"),
        ("paid_at", "0001-01-01T00:00:00+14:00"),
        ("paid_at", "9999-12-31 24:00"),
        ("shipped_at", "2026-11-30T10:00:00"),
        ("received_at", "2026-12-01T09:00:00"),
        ("warranty_days", "a year"),
        ("warranty_days", "-1"),
        ("warranty_days", "1.5"),
        ("warranty_days", "36501"),
        ("status", "lost"),
        ("status", "Paid"),
        ("status", "shipped"),  # although it has been received
        ("prior_cancellations", "-1"),
        ("prior_cancellations", "x"),
    ],
)
def test_a_bad_cell_is_named_by_line_and_column_and_nothing_is_written(intake: Intake, column: str, cell: str) -> None:
    message = intake.refusal([order(1), order(2, **{column: cell}), order(3)])
    assert message.startswith(f", line 3, column {column}: ")


def test_an_unknown_status_is_told_the_known_ones(intake: Intake) -> None:
    assert "'lost' is none of paid, shipped, received, refunded" in intake.refusal([order(status="lost")])


def test_text_of_the_full_length_fits(intake: Intake) -> None:
    intake.load([order(product="箱" * 500, buyer_phone="1" * 32)])
    assert intake.order().product == "箱" * 500
