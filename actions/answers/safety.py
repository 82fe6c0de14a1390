"""Danger and injury: advice first, on record, to people as urgent; never a form first."""

from actions.answers.people import ask_queue_position, to_people
from actions.registry import answers
from actions.turn import Turn
from actions.words import word
from shouhou.dialogue import harm as h
from shouhou.dialogue.asking import is_question
from shouhou.dialogue.matters import FIRST_AID
from shouhou.dialogue.people import asks_for_person_when, calls_for_somebody
from shouhou.dialogue.reading import DANGER
from shouhou.dialogue.wishes import wants_money_back
from shouhou.rules.verdicts import may_apply

_HURTS = (h.CHEMICAL, h.SCALD, h.CUT, h.FOOD, h.SKIN, h.SWALLOWED, h.EYES)  # what is done first for who was hurt so
_DANGERS = (h.SHOCK, h.BATTERY, h.GAS, h.SMELL)


@answers("report_injury")
def report_injury(turn: Turn) -> None:
    """Somebody is hurt: what to do now, then people, at once."""
    text, kind = turn.message.whole.plain, _kind(turn)
    if h.nearly_hurt(text):
        report_danger(turn)
        return
    if _is_pet(turn):
        turn.say(f"utter_report_injury_pet_{'fed' if kind in (h.FOOD, h.OTHER) else 'hurt'}")
    elif h.is_past(text):
        turn.say("utter_report_injury_past")
    elif kind == h.SMELL:
        turn.say("utter_report_danger_smell")  # whoever feels sick of it goes out into the air first
    else:
        turn.say(f"utter_report_injury_{kind}" if kind in (h.SHOCK, *_HURTS) else "utter_report_injury")
    to_people(turn, urgent=True, why=word("summary", "injury", value=turn.message.text))


@answers("report_danger")
def report_danger(turn: Turn) -> None:
    """Something may hurt somebody: what to do now, then people, at once."""
    text, kind = turn.message.whole.plain, _kind(turn)
    hurt = h.tells_of_hurt(text) and not h.nearly_hurt(text)
    if hurt and kind in _HURTS:
        turn.say(f"utter_report_injury_{kind}")
    elif not hurt and kind != h.GAS and (h.is_past(text) or h.says_unhurt(text)):
        turn.say("utter_report_danger_past")
    elif kind == h.FIRE:
        turn.say("utter_report_danger")
    elif kind in _DANGERS:
        turn.say(f"utter_report_danger_{kind}")
    else:
        turn.say("utter_report_near_miss")
    if hurt and kind in (h.FIRE, h.BATTERY, h.GAS):
        turn.say("utter_hurt_too")
    to_people(turn, urgent=True, why=word("summary", "danger", value=turn.message.text))


def _is_pet(turn: Turn) -> bool:
    """Whether it is an animal that is hurt, told now or before."""
    order = turn.order_in_view or next(iter(turn.orders()), None)
    product = order.product if order is not None else ""
    known = turn.state.harm_of_pet and not h.tells_of_body(turn.message.whole.plain)
    turn.state.harm_of_pet = known or h.pet_is_hurt(turn.message.whole.plain, product)
    return turn.state.harm_of_pet


@answers(FIRST_AID)
def ask_first_aid(turn: Turn) -> None:
    """What to do now for who is hurt, once more and in short."""
    kind = _kind(turn)
    turn.say(f"utter_first_aid_{kind}" if kind in (h.CHEMICAL, h.SCALD) else "utter_first_aid")


def _kind(turn: Turn) -> str:
    """The kind of harm that was told, now or before."""
    order = turn.order_in_view or next(iter(turn.orders()), None)
    product = order.product if order is not None else ""
    kind = h.kind_of_harm(turn.message.whole.plain, product)
    if kind in (h.OTHER, h.SKIN) and turn.state.harm:
        return turn.state.harm
    told = f"{turn.state.told.reason or ''} {turn.state.told.details or ''}"
    turn.state.harm = kind if kind != h.OTHER else h.kind_of_harm(told, product)
    return turn.state.harm


def asks_afterwards(turn: Turn) -> bool:
    """Whether a question after the advice was answered: what to do now, where everybody is, how bad it is."""
    state, text = turn.state, turn.message.whole.plain
    asks = any(is_question(clause.plain) for clause in turn.message.clauses)
    other = [each for each in turn.reading.asks if each not in _AFTERWARDS]
    warned = bool({*state.warned} & {*DANGER})
    if warned and state.draft is None and asks_for_person_when(text):
        ask_queue_position(turn)
        return True
    if any(order.facts.open_case for order in turn.orders()) and not (
        warned and asks and any(h.wants_to_use(c.plain) and is_question(c.plain) for c in turn.message.clauses)
    ):
        return False  # there is a case by now: what is asked is asked of it
    if not warned or state.draft is not None or other or turn.reading.danger is not None:
        return False
    asks = asks and any(is_question(c.plain) and not calls_for_somebody(c.plain) for c in turn.message.clauses)
    if calls_for_somebody(text) and not asks:
        ask_queue_position(turn)
        return True
    asked = [clause.plain for clause in turn.message.clauses if is_question(clause.plain)]
    if not asks or not any(h.asks_of_safety(each) for each in asked) or any(
        wants_money_back(clause.plain) for clause in turn.message.clauses
    ):
        return False  # 那我这单子到底交没交上: no question of safety
    hurt = (
        "report_injury" in state.warned or h.tells_of_hurt(text)) and not any(h.wants_to_use(each) for each in asked)
    burns = _kind(turn) in (h.FIRE, h.BATTERY, h.GAS)
    said = turn.say("utter_after_injury" if hurt else "utter_after_danger" if burns else "utter_after_near_miss")
    order = turn.order_in_view or next(iter(turn.orders()), None)
    if order is None or not may_apply(turn.policy, order.facts, turn.now).allowed:
        said.buttons = []
    return True


_AFTERWARDS = ("ask_next_step", "ask_how_to_apply", "ask_is_it_a_fault", "report_danger", "report_injury", "ask_why",
               "report_merchant_inactive", "ask_queue_position", "faq/is_it_harmful", "faq/return_dangerous_goods")
