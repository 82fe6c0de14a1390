"""Temporary media: uploaded by the bot or sent by people, kept for three days."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Optional

from tests.services.wechat.accounts import Account
from tests.services.wechat.records import Answer, Call, Raw, Refusal

KEPT = timedelta(days=3)
IMAGE_BYTES = 10 * 1024 * 1024
MARKS = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif", b"BM": "image/bmp"}
KINDS = frozenset({"image", "voice", "video", "thumb", "file"})


@dataclass(frozen=True)
class Media:
    """A file and whose it is."""

    account: str
    kind: str
    content: bytes
    content_type: str
    at: datetime


class MediaStore:
    """Files by media_id; an account sees its own alone."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._media: dict[str, Media] = {}

    def add(self, account: Account, content: bytes, kind: str = "image", content_type: str = "") -> str:
        """Keep a file; its media_id."""
        media_id = secrets.token_urlsafe(48)
        content_type = content_type or _sniffed(content) or "application/octet-stream"
        self._media[media_id] = Media(account.app_id, kind, content, content_type, self._now())
        return media_id

    def has(self, account: Account, media_id: str) -> bool:
        """Whether a media_id is the account's and still kept."""
        media = self._media.get(media_id)
        return media is not None and media.account == account.app_id and self._now() < media.at + KEPT

    def content(self, media_id: str) -> bytes:
        """The bytes of a file, kept or not."""
        return self._media[media_id].content

    def upload(self, account: Account, call: Call) -> dict[str, Any]:
        """POST /cgi-bin/media/upload?type="""
        kind = call.query.get("type", "")
        if kind not in KINDS:
            raise Refusal(40004, kind)
        files = [upload for upload in call.uploads if upload.name == "media"]
        if not files or not files[0].content:
            raise Refusal(41005)
        content = files[0].content
        if kind == "image":
            if len(content) > IMAGE_BYTES:
                raise Refusal(40009)
            if _sniffed(content) is None:
                raise Refusal(40005)
        media_id = self.add(account, content, kind)
        return {"type": kind, "media_id": media_id, "created_at": int(self._now().timestamp())}

    def get(self, account: Account, call: Call) -> Answer:
        """GET /cgi-bin/media/get: the bytes; of a video where they are."""
        media_id = call.query.get("media_id", "")
        if not self.has(account, media_id):
            raise Refusal(40007)
        media = self._media[media_id]
        if media.kind == "video" and account.app_id.startswith("wx"):
            return {"video_url": f"http://vweixinp.tc.qq.com/{media_id}"}
        return Raw(media.content, media.content_type, f"{media_id[:16]}.{media.content_type.rpartition('/')[2]}")


def _sniffed(content: bytes) -> Optional[str]:
    return next((found for mark, found in MARKS.items() if content.startswith(mark)), None)
