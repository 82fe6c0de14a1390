"""What a message to a person must be made of: read, or refused."""

import re
from collections.abc import Callable
from typing import Any, Optional

from tests.services.wechat.accounts import Kind
from tests.services.wechat.records import Content, MenuItem, Refusal

TEXT_BYTES = 2048
MENU_ITEMS = 10
MENU_BYTES = 128
HEAD_BYTES = 1024
VIEW_BYTES = 1024
URL_BYTES = 2048
ESCAPED = re.compile(rb"(?<!\\)(?:\\\\)*\\u[0-9a-fA-F]{4}")

HasMedia = Callable[[str], bool]
MEDIA_KINDS = frozenset({"image", "voice", "video", "file", "mpvideo"})
MINI_KINDS = frozenset({"text", "image", "link", "miniprogrampage"})
OFFICIAL_KINDS = frozenset({
    "text", "image", "voice", "video", "music", "news", "mpnews", "mpnewsarticle", "msgmenu", "wxcard",
    "miniprogrampage",
})
KF_KINDS = frozenset({
    "text", "image", "voice", "video", "file", "link", "miniprogram", "msgmenu", "location", "business_card",
    "ca_link",
})
ON_EVENT_KINDS = frozenset({"text", "msgmenu"})
FIELDS = {  # what else must be there and not empty
    "link": ("title", "url"),
    "miniprogrampage": ("title", "pagepath", "thumb_media_id"),
    "miniprogram": ("appid", "thumb_media_id", "pagepath"),
    "music": ("musicurl", "thumb_media_id"),
    "wxcard": ("card_id",),
}


def refuse_escapes(raw: bytes) -> None:
    """Refuse a body that is not UTF-8, or holds \\uXXXX: people would see the escape."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refusal(40033) from error
    if ESCAPED.search(raw):
        raise Refusal(40033)


def custom_content(kind: Kind, body: dict[str, Any], has_media: HasMedia) -> Content:
    """The message of POST /cgi-bin/message/custom/send."""
    msgtype, part = _part(body, MINI_KINDS if kind is Kind.MINI else OFFICIAL_KINDS, 40035)
    if msgtype == "text":
        return Content(msgtype, _text(part))
    if msgtype == "msgmenu":
        return _official_menu(part)
    if msgtype == "news":
        return _news(part)
    return _plain(msgtype, part, has_media, 40035)


def kf_content(body: dict[str, Any], has_media: HasMedia, *, on_event: bool = False) -> Content:
    """The message of POST /cgi-bin/kf/send_msg, or of send_msg_on_event."""
    msgtype, part = _part(body, ON_EVENT_KINDS if on_event else KF_KINDS, 40058)
    if msgtype == "text":
        return Content(msgtype, _text(part))
    if msgtype == "msgmenu":
        return _kf_menu(part)
    return _plain(msgtype, part, has_media, 40058)


def _part(body: dict[str, Any], kinds: frozenset[str], invalid: int) -> tuple[str, dict[str, Any]]:
    """The msgtype and the object of that name."""
    msgtype = body.get("msgtype")
    if not isinstance(msgtype, str) or msgtype not in kinds:
        raise Refusal(40008, str(msgtype))
    part = body.get(msgtype)
    if not isinstance(part, dict):
        raise Refusal(invalid, f"no {msgtype}")
    return msgtype, part


def _text(part: dict[str, Any]) -> str:
    content = part.get("content")
    if not isinstance(content, str) or not content:
        raise Refusal(44004)
    return _short(content, TEXT_BYTES)


def _plain(msgtype: str, part: dict[str, Any], has_media: HasMedia, invalid: int) -> Content:
    """A message of fields and media."""
    needed = FIELDS.get(msgtype, ()) + (("media_id",) if msgtype in MEDIA_KINDS else ())
    for name in needed:
        if name in ("media_id", "thumb_media_id"):
            if not has_media(str(part.get(name, ""))):
                raise Refusal(40007)
        elif not part.get(name):
            raise Refusal(invalid, f"{msgtype}.{name}")
    return Content(msgtype, str(part.get("title", "")), media_id=str(part.get("media_id", "")))


def _news(part: dict[str, Any]) -> Content:
    articles = part.get("articles")
    if not isinstance(articles, list) or len(articles) != 1:
        raise Refusal(45008)
    return Content("news", str(articles[0].get("title", "")))


def _official_menu(part: dict[str, Any]) -> Content:
    lines = part.get("list")
    if not isinstance(lines, list) or not 1 <= len(lines) <= MENU_ITEMS:
        raise Refusal(40035, "msgmenu.list")
    items = tuple(
        MenuItem(_sized(line.get("id"), MENU_BYTES, 40035), _sized(line.get("content"), MENU_BYTES, 40035))
        for line in lines
    )
    return Content("msgmenu", _edge(part, "head_content", TEXT_BYTES), items, _edge(part, "tail_content", TEXT_BYTES))


def _kf_menu(part: dict[str, Any]) -> Content:
    lines = part.get("list") or []
    if not isinstance(lines, list):
        raise Refusal(40058, "msgmenu.list")
    items = tuple(_kf_item(line) for line in lines)
    if len([item for item in items if item.kind != "text"]) > MENU_ITEMS:
        raise Refusal(95008)
    head, tail = _edge(part, "head_content", HEAD_BYTES), _edge(part, "tail_content", HEAD_BYTES)
    if not (items or head or tail):
        raise Refusal(44004)
    return Content("msgmenu", head, items, tail)


def _kf_item(line: Any) -> MenuItem:
    kind = line.get("type") if isinstance(line, dict) else None
    inner = line.get(kind) if isinstance(kind, str) else None
    if kind not in ("click", "view", "miniprogram", "text") or not isinstance(inner, dict):
        raise Refusal(95009, str(kind))
    if kind == "click":
        given = inner.get("id")
        identity = "" if given is None else _sized(given, MENU_BYTES, 40058)
        return MenuItem(identity, _sized(inner.get("content"), MENU_BYTES, 40058))
    content = _sized(inner.get("content"), VIEW_BYTES, 40058)
    if kind == "view":
        return MenuItem("", content, kind, _sized(inner.get("url"), URL_BYTES, 40058))
    if kind == "miniprogram":
        _sized(inner.get("appid"), 32, 40058)
        return MenuItem("", content, kind, _sized(inner.get("pagepath"), VIEW_BYTES, 40058))
    return MenuItem("", content, kind)


def _edge(part: dict[str, Any], name: str, limit: int) -> str:
    """What stands above or below a menu; may be left out."""
    given: Optional[Any] = part.get(name)
    if given is not None and not isinstance(given, str):
        raise Refusal(40035, name)
    return _short(given or "", limit)


def _sized(value: Any, limit: int, invalid: int) -> str:
    """A string that is neither empty nor too long."""
    if not isinstance(value, str) or not 1 <= len(value.encode("utf-8")) <= limit:
        raise Refusal(invalid, f"{value!r} is not of 1 to {limit} bytes")
    return value


def _short(text: str, limit: int) -> str:
    if len(text.encode("utf-8")) > limit:
        raise Refusal(45002, f"{len(text.encode('utf-8'))} bytes of {limit}")
    return text
