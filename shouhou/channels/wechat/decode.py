"""What a document says: a push to an official account or a mini program, and one item that 微信客服 hands out."""

import hashlib
from dataclasses import dataclass
from typing import Any, Optional

from shouhou.channels.wechat.documents import BLANKS, BadBody, is_storable

MAX_ID = 64  # characters of a user's, an account's, a type's name; the longest in use is WeCom's userid of 64
MAX_MSGID = 128
MAX_KEY = 64
MAX_MEDIA = 512
KF_EVENT = "kf_msg_or_event"
_LATEST = 253402300799  # the last second that a calendar has
_MEDIA = frozenset({"image", "voice", "video", "file"})


@dataclass(frozen=True)
class Push:
    """One push, whoever receives it. What a push of its kind does not carry, or carries empty, is None."""

    to_user: str
    from_user: str  # "" in kf_msg_or_event, which comes from nobody
    kind: str  # "text", "image", "voice", "event", or any other MsgType as it came
    key: str  # the same for every try to deliver one push, at most MAX_KEY characters
    text: Optional[str] = None  # of a text message, as it stands; perhaps ""
    media_id: Optional[str] = None
    menu_id: Optional[str] = None  # of a click on a message menu, which comes as a text
    recognition: Optional[str] = None  # what the platform heard in a voice message
    event: Optional[str] = None  # in lower case: official accounts and WeCom differ
    event_key: Optional[str] = None
    session_from: Optional[str] = None
    kf_token: Optional[str] = None
    open_kfid: Optional[str] = None


@dataclass(frozen=True)
class KfItem:
    """One element of sync_msg's msg_list. What an item of its kind does not carry, or carries empty, is None."""

    msgid: str
    open_kfid: str
    external_userid: Optional[str]
    send_time: int  # epoch seconds; 0 when not said
    origin: int  # 3 the customer, 4 the system, 5 a servicer; 0 when not said
    kind: str  # "event", or a message's msgtype as it came
    text: Optional[str] = None  # of a text message, as it stands; perhaps ""
    menu_id: Optional[str] = None
    media_id: Optional[str] = None
    event: Optional[str] = None  # its event_type
    scene_param: Optional[str] = None
    welcome_code: Optional[str] = None
    fail_msgid: Optional[str] = None
    fail_type: Optional[int] = None
    change_type: Optional[int] = None
    servicer_userid: Optional[str] = None  # who wrote; in session_status_change, who has the session now


def decode_push(document: dict[str, Any]) -> Push:
    """What a plaintext document says. Raises BadBody(400) when the receiver, the sender, the type or the time is
    missing or malformed, and for any other field that is not of its type."""
    kind = _name(document, "MsgType")
    is_event = kind == "event"
    event = _name(document, "Event").lower() if is_event else None
    is_kf = event == KF_EVENT
    text = _verbatim(document, "Content") if kind == "text" else None
    media_id = None if is_event else _media_id(document, "MediaId")
    event_key = _word(document, "EventKey") if is_event else None
    open_kfid = _name(document, "OpenKfId") if is_kf and document.get("OpenKfId") is not None else None
    kf_token = _word(document, "Token") if is_kf else None
    from_user = "" if is_kf and _word(document, "FromUserName") is None else _name(document, "FromUserName")
    created = _moment(document, "CreateTime")
    message_id = None if is_event else _word(document, "MsgId")
    if message_id is not None:
        key = f"m:{message_id}"
    else:
        # Two callbacks of 微信客服 in one second are two: they differ only in account and token. And a message
        # without an id differs from another of its second only in what it says.
        what = f"{open_kfid}:{kf_token}" if is_kf else event_key or text or media_id or ""
        key = f"e:{from_user}:{created}:{event or kind.lower()}:{what}"
    return Push(
        to_user=_name(document, "ToUserName"),
        from_user=from_user,
        kind=kind,
        key=_short(key),
        text=text,
        media_id=media_id,
        menu_id=_word(document, "bizmsgmenuid"),
        recognition=_word(document, "Recognition") if kind == "voice" else None,
        event=event,
        event_key=event_key,
        session_from=_word(document, "SessionFrom"),
        kf_token=kf_token,
        open_kfid=open_kfid,
    )


