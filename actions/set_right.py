"""A reading without what its own words rule out, before what they ask outright comes first (by_words.py)."""

from dataclasses import replace
from typing import Optional

from actions.answering import CHECKS
from actions.forms import all_forms
from shouhou.dialogue.account import only_leads
from shouhou.dialogue.asked_of_filed import asks_if_over
from shouhou.dialogue.asking import asks_how_long_it_may_be, asks_without_picture, is_question, names_day
from shouhou.dialogue.reading import Reading
from shouhou.dialogue.telling import asks_to_check
from shouhou.dialogue.wishes import besides_complaint, says_all

_OF_MONEY_OR_PARCEL = ("ask_refund_arrival", "ask_how_long", "ask_delivery_status")
NO_REASON = "faq/no_reason_days"
_ASKED_SURELY = 0.8
_TOPICS, _TOLD_SURELY = ("faq/", "ask_window", "ask_is_it", "ask_warranty", "ask_return", "ask_refund"), 0.7
_COMPLAINTS = ("ask_how_to_complain", "file_complaint")
PICTURES, WITHOUT = "faq/evidence_and_upload", "faq/without_picture"
_CONDITIONS = ("faq/opened_goods", "faq/used_washed_worn")


def set_right(reading: Reading, topic: Optional[str], has_told: bool) -> Reading:
    """The reading without what its own words rule out: 饭盒最晚啥时候能退 asks for the window, not for the money."""
    asks = list(reading.asks)
    if any(asks_how_long_it_may_be(clause.plain) for clause in reading.message.clauses):
        others = {
            clause.intent for clause in reading.message.clauses
            if not asks_how_long_it_may_be(clause.plain) and is_question(clause.plain)
        }  # 截止到哪天？钱多久到账？ asks two things
        of_day = any(names_day(clause.plain) for clause in reading.message.clauses)
        parcel = (*_OF_MONEY_OR_PARCEL, "ask_window_length") if of_day else _OF_MONEY_OR_PARCEL
        meant = ["ask_window_open" if each in parcel and each not in others else each for each in asks]
        asks = list(dict.fromkeys(meant))
    faulty = has_told or reading.message.told_class == "goods"
    asks = [
        each for each in asks
        if each not in _CONDITIONS or not faulty
        or any(c.intent == each and is_question(c.plain) for c in reading.message.clauses)
    ]  # 来的是豆沙色 我都拆开了才发现: told, not asked
    asks = [each for each in asks if not _is_only_told(each, reading)]
    leading = {c.intent for c in reading.message.clauses if only_leads(c.plain)}
    leading -= {c.intent for c in reading.message.clauses if not only_leads(c.plain)} | {reading.message.intent}
    asks = [each for each in asks if each not in leading]  # 老板我跟你讲 passes nothing on
    if any(says_all(clause.plain) for clause in reading.message.clauses):
        asks = [each for each in asks if each != "ask_refund_amount"]  # 全退啊还能咋 asks nothing
    if any(besides_complaint(clause.plain) for clause in reading.message.clauses):
        asks = ["ask_next_step" if each in _COMPLAINTS else each for each in asks]  # 除了投诉还有别的路没
    if PICTURES in asks and any(asks_without_picture(clause.plain) for clause in reading.message.clauses):
        asks = [WITHOUT if each == PICTURES else each for each in asks]
    if any(asks_to_check(clause.plain) for clause in reading.message.clauses):
        asks = [CHECKS, *(each for each in asks if each.startswith("ask_return") or each == "ask_who_pays")]
    if topic == NO_REASON and any(asks_if_over(clause.plain) for clause in reading.message.clauses):
        asks = [NO_REASON if each == "ask_window_open" else each for each in asks] or [NO_REASON]
    dropped = {each for each in reading.asks if each in _CONDITIONS and each not in asks}
    asking = tuple(clause for clause in reading.asking if clause.intent not in dropped)
    return replace(reading, asks=tuple(dict.fromkeys(asks)), asking=asking)


def _is_only_told(name: str, reading: Reading) -> bool:
    """Whether what was taken for a question tells something of the goods (接缝那里撕开了, 这个糕过期了呀)."""
    if not name.startswith(_TOPICS) or all_forms.opened_by(name) is not None:
        return False
    of_it = [clause for clause in reading.message.clauses if clause.intent == name] or [reading.message.whole]
    told = [c for c in of_it if c.is_told and c.tells >= _TOLD_SURELY and not is_question(c.plain)]
    return len(told) == len(of_it) and all(c.told_class is not None or c.confidence < _ASKED_SURELY for c in told)
