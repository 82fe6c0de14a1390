"""Words for the people of the desk: left for them, never put to the merchant; and whether they get to read them."""

import re

from actions.answering import open_form
from actions.answers.people import leave_word
from actions.turn import Turn
from actions.words import moment_text
from shouhou.cases.handovers import waiting
from shouhou.dialogue.asking import is_question
from shouhou.dialogue.dictation import note_in
from shouhou.dialogue.message import Clause
from shouhou.dialogue.passing_on import bids, passed_on, said_of
from shouhou.dialogue.people import speaks_of_people, wants_person
from shouhou.dialogue.yes_no import says_no, says_yes
from shouhou.rules.hours import staffing

_TOPICS = ("request_human", "leave_message_for_desk", "ask_queue_position")
_PEOPLE = r"(?:你们)?(?:的)?(?:人工|真人|在线|平台)?(?:客服|人工|真人|专员|同事)(?:那边|他们)?"
_TO_PEOPLE = re.compile(
    rf"(?:跟|给|对|和|向|告诉|通知|转告){_PEOPLE}(?:说|讲|留|带|捎|转|提|备注|记|知道)?|(?:让|叫|请){_PEOPLE}(?:到时候?|明天|上班|来|再|先|打|发|联系|回|别|不要)"
)
_MERCHANT = re.compile(r"商家|卖家|店家|老板|掌柜")
_NOT_MERCHANT = re.compile(r"(?:不是|别|不用|不要|没让你)(?:要|是)?(?:跟|给|对|和|转|告诉)+(?:商家|卖家|店家|老板)")
_BIDS = re.compile(r"(?:说|讲|留|带|捎|转|提|备注|记)(?:个|句|一)*(?:言|话|声|下)?")
_ONLY_BIDS = re.compile(
    rf"(?:行|好的?|那|[让叫请]?[你您]|是|要|就|帮我|给我|替我|麻烦|不用了?|[，,\s])*(?:跟|给|对|和|向|告诉|转告){_PEOPLE}"
    r"(?:说|讲|留|带|捎|转|提)?(?:个|句|一)*(?:言|话|声|下)?(?:就行|就好|就可以|吧|啊|呀|的|了|嘛)*"
)
_READ = re.compile(r"(?:看|知道|收|听)(?:得|能|会)?(?:到|见)?")
_LEFT = re.compile(r"留(?:的|过|了)?(?:话|言)|(?:刚[才刚]?|之前|上面)(?:我)?(?:留|说|讲|写|发)的?")


def for_people(turn: Turn) -> bool:
    """Whether a message leaves word for the desk's people, or asks if they read it, and that was done."""
    message, state = turn.message, turn.state
    if message.is_press or message.left_queue:
        return False
    if state.word_left and any(_asks_if_read(clause) for clause in message.clauses):
        desk = staffing(turn.policy.desk_hours.value, turn.now)
        name = "utter_word_left_stands_now" if desk.open_now else "utter_word_left_stands"
        turn.say(name, words=state.word_left, back=moment_text(desk.changes_at))
        return True
    form = open_form(turn)
    if form is not None and form.name != "merchant":
        return False
    named = [c for c in message.clauses if _leaves_for_people(c.plain)]
    if not named and not _follows_people(turn):
        return False
    denied = [c for c in message.clauses if _NOT_MERCHANT.search(c.plain)]
    rest = [c for c in message.clauses if c not in denied and not _ONLY_BIDS.fullmatch(c.plain.strip(" ，,。"))]
    rest = [c for c in rest if not (says_no(c.plain) or says_yes(c.plain))]
    shown = str(state.draft.fields.get("words") or "") if state.draft is not None else ""
    words = (passed_on(message.clauses) if not named else "") or said_of(rest) or shown
    if not words and not state.takes_message:
        return False
    if form is not None:
        state.draft = state.question = None
        state.to_tell.clear()
    leave_word(turn, _TO_PEOPLE.sub("", words, count=1).strip("，, 说：:") or note_in(message.text))
    return True


def _leaves_for_people(text: str) -> bool:
    """Whether a clause bids to leave word for the desk's people (是跟你们客服说, 你给客服留言就行)."""
    if is_question(text) or _MERCHANT.search(text) is not None or wants_person(text):
        return False
    bids_it = _BIDS.search(text) is not None or re.search(r"让|叫|请", text) is not None
    return bids_it and _TO_PEOPLE.search(text) is not None


def _follows_people(turn: Turn) -> bool:
    """Whether "him" is who was just called for: a person of the desk (跟他说打我电话前先发个消息)."""
    number = turn.speaker.conversation_id
    spoken = turn.state.topic in _TOPICS and any(h.conversation_id == number for h in waiting(turn.database))
    clauses = turn.message.clauses
    if not (spoken or turn.state.takes_message) or any(_MERCHANT.search(c.plain) for c in clauses):
        return False
    return turn.state.topic in _TOPICS and any(bids(clause.plain) for clause in clauses)


def _asks_if_read(clause: Clause) -> bool:
    """Whether it is asked if what was left for them reaches the people (那客服能看到我刚留的话吗)."""
    text = clause.plain
    of_people = speaks_of_people(text) or re.search(r"他们?|你们", text) is not None
    return is_question(text) and of_people and _READ.search(text) is not None and _LEFT.search(text) is not None
