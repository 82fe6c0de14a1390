"""The words that go to the merchant: what urges, what stands beside an ask or a yes, what sets right."""

import re
from collections.abc import Container, Sequence
from typing import Optional

from actions.forms.base import Answer
from actions.orders import named_order
from actions.turn import Turn
from actions.words import word
from shouhou.cases.orders import OrderRecord
from shouhou.dialogue.addressees import joins, names_addressee
from shouhou.dialogue.asking import (
    bids_ask,
    is_question,
    is_to_bot,
    only_asks_an_answer,
    only_supposes,
    speaks_to_merchant,
)
from shouhou.dialogue.dictation import MAX_WORDS, strikes, struck
from shouhou.dialogue.giving_up import asks_if_filed
from shouhou.dialogue.message import Clause
from shouhou.dialogue.passing_on import only_bids, passed_on, said_of
from shouhou.dialogue.revising import takes_out, without_struck
from shouhou.dialogue.telling import hurries, tells_deadline, tells_urgency
from shouhou.dialogue.wishes import declines_return
from shouhou.dialogue.words import joined
from shouhou.dialogue.yes_no import NEVER_WANTED, denies, says_no, says_yes
from shouhou.rules.kinds import OrderStatus

LEAST_WORDS = 5  # characters of words worth passing on
_TELLS = 0.7
_LOOKS_INTO = re.compile(r"核实|核查|查(?:一?下|件|查|清)|联系.{0,3}(?:快递|物流)|催")
_OF_PARCEL = re.compile(r"停在|停了|卡在|滞留|没有?更新|不更新|没动|不动|转运|中转|分拨|网点|显示|派送")
# 催他周五前要到
_HURRIES_HIM = re.compile(
    r"^.*?催(?:促|一催|一?下)?(?:他们?|商家|卖家|店家|快递)?(?:吧|啊)?(?:说|让他们?)?"
)
_FRAGMENT = re.compile(r"(?!.*(?:[谁几吗么]|什么|多|啥|哪|怎|能|可以|是否|有没|不|没))[^，,\s]{1,12}呢[?？]*")
_ASKS_HIM = re.compile(r"^(?:再|也|顺便|另外|并)*问(?:清楚|明白|一下|问)(?:他们?)?")


def urging(order: OrderRecord, answer: Answer) -> str:
    """Words that urge: for a case that waits, for a parcel, or to ship; with why, where that is told."""
    name = "urge_case" if order.facts.open_case else "urge"
    if name == "urge" and order.facts.status is not OrderStatus.PAID:
        name = "urge_shipped"
    taken = (*answer.reading.asking, *answer.reading.yes_no.used)
    kept = [
        c for c in answer.reading.message.clauses
        if c not in taken and len(c.plain) >= LEAST_WORDS and not is_question(c.plain) and not is_to_bot(c.plain)
        and not hurries(c.plain)
    ]
    facts = said_of([
        c for c in answer.reading.message.clauses
        if c.is_told and c.tells >= _TELLS and len(c.plain) >= LEAST_WORDS and _OF_PARCEL.search(c.plain)
        and not (is_question(c.plain) or hurries(c.plain) or only_supposes(c.plain) or tells_urgency(c.plain))
    ])  # 停在西安转运中心已经四天了
    kept_why = [c for c in kept if tells_urgency(c.plain) or tells_deadline(c.plain)]
    why = joined([clause for clause in kept_why if not only_supposes(clause.plain)])
    by = [rest for c in answer.reading.message.clauses if (rest := _HURRIES_HIM.sub("", c.plain)) != c.plain]
    why = "，".join(part for part in (why, *(each.rstrip("啊呀吧哦嘛") for each in by if tells_deadline(each))) if part)
    then = joined([clause for clause in kept if only_supposes(clause.plain)])  # 今天再不发我就不要了
    return "，".join(part for part in (facts, why, word("said", name), then) if part)


def with_matter(turn: Turn, words: str) -> str:
    """Words that bid the merchant look into something, behind what was told of it, without which he knows not what."""
    told = turn.state.told
    if not told.reason or told.order not in (None, turn.state.order) or not _LOOKS_INTO.search(words):
        return words
    matter = "，".join(part for part in (told.reason, told.details) if part)
    return words if shares(words, matter) else f"{matter}，{words}"[:MAX_WORDS]


def is_fragment(words: str) -> bool:
    """Whether words alone say nothing to who has not heard the rest (寄过来的那趟呢): the sentence is asked for."""
    return _FRAGMENT.fullmatch(words.strip()) is not None


