"""Claims: the shop's signed word that whoever holds it may see an order.

For orders that came without a buyer and without a phone to prove them by. A claim travels in the fragment of a link
(`#claim=…`), which browsers send to no server, and is posted under the buyer's own token.
"""

import time
from typing import Optional

import jwt

_AUDIENCE = "claim"


def make_claim(secret: str, order_number: str, ttl: int, now: Optional[float] = None) -> str:
    """A claim to an order, good for `ttl` seconds. Raises ValueError for a ttl that is not positive."""
    if ttl <= 0:
        raise ValueError(f"ttl must be a positive number of seconds, not {ttl}")
    issued = int(now if now is not None else time.time())
    claims = {"aud": _AUDIENCE, "order": order_number, "iat": issued, "exp": issued + ttl}
    return jwt.encode(claims, secret, algorithm="HS256")


def read_claim(secret: str, claim: str) -> Optional[str]:
    """The order that a claim names; None for one that is not ours or has run out."""
    try:
        claims = jwt.decode(
            claim, secret, algorithms=["HS256"], audience=_AUDIENCE, options={"require": ["exp", "iat", "aud"]}
        )
    except (jwt.InvalidTokenError, ValueError, TypeError, RecursionError):
        return None
    order_number = claims.get("order")
    return order_number if isinstance(order_number, str) else None
