"""What a buyer orders of the lines that are to be written: which line, and what shall stand there."""

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
