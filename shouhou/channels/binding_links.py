"""Signed links by which the shop's own account system says which buyer somebody in WeChat is.

A link's code is short, for WeChat carries little: 64 characters in a QR code's scene, 128 in a 微信客服 link. It names
the buyer and its last moment, is signed with the widget's secret for this use alone, and binds once.
"""

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Optional

from shouhou.channels.tokens import MAX_ID

_KIND = b"shouhou binding\n"
_SIGNATURE_BYTES = 12  # 96 bits, good for some minutes
_BASE = 36


@dataclass(frozen=True)
class BindingLink:
    """What a code says: the buyer, the name under which it is used up, and whether its time has run out."""

    buyer_id: str
    code_id: str
    is_over: bool


def make_code(secret: str, buyer_id: str, ttl: int, now: datetime) -> str:
    """A code that binds to a buyer within `ttl` seconds. Raises ValueError for a bad buyer id or ttl."""
    if not buyer_id.strip() or len(buyer_id) > MAX_ID or not buyer_id.isprintable():
        raise ValueError(f"a buyer's id has 1 to {MAX_ID} printable characters")
    if ttl <= 0:
        raise ValueError(f"ttl must be a positive number of seconds, not {ttl}")
    said = f"{_plain(buyer_id.encode())}.{_number(int(now.timestamp()) + ttl)}"
    return f"{said}.{_signature(secret, said)}"


def read_code(secret: str, code: str, now: datetime) -> Optional[BindingLink]:
    """What a code says; None for one that is not ours."""
    said, _, signature = code.rpartition(".")
    if not said or not hmac.compare_digest(_signature(secret, said).encode(), signature.encode(errors="replace")):
        return None
    buyer, _, until = said.partition(".")
    try:
        is_over = int(until, _BASE) <= now.timestamp()
        buyer_id = base64.urlsafe_b64decode(buyer + "=" * (-len(buyer) % 4)).decode()
    except (ValueError, binascii.Error):
        return None
    return BindingLink(buyer_id, signature, is_over)


def _signature(secret: str, said: str) -> str:
    digest = hmac.new(secret.encode(), _KIND + said.encode(errors="replace"), hashlib.sha256).digest()
    return _plain(digest[:_SIGNATURE_BYTES])


def _plain(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _number(value: int) -> str:
    digits = ""
    while value:
        value, rest = divmod(value, _BASE)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
    return digits or "0"
