"""To whom words for a merchant go: which shop is named, and whether they are bidden to be said to him at all."""

import re

from shouhou.dialogue.passing_on import WHO

_ADDRESSEE = re.compile(
    rf"(?:转|问|给|跟|发|找|向)[^，,\s]{{1,10}}?(?:[那这]一?(?:家|边|头)|的{WHO})|[^，,\s]{{2,8}}的(?:事儿?|问题)[吧啊呀]*$"
)
_BIDS_HIM = re.compile(
    r"(?:请|让|叫|问|转告|告诉)(?:问|一?[下哈])?[那这]?个?(?:商家|卖家|店家|店里|老板|掌柜|他们?|她)(?!说要)"
)


def names_addressee(text: str) -> bool:
    """Whether a clause says to whose merchant something goes, or of what it is the matter (转坐垫那家, 是坐垫的事)."""
    return _ADDRESSEE.search(text) is not None and not text.strip().startswith(("别", "不", "莫", "甭"))


def joins(text: str) -> bool:
    """Whether a clause names something beside what it is about (跟支架一起寄)."""
    return re.search(r"一起|一块|一同|一样", text) is not None


def addresses_him(text: str) -> bool:
    """Whether words bid to say something to the merchant, wherever they stand in them (上门取的事你帮我问问商家)."""
    return _BIDS_HIM.search(text) is not None
