"""Putting messages together into WeChat's: few, for a buyer's message allows five, and none too long."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Optional

from shouhou.cases.messages import AGENT, Message
from shouhou.cases.outbox import Item
from shouhou.channels.delivery import Part
from shouhou.responses import response

MAX_TEXT = 2000  # bytes; WeChat takes 2,048
MAX_HEAD = 1000  # bytes above a menu; 1,024
MAX_LABEL = 128  # bytes of a menu's line
MAX_LINES = 10
_NUMBER = re.compile(r"[\s(【第]*([0-9]{1,2})[\s)】.、。号个]*")
_ID_FACTOR = 100  # a menu line's id: the place of its message, then two digits for the line


def parts(items: Sequence[Item], menus: bool) -> list[Part]:
    """Parts for a channel with message menus, or one where the last buttons become numbered lines."""
    groups = grouped(items, menus)
    if menus:
        return [_with_menu(group) for group in groups]
    offered = _offered(_messages(items))
    return [_with_numbers(group, offered) for group in groups]


def grouped(items: Sequence[Item], menus: bool) -> list[list[Item]]:
    """Items that go as one message: texts of one side, up to and with the first that has a menu; pictures alone."""
    groups: list[list[Item]] = []
    size = 0
    for item in items:
        (message,) = _messages([item])
        weight = len((message.text or "").encode()) + 2
        if groups and _goes_with(_messages(groups[-1])[-1], message, menus) and size + weight <= MAX_TEXT:
            groups[-1].append(item)
            size += weight
        else:
            groups.append([item])
            size = weight
    return groups


def _messages(items: Sequence[Item]) -> list[Message]:
    return [item.message for item in items if item.message is not None]


def _with_menu(items: list[Item]) -> Part:
    messages = _messages(items)
    if messages[0].file_id:
        return Part(items, {"picture": messages[0].file_id})
    text, lines = _text(messages), menu_lines(messages[-1])
    texts = cut(text, MAX_HEAD if lines else MAX_TEXT)
    if not lines:
        return Part(items, {"texts": texts})
    return Part(items, {"texts": texts[:-1], "head": texts[-1] if texts else "", "lines": lines})


def _with_numbers(items: list[Item], offered: list[Message]) -> Part:
    messages = _messages(items)
    if messages[0].file_id:
        return Part(items, {"picture": messages[0].file_id})
    return Part(items, {"texts": cut(_numbered(messages, offered), MAX_TEXT)})


def _text(messages: Sequence[Message]) -> str:
    return "\n\n".join(plain(message.text) for message in messages if message.text)


def plain(text: str) -> str:
    """A text without control characters: JSON would write them as \\u escapes, which WeChat refuses."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc")


def menu_lines(message: Message) -> list[tuple[str, str]]:
    """A message's buttons as lines of a menu: the id by which a press is read back, and the label."""
    return [
        (str(message.seq * _ID_FACTOR + index), shortened(plain(button["title"]), MAX_LABEL))
        for index, button in enumerate((message.buttons or [])[:MAX_LINES])
    ]


def pressed_line(menu_id: str) -> Optional[tuple[int, int]]:
    """The place of the message and the index of the button that a menu line's id means; None for an id not ours."""
    if not re.fullmatch(r"[0-9]{1,15}", menu_id):
        return None
    place, index = divmod(int(menu_id), _ID_FACTOR)
    return place, index


def with_choices(text: str, labels: Sequence[str]) -> str:
    """A text with choices as numbered lines, for accounts that have no menus."""
    choices = "\n".join(f"{number}. {label}" for number, label in enumerate(labels, start=1))
    asked = response("utter_choose_by_number", choices=choices)
    return f"{text}\n\n{asked}" if text else asked


def chosen_number(text: str) -> Optional[int]:
    """The number that a buyer chose by writing it (1, １, 1。, 第1个); None when the text is anything else."""
    match = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text))
    return int(match[1]) if match else None


def cut(text: str, most: int) -> list[str]:
    """A text in pieces of at most so many bytes each, at line ends or sentence ends where there are any."""
    pieces = []
    while len(text.encode()) > most:
        head = text.encode()[:most].decode(errors="ignore")
        place = max((head.rfind(mark) + len(mark) for mark in ("\n", "。", "！", "？") if mark in head), default=0)
        place = place if place > len(head) // 3 else len(head)
        pieces.append(text[:place].rstrip("\n"))
        text = text[place:].lstrip("\n")
    return [piece for piece in [*pieces, text] if piece.strip("\n")]  # WeChat refuses an empty one


def shortened(text: str, most: int) -> str:
    """A text of at most so many bytes."""
    if len(text.encode()) <= most:
        return text
    return text.encode()[: most - 3].decode(errors="ignore") + "…"


def fitting(messages: Sequence[Message]) -> tuple[str, list[Message]]:
    """One text that holds as many of these messages as it can, from the first on, and those: for a passive reply.

    The last turn's buttons become numbered lines, as `latest_offer` reads them back; where they do not fit, no others
    do. Pictures, which no text can hold, are left out.
    """
    told: list[Message] = []
    text, offered = "", _offered(messages)
    for message in messages:
        if message.file_id is not None:
            continue
        longer = _numbered([*told, message], offered)
        if told and len(longer.encode()) > MAX_TEXT:
            break
        told.append(message)
        text = longer
    if len(text.encode()) > MAX_TEXT:  # a single message: its words are cut, its choices stand
        choices = text.removeprefix(_text(told))
        text = shortened(_text(told), MAX_TEXT - len(choices.encode())) + choices
    return text, told


def _numbered(messages: Sequence[Message], offered: list[Message]) -> str:
    """The texts, and below the last that offers something all that its turn offers."""
    text = _text(messages)
    if not offered or offered[-1] not in messages:
        return text
    labels = [label for message in offered for _, label in menu_lines(message)]
    return with_choices(text, labels[:MAX_LINES])


def _offered(messages: Sequence[Message]) -> list[Message]:
    """The messages with buttons of the last turn, whose numbers alone are read back.

    What is said in one turn is said at one moment.
    """
    return [message for message in messages if message.buttons and message.at == messages[-1].at]


def _goes_with(before: Message, after: Message, menus: bool) -> bool:
    return (
        not (menus and before.buttons)
        and before.file_id is None
        and after.file_id is None
        and (before.sender == AGENT) == (after.sender == AGENT)
    )
