"""Claims: the shop's signed word that whoever holds it may see an order.

For orders that came without a buyer and without a phone to prove them by. A claim travels in the fragment of a link
(`#claim=…`), which browsers send to no server, and is posted under the buyer's own token.
"""

from typing import Optional

from shouhou.shared import signed

_KIND = "claim"


def make_claim(secret: str, order_number: str, ttl: int, now: Optional[float] = None) -> str:
    """A claim to an order, good for `ttl` seconds. Raises ValueError for a ttl that is not positive."""
    if ttl <= 0:
        raise ValueError(f"ttl must be a positive number of seconds, not {ttl}")
    return signed.sign(secret, _KIND, order_number, ttl, now)


def read_claim(secret: str, claim: str) -> Optional[str]:
    """The order that a claim names; None for one that is not ours or has run out."""
    return signed.read(secret, _KIND, claim)
