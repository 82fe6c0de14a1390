"""Offers: what a button carries, and which of the choices on offer typed words mean.

A payload is /intent{"entity": "value"}, and behind a # its scope: the question that it answers. A payload without a
scope begins something by itself and always stands.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Optional

from shouhou.dialogue.numerals import read_number
from shouhou.dialogue.state import Offer

ANSWERS = ("affirm", "deny", "stop", "inform")  # intents that mean something only as an answer to a question
_PLACE = re.compile(
    r"(?:我?(?:选|要|就要|点|选择)?)(?:(?P<last>最后(?:那|一|这)?[个条单件双]?|倒数第一[个条单]?)|(?P<middle>中间(?:那|这|的)?[个条单件双]?)"
    r"|第?\s?(?P<number>[0-9一二三四五六七八九十两]{1,3})\s?[个条单件双号项]?)(?:吧|呀|啊|呢|哦|行不行|可以吗|就行|的|订单)*[.。,，!！]*"
)
_TRIM = re.compile(
    r"^(?:我?(?:要|选|想要|想|就|那就|还是|帮我|请|给我|麻烦|点)?)"
    r"|(?:吧|呀|啊|呗|哦|嘛|了|啦|一下|的|～|~|！|!|。|，|,|\.)+$"
)
_PAYLOAD = re.compile(r"/(?P<name>[^\s{}#]+)(?P<values>\{.*\})?(?:#(?P<scope>[^}]*))?", re.DOTALL)
_NOT_WORDS = re.compile(r"[\W_]+")
_DENIED = re.compile(r"[不别甭莫勿没]")


@dataclass(frozen=True)
class Payload:
    """A button's payload, taken apart."""

    intent: str
    entities: dict[str, Any]
    scope: str = ""


def parse(payload: str) -> Payload:
    """Take a payload apart. Raises ValueError for one that is none of ours."""
    match = _PAYLOAD.fullmatch(payload)
    if match is None:
        raise ValueError(f"not a payload: {payload!r}")
    name, values, scope = match["name"], match["values"], match["scope"] or ""
    entities = json.loads(values) if values else {}
    if not isinstance(entities, dict):
        raise ValueError(f"not a payload: {payload!r}")
    return Payload(name, entities, scope)


def with_scope(payload: str, scope: str) -> str:
    """The payload under a scope, where it is an answer; one that begins something needs none."""
    return f"{payload}#{scope}" if parse(payload).intent in ANSWERS else payload


def about(payload: str, order_number: str) -> str:
    """The payload with the order that it is about, where it begins something and names none."""
    given = parse(payload)
    if given.intent in ANSWERS or "order_number" in given.entities:
        return payload
    return f"/{given.intent}{json.dumps({**given.entities, 'order_number': order_number}, ensure_ascii=False)}"


_COMMON = ("就是", "直接", "申请", "没有", "不看", "还是", "不是", "一下", "可以", "都没")
_LEAST_PART = 3  # characters of a title's part that name the choice


def core(text: str) -> str:
    """Words without what only introduces or ends them."""
    bare = _NOT_WORDS.sub("", text.lower())
    return _TRIM.sub("", _TRIM.sub("", bare)) or bare


def chosen(text: str, offers: Sequence[Offer]) -> Optional[Offer]:
    """The offer that typed words mean: its title, the core of it, or its place among those offered; None for none."""
    said = core(text)
    if not said:
        return None
    asked = text.strip().endswith(("?", "？"))  # 确认提交? is no yes
    titles = [(core(offer.title), offer) for offer in offers if not (asked and parse(offer.payload).intent == "affirm")]
    exact = [offer for title, offer in titles if title == said]
    if exact:
        return exact[0]
    place = place_of(text, len(offers))
    if place is not None:
        return offers[place]
    if len(said) >= 2:
        near = [offer for title, offer in titles if said in title or _only_wraps(said, title)]
        if len(near) == 1:
            return near[0]
    return None


def named_in(text: str, offers: Sequence[Offer]) -> Optional[Offer]:
    """The one offer a part of whose title stands in the words (门卫邻居都没有: 都没有，要退款); None for none."""
    if text.strip().endswith(("?", "？", "吗", "么")):
        return None
    found = [
        offer for offer in offers
        if any(len(part) >= _LEAST_PART and part in text for part in re.split(r"[，,、 ]", offer.title))
    ]
    if not found:  # 灯亮嘞 冷藏不中: what is shared with one of them alone
        found = [offer for offer in offers if any(_stands(pair, text) for pair in _pairs(offer.title))]
    return found[0] if len(found) == 1 else None


def _stands(pair: str, text: str) -> bool:
    """Whether characters stand in a text, and are not denied there."""
    return re.search(f"(?<![没不未别]){re.escape(pair)}", text) is not None


def _pairs(title: str) -> list[str]:
    parts = re.split(r"[，,、 ]", title)
    return [part[at : at + 2] for part in parts for at in range(len(part) - 1) if part[at : at + 2] not in _COMMON]


def _only_wraps(said: str, title: str) -> bool:
    """Whether words are a title with hardly more around it, which does not deny it (不是换货)."""
    before, found, _ = said.partition(title)
    return bool(found) and len(said) <= len(title) + 2 and _DENIED.search(before) is None


def place_of(text: str, count: int) -> Optional[int]:
    """The index of the choice that words name by its place (第二个, 2, 最后那个); None where it was not offered."""
    match = _PLACE.fullmatch(text.strip().lower())
    if match is None or count == 0:
        return None
    if match["last"]:
        return count - 1
    if match["middle"]:
        return count // 2 if count % 2 else None
    number = read_number(match["number"])
    return number - 1 if number is not None and 1 <= number <= count else None
