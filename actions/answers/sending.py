"""The goods on their way back: when to send them, how, whether the new one comes first, what becomes of the freight."""

from actions import knowledge
from actions.answers.timing import ask_whole_time
from actions.answers.what_next import ask_must_return
from actions.at_hand import (
    AGREED_TO,
    FILED,
    AtHand,
    Stage,
    answers_at_hand,
    ask_merchant,
    blanks_of,
    offer_at,
)
from actions.confirming import begins_so
from actions.standing import say_spared
from actions.turn import Turn
from actions.words import word
from shouhou.cases.afterwards import last_step
from shouhou.dialogue.supposed import may_send
from shouhou.dialogue.telling import names_place, one_then_other, speaks_of_what_comes
from shouhou.rules.freight import merchant_pays_freight
from shouhou.rules.kinds import Actor, ReasonClass, RequestType
from shouhou.rules.verdicts import may_apply

FIRST = "faq/new_one_first"
COURIER = "ask_return_courier"


@answers_at_hand("ask_when_to_send")
def ask_when_to_send(turn: Turn, at: AtHand) -> None:
    """Whether the goods may be sent now, or what comes first, and until when."""
    if at.order is not None and at.case is not None and at.filed and say_spared(turn, at.order, at.case):
        return
    if _asks_of_what_comes(turn, at):
        ask_whole_time(turn, at)
        return
    told = _place_told(turn, at)
    name = _when(at, told)
    said = turn.say(f"utter_send_when_{name}", at.facts, order=at.order, why=told, **blanks_of(at))
    if not one_then_other(turn.message.whole.plain):
        begins_so(turn, said, may_send, at.stage is Stage.SENDING)
    if at.stage is Stage.REFUSED:
        _offer_again(turn, at)
    elif at.stage is Stage.NONE:
        offer_at(turn, said, "/request_aftersales")
    elif at.stage is Stage.SHUT:
        offer_at(turn, said, "/contact_merchant")


def _asks_of_what_comes(turn: Turn, at: AtHand) -> bool:
    """Whether sending is asked of where nothing goes back: it is the merchant who sends (螺丝啥时候寄)."""
    return at.kind is RequestType.RESEND and speaks_of_what_comes(turn.message.whole.plain)


def _when(at: AtHand, told: str) -> str:
    if at.stage in (Stage.DONE, Stage.RETURNING, Stage.RECEIVED, Stage.UNDER_WAY, Stage.REFUSED):
        return at.stage.value
    if at.kind is not None and not at.goes_back and at.stage in (*FILED, Stage.FORM):
        return "never_agreed" if at.stage in AGREED_TO else "never" if at.filed else "never_in_form"
    if at.stage is Stage.SENDING and told:
        return "sending_told"
    return at.stage.value


@answers_at_hand("ask_send_how")
def ask_send_how(turn: Turn, at: AtHand) -> None:
    """How to send: any courier whose parcel can be traced, once the merchant has agreed."""
    if at.order is not None and at.case is not None and at.filed and say_spared(turn, at.order, at.case):
        return
    if not at.goes_back or at.stage in (Stage.RETURNING, Stage.RECEIVED, Stage.DONE, Stage.REFUSED, Stage.UNDER_WAY):
        ask_when_to_send(turn, at)
        return
    name = "now" if at.stage is Stage.SENDING else "later" if at.stage is Stage.REQUESTED else "before"
    turn.say(f"utter_send_how_{name}", at.facts, order=at.order, **blanks_of(at))


@answers_at_hand(FIRST)
def ask_new_one_first(turn: Turn, at: AtHand) -> None:
    """Whether the new one comes first: where nothing goes back there is no first."""
    if at.kind is None or at.kind.needs_return:
        knowledge.answer(turn, FIRST)
    elif at.order is not None:
        ask_must_return(turn, at.order)
    else:
        turn.say("utter_send_when_never_in_form", at.facts, **blanks_of(at))


@answers_at_hand("ask_freight_back")
def ask_freight_back(turn: Turn, at: AtHand) -> None:
    """When the freight that was advanced comes back: no term stands for it; how it is claimed, and by whom."""
    pays = merchant_pays_freight(at.group)
    if at.kind is not None and not at.goes_back:
        turn.say("utter_freight_back_none", at.facts, order=at.order, **blanks_of(at))
    elif pays is None:
        turn.say("utter_freight_back_rule", at.facts, order=at.order)
    elif not pays:
        turn.say("utter_freight_back_personal", at.facts, order=at.order)
    elif at.stage is Stage.DONE:
        turn.say("utter_freight_back_done", at.facts, order=at.order)
        ask_merchant(turn, at, word("said", "chase_freight"))
    elif at.stage in (Stage.SENDING, Stage.RETURNING, Stage.RECEIVED):
        turn.say("utter_freight_back_sent", at.facts, order=at.order)
    else:
        turn.say("utter_freight_back_later", at.facts, order=at.order, group=word("reason_class", _class(at)))


def _class(at: AtHand) -> str:
    return (at.group or ReasonClass.GOODS).value


def _place_told(turn: Turn, at: AtHand) -> str:
    """The merchant's words that say where to, with his yes; empty for none."""
    step = last_step(turn.database, at.case.case_number) if at.case is not None else None
    if at.stage is not Stage.SENDING or step is None or step[1] is not Actor.MERCHANT or not names_place(step[2]):
        return ""
    return step[2]


def _offer_again(turn: Turn, at: AtHand) -> None:
    assert at.order is not None
    again = may_apply(turn.policy, at.order.facts, turn.now).allowed
    if turn.state.draft is None:
        turn.offer(turn.said[-1], "/request_aftersales" if again else "/file_complaint")
