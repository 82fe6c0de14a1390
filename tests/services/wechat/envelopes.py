"""What a push is made of: XML or JSON, plain or sealed, and what an answer to it says."""

import json
from enum import Enum
from typing import Any, Union
from xml.etree import ElementTree

from tests.services.wechat.accounts import Account, Kind
from tests.services.wechat.tencent_crypto import CryptoError, Seal, signature

Fields = dict[str, Any]
ACKNOWLEDGED = (b"", b"success")


class Mode(Enum):
    """How an account is set up to be told."""

    PLAIN = "plain"
    COMPATIBLE = "compatible"  # both in one body
    SAFE = "safe"


class Format(Enum):
    """How a body is written; official accounts know XML alone."""

    XML = "xml"
    JSON = "json"


class WrongAnswer(Exception):
    """An answer that Tencent makes nothing of: the person sees that the service is not available."""


def to_xml(fields: Fields) -> str:
    """Fields as Tencent writes them: text in CDATA, numbers bare, objects nested."""
    return f"<xml>{_elements(fields)}</xml>"


def to_json(fields: Fields) -> str:
    """Fields as JSON; a MsgId of digits is a number there."""
    return json.dumps(
        {name: int(value) if name == "MsgId" and str(value).isdigit() else value for name, value in fields.items()},
        ensure_ascii=False,
    )


def from_xml(text: Union[str, bytes]) -> Fields:
    """Fields of an answer. Raises WrongAnswer."""
    try:
        root = ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError) as error:
        raise WrongAnswer(f"no XML: {text!r:.200}") from error
    if root.tag != "xml":
        raise WrongAnswer(f"<{root.tag}> is not <xml>")
    return _fields(root)


def sealed(account: Account, mode: Mode, body_format: Format, fields: Fields, encrypted: str) -> str:
    """The body in which what is encrypted travels."""
    if account.kind is Kind.KF:
        if body_format is Format.JSON:
            return to_json({"tousername": account.app_id, "encrypt": encrypted, "agentid": ""})
        return to_xml({"ToUserName": account.app_id, "Encrypt": encrypted, "AgentID": ""})
    around = dict(fields) if mode is Mode.COMPATIBLE else {"ToUserName": account.original_id}
    return (to_json if body_format is Format.JSON else to_xml)({**around, "Encrypt": encrypted})


def reply_of(account: Account, mode: Mode, body_format: Format, fields: Fields, answer: bytes) -> Fields:
    """The passive reply in an answer, opened, every seal and signature checked.

    Empty for an acknowledgement. Raises WrongAnswer for all that Tencent would not take.
    """
    if answer in ACKNOWLEDGED:
        return {}
    if account.kind is Kind.KF:
        raise WrongAnswer("a callback of 微信客服 takes no reply")
    inner = answer.decode("utf-8")
    envelope = _parsed(inner, body_format)
    if mode is Mode.SAFE or (mode is Mode.COMPATIBLE and "Encrypt" in envelope):
        inner = _opened(account, envelope)
    reply = _parsed(inner, body_format)
    for name, other in (("ToUserName", "FromUserName"), ("FromUserName", "ToUserName")):
        if reply.get(name) != fields[other]:
            raise WrongAnswer(f"{name} {reply.get(name)!r} is not {fields[other]!r}")
    msgtype = reply.get("MsgType")
    if not str(reply.get("CreateTime", "")).isdigit() or not msgtype:
        raise WrongAnswer("no CreateTime or MsgType")
    if account.kind is Kind.MINI and (msgtype != "transfer_customer_service" or fields["MsgType"] == "event"):
        raise WrongAnswer(f"a mini program takes no {msgtype} to a {fields['MsgType']}")
    if msgtype == "text" and not reply.get("Content"):
        raise WrongAnswer("a text without content")
    return reply


def _opened(account: Account, envelope: Fields) -> str:
    """What is in a sealed reply."""
    try:
        encrypted, given = str(envelope["Encrypt"]), str(envelope["MsgSignature"])
        timestamp, nonce = str(envelope["TimeStamp"]), str(envelope["Nonce"])
    except KeyError as error:
        raise WrongAnswer(f"no {error}") from error
    if given != signature(account.token, timestamp, nonce, encrypted):
        raise WrongAnswer("MsgSignature is wrong")
    try:
        return Seal(account.encoding_aes_key, account.app_id).decrypt(encrypted)
    except CryptoError as error:
        raise WrongAnswer(str(error)) from error


def _parsed(text: str, body_format: Format) -> Fields:
    if body_format is Format.XML:
        return from_xml(text)
    try:
        found = json.loads(text)
    except ValueError as error:
        raise WrongAnswer(f"no JSON: {text:.200}") from error
    if not isinstance(found, dict):
        raise WrongAnswer("no object")
    return found


def _elements(fields: Fields) -> str:
    return "\n".join(f"<{name}>{_value(value)}</{name}>" for name, value in fields.items())


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return _elements(value)
    if isinstance(value, int):
        return str(value)
    return "<![CDATA[" + str(value).replace("]]>", "]]]]><![CDATA[>") + "]]>"


def _fields(element: ElementTree.Element) -> Fields:
    return {child.tag: _fields(child) if len(child) else (child.text or "") for child in element}
