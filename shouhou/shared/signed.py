"""Short signed words about one thing, each of a kind of its own: none serves for another, nor for a buyer's token."""

import time
from typing import Optional

import jwt

ALGORITHM = "HS256"
_ABOUT = "about"


def sign(secret: str, kind: str, about: str, ttl: int, now: Optional[float] = None) -> str:
    """A word of `kind` about something, good for `ttl` seconds from `now` (epoch seconds; the real clock when None)."""
    issued = int(now if now is not None else time.time())
    return jwt.encode({"aud": kind, _ABOUT: about, "iat": issued, "exp": issued + ttl}, secret, algorithm=ALGORITHM)


def read(secret: str, kind: str, word: str) -> Optional[str]:
    """What a word of `kind` is about; None for one that is not ours, of another kind, or has run out."""
    try:
        claims = jwt.decode(
            word, secret, algorithms=[ALGORITHM], audience=kind, options={"require": ["exp", "iat", "aud"]}
        )
    except (jwt.InvalidTokenError, ValueError, TypeError, RecursionError):
        return None
    about = claims.get(_ABOUT)
    return about if isinstance(about, str) else None
