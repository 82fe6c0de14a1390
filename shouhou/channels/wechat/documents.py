"""The body of a push, XML or JSON, as plain values: whatever is not exactly a small document is refused."""

import json
import math
from dataclasses import dataclass, field
from typing import Any, NoReturn

from defusedxml.ElementTree import DefusedXMLParser, ParseError

MAX_BODY = 64 * 1024  # bytes
MAX_DEPTH = 6  # the root counts; the deepest push that is known has five
MAX_ELEMENTS = 500
BLANKS = " \t\r\n"
# Said twice, these would let two readers of one body see two senders, or two messages.
_ONCE = frozenset({"ToUserName", "FromUserName", "MsgType", "MsgId", "Encrypt", "Event"})


class BadBody(ValueError):
    """A body that is no push. `status` is what to answer it with; the message names fields, never what they hold."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


def read_document(body: bytes) -> dict[str, Any]:
    """What a body holds. XML under `<xml>` gives strings as they stand ("" for an empty element), dicts, and lists of
    what repeats; attributes are passed over. A JSON object gives what it holds, numbers exact, and `MsgId` a string.

    Raises BadBody, and nothing else: 413 for one that is too large; 400 for one that is not UTF-8, not well-formed,
    too deep, of too many parts, that brings a DTD or entities, or that says twice what must be said once.
    """
    if len(body) > MAX_BODY:
        raise BadBody(413, f"the body is over {MAX_BODY} bytes")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadBody(400, "the body is not UTF-8") from error
    # Before any parser sees it: expat takes "<" and a NUL for the beginning of UTF-16, whatever it was told.
    if "\x00" in text:
        raise BadBody(400, "the body holds a NUL")
    text = text.removeprefix("\ufeff").strip(BLANKS)
    if text.startswith("<"):
        return _read_xml(text)
    if text.startswith("{"):
        return _read_json(text)
    raise BadBody(400, "the body is neither XML nor a JSON object")


def is_storable(text: str) -> bool:
    """Whether a database can keep it: none keeps a NUL or half a surrogate pair."""
    return "\x00" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def _read_xml(text: str) -> dict[str, Any]:
    builder = _Builder()
    parser = DefusedXMLParser(target=builder, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    try:
        # A string, not bytes: the parser then takes no encoding from the declaration.
        parser.feed(text)
        parser.close()
    except BadBody:
        raise
    except (ParseError, ValueError, RecursionError) as error:
        raise BadBody(400, "the body is not plain XML") from error
    return builder.document


@dataclass
class _Element:
    """An element that is still open."""

    texts: list[str] = field(default_factory=list)
    members: dict[str, Any] = field(default_factory=dict)

    def take(self, name: str, value: Any) -> None:
        """A child, closed. Values are strings and dicts, so a list is always a name that repeats."""
        if name not in self.members:
            self.members[name] = value
        elif isinstance(self.members[name], list):
            self.members[name].append(value)
        else:
            self.members[name] = [self.members[name], value]


class _Builder:
    """What the parser builds with. It counts as it goes, so that nothing large is ever built."""

    def __init__(self) -> None:
        self.document: dict[str, Any] = {}
        self._open: list[_Element] = []
        self._count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > MAX_ELEMENTS:
            raise BadBody(400, f"the body has over {MAX_ELEMENTS} elements")
        if len(self._open) >= MAX_DEPTH:
            raise BadBody(400, f"the body is over {MAX_DEPTH} elements deep")
        if not self._open and name != "xml":
            raise BadBody(400, "the root is not <xml>")
        self._open.append(_Element())

    def data(self, text: str) -> None:
        self._open[-1].texts.append(text)

    def end(self, name: str) -> None:
        element = self._open.pop()
        text = "".join(element.texts)
        is_root = not self._open
        if (element.members or is_root) and text.strip(BLANKS):
            raise BadBody(400, "text stands between elements")
        if is_root:
            self.document = element.members
            return
        parent = self._open[-1]
        if name in _ONCE and len(self._open) == 1 and name in parent.members:
            raise BadBody(400, f"{name} stands twice")
        parent.take(name, element.members or text)

    def close(self) -> None:
        """The parser asks for it."""


def _read_json(text: str) -> dict[str, Any]:
    try:
        document: dict[str, Any] = json.loads(
            text, object_pairs_hook=_object, parse_float=_finite, parse_constant=_refuse_constant
        )
    except BadBody:
        raise
    except (ValueError, RecursionError) as error:
        raise BadBody(400, "the body is not JSON") from error
    _check_json(document)
    message_id = document.get("MsgId")
    if isinstance(message_id, int) and not isinstance(message_id, bool):
        document["MsgId"] = str(message_id)
    return document


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """In JSON no name repeats, whatever it is: what comes more than once comes in a list."""
    members = dict(pairs)
    if len(members) < len(pairs):
        raise BadBody(400, "a name stands twice in one object")
    return members


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise BadBody(400, "a number is too large")
    return number


def _refuse_constant(name: str) -> NoReturn:
    raise BadBody(400, f"{name} is no JSON")


def _check_json(document: dict[str, Any]) -> None:
    """Depth, number of parts, and characters. Objects and lists make the depth."""
    waiting: list[tuple[Any, int]] = [(document, 1)]
    count = 0
    while waiting:
        value, depth = waiting.pop()
        count += 1
        if count > MAX_ELEMENTS:
            raise BadBody(400, f"the body has over {MAX_ELEMENTS} values")
        if isinstance(value, str) and not is_storable(value):
            raise BadBody(400, "the body holds characters that cannot be stored")
        if not isinstance(value, (dict, list)):
            continue
        if depth > MAX_DEPTH:
            raise BadBody(400, f"the body is over {MAX_DEPTH} objects deep")
        if isinstance(value, dict) and not all(map(is_storable, value)):
            raise BadBody(400, "a name holds characters that cannot be stored")
        members = value.values() if isinstance(value, dict) else value
        waiting.extend((member, depth + 1) for member in members)
