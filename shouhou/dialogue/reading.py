"""What a message means where it stands: which of its clauses ask, which tell, which answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Optional

from shouhou.dialogue import harm as h
from shouhou.dialogue.asking import is_question, is_to_bot, says_what_is_meant
from shouhou.dialogue.message import FALLBACK, INFORM, OUT_OF_SCOPE, Clause, Message
from shouhou.dialogue.yes_no import YesNo, denies, read_yes_no

SURE = 0.5  # the whole message is taken for an ask from here on
CLAUSE_SURE = 0.7  # a clause beside others
WHOLE_SURE = 0.8  # that outweighs clauses that say something else
ASKED_SURE = 0.6  # what is put as a question
QUESTION_SURE = 0.8  # a clause that asks, beside what says something else
ALONE = 0.9  # a clause that says something else than the whole does
_OF_THE_BOT = ("ask_capabilities", "bot_challenge")
DANGER = (h.INJURY, h.DANGER)
SMALL_TALK = ("greet", "goodbye", "thank", "affirm", "deny", "stop", INFORM, "express_anger", OUT_OF_SCOPE, FALLBACK)
# One matter said twice, or with what led to it, is read as either of these: not as both.
SAME_MATTER: tuple[frozenset[str], ...] = tuple(
    frozenset(each) for each in (
        {"request_aftersales", "ask_how_to_apply", "ask_window_open", "ask_can_reapply", "request_partial_refund",
         "request_part_quantity", "request_wrong_item", "request_missing_part", "request_missing_gift",
         "report_damaged_on_arrival", "cancel_unshipped_order", "report_fault_again", "ask_is_it_a_fault"},
        {"cancel_aftersales", "ask_how_to_cancel"},
        {"file_complaint", "ask_how_to_complain", "file_second_complaint", "report_merchant_rude", "report_counterfeit",
         "escalate_to_platform", "report_merchant_refuses"},
        {"ask_case_status", "ask_refund_arrival", "ask_closed_case", "report_refund_not_arrived", "ask_how_long",
         "followup_why_not_yet", "ask_next_step", "ask_exchange_time", "ask_repair_time", "ask_complaint_progress"},
        {"ask_cancellations_left", "ask_cancellation_limit", "ask_can_reapply", "followup_does_it_count"},
        {"ask_window_open", "ask_window_length", "ask_warranty", "ask_can_reapply"},
        {"ask_return_shipping", "ask_who_pays"},
        {"ask_return_address", "ask_where_to_send"},
        {"report_parcel_stuck", "report_parcel_lost", "ask_delivery_status", "urge_shipping", "ask_ship_time",
         "report_signed_not_received"},
        {"report_merchant_inactive", "contact_merchant", "ask_merchant_message_answer", "ask_consent_answer"},
        {"ask_why", "ask_refusal_reason"},
        {"give_tracking_number", "correct_tracking_number", "change_request"},
        {"ask_must_return", "ask_where_to_send"},
        {"report_injury", "report_danger"},
        {"request_human", "ask_queue_position", "leave_message_for_desk"},
    )
)


@dataclass(frozen=True)
class Reading:
    """A message, read: its asks in the order in which they were said, what it says to a question of yes or no."""

    message: Message
    asks: tuple[str, ...] = ()
    asking: tuple[Clause, ...] = field(default=())  # the clauses that the asks were read from
    yes_no: YesNo = field(default_factory=YesNo)
    danger: Optional[str] = None
    by_words: tuple[str, ...] = ()  # of the asks, those that the words themselves ask outright
    worded: tuple[Clause, ...] = field(default=())  # the clauses that do

    @property
    def rest(self) -> tuple[Clause, ...]:
        """The clauses that neither ask nor say yes or no."""
        used = (*self.asking, *self.worded, *self.yes_no.used)
        return tuple(clause for clause in self.message.clauses if clause not in used)


def read(
    message: Message, is_ask: Callable[[str], bool], wishes: Callable[[str], str] = lambda _: "", verbs: str = "",
    place: str = "",
) -> Reading:
    """Read a message. `is_ask` says whether an intent can be answered, `wishes` by which verbs an intent is wished for:
    a wish that the buyer denies is none. `verbs`: those that a yes to the open question may use;
    `place`: where the talk stands.
    """
    yes_no = read_yes_no(message.clauses, verbs, place) if not message.is_press else YesNo()
    danger = _danger(message)
    asks: list[str] = []
    asking: list[Clause] = []
    whole = message.whole
    clauses = [c for c in message.clauses if c not in yes_no.used] if len(message.clauses) > 1 else []
    meant = [clause for clause in clauses if says_what_is_meant(clause.plain) and is_ask(clause.intent)]
    for clause in meant or clauses:
        name = clause.intent
        if clause in meant and name not in SMALL_TALK and certainty(clause, name) >= SURE:
            asks.append(name)
            asking.append(clause)
            continue
        if name in DANGER or not is_ask(name) or name in SMALL_TALK or is_to_bot(clause.text):
            continue
        if denies(clause.plain, wishes(name)):
            continue
        says_nothing = whole.intent in (FALLBACK, OUT_OF_SCOPE, INFORM)
        agrees = says_nothing or name == whole.intent or same_matter(name, whole.intent)
        wants = clause.entity("request_type") is not None  # the wish itself is named in it
        asked = is_question(clause.plain)  # 提交吧 维修免费吗; 运费要我出吗？先换一台新的吧
        least = CLAUSE_SURE if agrees or wants or (asked and yes_no.used) else QUESTION_SURE if asked else ALONE
        least = min(least, ASKED_SURE) if asked else least
        if certainty(clause, name) >= least and _adds(name, asks):
            asks.append(name)
            asking.append(clause)
    name = whole.intent
    sure = certainty(whole, name)
    outvoted = bool(asks) and sure < WHOLE_SURE and all(clause.intent != name for clause in clauses)
    outvoted = outvoted or (bool(meant) and bool(asks))  # 我是问…: that, whatever the rest sounds like
    if name in _OF_THE_BOT and len(message.clauses) > 1 and any(is_to_bot(c.text) for c in message.clauses):
        outvoted = True  # 你写的啥呀 is no question what the bot can do
    denied = any(denies(clause.plain, wishes(name)) for clause in message.clauses)
    only_yes_no = bool(verbs) and all(clause in yes_no.used for clause in message.clauses) and yes_no.pauses
    says = (
        not only_yes_no and name not in SMALL_TALK and name not in DANGER
        and is_ask(name) and not outvoted and not denied
    )
    if says and sure >= SURE:
        if name not in asks and not any(same_matter(name, other) for other in asks):
            asks.insert(0, name)
            if len(message.clauses) == 1 and not yes_no.used:
                asking.append(whole)
        elif name not in asks:
            # The whole decides between two names of one matter.
            asks = [name if same_matter(name, other) else other for other in asks]
            asks = list(dict.fromkeys(asks))
    return Reading(message, tuple(asks), tuple(asking), yes_no, danger)


def likely(message: Message, is_ask: Callable[[str], bool], least: float, most: int = 3) -> list[str]:
    """The asks that an unread message most likely is, each at least so likely, the likeliest first."""
    chances = dict(message.whole.ranking)
    for clause in message.clauses:
        for name, chance in clause.ranking:
            chances[name] = max(chance, chances.get(name, 0.0))
    names = [name for name in chances if name not in SMALL_TALK and chances[name] >= least and is_ask(name)]
    return sorted(names, key=lambda name: -chances[name])[:most]


def certainty(clause: Clause, name: str) -> float:
    """How sure it is that a clause is of an intent's matter: two names of one matter do not take from each other."""
    return min(1.0, sum(chance for other, chance in clause.ranking if same_matter(name, other)))


