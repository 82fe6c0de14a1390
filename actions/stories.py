"""Following the stories that trainers write: the bot's side of them, and what comes between."""

from collections.abc import Sequence
from typing import Any, Optional
from zlib import crc32

from actions.answering import answer_all, begin
from actions.forms import all_forms
from actions.knowledge import all_stories
from actions.orders import named_order
from actions.turn import Turn
from shouhou.dialogue import offers
from shouhou.dialogue.asking import is_question
from shouhou.dialogue.message import FALLBACK, OUT_OF_SCOPE
from shouhou.dialogue.reading import SURE, Reading
from shouhou.dialogue.sizes import wanted_instead
from shouhou.dialogue.state import Offer, StoryPlace
from shouhou.dialogue.stories import next_done, next_said
from shouhou.dialogue.wishes import type_said, without_leave
from shouhou.dialogue.words import beside, reason_in
from shouhou.dialogue.yes_no import says_no
from shouhou.rules.kinds import ReasonClass, RequestType
from shouhou.rules.verdicts import may_apply

STORY = "story"
_ACTION = "action_"
_MOST_STEPS = 30
_EXCHANGE = RequestType.EXCHANGE.value


def opens_story(intent: str, turn: Turn, chosen: bool = False) -> bool:
    """Begin a story that opens with these words, or was chosen by its name; whether there is one."""
    if not chosen and turn.message.whole.confidence < SURE:
        return False
    step = next_said(all_stories(), [], [intent], _entities(turn))
    if step is None:
        return False
    pointed = named_order(turn)
    order = pointed or turn.order_in_view or (turn.orders()[0] if len(turn.orders()) == 1 else None)
    if order is not None and not chosen and not may_apply(turn.policy, order.facts, turn.now).allowed:
        return False  # what it leads to is not open: that is told first
    if pointed is not None:
        turn.state.order = pointed.order_number
    told = turn.state.told
    reason = reason_in(turn.message.clauses)
    if reason is not None:
        told.reason, told.reason_class = reason, turn.message.group("reason") or turn.message.told_class
        told.details = beside(reason, turn.message.clauses) or told.details
    turn.state.story = StoryPlace([step.key], [], _entities(turn))
    _go_on(turn)
    return True


def follow(turn: Turn, reading: Reading, choice: Optional[Offer] = None) -> bool:
    """Go on with the story that the talk is in; False when the buyer has left it.

    A question in its middle is answered, and the story's own question put again.
    """
    place = turn.state.story
    assert place is not None
    question = turn.state.question
    if choice is None and question is not None and question.of == STORY:
        choice = offers.chosen(turn.message.whole.plain, question.offers)
        if choice is None and not turn.message.is_press:
            choice = offers.named_in(turn.message.whole.plain, question.offers) or _by_type(turn, question.offers)
    said = _said_to_story(turn, reading, choice)
    entities = _entities(turn) | (offers.parse(choice.payload).entities if choice is not None else {})
    step = next_said(all_stories(), place.gone, said, entities)
    if step is not None:
        place.gone.append(step.key)
        place.slots |= entities
        turn.state.question = None
        _go_on(turn)
        asked = {clause.intent for clause in turn.message.clauses if is_question(clause.plain)}
        rest = [each for each in reading.asks if each not in step.names and each in asked]
        if rest and choice is None:
            answer_all(turn, rest, reading)
        return True
    if reading.yes_no.leaves or turn.message.intent == "stop":
        turn.state.story = turn.state.question = None
        turn.say("utter_deny_nothing")
        return True
    if reading.asks:
        if any(all_forms.opened_by(each) is not None for each in reading.asks):
            turn.state.story = turn.state.question = None  # a job of its own
            return False
        answer_all(turn, reading.asks, reading)
        if turn.state.story is place:
            retell(turn)
        return True
    if turn.message.intent in (FALLBACK, OUT_OF_SCOPE):
        turn.say("utter_not_understood_in_form")
        turn.unhelpful = True
        retell(turn)
        return True
    turn.state.story = turn.state.question = None
    return False


