"""Short talk."""

from actions.registry import answers
from actions.turn import Turn
from actions.verdict_words import say_verdict
from shouhou.rules.verdicts import may_apply


@answers("ask_capabilities")
def ask_capabilities(turn: Turn) -> None:
    """What the bot can do."""
    turn.say("utter_ask_capabilities")


@answers("bot_challenge")
def bot_challenge(turn: Turn) -> None:
    """The truth about it."""
    turn.say("utter_bot_challenge")


@answers("followup_meaning")
def followup_meaning(turn: Turn) -> None:
    """What was said last, in plainer words, about one thing."""
    order = turn.order_in_view
    if order is None:
        turn.say("utter_meaning")
    elif order.case is not None and order.facts.open_case:
        from actions.answers.what_next import ask_next_step

        ask_next_step(turn, order)
    else:
        say_verdict(turn, order, may_apply(turn.policy, order.facts, turn.now))
