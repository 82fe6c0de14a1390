"""The message for the merchant as it stands once its buyer has said something of it.

What is dictated takes its place, what is told beside an order goes in with it, what is missed comes back; words to the
desk (改完就发, 写得太啰嗦) never go in.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

from shouhou.dialogue.message import Clause
from shouhou.dialogue.message_parts import (
    ADD,
    AGAIN,
    ASIDE,
    ASK,
    ASKS_DESK,
    DENIES,
    ELSE,
    LABEL,
    LACK,
    LACKS,
    LEAST,
    MISSES,
    NO,
    PASS,
    PHOTO,
    POINT,
    SET,
    STRIKE,
    SWAP,
    TELL,
    WRONG,
    YES,
    Part,
    parts_of,
    surely_told,
    swapped,
    unquoted,
)
from shouhou.dialogue.passing_on import as_one, is_signed
from shouhou.dialogue.revising import without_struck

_ORDERS = (STRIKE, SWAP, SET, ADD, POINT, LACK, WRONG)
_GOES = frozenset({YES, ASIDE, ASK, ELSE, PHOTO})


_PIECE = 4  # characters of words that may stand within others by chance (没发 in 到底发没发)


@dataclass(frozen=True)
class Mended:
    """The message as it then stands; whether it is bidden to be sent; what is asked of the desk besides.

    `undone`: something was wanted of it that was not done; `same`: what is wanted stands in it; `whole`: all of it was
    dictated; `aside`: talk that nothing is made of; `picture`: a picture is to go with it.
    """

    words: str
    goes: bool = False
    asks: tuple[Clause, ...] = ()
    undone: bool = False
    same: bool = False
    whole: bool = False
    aside: tuple[Clause, ...] = ()
    picture: bool = False


def mended(
    words: str, former: Optional[str], clauses: Sequence[Clause], verbs: str, known: Sequence[str] = (),
    bargains: bool = False,
) -> Optional[Mended]:
    """What becomes of a message that is shown as `words`; None where nothing is surely said of it.

    `former`: as it was before its last change; `known`: what the buyer told of the matter before, for what he misses.
    `bargains`: what would do instead is said to the merchant too (要不发张券也行), where his consent is asked for.
    """
    parts = parts_of(words, clauses[: -1 if is_signed(clauses) else None], verbs)
    deeds = [part.deed for part in parts]
    orders = [deed for deed in deeds if deed in _ORDERS]
    dictates = {SET, ADD, PASS, SWAP, STRIKE} & set(deeds)
    if NO in deeds and not dictates:
        return _denied(words, parts)
    if (ELSE in deeds and not {YES, POINT} & set(deeds)):
        return None
    goes = YES in deeds and set(deeds) <= _GOES
    told = [part.clause for part in parts if part.deed == TELL] if NO not in deeds else []
    tells = bool(told) and (YES in deeds or any(surely_told(clause, bargains) for clause in told))
    adds = PASS in deeds or (tells and set(deeds) <= {TELL, ASIDE, ASK, YES, PHOTO})
    picture = PHOTO in deeds
    if not (orders or goes or adds or (picture and set(deeds) <= {PHOTO, ASIDE, ASK})):
        return None
    now, done = _applied(words, former, parts, known)
    asks = tuple(p.clause for p in parts if p.deed == ASK and p.told not in now)
    aside = tuple(
        p.clause for p in parts if p.deed == ASIDE or (p.deed == ASK and ASKS_DESK.search(p.clause.plain))
    )
    if not now:
        return None
    whole = any(part.deed == SET and _leads(parts, at) for at, part in enumerate(parts))
    undone, same = bool(orders) and not done, (bool(orders) and done) or (adds and now == words)
    return Mended(as_one(now), goes and now == words, asks, undone, same, whole, aside, picture)


def _denied(words: str, parts: Sequence[Part]) -> Optional[Mended]:
    """What is told behind a 不是 stands instead (不是这个 是盖子裂了); by itself it only says that they are wrong."""
    if not all(DENIES.match(part.clause.plain.strip()) for part in parts if part.deed == NO):
        return None
    first = next(at for at, part in enumerate(parts) if part.deed == NO)
    told = "，".join(part.told for part in parts[first + 1 :] if part.deed in (TELL, PASS) and part.told)
    told = re.sub(r"^[是系]", "", told)
    if any(part.deed == ELSE for part in parts):
        return None
    return Mended(as_one(told), whole=True) if len(told) >= LEAST * 2 else Mended(words, undone=True)


def _applied(words: str, former: Optional[str], parts: Sequence[Part], known: Sequence[str]) -> tuple[str, bool]:
    """The words once each part did what it does, and whether any order among them was carried out."""
    now, done = words, False
    stands: tuple[str, ...] = ()
    deeds = [part.deed for part in parts]
    last = max((at for at, deed in enumerate(deeds) if deed == SET and _leads(parts, at)), default=-1)
    struck = [part.clause for part in parts if part.deed == STRIKE]
    if struck and (without := without_struck(words, former, struck)) and without != words:
        now, done = without, True
    for at, part in enumerate(parts):
        told, before = part.told, deeds[:at]
        if at < last and part.deed != STRIKE:
            continue  # 我周四要去陪护 就写周三前送到: what stands before what is dictated is no part of it
        if part.deed == SET and at == last:
            more = AGAIN.match(part.clause.plain.strip()) is not None or LACK in before
            now, done = _with(now, told) if more and "问" in part.clause.plain else told, True
        elif part.deed == PASS:
            again = YES in deeds or AGAIN.match(part.clause.plain.strip()) is not None
            more = again or bool({SET, ADD, PASS, LACK, TELL} & set(before))
            now, done = _with(now, told) if more else told, True
        elif part.deed == SWAP and (other := swapped(now, told)) is not None:
            now, done = other, True
        elif part.deed in (ADD, POINT):
            given = told or ("" if _leads(parts, at) else _before(parts, at))
            missed = MISSES.match(part.clause.plain.strip(" ，,。.!！~～")) is not None
            if missed and part.told and part.told in now:
                done = True  # 张昊两个字呢, where they stand
                continue
            if missed and LABEL.fullmatch(part.told):
                given = _missed(part.told, former, known)
                now, done = (now, done) if given == part.told else (_with(now, given), True)
                continue  # 我的地址那句哪去了: what it was is asked for, where nobody knows
            if LACKS.match(part.clause.plain.strip()):
                given = _missed(given, former, known)
            behind = parts[at + 1].told if at + 1 < len(parts) and parts[at + 1].deed == TELL else ""
            if behind and behind in now and LABEL.fullmatch(given):
                done, stands = True, (*stands, behind)  # 名字也要写上 张昊, where that stands
                continue
            told_first = _with(given, now) if part.leads and given not in now else _with(now, given)
            now, done = told_first, done or bool(given) or _leads(parts, at)
        elif part.deed in (TELL, ASK) and part.told not in stands and _goes_in(parts, at):
            now, done = _joined(now, told, parts, at), done or LACK in before
    return now.strip("，"), done


def _goes_in(parts: Sequence[Part], at: int) -> bool:
    """Whether what is told or asked goes in: told beside an order only behind it; a question where it asks no desk."""
    if parts[at].deed == TELL:
        deeds = [part.deed for part in parts]
        return not set(deeds) & set(_ORDERS) or bool({SET, ADD, PASS, LACK, YES} & set(deeds[:at]))
    if not at:
        return False
    last = next((part.deed for part in reversed(parts[:at]) if part.deed != ASIDE), None)
    if last not in (SET, ADD, PASS, TELL, ASK, LACK):
        return False
    dictates = any(part.deed in (SET, ADD, PASS, LACK) for part in parts[:at])
    return dictates and not ASKS_DESK.search(parts[at].clause.plain)


def _leads(parts: Sequence[Part], at: int) -> bool:
    """Whether a part holds the words it speaks of, or they stand behind it."""
    behind = next((part.deed for part in parts[at + 1 :] if part.deed != ASIDE), None)
    return bool(parts[at].told) or behind in (TELL, ASK, PASS)


def _before(parts: Sequence[Part], at: int) -> str:
    """What is told just before a part that points at it (他上回说三天 这都九天了 这句也写)."""
    start = at
    while start > 0 and parts[start - 1].deed in (TELL, ELSE):
        start -= 1
    return "，".join(part.told for part in parts[start:at] if part.told)


def _with(words: str, more: str) -> str:
    more = unquoted(more)
    if not more or (more in words if len(more) > _PIECE else more in re.split(r"[，；]", words)):
        return words
    return f"{words}，{more}" if words else more


def _joined(words: str, told: str, parts: Sequence[Part], at: int) -> str:
    """The words with what follows them; what was written on without a stop is not parted."""
    before = parts[at - 1] if at else None
    runs_on = before is not None and before.clause.end == parts[at].clause.start
    if before is not None and runs_on and before.told and words.endswith(before.told):
        return f"{words}{told}"
    return _with(words, told)


def _missed(named: str, former: Optional[str], known: Sequence[str]) -> str:
    """What is missed of what was told before: the parts that it names, all of them where it names none."""
    pieces = [piece for text in (former or "", *known) for piece in re.split(r"[，；]", text) if piece]
    pairs = {named[at : at + 2] for at in range(len(named) - 1)}
    found = [piece for piece in pieces if any(pair in piece for pair in pairs)] if pairs else pieces
    return "，".join(dict.fromkeys(found)) or named
