"""Pinduoduo's merchant export: its two statuses, its categories, what spreadsheets did to it."""

import pytest
from orders_world import LATER, Intake, at, order, written

PDD_HEADER = (
    "商品,订单号,订单状态,商品数量(件),支付时间,承诺发货时间,发货时间,确认收货时间,商品id,商品规格,商家编码,"
    "商品一级类目,商品二级类目,商品三级类目,商品四级类目,商家备注,买家留言,售后状态,订单成交时间,商品总价(元),邮费(元),"
    "用户实付金额(元),商家实收金额(元),快递单号,快递公司,省,市,区"
)
PDD = {
    "商品": "双门冰箱 家用",
    "订单号": "261201-000000000000009",
    "订单状态": "已签收",
    "支付时间": "2026-12-01 10:00:00",
    "发货时间": "2026-12-02 10:00:00",
    "确认收货时间": "2026-12-03 10:00:00",
    "商品规格": "218升,白色",
    "商品一级类目": "大家电",
    "商品二级类目": "冰箱",
    "售后状态": "无售后或售后取消",
    "用户实付金额(元)": "1899.5",
}


def pdd(number: int = 1, **changes: str) -> dict[str, str]:
    return {**PDD, "订单号": f"261201-{number:015d}", **changes}


def exported(*rows: dict[str, str], header: str = PDD_HEADER) -> str:
    return written(list(rows), tuple(header.split(",")))


def test_a_pinduoduo_row_becomes_an_order_without_a_buyer(intake: Intake) -> None:
    report = intake.load(exported(pdd()))
    assert (report.new, report.ignored_columns) == (1, ())
    row = intake.order()
    assert (row.buyer_id, row.buyer_name, row.buyer_phone) == (None, "", "")
    assert (row.product, row.category) == ("双门冰箱 家用 218升,白色", "冰箱")
    assert (row.paid_amount, row.status, row.warranty_days) == (189950, "received", None)
    assert row.paid_at == at("2026-12-01T10:00:00+08:00")
    assert row.shipped_at == at("2026-12-02T10:00:00+08:00")
    assert row.received_at == at("2026-12-03T10:00:00+08:00")


@pytest.mark.parametrize(
    ("said", "after_sales", "status"),
    [
        ("待发货", "无售后或售后取消", "paid"),
        ("已发货待签收", "无售后或售后取消", "shipped"),
        ("已发货，待签收", "售后处理中", "shipped"),
        ("已签收", "售后处理中", "received"),
        ("已签收", "退款成功", "refunded"),
        ("待发货", "退款成功", "refunded"),
        ("未发货，退款成功", "", "refunded"),
        ("已发货，退款成功", "", "refunded"),
    ],
)
def test_pinduoduos_two_statuses_become_one(intake: Intake, said: str, after_sales: str, status: str) -> None:
    intake.load(exported(pdd(订单状态=said, 售后状态=after_sales, 确认收货时间="")))
    assert (intake.order().status, intake.order().received_at) == (status, None)


def test_pinduoduos_orders_that_were_never_paid_are_skipped_and_counted(intake: Intake) -> None:
    report = intake.load(exported(pdd(1), pdd(2, 订单状态="已取消"), pdd(3, 订单状态="待支付")))
    assert (report.new, report.skipped) == (1, 2)


def test_an_unknown_pinduoduo_status_is_named_with_the_known_ones(intake: Intake) -> None:
    message = intake.refusal(exported(pdd(1), pdd(2, 订单状态="飞走了")))
    assert message.startswith(", line 3, column 订单状态: '飞走了'")
    for known in ("待发货", "已发货待签收", "已签收"):
        assert known in message


@pytest.mark.parametrize(
    ("column", "cell"),
    [("订单号", ""), ("用户实付金额(元)", "免费"), ("支付时间", "昨天"), ("发货时间", "2026-11-01 00:00:00"),
     ("商品", "箱" * 501), ("商品规格", "箱" * 499)],
)
def test_a_bad_pinduoduo_cell_is_named_by_its_own_header(intake: Intake, column: str, cell: str) -> None:
    message = intake.refusal(exported({**pdd(), column: cell}))
    assert message.startswith(f", line 2, column {column}: ")


def test_pinduoduos_columns_may_be_few_and_in_any_order(intake: Intake) -> None:
    intake.load(exported(pdd(), header="订单状态,用户实付金额(元),商品,订单号"))
    row = intake.order()
    assert (row.product, row.category, row.paid_at, row.received_at) == ("双门冰箱 家用", "", None, None)


def test_a_pinduoduo_file_that_lacks_a_column_is_told_which(intake: Intake) -> None:
    message = intake.refusal(written([pdd()], ("订单状态", "商品", "订单号")))
    assert "Pinduoduo columns need 用户实付金额(元)" in message


def test_full_width_brackets_in_a_header_equal_half_width_ones(intake: Intake) -> None:
    header = PDD_HEADER.replace("(", "（").replace(")", "）")
    rows = [{key.replace("(", "（").replace(")", "）"): cell for key, cell in pdd().items()}]
    report = intake.load(written(rows, tuple(header.split(","))).encode("gb18030"))
    assert (report.new, report.ignored_columns) == (1, ())
    assert intake.order().paid_amount == 189950


@pytest.mark.parametrize("wrap", ["{}\t", "\t{}", "{}\\t", '="{}"', " {} "])
def test_what_a_spreadsheet_puts_around_numbers_is_taken_off(intake: Intake, wrap: str) -> None:
    intake.load(exported({key: wrap.format(cell) for key, cell in pdd().items()}))
    row = intake.order()
    assert (row.paid_amount, row.status, row.category) == (189950, "received", "冰箱")
    assert row.paid_at == at("2026-12-01T10:00:00+08:00")


def test_a_time_that_a_spreadsheet_rewrote_is_understood_in_pinduoduos_form(intake: Intake) -> None:
    intake.load(exported(pdd(支付时间="2026/12/1 9:05")))
    assert intake.order().paid_at == at("2026-12-01T09:05:00+08:00")


def test_the_deepest_category_that_is_filled_counts(intake: Intake) -> None:
    intake.load(exported(pdd(1, 商品四级类目="双门冰箱", 商品三级类目="冰箱"), pdd(2, 商品二级类目="")))
    assert (intake.order(1).category, intake.order(2).category) == ("双门冰箱", "大家电")


def test_a_phone_is_taken_where_pinduoduo_gives_one(intake: Intake) -> None:
    intake.load(exported({**pdd(), "手机": "138****8001"}, header=PDD_HEADER + ",手机"))
    assert intake.order().buyer_phone == "138****8001"


def test_the_same_pinduoduo_file_again_changes_nothing(intake: Intake) -> None:
    intake.load(exported(pdd(1), pdd(2, 订单状态="待发货", 发货时间="", 确认收货时间="")))
    report = intake.load(exported(pdd(1), pdd(2, 订单状态="待发货", 发货时间="", 确认收货时间="")), LATER)
    assert (report.new, report.changed, report.unchanged) == (0, 0, 2)


def test_pinduoduo_does_not_erase_what_it_does_not_know(intake: Intake) -> None:
    intake.load([order(warranty_days="90")])
    intake.load(exported(pdd(确认收货时间="")))
    row = intake.order()
    assert (row.buyer_id, row.buyer_phone, row.shop, row.warranty_days) == ("b1", "13800138001", "好邻居", 90)
    assert row.received_at == at("2026-12-03T10:00:00+08:00")