def _by_type(turn: Turn, given: Sequence[Offer]) -> Optional[Offer]:
    """The offer of the type of request that words wish for (想换大半码的 42.5码, where 换个码 is offered)."""
    texts = [without_leave(clause.plain) for clause in turn.message.clauses]
    said = [type_said(text) or (_EXCHANGE if wanted_instead(text) else None) for text in texts if not says_no(text)]
    wanted = next((each for each in said if each is not None), None)
    if wanted is None:
        return None
    return next((each for each in given if offers.parse(each.payload).entities.get("request_type") == wanted), None)


def retell(turn: Turn) -> None:
    """Say again what the story asked last."""
    place = turn.state.story
    if place is not None:
        for response in place.said[-1:]:
            _ask(turn, response)


def _said_to_story(turn: Turn, reading: Reading, choice: Optional[Offer]) -> list[str]:
    """The intents that the words may be to a story: a choice made, a yes or no, what was read."""
    if choice is not None:
        return [offers.parse(choice.payload).intent]
    said = [turn.message.intent] if turn.message.whole.confidence >= SURE else []
    if len(turn.message.clauses) > 1:
        said = [name for name in said if name not in ("affirm", "deny")]  # 灯是亮的 is no yes, whatever it sounds like
    again = any(clause.told_class == ReasonClass.GOODS.value for clause in turn.message.clauses)
    if reading.yes_no.yes:
        said = ["affirm", *said]
    elif reading.yes_no.no and not reading.yes_no.leaves:
        said = ["deny", *said]
    elif again:
        said = [*said, "deny"]  # the fault, told once more, is not mended
    return said


def _entities(turn: Turn) -> dict[str, Any]:
    """What the message names; of goods also what the order in view is, by its category."""
    return {each.kind: each.value for each in turn.message.entities}


def _go_on(turn: Turn) -> None:
    """Do the bot's steps up to where the buyer is to speak, or the story ends."""
    place = turn.state.story
    assert place is not None
    place.said = []
    for _ in range(_MOST_STEPS):
        step = next_done(all_stories(), place.gone, place.slots)
        if step is None:
            break
        place.gone.append(step.key)
        if step.kind == "slot":
            noted = {name: value for name, value in step.entities if value is not None}
            place.slots |= noted
            place.given |= noted
        elif not _do(turn, step.names[0]):
            return
    if next_said_possible(place.gone):
        if place.said:
            _as_question(turn)
        return
    turn.state.story = None


def next_said_possible(gone: Sequence[str]) -> bool:
    """Whether some story waits for the buyer after these steps."""
    return any(
        story.keys[: len(gone)] == tuple(gone)
        and len(story.steps) > len(gone)
        and story.steps[len(gone)].kind == "says"
        for story in all_stories()
    )


def _do(turn: Turn, action: str) -> bool:
    """One of the bot's steps; False when it opened a form, with which the story is over."""
    place = turn.state.story
    assert place is not None
    if action.startswith("utter_"):
        turn.say(action, order=turn.order_in_view)
        place.said.append(action)
        return True
    intent = action.removeprefix(_ACTION)
    extra = [str(value) for name, value in place.slots.items() if name.startswith("story_")]
    if extra:
        told = turn.state.told
        told.details = "；".join(part for part in (told.details, *extra) if part)
    turn.state.story = None
    begin(turn, intent, turn.reading, place.given)
    return False


def _ask(turn: Turn, response: str) -> None:
    turn.say(response, order=turn.order_in_view)
    _as_question(turn)


def _as_question(turn: Turn) -> None:
    place = turn.state.story
    assert place is not None
    turn.ask(turn.said[-1], STORY, STORY, f"t{crc32('|'.join(place.gone).encode()):08x}")
