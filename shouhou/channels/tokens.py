"""Who speaks: the signed tokens that a shop's server gives its pages, and this house its guests."""

import math
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any, Optional

import jwt

ALGORITHM = "HS256"
MAX_ID = 64  # characters of a buyer's or a visit's id
CLOCK_SKEW = 60  # seconds by which the signer's clock may run ahead of ours


class BadToken(ValueError):
    """A token that proves nothing. The message is for logs and tests, never for the caller of an API."""


@dataclass(frozen=True)
class Identity:
    """Who a token speaks for: a buyer, or a guest's visit. Exactly one of the two is set."""

    buyer_id: Optional[str] = None
    visit: Optional[str] = None


def make_token(
    secret: str,
    *,
    buyer_id: Optional[str] = None,
    visit: Optional[str] = None,
    name: Optional[str] = None,
    ttl: int,
    now: Optional[datetime] = None,
) -> str:
    """A token for a buyer or for a guest's visit, good for `ttl` seconds from `now` (the real clock when not given).

    Raises ValueError for a ttl that is not positive, for neither or both ids, and for an id that read_token refuses.
    """
    if ttl <= 0:
        raise ValueError(f"ttl must be a positive number of seconds, not {ttl}")
    claims = {"sub": buyer_id, "sid": visit, "name": name}
    claims = {claim: value for claim, value in claims.items() if value is not None}
    _identity(claims)
    issued = int(_real_time(now))
    return jwt.encode({**claims, "iat": issued, "exp": issued + ttl}, secret, algorithm=ALGORITHM)


def read_token(secret: str, token: str, now: Optional[datetime] = None) -> Identity:
    """Who the token speaks for. Raises BadToken for any other algorithm than HS256, a wrong signature, a missing
    claim, one that is expired or not yet valid, and for an id that is no id.

    Tokens live on the real clock, never on the shop's, which a demo may move.
    """
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            secret,
            algorithms=[ALGORITHM],
            options={"require": ["iat", "exp"], "verify_exp": False, "verify_iat": False, "verify_nbf": False},
        )
    except (jwt.InvalidTokenError, ValueError, TypeError, RecursionError) as error:
        raise BadToken(str(error)) from error
    _check_times(claims, _real_time(now))
    return _identity(claims)


def _real_time(now: Optional[datetime]) -> float:
    return (now or datetime.now(timezone.utc)).timestamp()


def _check_times(claims: dict[str, Any], now: float) -> None:
    """The three times, on a clock that is a parameter; PyJWT would read the machine's."""
    if _seconds(claims, "exp") <= now:
        raise BadToken("expired")
    for claim in ("iat", "nbf"):
        if claim in claims and _seconds(claims, claim) > now + CLOCK_SKEW:
            raise BadToken(f"{claim} is in the future")


def _seconds(claims: dict[str, Any], claim: str) -> float:
    value = claims[claim]
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not is_number or (isinstance(value, float) and not math.isfinite(value)):
        raise BadToken(f"{claim} is not a number of seconds")
    number: float = value
    return number


def _identity(claims: dict[str, Any]) -> Identity:
    buyer_id, visit = (_id(claims, claim) for claim in ("sub", "sid"))
    if (buyer_id is None) == (visit is None):
        raise BadToken("a token names either a buyer (sub) or a visit (sid)")
    if not isinstance(claims.get("name", ""), (str, type(None))):  # for the page alone; nothing here reads it
        raise BadToken("name is not a string")
    return Identity(buyer_id, visit)


def _id(claims: dict[str, Any], claim: str) -> Optional[str]:
    value = claims.get(claim)
    if value is None:
        return None
    if not isinstance(value, str) or not value.strip() or len(value) > MAX_ID or not value.isprintable():
        raise BadToken(f"{claim} is not an id of 1 to {MAX_ID} printable characters")
    return value
