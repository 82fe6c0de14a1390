"""What the tables of this floor know of a text, as numbers for the classifier."""

import re
from collections.abc import Sequence
from datetime import date

import numpy as np

from shouhou.language.amounts import find_amounts
from shouhou.language.dates import find_days
from shouhou.language.embed import Matrix
from shouhou.language.fault_words import FAULT, PARTY
from shouhou.language.phrases import find_anger, find_later, find_order_refs
from shouhou.language.products import find_products
from shouhou.language.request_types import find_request_types

# Whether a day is named does not hang on the day of asking, which keeps the classifier free of the clock.
_ANY_DAY = date(2026, 1, 1)
_QUESTION = re.compile(r"[?]|吗|呢|么|怎|如何|哪|几|多久|什么|咋|啥|能不能|可不可|是不是|有没有")
_SHORT = 10
_NAMES = (
    *("good", "day", "amount", "order", "anger", "later", "none", "fault", "party", "question"),
    *("refund_only", "return_refund", "exchange", "repair", "resend", "refund", "return_or_exchange"),
    *("nothing", "good alone", "fault alone"),
)
_COLUMNS = {name: column for column, name in enumerate(_NAMES)}


def cue_rows(texts: Sequence[str]) -> Matrix:
    """One row of zeros and ones per canonical text."""
    rows = np.zeros((len(texts), len(_NAMES)), dtype=np.float32)
    for row, text in enumerate(texts):
        rows[row, [_COLUMNS[name] for name in _cues(text)]] = 1.0
    return rows


def _cues(text: str) -> set[str]:
    kinds = {str(each.value) for each in find_request_types(text)}
    found = kinds | {str(each.value) for each in find_later(text)}
    present = {
        "good": next(find_products(text), None),
        "day": next(find_days(text, _ANY_DAY), None),
        "amount": next(find_amounts(text), None),
        "order": next(find_order_refs(text), None),
        "anger": next(find_anger(text), None),
        "fault": FAULT.search(text),
        "party": PARTY.search(text),
        "question": _QUESTION.search(text),
    }
    found |= {name for name, thing in present.items() if thing is not None}
    if not found:
        found.add("nothing")
    if "question" not in found and "good" in found and len(text) < _SHORT:
        found.add("good alone")
    if "question" not in found and "fault" in found and not kinds:
        found.add("fault alone")
    return found