def envelope_of(document: dict[str, Any]) -> Optional[tuple[str, str]]:
    """The receiver and the ciphertext of a body that has one, plain fields beside it or not; None for a plain body.

    Raises BadBody(400) for a ciphertext that is empty or for nobody, and for one name in both its spellings.
    """
    if "Encrypt" not in document and "encrypt" not in document:
        return None
    to_user, encrypt = _either(document, "ToUserName", "tousername"), _either(document, "Encrypt", "encrypt")
    return _name(document, to_user), _needed(document, encrypt)


def decode_kf(item: dict[str, Any]) -> KfItem:
    """What one element of msg_list says; an event's account and customer stand inside it.

    Raises BadBody(400) for one without msgid, open_kfid or msgtype, and for a field that is not of its type.
    """
    if not isinstance(item, dict):
        raise BadBody(400, "an element of msg_list is not an object")
    kind = _name(item, "msgtype")
    is_event = kind == "event"
    event = _object(item, "event") if is_event else {}
    text = _object(item, "text") if kind == "text" else {}
    media = _object(item, kind) if kind in _MEDIA else {}
    where = event if event.get("open_kfid") is not None else item
    whose = event if event.get("external_userid") is not None else item
    return KfItem(
        msgid=_name(item, "msgid", MAX_MSGID),
        open_kfid=_name(where, "open_kfid"),
        external_userid=_name(whose, "external_userid") if _word(whose, "external_userid") else None,
        send_time=_moment(item, "send_time") if item.get("send_time") is not None else 0,
        origin=_number(item, "origin") or 0,
        kind=kind,
        text=_verbatim(text, "content"),
        menu_id=_word(text, "menu_id"),
        media_id=_media_id(media, "media_id"),
        event=_name(event, "event_type") if is_event else None,
        scene_param=_word(event, "scene_param"),
        welcome_code=_word(event, "welcome_code"),
        fail_msgid=_word(event, "fail_msgid"),
        fail_type=_number(event, "fail_type"),
        change_type=_number(event, "change_type"),
        servicer_userid=(
            _word(item, "servicer_userid") or _word(event, "servicer_userid") or _word(event, "new_servicer_userid")
        ),
    )


def _short(key: str) -> str:
    """A key that is too long by its digest, under the same first letter."""
    if len(key) <= MAX_KEY:
        return key
    return key[:2] + hashlib.sha256(key.encode("utf-8")).hexdigest()[: MAX_KEY - 2]


def _either(document: dict[str, Any], usual: str, other: str) -> str:
    """The spelling that a document uses: WeCom's JSON writes the envelope in lower case."""
    if usual in document and other in document:
        raise BadBody(400, f"{usual} stands in two spellings")
    return other if other in document else usual


def _object(document: dict[str, Any], name: str) -> dict[str, Any]:
    value = document.get(name)
    if not isinstance(value, dict):
        raise BadBody(400, f"{name} is missing or not an object")
    return value


def _verbatim(document: dict[str, Any], name: str) -> Optional[str]:
    value = document.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or not is_storable(value):
        raise BadBody(400, f"{name} is not a text")
    return value


def _word(document: dict[str, Any], name: str) -> Optional[str]:
    """A value in which blanks at the ends mean nothing (some writers break lines round CDATA), and which JSON may
    write as a number. None when it is missing or empty."""
    value = document.get(name)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**64:
        value = str(value)
    if value is None:
        return None
    if not isinstance(value, str) or not is_storable(value):
        raise BadBody(400, f"{name} is not a string")
    return value.strip(BLANKS) or None


def _needed(document: dict[str, Any], name: str) -> str:
    word = _word(document, name)
    if word is None:
        raise BadBody(400, f"{name} is missing")
    return word


def _name(document: dict[str, Any], name: str, limit: int = MAX_ID) -> str:
    word = _needed(document, name)
    if len(word) > limit or not word.isprintable():
        raise BadBody(400, f"{name} is not 1 to {limit} printable characters")
    return word


def _media_id(document: dict[str, Any], name: str) -> Optional[str]:
    return _name(document, name, MAX_MEDIA) if _word(document, name) is not None else None


def _number(document: dict[str, Any], name: str) -> Optional[int]:
    """A whole number, written as one or in digits. None when it is missing or empty."""
    word = _word(document, name)
    if word is None:
        return None
    if not word.isascii() or not word.isdigit() or len(word) > len(str(_LATEST)):
        raise BadBody(400, f"{name} is not a whole number")
    return int(word)


def _moment(document: dict[str, Any], name: str) -> int:
    number = _number(document, name)
    if number is None or number > _LATEST:
        raise BadBody(400, f"{name} is missing or no time in epoch seconds")
    return number
