"""A doorbell for the bot: a process that wrote into a conversation tells the bot, which tells those who listen.

Needed where no Redis carries pushes between processes. The bell carries a conversation's name under a short token of
its own kind, so a buyer's token cannot ring it and the ring cannot speak for a buyer.
"""

import time
import urllib.error
import urllib.request
from typing import Optional

import jwt

from shouhou.settings import Settings

PATH = "/doorbell"
_AUDIENCE = "doorbell"
_SECONDS = 30


def ring(settings: Settings, conversation_id: str) -> bool:
    """Ring; returns whether the bot heard. An unheard ring loses nothing: the record holds the message."""
    now = int(time.time())
    token = jwt.encode(
        {"aud": _AUDIENCE, "conversation": conversation_id, "iat": now, "exp": now + _SECONDS},
        settings.secret(),
        algorithm="HS256",
    )
    request = urllib.request.Request(
        f"http://{settings.local_host}:{settings.port}/webhooks/widget{PATH}",
        method="POST",
        headers={"Authorization": f"Bearer {token}"},
    )
    try:
        with urllib.request.urlopen(request, timeout=3):  # noqa: S310 (always http, to the bot)
            return True
    except (urllib.error.URLError, TimeoutError):
        return False


def answer(secret: str, authorization: str) -> Optional[str]:
    """The conversation that a ring names; None for a ring that is not ours."""
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer":
        return None
    try:
        claims = jwt.decode(
            token, secret, algorithms=["HS256"], audience=_AUDIENCE, options={"require": ["exp", "iat", "aud"]}
        )
    except (jwt.InvalidTokenError, ValueError, TypeError, RecursionError):
        return None
    conversation = claims.get("conversation")
    return conversation if isinstance(conversation, str) else None
