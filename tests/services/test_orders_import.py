"""Orders come in all or not at all, the same file twice changes nothing, and a known order keeps its history."""

import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from orders_world import LATER, NOW, Intake, at, many_rows, order, written

from shouhou.cases.database import Database
from shouhou.cases.order_files import OrderFileError
from shouhou.cases.orders_import import CHUNK, import_orders


def test_the_same_file_again_changes_nothing(intake: Intake) -> None:
    rows = [order(1), order(2, buyer_id="", received_at=""), order(3, status="received", received_at="")]
    intake.load(rows)
    before = [intake.order(number) for number in (1, 2, 3)]
    report = intake.load(rows, LATER)
    assert (report.new, report.changed, report.unchanged) == (0, 0, 3)
    assert [intake.order(number) for number in (1, 2, 3)] == before


def test_a_known_orders_dates_status_and_product_are_updated(intake: Intake) -> None:
    intake.load([order(1, shipped_at="", received_at="", product="冰箱"), order(2)])
    report = intake.load([order(1, paid_amount="1800.00", warranty_days="30"), order(2), order(3)], LATER)
    assert (report.new, report.changed, report.unchanged) == (1, 1, 1)
    row = intake.order(1)
    assert (row.status, row.received_at) == ("received", at("2026-12-03T10:00:00+08:00"))
    assert (row.product, row.paid_amount, row.warranty_days) == ("双门冰箱", 180000, 30)
    assert (row.imported_at, row.updated_at) == (NOW, LATER)
    assert intake.order(2).updated_at == NOW


def test_a_known_orders_history_is_never_touched(intake: Intake) -> None:
    intake.load([order(prior_cancellations="1")])
    intake.set(cancellations=1)
    report = intake.load([order(prior_cancellations="0")])
    assert report.unchanged == 1
    intake.load([order(prior_cancellations="3", product="冰柜")])
    assert (intake.order().prior_cancellations, intake.order().cancellations) == (1, 1)


def test_a_refunded_order_stays_refunded(intake: Intake) -> None:
    intake.load([order()])
    intake.set(status="refunded")
    for status in ("", "received"):
        assert intake.load([order(status=status)]).unchanged == 1
    intake.load([order(status="paid", received_at="")])
    assert (intake.order().status, intake.order().received_at) == ("refunded", None)


def test_an_order_without_a_buyer_gets_the_files(intake: Intake) -> None:
    intake.load([order(buyer_id="", buyer_name="")])
    assert intake.order().buyer_id is None
    assert intake.load([order()]).changed == 1
    assert (intake.order().buyer_id, intake.order().buyer_name) == ("b1", "王先生")


def test_an_order_keeps_its_buyer_and_that_is_reported(intake: Intake) -> None:
    intake.load([order()])
    report = intake.load([order(buyer_id="b2", buyer_name="李", buyer_phone="13900000000")])
    assert (report.unchanged, report.kept_buyers) == (1, 1)
    row = intake.order()
    assert (row.buyer_id, row.buyer_name, row.buyer_phone) == ("b1", "王先生", "13800138001")


def test_empty_buyer_cells_erase_nothing(intake: Intake) -> None:
    intake.load([order()])
    report = intake.load([order(buyer_id="", buyer_name="", buyer_phone="")])
    assert (report.unchanged, report.kept_buyers) == (1, 0)
    assert intake.order().buyer_id == "b1"


def test_a_buyers_new_name_and_phone_are_taken(intake: Intake) -> None:
    intake.load([order()])
    assert intake.load([order(buyer_name="王女士", buyer_phone="13900000000")]).changed == 1
    assert (intake.order().buyer_name, intake.order().buyer_phone) == ("王女士", "13900000000")
    assert intake.buyers() == {"b1": "王女士"}


def test_a_buyer_of_several_orders_is_one_buyer(intake: Intake) -> None:
    intake.load([order(1), order(2, buyer_name=""), order(3, buyer_id="b2", buyer_name="")])
    assert intake.buyers() == {"b1": "王先生", "b2": ""}


def test_a_marked_formula_is_read_as_the_text_it_was(intake: Intake) -> None:
    intake.load([order(product="'=1+1", shop="'90后小店")])
    assert (intake.order().product, intake.order().shop) == ("=1+1", "'90后小店")


def test_progress_ends_with_every_byte_read(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(written([order(number) for number in range(1, 2 * CHUNK)]))
    told: list[tuple[int, int]] = []
    import_orders(database, path, NOW, lambda read, in_all: told.append((read, in_all)))
    assert len(told) > 2
    assert told == sorted(told)
    assert told[-1] == (path.stat().st_size, path.stat().st_size)


def test_a_bad_row_at_line_90000_of_100000_leaves_nothing_behind(intake: Intake) -> None:
    intake.load([order()])
    intake.path.write_text(many_rows(100_000, bad_line=90_000))
    with pytest.raises(OrderFileError, match=r"line 90000, column paid_amount: '1899\.0O'"):
        import_orders(intake.database, intake.path, LATER)
    assert intake.count() == 2  # the order and the buyer that were there
    assert intake.order().updated_at == NOW


def test_memory_does_not_grow_with_the_file(intake: Intake) -> None:
    peaks = []
    for count in (2_000, 10_000):
        intake.path.write_text(many_rows(count))
        tracemalloc.start()
        try:
            import_orders(intake.database, intake.path, NOW)
            peaks.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0]


def test_two_imports_at_once_leave_one_state(intake: Intake, tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(written([order(number) for number in range(1, 1200)]))
    with ThreadPoolExecutor(4) as pool:
        reports = list(pool.map(lambda _: import_orders(intake.database, path, NOW), range(4)))
    assert sorted(report.new for report in reports) == [0, 0, 0, 1199]
    assert sorted(report.unchanged for report in reports) == [0, 1199, 1199, 1199]
