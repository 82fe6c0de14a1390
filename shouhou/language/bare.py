"""Messages that hold nothing but facts which the extractor knows for sure."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

CLOSED = frozenset(
    ("order_number", "phone", "case_number", "tracking_number", "date", "request_type", "order_ref")
)
# A kind of request said as a demand (退我钱) asks for something; said as a noun (退货退款) it answers.
_DEMAND = re.compile(r".*我.*|退钱|退掉|退回去")
_FILLER = re.compile(
    r"(?:[\s,.;:!?、。…·~()\[\]<>\"'#*/_-]|订单编号|订单号码|订单号|订单|单子|单号|编号|号码|快递单号|快递|运单号|运单|物流单号|物流|顺丰|圆通|中通|申通"
    r"|韵达|极兔|邮政|京东|手机号|手机|电话|尾号|尾数|后四位|末四位|后4位|售后单号|售后单|投诉单|是|为|的|我|那个|这个|那|这|号|就|选|嗯|哦|对|吧|呀|啊|呢|哈|了|日|亲)*"
)


def is_bare_fact(text: str, entities: Iterable[Mapping[str, Any]]) -> bool:
    """Whether the normalised text is only closed entities and the small words that introduce them."""
    rest, position, found = "", 0, False
    for entity in sorted(entities, key=lambda each: int(each["start"])):
        if entity["entity"] not in CLOSED or _DEMAND.fullmatch(text[entity["start"] : entity["end"]]):
            continue
        found = True
        rest += text[position : entity["start"]] + " "
        position = entity["end"]
    return found and _FILLER.fullmatch(rest + text[position:]) is not None
