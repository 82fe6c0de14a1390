"""A doorbell for the bot: a process that wrote into a conversation tells the bot, which tells those who listen.

Needed where no Redis carries pushes between processes. The bell carries a conversation's name under a short token of
its own kind, so a buyer's token cannot ring it and the ring cannot speak for a buyer.
"""

import urllib.error
import urllib.request
from typing import Optional

from shouhou.settings import Settings
from shouhou.shared import signed

PATH = "/doorbell"
_KIND = "doorbell"
_SECONDS = 30


def ring(settings: Settings, conversation_id: str) -> bool:
    """Ring; returns whether the bot heard. An unheard ring loses nothing: the record holds the message."""
    token = signed.sign(settings.secret(), _KIND, conversation_id, _SECONDS)
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
    return signed.read(secret, _KIND, token) if scheme.lower() == "bearer" else None
