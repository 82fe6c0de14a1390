"""What a buyer orders of the lines that are to be written: which line, and what shall stand there."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Optional

from shouhou.dialogue.message import Clause


class Line(Enum):
    """A line of what is to be written."""

    REASON = "reason"
    DETAILS = "details"
    TYPE = "type"
    AMOUNT = "amount"
    WANTED = "wanted"


class Act(Enum):
    """What is ordered of a line."""

    SET = "set"
    ADD = "add"
    STRIKE = "strike"
    KEEP = "keep"  # it stays as it is
    FAULT = "fault"  # something is found wrong with it, and what is meant instead is not said
    ONLY = "only"  # of what is set: nothing else is to stand


@dataclass(frozen=True)
class Edit:
    """One order. `line` is None where none is named; `words` as the buyer wrote them; `clauses` are those it used."""

    act: Act
    line: Optional[Line]
    words: str
    clauses: tuple[Clause, ...]


_REPLACES = re.compile(
    r"(?:更正|变更|更改|改|换)(?:成|为|一下|下|写|作|过来)?|(?:重新?|另|就|只|光|仅|单|统一)(?:再|给我|帮我)*写|写成|填成|写准|应[该当]|擦|删|清[空掉]|去掉|不要(?!钱)"
    r"|错|不对|不通|玩意|乱七八糟|什么鬼|全是"
)


def replaces(order: Edit) -> bool:
    """Whether what an order sets takes the place of what stands: by its words, or by what was found wrong before them.

    Who only dictates (说明写…) wants it written besides.
    """
    said = "".join(clause.plain for clause in order.clauses)
    at = said.find(order.words[:2].lower()) if order.words else -1
    return _REPLACES.search(said[:at] if at > 0 else said) is not None


def used_by(orders: Sequence[Edit]) -> tuple[Clause, ...]:
    """The clauses that orders used, as they stand in the message."""
    return tuple(clause for order in orders for clause in order.clauses)
