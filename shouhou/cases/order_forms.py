"""The two forms of an order file, told apart by their headers: the standard columns and the Pinduoduo export.

A form turns a record's cells into values for columns of the orders table. A column that the file says nothing about
is left out, so that an import never erases what another source told.
"""

import re
import unicodedata
from abc import ABC, abstractmethod
from datetime import datetime
from functools import cache
from typing import Any, ClassVar, Optional

from shouhou.cases import tables as t
from shouhou.cases.order_cells import BadCell, Cells
from shouhou.cases.spreadsheet import unguard
from shouhou.rules.kinds import OrderStatus

STANDARD_COLUMNS = (
    "order_number", "buyer_id", "buyer_name", "buyer_phone", "shop", "product", "category", "paid_amount", "paid_at",
    "shipped_at", "received_at", "warranty_days",
)
OPTIONAL_COLUMNS = ("status", "prior_cancellations")
ONLY_EXPORTED = ("cancellations_used",)  # the export tells it; history is never imported
MOST_WARRANTY_DAYS = 36_500
MOST_CANCELLATIONS = 1_000
_DATES = ("paid_at", "shipped_at", "received_at")


class HeaderError(ValueError):
    """A header that belongs to neither form; the message says what is missing."""


class Form(ABC):
    """How to read one kind of order file."""

    name: ClassVar[str]
    required: ClassVar[tuple[str, ...]]
    known: ClassVar[frozenset[str]]  # required, read when there, or known to mean nothing here

    def __init__(self, header: list[str]) -> None:
        """Raises HeaderError for a required column that is missing and for a known one that stands there twice."""
        missing = [column for column in self.required if column not in header]
        if missing:
            raise HeaderError(f"the {self.name} columns need {', '.join(missing)} too")
        double = sorted({column for column in header if column in self.known and header.count(column) > 1})
        if double:
            raise HeaderError(f"the column {double[0]} stands there twice")
        self.header = header
        self.ignored = tuple(dict.fromkeys(column for column in header if column and column not in self.known))

    def read(self, cells: list[str]) -> Optional[dict[str, Any]]:
        """One record's values, None for a record that is no order yet. Raises BadCell."""
        for place, cell in enumerate(cells[len(self.header):], start=len(self.header) + 1):
            if cell.strip():
                raise BadCell(str(place), f"the header has {len(self.header)} columns, this row has more")
        if len(cells) < len(self.header):
            what = f"the header has {len(self.header)} columns, this row has {len(cells)}"
            raise BadCell(self.header[len(cells)] or str(len(cells) + 1), what)
        return self.values(Cells(dict(zip(self.header, cells, strict=False)), self.clean))

    @abstractmethod
    def values(self, cells: Cells) -> Optional[dict[str, Any]]:
        """The values that these cells tell."""

    @staticmethod
    @abstractmethod
    def clean(cell: str) -> str:
        """The cell as it was before a program wrapped it."""


class StandardForm(Form):
    """Our own columns, as the export writes them."""

    name = "standard"
    required = STANDARD_COLUMNS
    known = frozenset(STANDARD_COLUMNS + OPTIONAL_COLUMNS + ONLY_EXPORTED)

    @staticmethod
    def clean(cell: str) -> str:
        return unguard(cell.strip())

    def values(self, cells: Cells) -> dict[str, Any]:
        values: dict[str, Any] = {
            "order_number": cells.required_key("order_number", _room("order_number")),
            "buyer_id": cells.key("buyer_id", _room("buyer_id")) or None,
            "paid_amount": cells.amount("paid_amount"),
            "warranty_days": cells.count("warranty_days", MOST_WARRANTY_DAYS),
            "prior_cancellations": cells.count("prior_cancellations", MOST_CANCELLATIONS) or 0,
        }
        for column in ("buyer_name", "buyer_phone", "shop", "product", "category"):
            values[column] = cells.text(column, _room(column))
        for column in _DATES:
            values[column] = cells.moment(column)
        check_order_of_dates(values, {column: column for column in _DATES})
        values["status"] = self._status(cells, values)
        return values

    def _status(self, cells: Cells, values: dict[str, Any]) -> str:
        said = cells.raw("status")
        if not said:
            return _status_by_dates(values).value
        try:
            status = OrderStatus(said)
        except ValueError as error:
            known = ", ".join(status.value for status in OrderStatus)
            raise BadCell("status", f"{said!r} is none of {known}") from error
        check_receipt_fits(status, values, "status")
        return status.value


