"""What the dialogue tests share: the way through a form, records read in-process, and steps that others take."""

import struct
import uuid
import zlib
from datetime import date, datetime, timedelta
from typing import Any, Optional

from shouhou.cases.applications import Application, apply
from shouhou.cases.export_kinds import Kind
from shouhou.cases.exports import export_lines
from shouhou.cases.speakers import Speaker
from shouhou.cases.transitions import set_case_status
from shouhou.rules.kinds import Actor, ReasonClass, RequestType
from shouhou.rules.lifecycle import CaseStatus
from shouhou.rules.window import in_shanghai
from shouhou.settings import policy
from tests.shop import Buyer, Order, Reply, Shop

POLICY = policy()
LIMIT = POLICY.cancellation_limit.value
WINDOW = POLICY.window_days.value
NOW = timedelta(0)

FACT_TYPES: dict[str, tuple[type, ...]] = {
    "order_number": (str,), "verdict": (str,), "rule": (str,), "cancellations_used": (int,),
    "cancellations_left": (int,), "window_open": (bool, type(None)), "window_last_day": (str,), "days_left": (int,),
    "case_number": (str,), "case_status": (str,), "complaint_number": (str,), "complaint_status": (str,),
    "consent": (str,), "asked_amount": (int,), "asked_quantity": (int,), "phone_staffed_now": (bool,),
    "handover": (str,),
    # Beside the contract's: what the widget's cards say of the next step.
    "case_next_actor": (str,), "case_due_at": (str,),
}


def day_before(shop: Shop, days: float) -> date:
    """The shop's calendar day that many days ago; a negative number looks ahead."""
    return in_shanghai(shop.now() - timedelta(days=days)).date()


def said_day(day: date, today: date) -> str:
    """A day as the bot says it: with its year when that is not today's."""
    text = f"{day.month}月{day.day}日"
    return text if day.year == today.year else f"{day.year}年{text}"


def said_moment(moment: datetime) -> str:
    """A moment as the bot says it, to the minute."""
    local = in_shanghai(moment)
    return f"{local.month}月{local.day}日 {local:%H:%M}"


def until(buyer: Buyer, reply: Reply, button: str) -> Reply:
    """Answer a form's questions with no until a button is offered; returns that reply."""
    for _ in range(6):
        if button in reply.buttons:
            return reply
        reply = buyer.presses("商品问题") if "商品问题" in reply.buttons else buyer.says("没有")
    raise AssertionError(f"never offered {button}: {reply.text}")


def sums_up(buyer: Buyer, request: str = "我要退货退款，杯盖裂了") -> Reply:
    """Talk the application to its summary."""
    return until(buyer, buyer.says(request), "确认提交")


def applies(buyer: Buyer, request: str = "我要退货退款，杯盖裂了") -> str:
    """Apply by talking; the case's number."""
    sums_up(buyer, request)
    number: str = buyer.says("确认").facts["case_number"]
    return number


def records(shop: Shop, kind: Kind, **wanted: Any) -> list[dict[str, Any]]:
    """The exported records of a kind with these values."""
    lines = export_lines(shop.database, kind)
    return [line for line in lines if all(line[name] == value for name, value in wanted.items())]


def cases_of(shop: Shop, order: Order) -> list[dict[str, Any]]:
    """The order's cases."""
    return records(shop, Kind.CASES, order_number=order.number)


def file_case(
    shop: Shop, buyer: Buyer, order: Order, request_type: RequestType = RequestType.RETURN_REFUND,
    ago: timedelta = NOW,
) -> str:
    """File a case without talking, as it was some time ago; its number."""
    application = Application(order.number, request_type, ReasonClass.GOODS, "杯盖裂了")
    speaker = Speaker("before the test", buyer.buyer_id)
    filed = apply(shop.database, POLICY, speaker, application, shop.now() - ago, uuid.uuid4().hex)
    assert filed.case is not None, filed.verdict
    return filed.case.case_number


def staff(
    shop: Shop, case: str, *steps: CaseStatus, actor: Actor = Actor.MERCHANT, ago: timedelta = NOW
) -> None:
    """Note steps on a case, as they were made some time ago."""
    for step in steps:
        set_case_status(shop.database, case, step, actor, "按约定处理", shop.now() - ago, POLICY)


def check_facts(reply: Reply, order: Optional[Order] = None) -> dict[str, Any]:
    """The turn's facts, each of the contract's name and type, and of this order where one is given."""
    facts = reply.facts
    for name, value in facts.items():
        assert name in FACT_TYPES, f"{name} is no fact of the contract"
        assert type(value) in FACT_TYPES[name], f"{name} is {value!r}"
    if order is not None:
        assert facts["order_number"] == order.number
    return facts


def png() -> bytes:
    """A picture of one red pixel."""
    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0\xff\0\0")), (b"IEND", b""))
    packed = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)
