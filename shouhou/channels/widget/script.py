"""The embeddable script: built from widget/ at the root, served to any page without a token."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sanic import response
from sanic.request import Request
from sanic.response import BaseHTTPResponse

BUILT = Path(__file__).parent / "widget.js"


@dataclass(frozen=True)
class _Script:
    plain: bytes
    zipped: bytes
    tag: str


@lru_cache(maxsize=1)
def _script() -> _Script:
    plain = BUILT.read_bytes()
    return _Script(plain, gzip.compress(plain, 9, mtime=0), f'"{hashlib.sha256(plain).hexdigest()[:20]}"')


async def serve(request: Request) -> BaseHTTPResponse:
    """The script, zipped where the browser takes it; unchanged, only that word of it."""
    script = _script()
    headers = {
        "ETag": script.tag,
        # Asked again at each page, answered by a few bytes: a shop gets a mended widget at once.
        "Cache-Control": "no-cache",
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    if script.tag in (request.headers.get("if-none-match") or ""):
        return response.empty(304, headers=headers)
    body = script.plain
    if "gzip" in (request.headers.get("accept-encoding") or ""):
        body, headers["Content-Encoding"] = script.zipped, "gzip"
    return response.raw(body, content_type="text/javascript; charset=utf-8", headers=headers)