class PinduoduoForm(Form):
    """The export of Pinduoduo's merchant pages. It names no buyer: such orders are claimed by proof."""

    name = "Pinduoduo"
    required = ("订单号", "商品", "订单状态", "用户实付金额(元)")
    dates = {"paid_at": "支付时间", "shipped_at": "发货时间", "received_at": "确认收货时间"}
    categories = ("商品四级类目", "商品三级类目", "商品二级类目", "商品一级类目")
    phones = ("收货人手机号", "收货人手机", "收货人电话", "收件人手机", "收件人电话", "手机号", "手机", "联系电话")
    known = frozenset(
        required + tuple(dates.values()) + categories + phones + (
            "商品规格", "售后状态", "商品数量(件)", "承诺发货时间", "商品id", "商家编码", "商家备注", "买家留言",
            "订单成交时间", "商品总价(元)", "邮费(元)", "商家实收金额(元)", "快递单号", "快递公司", "省", "市", "区",
        )
    )
    # As the export writes them, without its commas.
    statuses = {
        "待发货": OrderStatus.PAID,
        "已发货待签收": OrderStatus.SHIPPED,
        "已签收": OrderStatus.RECEIVED,
        "未发货退款成功": OrderStatus.REFUNDED,
        "已发货退款成功": OrderStatus.REFUNDED,
        "已签收退款成功": OrderStatus.REFUNDED,
        "退款成功": OrderStatus.REFUNDED,
    }
    not_orders = ("待支付", "已取消")  # never paid for, so there is nothing to serve
    refunded = "退款成功"
    _wrapped = re.compile(r'="(.*)"', re.DOTALL)  # how spreadsheets are told to keep a number as text

    @classmethod
    def clean(cls, cell: str) -> str:
        cell = cell.strip()
        match = cls._wrapped.fullmatch(cell)
        if match is not None:
            cell = match.group(1)
        return cell.removeprefix("\\t").removesuffix("\\t").strip()

    def values(self, cells: Cells) -> Optional[dict[str, Any]]:
        number = cells.required_key("订单号", _room("order_number"))
        status = self._status(cells)
        if status is None:
            return None
        values: dict[str, Any] = {
            "order_number": number,
            "product": self._product(cells),
            "paid_amount": cells.amount("用户实付金额(元)"),
            "status": status.value,
        }
        told = {column: cells.moment(header, slashed=True) for column, header in self.dates.items()}
        values.update({column: moment for column, moment in told.items() if moment is not None})
        check_order_of_dates(values, self.dates)
        check_receipt_fits(status, values, "订单状态")
        for column, headers in (("category", self.categories), ("buyer_phone", self.phones)):
            filled = [text for text in (cells.text(header, _room(column)) for header in headers) if text]
            if filled:
                values[column] = filled[0]
        return values

    def _status(self, cells: Cells) -> Optional[OrderStatus]:
        said = re.sub("[,，]", "", cells.raw("订单状态"))
        if said in self.not_orders:
            return None
        if said not in self.statuses:
            known = "、".join((*self.statuses, *self.not_orders))
            raise BadCell("订单状态", f"{cells.raw('订单状态')!r} is none of the known: {known}")
        return OrderStatus.REFUNDED if self.refunded in cells.raw("售后状态") else self.statuses[said]

    def _product(self, cells: Cells) -> str:
        room = _room("product")
        product = " ".join(part for part in (cells.text("商品", room), cells.text("商品规格", room)) if part)
        if len(product) > room:
            raise BadCell("商品规格", f"with 商品 it has {len(product)} characters; at most {room} fit")
        return product


def form_of(header: list[str]) -> Form:
    """The form that a file with this header has. Raises HeaderError when it is neither, saying what is missing."""
    columns = [_plain(column) for column in header]
    for form in (StandardForm, PinduoduoForm):
        if form.required[0] in columns:
            return form(columns)
    nearest = max((StandardForm, PinduoduoForm), key=lambda form: len(form.known.intersection(columns)))
    if nearest.known.intersection(columns):
        return nearest(columns)
    raise HeaderError(
        "is no header of an order file. Expected columns, separated by commas: "
        f"{','.join(STANDARD_COLUMNS)}; or those of the Pinduoduo export: {','.join(PinduoduoForm.required)} …"
    )


def check_order_of_dates(values: dict[str, Any], headers: dict[str, str]) -> None:
    """Raises BadCell when of two dates the later step is the earlier one; `headers` are the file's names of them."""
    last: Optional[tuple[str, datetime]] = None
    for column in _DATES:
        moment = values.get(column)
        if moment is None:
            continue
        if last is not None and moment < last[1]:
            raise BadCell(headers[column], f"is earlier than {headers[last[0]]}")
        last = (column, moment)


def check_receipt_fits(status: OrderStatus, values: dict[str, Any], header: str) -> None:
    """Raises BadCell when an order is said to be on its way although the day of its receipt is known."""
    if status in (OrderStatus.PAID, OrderStatus.SHIPPED) and values.get("received_at") is not None:
        raise BadCell(header, f"says {status.value}, but the row has a date of receipt")


def _status_by_dates(values: dict[str, Any]) -> OrderStatus:
    if values["received_at"] is not None:
        return OrderStatus.RECEIVED
    return OrderStatus.SHIPPED if values["shipped_at"] is not None else OrderStatus.PAID


def _plain(column: str) -> str:
    """A header without what Excel puts around it, full-width forms as half-width ones."""
    return unicodedata.normalize("NFKC", column).replace("\ufeff", "").strip()


@cache
def _room(column: str) -> int:
    """How many characters a column of the orders table holds."""
    length: int = t.orders.c[column].type.length
    return length
