"""The words that go to the merchant: what urges, what stands beside an ask or a yes, what sets right."""

from collections.abc import Sequence
from typing import Optional

from actions.forms.base import Answer
from actions.words import word
from shouhou.cases.orders import OrderRecord
from shouhou.dialogue.asking import (
    is_question,
    is_to_bot,
    only_asks_an_answer,
    only_supposes,
    passes_on,
    says_for_me,
    speaks_to_merchant,
)
from shouhou.dialogue.message import Clause
from shouhou.dialogue.telling import hurries, tells_urgency
from shouhou.dialogue.wishes import declines_return
from shouhou.dialogue.words import joined
from shouhou.dialogue.yes_no import NEVER_WANTED, says_no, says_yes
from shouhou.rules.kinds import OrderStatus

LEAST_WORDS = 5  # characters of words worth passing on


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
    why = joined([clause for clause in kept if tells_urgency(clause.plain) and not only_supposes(clause.plain)])
    then = joined([clause for clause in kept if only_supposes(clause.plain)])  # 今天再不发我就不要了
    return "，".join(part for part in (why, word("said", name), then) if part)


def with_beside(known: str, answer: Answer) -> Optional[str]:
    """What is told beside the ask to go to the merchant (花钱修也行) stands with the reason."""
    more = joined([
        c for c in answer.words
        if len(c.plain) >= LEAST_WORDS - 1 and not speaks_to_merchant(c.plain) and c.text not in known
        and not NEVER_WANTED.search(c.plain) and c.told_class is None and not says_no(c.plain)
        and not declines_return(c.plain)
    ])
    return "，".join(part for part in (known, more if more not in known else "") if part) or None


def after_the_ask(clauses: Sequence[Clause]) -> str:
    """What stands after the clause that bids to go to the merchant (不是这个 帮我跟商家讲一声 肯重做就不退)."""
    at = next((n for n, c in enumerate(clauses) if says_for_me(c.plain) or passes_on(c.plain)), None)
    if at is None:
        return ""
    kept = [c for c in clauses[at + 1 :] if not (is_to_bot(c.text) or only_asks_an_answer(c.plain))]
    return joined([clause for clause in kept if not says_yes(clause.plain, word("verbs", "application"))])


def set_right(clauses: Sequence[Clause]) -> str:
    """The words that take the place of those denied (不是 是门口没有 邻居也没帮拿); empty for none."""
    kept = [c for c in clauses if not (says_no(c.plain) or is_to_bot(c.text))]
    words = joined(kept).removeprefix("是")
    return words if any(clause.is_told for clause in kept) and len(words) >= LEAST_WORDS else ""


def told_beside(answer: Answer) -> str:
    """What is told for the merchant beside a yes (问问 周末我在家), as it was said; empty for nothing."""
    kept = [
        c for c in answer.words
        if len(c.plain) >= LEAST_WORDS - 1 and not (is_question(c.plain) or hurries(c.plain) or is_to_bot(c.text))
        and not says_no(c.plain) and c.intent not in ("thank", "affirm", "goodbye")
    ]
    return joined(kept)
