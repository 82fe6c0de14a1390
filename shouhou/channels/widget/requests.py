"""What the widget's entrances accept: who calls, and what a message may look like."""

import json
from dataclasses import dataclass
from typing import Any, Optional

from sanic.request import Request

from shouhou.channels.refusals import Refused
from shouhou.channels.tokens import BadToken, read_token

MAX_BODY = 64 * 1024
MAX_TEXT = 2000  # code points
MAX_ID = 64
MAX_COMMENT = 1000


@dataclass(frozen=True)
class Caller:
    """Who calls, by the token alone; `buyer_id` is None for a guest."""

    conversation_id: str
    buyer_id: Optional[str]


@dataclass(frozen=True)
class Post:
    """A well-formed message: exactly one of text, payload and file_id."""

    client_id: str
    text: Optional[str]
    payload: Optional[str]
    file_id: Optional[str]


def caller_of(request: Request, secret: str) -> Caller:
    """Who the bearer token says. Raises Refused(401), which says nothing else."""
    scheme, _, token = (request.headers.get("authorization") or "").partition(" ")
    if scheme.lower() != "bearer":
        raise Refused(401)
    try:
        identity = read_token(secret, token.strip())
    except BadToken as error:
        raise Refused(401) from error
    if identity.buyer_id is not None:
        return Caller(f"widget:buyer:{identity.buyer_id}", identity.buyer_id)
    return Caller(f"widget:guest:{identity.visit}", None)


def read_object(body: bytes) -> dict[str, Any]:
    """The JSON object in a body. Raises Refused: 413 too large, 400 not UTF-8, not JSON, not an object."""
    if len(body) > MAX_BODY:
        raise Refused(413, f"the body is over {MAX_BODY} bytes")
    try:
        document = json.loads(body.decode("utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise Refused(400, "the body is not JSON in UTF-8") from error
    if not isinstance(document, dict):
        raise Refused(400, "the body is not a JSON object")
    return document


def read_post(body: bytes) -> Post:
    """A message from a body. Raises Refused: 413, 400 as read_object; 422 with what is wrong."""
    document = read_object(body)
    client_id = document.get("id")
    if not isinstance(client_id, str) or not client_id.strip():
        raise Refused(422, "id is missing or not a string")
    if len(client_id) > MAX_ID:
        raise Refused(422, f"id is over {MAX_ID} characters")
    given = {name: document[name] for name in ("text", "payload", "file_id") if document.get(name) is not None}
    if len(given) != 1:
        raise Refused(422, "give exactly one of text, payload and file_id")
    (kind, value), = given.items()
    if not isinstance(value, str) or not value.strip():
        raise Refused(422, f"{kind} is empty or not a string")
    if len(value) > MAX_TEXT:
        raise Refused(422, f"{kind} is over {MAX_TEXT} characters")
    _refuse_unstorable(client_id, value)
    return Post(client_id, given.get("text"), given.get("payload"), given.get("file_id"))


def read_rating(body: bytes) -> tuple[int, Optional[str]]:
    """A rating from a body: a score from 1 to 5 and perhaps a comment. Raises Refused(422) for anything else."""
    try:
        document = read_object(body)
    except Refused as error:
        raise Refused(422, error.reason) from error
    score, comment = document.get("score"), document.get("comment")
    if not isinstance(score, int) or isinstance(score, bool) or not 1 <= score <= 5:
        raise Refused(422, "score is not a whole number from 1 to 5")
    if comment is not None and (not isinstance(comment, str) or len(comment) > MAX_COMMENT):
        raise Refused(422, f"comment is not a string of at most {MAX_COMMENT} characters")
    _refuse_unstorable(comment or "")
    return score, comment


def _refuse_unstorable(*texts: str) -> None:
    """No database keeps a NUL or half a surrogate pair."""
    for text in texts:
        if "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text):
            raise Refused(422, "the text holds characters that cannot be stored")
