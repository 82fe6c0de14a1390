"""What is an order file: its header, its lines, its encoding; and what is refused as none."""

from pathlib import Path

import pytest
from orders_world import ALL, NOW, Intake, order, written

from shouhou.cases.database import Database
from shouhou.cases.order_files import OrderFileError
from shouhou.cases.order_forms import STANDARD_COLUMNS
from shouhou.cases.orders_import import CHUNK, import_orders


def test_a_row_with_too_few_or_too_many_cells_is_refused(intake: Intake) -> None:
    head, row = written([order()]).splitlines()
    assert intake.refusal(f"{head}\n{row},surplus\n").startswith(", line 2, column 15: ")
    assert intake.refusal(f"{head}\n{row.rsplit(',', 2)[0]}\n").startswith(", line 2, column status: ")


def test_blank_lines_and_empty_cells_past_the_header_are_passed_over(intake: Intake) -> None:
    head, row = written([order()]).splitlines()
    assert intake.load(f"{head}\n\n{row},,\n,,,\n\n").new == 1


def test_lines_are_counted_as_they_stand_in_the_file(intake: Intake) -> None:
    tall = order(1, product="双门\n冰箱\r\n三行")
    assert intake.refusal([tall, order(2), order(3, paid_amount="x")]).startswith(", line 6, column paid_amount: ")
    assert intake.refusal([order(1), {**tall, "paid_amount": "x"}]).startswith(", line 3, column paid_amount: ")


def test_a_text_with_line_ends_is_kept_as_it_is(intake: Intake) -> None:
    intake.load([order(product="双门\n冰箱\r\n三行")])
    assert intake.order().product == "双门\n冰箱\r\n三行"


def test_the_same_order_number_twice_is_refused_naming_both_lines(intake: Intake) -> None:
    message = intake.refusal([order(1), order(2), order(1)])
    assert message.startswith(", line 4: ")
    assert "line 2 already" in message


def test_the_same_order_number_far_apart_is_refused_too(intake: Intake) -> None:
    rows = [order(number) for number in range(1, 2 * CHUNK)] + [order(1)]
    assert intake.refusal(rows).startswith(f", line {2 * CHUNK + 1}: ")


def test_missing_columns_are_named(intake: Intake) -> None:
    header = tuple(column for column in STANDARD_COLUMNS if column not in ("paid_amount", "shop"))
    message = intake.refusal(written([order()], header))
    assert message.startswith(", line 1: ")
    assert "shop, paid_amount" in message


def test_a_file_without_the_order_number_is_told_what_is_missing(intake: Intake) -> None:
    assert "order_number" in intake.refusal(written([order()], STANDARD_COLUMNS[1:]))


def test_unknown_columns_are_named_and_ignored(intake: Intake) -> None:
    rows = [{**order(), "colour": "red", "备注": "x"}]
    report = intake.load(written(rows, (*ALL, "colour", "cancellations_used", "备注")))
    assert report.new == 1
    assert report.ignored_columns == ("colour", "备注")


def test_a_known_column_that_stands_twice_is_refused(intake: Intake) -> None:
    assert "product" in intake.refusal(written([order()], (*ALL, "product")))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
def test_the_encoding_is_found_from_the_content(intake: Intake, encoding: str) -> None:
    intake.load(written([order(product="电冰箱（双门）")]).encode(encoding))
    assert intake.order().product == "电冰箱（双门）"


def test_gb18030_reaches_characters_beyond_gbk(intake: Intake) -> None:
    intake.load(written([order(buyer_name="𠮷先生😀")]).encode("gb18030"))
    assert intake.order().buyer_name == "𠮷先生😀"


def test_a_character_cut_by_a_read_is_no_fault(intake: Intake) -> None:
    rows = [order(number, product="冰" * (number % 50)) for number in range(1, 1500)]
    for encoding in ("utf-8", "gb18030"):
        for shift in range(4):
            rows[0]["shop"] = "x" * shift
            intake.load(written(rows).encode(encoding))
            assert intake.order(1249).product == "冰" * 49


def test_a_damaged_utf8_file_is_not_read_as_gb18030(intake: Intake) -> None:
    rows = written([order(number) for number in range(1, 20)]).encode()
    damaged = rows.replace("双门冰箱".encode(), "双门冰箱".encode()[:-1] + b"\xff", 1)
    assert intake.refusal(rows + damaged.split(b"\n", 1)[1]).startswith(", line 21: is UTF-8, but")


def test_what_is_neither_encoding_is_refused(intake: Intake) -> None:
    message = intake.refusal(written([order()]).encode("gb18030") + b"\xff\xff\xff\n")
    assert message.startswith(", line 3: is neither UTF-8 nor GB18030")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"\n\n  \n", "is empty"),
        (",".join(ALL).encode() + b"\n", "no orders"),
        (b"{\"order_number\": \"1\"}", "no header of an order file"),
        ("敬启者：附上订单。".encode(), "no header of an order file"),
        (b"PK\x03\x04workbook", "Excel workbook"),
        (b"\xd0\xcf\x11\xe0workbook", "Excel workbook"),
        (",".join(ALL).encode("utf-16"), "UTF-16"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not a text file"),
        (b"\x7fELF\x02\x01\x01\x00", "not a text file"),
        (written([order()]).replace(",", ";").encode(), "separated by commas"),
        (written([order()]).encode() + b'"never closed', "not valid CSV"),
        (written([order()]).encode() + b'"a"b,c\n', "not valid CSV"),
        (written([order()]).encode() + b'"' + b"x" * 200_000, "not valid CSV"),
    ],
)
def test_what_is_no_order_file_is_refused_plainly(intake: Intake, content: bytes, says: str) -> None:
    assert says in intake.refusal(content)


def test_a_quotation_mark_that_is_never_closed_is_named_by_the_line_that_opens_it(intake: Intake) -> None:
    broken = written([order(1), order(2)]) + '"3,x\n' + written([order(number) for number in range(4, 20)])
    assert intake.refusal(broken).startswith(", line 4: ")


def test_a_folder_and_a_missing_file_are_refused(database: Database, tmp_path: Path) -> None:
    with pytest.raises(OrderFileError, match="is a folder"):
        import_orders(database, tmp_path, NOW)
    with pytest.raises(OrderFileError, match="cannot be read: No such file"):
        import_orders(database, tmp_path / "none.csv", NOW)
