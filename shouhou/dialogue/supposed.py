"""What a question takes for granted and wants confirmed (那运费你们出对吧): the answer begins with yes or no to it."""

import re
from collections.abc import Callable, Sequence
from typing import Optional

_TAG = re.compile(
    r"(?:对|是|没错|这样)(?:吧|吗|么|嘛|不|不对|没|的吧)[?？~]*$|吧[?？~]*$|是不是|对不对[?？]*$"
    r"|是(?:商家|你们|我|卖家).{0,6}(?:吗|么)[?？]*$"
)
_ONLY_TAG = 6  # characters of a clause that holds no more than the tag (是这样吧)
_THEY = r"(?:你们|恁|商家|卖家|店家|店里|对方|他们?|老板)"
_PAYS = r"(?:出|付|掏|承担|负责|报销|给)"
_MERCHANT_PAYS = re.compile(
    rf"{_THEY}(?:来|给|都|会|要|得|该|应该|那边)*{_PAYS}|(?:不用|不要|不需要|不该|无需)(?:我|俺)?(?:自[己个])?{_PAYS}"
)
_BUYER_PAYS = re.compile(rf"(?:我|俺|自[己个])(?:自[己个]|来|得|要|还|也|先|是)*{_PAYS}")
_WAITS = re.compile(
    r"先?(?:别|不|莫)(?:用|要|能|先|急着?|着急)*(?:寄|发)|等.{0,10}(?:同意|答应|通知|信|答复|点头|回).{0,6}(?:再|才)?.{0,2}(?:寄|发)"
    r"|同意.{0,4}(?:之?前|以前).{0,6}(?:不|别)"
)
_NOW = re.compile(r"(?:现在|先|直接|马上|立刻|今天)(?:就)?(?:可以|能|要|得)?(?:就)?(?:把)?.{0,4}寄")
_NO_RETURN = re.compile(r"(?:不用|不要|不需要|无需|没必要|不必|甭|别|不)(?:再|把|我)?.{0,6}(?:寄|退回"
    r"|还)(?!.{0,3}(?:之?前|新))")
_RETURN = re.compile(r"(?:要|得|需要|还|必须).{0,6}(?:寄|退回)")


def asks_if_so(text: str) -> bool:
    """Whether words want what they say confirmed (…对吧, 是不是…)."""
    return _TAG.search(text.strip()) is not None


def supposed(texts: Sequence[str], reads: Callable[[str], Optional[bool]]) -> Optional[bool]:
    """What a question of these clauses takes for granted, as `reads` reads it; None where it takes nothing so."""
    for place, text in enumerate(texts):
        if not asks_if_so(text):
            continue
        before = [texts[place - 1]] if place and len(text) <= _ONLY_TAG else []
        for each in (text, *before):
            if (said := reads(each)) is not None:
                return said
    return None


def merchant_pays(text: str) -> Optional[bool]:
    """Whether words take the merchant to pay, or the buyer; None for neither."""
    if _MERCHANT_PAYS.search(text):
        return True
    return False if _BUYER_PAYS.search(text) else None


def may_send(text: str) -> Optional[bool]:
    """Whether words take the goods to be sent now, or not yet; None for neither."""
    if _WAITS.search(text):
        return False
    return True if _NOW.search(text) else None


def goes_back(text: str) -> Optional[bool]:
    """Whether words take the goods to go back, or to stay; None for neither."""
    if _NO_RETURN.search(text):
        return False
    return True if _RETURN.search(text) else None