def shares(words: str, others: str) -> bool:
    """Whether two texts tell of the same: most of the shorter one's letters, two by two, stand in the other."""
    short, long = sorted((words, others), key=len)
    pairs = [short[at : at + 2] for at in range(len(short) - 1)]
    return bool(pairs) and sum(pair in long for pair in pairs) >= len(pairs) / 2


def asked_besides(turn: Turn) -> list[str]:
    """What is asked of the merchant beside words that were quoted to be passed on (请商家查件，问清楚几号能到)."""
    asked = [c for c in turn.message.clauses if not turn.message.is_press and _ASKS_HIM.match(c.plain)]
    return [words for c in asked if (words := _ASKS_HIM.sub("", c.plain)) and len(words) >= LEAST_WORDS - 1]


def all_wished(answer: Answer) -> str:
    """All that is told and wished beside the ask, in its order: of two things both (要退钱 不行就换新)."""
    told = [clause for clause in answer.reading.message.clauses if not is_question(clause.plain)]
    said = [clause for clause in told if not (bids_ask(clause.plain) or only_bids(clause.plain))]
    return said_of([c for c in said if not says_yes(c.plain, word("verbs", "merchant"))])


def behind(known: Optional[str], words: str) -> str:
    """Words behind what is known, as far as that does not stand in them."""
    kept = [part for part in (known or "").split("，") if part and part not in words]
    return "，".join([*kept, words] if words else kept)


def with_beside(known: str, answer: Answer) -> Optional[str]:
    """What is told beside the ask to go to the merchant (花钱修也行) stands with the reason."""
    more = said_of([
        c for c in answer.words
        if len(c.plain) >= LEAST_WORDS - 1 and not speaks_to_merchant(c.plain) and c.text not in known
        and not NEVER_WANTED.search(c.plain) and c.told_class is None and not says_no(c.plain)
        and not declines_return(c.plain)
    ])
    return "，".join(part for part in (known, more if more not in known else "") if part) or None


def beside_the_ask(answer: Answer, asks: Container[str]) -> str:
    """What stands beside the ask to go to the merchant, one of `asks`, as it is said to him; empty for too little."""
    words = said_of([
        c for c in answer.reading.message.clauses
        if not (c in answer.reading.asking and c.intent in asks) and not denies(c.plain, word("wishes", "merchant"))
        and not NEVER_WANTED.search(c.plain) and not is_to_bot(c.text)
        and not only_asks_an_answer(c.plain) and not says_yes(c.plain, word("verbs", "application"))
    ])
    return words if len(words) >= LEAST_WORDS else ""


def dictated_whole(answer: Answer) -> Optional[str]:
    """What is said when the words were asked for: as it stands, but for what only bids to pass it on."""
    message = answer.reading.message
    kept = [c for c in message.clauses if c not in answer.reading.yes_no.used and not is_to_bot(c.text)]
    bidden = passed_on(message.clauses) or (said_of(kept) if any(only_bids(c.plain) for c in kept) else "")
    return bidden or (message.text.strip()[:MAX_WORDS] if kept else None)


def taken_out(wish: Optional[str], words: str, clauses: Sequence[Clause]) -> Optional[tuple[Optional[str], str]]:
    """A wish and words without what the buyer does not want said (换货俩字去掉); None where there is no such."""
    named = "".join(clause.plain for clause in clauses if strikes(clause.plain))
    if not named:
        clauses = [clause for clause in clauses if takes_out(clause.plain)]
        less = without_struck(words, None, clauses)
        return (wish, less) if less and less != words else None
    if wish and word("request_type", wish)[:2] in named:
        return None, words
    return wish, struck(words, clauses)


def addressee(turn: Turn) -> Optional[OrderRecord]:
    """The other order whose merchant is meant (转坐垫那家, 尺寸那是坐垫的事儿); None where none is."""
    for clause in turn.message.clauses:
        if names_addressee(clause.plain):
            order = named_order(turn, clause)
            if order is not None and order.order_number != turn.state.order:
                return order
    return None


def of_another(turn: Turn) -> list[Clause]:
    """The clauses that are about another order than the one in view, from where they name it (发 另外支架夹子断了)."""
    found, elsewhere = [], False
    for clause in turn.message.clauses:
        order = named_order(turn, clause) if not joins(clause.plain) else None
        points = order is not None and not asks_if_filed(clause.plain)
        elsewhere = elsewhere if order is None or not points else order.order_number != turn.state.order
        found += [clause] if elsewhere else []
    return found
