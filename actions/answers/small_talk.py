"""Short talk, tone, bare facts, a plain yes or no, and what was not understood."""

from collections.abc import Sequence

from actions.answers.guidance import give_tracking_number
from actions.answers.people import offer_person
from actions.answers.window import ask_window_open
from actions.desk import ANSWERS, FORMS, DeskAction, Talk, answers, begin
from actions.order_choice import order_label, the_order
from actions.pending import answer_pending
from actions.words import has_word, word

LIKELY = 0.6  # two asks that are together less likely are not worth a question
MANY_FILES = 9  # pictures kept for a form that has not begun
_UNREADABLE = {"voice": "utter_unreadable_voice", "picture": "utter_unreadable_picture"}


def _plain(intent: str) -> None:
    """An intent that one response answers."""

    @answers(intent)
    def answer(talk: Talk) -> None:
        talk.say(f"utter_{intent}")


for _intent in ("greet", "goodbye", "thank", "ask_capabilities", "bot_challenge", "out_of_scope"):
    _plain(_intent)


@answers("express_anger")
def express_anger(talk: Talk) -> None:
    """Sorry first; the second time a person is offered."""
    times = int(talk.get("anger") or 0) + 1
    talk.set("anger", times)
    talk.say("utter_sorry_anger" if times == 1 else "utter_sorry_anger_again")
    if times > 1:
        offer_person(talk)


@answers("inform")
def inform(talk: Talk) -> None:
    """A bare fact: it answers what waits, or begins something."""
    if talk.entity("tracking_number") is not None:
        give_tracking_number(talk)
    elif answer_pending(talk):
        return
    elif talk.entity("reason") is not None or talk.entity("request_type") is not None:
        talk.say("utter_offer_application")
        talk.offer("request_aftersales")
        talk.set("loose_reason", talk.entity("reason"))
        talk.set("loose_type", talk.entity("request_type"))
    elif talk.entity("date") is not None:
        ask_window_open(talk)
    elif talk.get("claimed_order") or talk.get("claimed_tail") or talk.entities:
        order = the_order(talk)
        if order is not None:
            talk.say("utter_order_chosen", {"order_number": order.order_number}, order=order_label(order))
    else:
        talk.say("utter_ask_what_to_do")


@answers("send_file")
def send_file(talk: Talk) -> None:
    """A file outside any form is kept for the next one."""
    files = [*(talk.get("evidence") or []), talk.entity("file_id")]
    talk.set("evidence", files[-MANY_FILES:])
    talk.say("utter_file_kept", count=len(files[-MANY_FILES:]))
    talk.offer("request_aftersales")


@answers("send_unreadable")
def send_unreadable(talk: Talk) -> None:
    """A message of a kind that nobody here can read, or a picture that could not be had."""
    talk.say(_UNREADABLE.get(str(talk.entity("media_kind")), "utter_unreadable_other"))


@answers("affirm")
def affirm(talk: Talk) -> None:
    """A plain yes: to the last offer, or to nothing in particular."""
    talk.say("utter_affirm_nothing")


@answers("deny")
def deny(talk: Talk) -> None:
    """A plain no ends whatever waited."""
    talk.set("pending", None)
    talk.say("utter_deny_nothing")


@answers("stop")
def stop(talk: Talk) -> None:
    """Leave what we were doing."""
    talk.set("pending", None)
    talk.say("utter_stopped")


class ActionAffirmOffer(DeskAction):
    """A yes or no outside a form, read against the last offer."""

    def name(self) -> str:
        return "action_answer_offer"

    def act(self, talk: Talk) -> None:
        """Do what was offered after a yes; else answer the word itself."""
        offered = talk.get("offer")
        begin(talk)
        if talk.intent == "affirm" and offered in FORMS:
            talk.go_on_with(FORMS[offered])
        elif talk.intent == "affirm" and offered in ANSWERS:
            ANSWERS[offered](talk)
        else:
            ANSWERS[talk.intent](talk)


class ActionNotUnderstood(DeskAction):
    """A message that could not be read; the second in a row offers a person."""

    def name(self) -> str:
        return "action_not_understood"

    def act(self, talk: Talk) -> None:
        """Ask which of two was meant, or say that it was not understood; and count."""
        not_understood(talk, "utter_not_understood", _likely_asks(talk))


def not_understood(talk: Talk, response: str, likely: Sequence[str] = ()) -> None:
    """Say that this was not understood, or ask which of two likely asks it was.

    From the second time in a row a person is offered.
    """
    failures = int(talk.get("failures") or 0) + 1
    talk.set("failures", failures)
    if failures >= 2:
        offer_person(talk)
    elif likely:
        names = [word("ask", intent) for intent in likely]
        buttons = [{"title": name, "payload": f"/{intent}"} for name, intent in zip(names, likely, strict=True)]
        talk.say("utter_which_meant", buttons=buttons, first=names[0], second=names[1])
    else:
        talk.say(response)


def _likely_asks(talk: Talk) -> list[str]:
    """The two asks that an unread message most likely is; none when it may as well be something else."""
    chances = {each["name"]: each["confidence"] for each in talk.ranking if each["name"] != talk.intent}
    first_two = list(chances)[:2]
    if len(first_two) < 2 or not all(has_word("ask", name) for name in first_two):
        return []
    return first_two if sum(chances[name] for name in first_two) >= LIKELY else []