def _danger(message: Message) -> Optional[str]:
    """The danger or injury that a message tells of, outright by its words or as it was surely taken."""
    whole = message.whole.plain
    if not message.is_press and h.denies_danger(whole):
        return None
    by_words = h.told_harm([clause.plain for clause in message.clauses]) if not message.is_press else None
    heard = [c for c in message.clauses if not h.only_sounds_harmful(c.plain, whole)]
    names = [c.intent for c in (message.whole, *heard) if c.intent in DANGER]
    taken = names[0] if names and (message.is_press or _is_sure_of_danger(message, heard)) else None
    if taken == h.INJURY and message.told_class == "goods" and not h.tells_of_body(whole):
        taken = None
    return h.INJURY if by_words == h.INJURY else taken or by_words


def _is_sure_of_danger(message: Message, heard: Sequence[Clause]) -> bool:
    """Whether a message is surely one of danger by the clauses that do not only sound so."""
    spared = len(heard) < len(message.clauses)
    least = SURE if h.names_harm(message.whole.plain) else CLAUSE_SURE
    if message.whole.intent in DANGER and message.whole.confidence >= least and not spared:
        return True
    clauses = [clause for clause in heard if clause.intent in DANGER]
    return any(each.confidence >= (SURE if h.names_harm(each.plain) else WHOLE_SURE) for each in clauses)


def _adds(name: str, asks: Sequence[str]) -> bool:
    return name not in asks and not any(same_matter(name, other) for other in asks)


def same_matter(one: str, other: str) -> bool:
    """Whether two asks are names of one matter, of which one is answered."""
    return one == other or any({one, other} <= group for group in SAME_MATTER)
