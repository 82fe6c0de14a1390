"""Tokens: who speaks is known from them alone, so whatever is not exactly right proves nothing."""

import base64
import json
from datetime import datetime, timedelta, timezone
from typing import Any, Optional

import jwt
import pytest

from shouhou.channels.tokens import MAX_ID, BadToken, Identity, make_token, read_token

SECRET = "a-secret-of-more-than-thirty-two-bytes"
NOW = datetime(2026, 12, 1, 10, tzinfo=timezone.utc)
SECOND = timedelta(seconds=1)


def signed(claims: dict[str, Any], secret: str = SECRET, algorithm: str = "HS256") -> str:
    return jwt.encode(claims, secret, algorithm=algorithm)


def claims(**changes: Any) -> dict[str, Any]:
    issued = int(NOW.timestamp())
    good: dict[str, Any] = {"sub": "b1", "iat": issued, "exp": issued + 60}
    good.update(changes)
    return {claim: value for claim, value in good.items() if value is not ...}


def unsigned(header: dict[str, Any], payload: dict[str, Any]) -> str:
    parts = (base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in (header, payload))
    return ".".join([*parts, ""])


def test_a_buyers_token_names_the_buyer() -> None:
    token = make_token(SECRET, buyer_id="b1", name="小王", ttl=60, now=NOW)
    assert read_token(SECRET, token, NOW) == Identity(buyer_id="b1")


def test_a_guests_token_names_the_visit_and_no_buyer() -> None:
    assert read_token(SECRET, make_token(SECRET, visit="v1", ttl=60, now=NOW), NOW) == Identity(visit="v1")


def test_a_token_carries_exactly_the_contracts_claims() -> None:
    token = make_token(SECRET, buyer_id="b1", ttl=60, now=NOW)
    issued = int(NOW.timestamp())
    assert jwt.decode(token, options={"verify_signature": False}) == {"sub": "b1", "iat": issued, "exp": issued + 60}
    assert jwt.get_unverified_header(token)["alg"] == "HS256"


def test_a_token_lives_to_its_last_second_and_no_longer() -> None:
    token = make_token(SECRET, buyer_id="b1", ttl=60, now=NOW)
    assert read_token(SECRET, token, NOW + 59 * SECOND).buyer_id == "b1"
    with pytest.raises(BadToken, match="expired"):
        read_token(SECRET, token, NOW + 60 * SECOND)


def test_without_a_moment_the_real_clock_decides() -> None:
    assert read_token(SECRET, make_token(SECRET, buyer_id="b1", ttl=60)).buyer_id == "b1"
    with pytest.raises(BadToken, match="expired"):
        read_token(SECRET, make_token(SECRET, buyer_id="b1", ttl=1, now=datetime(2020, 1, 1, tzinfo=timezone.utc)))


def test_a_signers_clock_may_run_a_minute_ahead_and_no_more() -> None:
    token = make_token(SECRET, buyer_id="b1", ttl=600, now=NOW)
    assert read_token(SECRET, token, NOW - 60 * SECOND).buyer_id == "b1"
    with pytest.raises(BadToken, match="iat"):
        read_token(SECRET, token, NOW - 61 * SECOND)


def test_a_token_signed_with_another_secret_is_refused() -> None:
    with pytest.raises(BadToken):
        read_token(SECRET, signed(claims(), secret=SECRET + "x"), NOW)


def test_a_token_whose_payload_was_changed_after_signing_is_refused() -> None:
    header, _, signature = signed(claims()).split(".")
    other = signed(claims(sub="b2"), secret=SECRET + "x").split(".")[1]
    with pytest.raises(BadToken):
        read_token(SECRET, f"{header}.{other}.{signature}", NOW)


@pytest.mark.parametrize("algorithm", ["HS384", "HS512"])
def test_another_algorithm_is_refused_even_under_the_right_secret(algorithm: str) -> None:
    with pytest.raises(BadToken):
        read_token(SECRET, signed(claims(), secret=SECRET * 2, algorithm=algorithm), NOW)
    with pytest.raises(BadToken):
        read_token(SECRET * 2, signed(claims(), secret=SECRET * 2, algorithm=algorithm), NOW)


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", ""])
def test_an_unsigned_token_is_refused(algorithm: str) -> None:
    with pytest.raises(BadToken):
        read_token(SECRET, unsigned({"alg": algorithm, "typ": "JWT"}, claims()), NOW)


@pytest.mark.parametrize("claim", ["iat", "exp"])
@pytest.mark.parametrize("value", [..., None, "soon", True, [], float("inf"), float("nan"), "9999999999"])
def test_both_times_are_required_and_must_be_numbers(claim: str, value: Any) -> None:
    with pytest.raises(BadToken):
        read_token(SECRET, signed_by_hand(claims(**{claim: value})), NOW)


def signed_by_hand(payload: dict[str, Any]) -> str:
    """As a careless signer would: jwt.encode refuses some of these itself."""
    return jwt.api_jws.encode(json.dumps(payload).encode(), SECRET, algorithm="HS256")


def test_a_token_that_is_not_valid_yet_is_refused() -> None:
    with pytest.raises(BadToken, match="nbf"):
        read_token(SECRET, signed(claims(nbf=int(NOW.timestamp()) + 3600)), NOW)


def test_an_expiry_beyond_any_calendar_is_merely_far() -> None:
    assert read_token(SECRET, signed(claims(exp=10**400)), NOW).buyer_id == "b1"


@pytest.mark.parametrize(
    "who",
    [
        {"sub": ...},
        {"sub": None},
        {"sub": ""},
        {"sub": "   "},
        {"sub": "a" * (MAX_ID + 1)},
        {"sub": 7},
        {"sub": ["b1"]},
        {"sub": "b1\x00"},
        {"sub": "\ud800"},
        {"sub": "b1", "sid": "v1"},
        {"sub": ..., "sid": ""},
        {"sub": ..., "sid": "v" * (MAX_ID + 1)},
        {"sub": ..., "sid": {"v": 1}},
        {"name": 7},
    ],
)
def test_what_is_no_identity_is_refused(who: dict[str, Any]) -> None:
    with pytest.raises(BadToken):
        read_token(SECRET, signed_by_hand(claims(**who)), NOW)


def test_an_id_of_the_full_length_is_taken() -> None:
    assert read_token(SECRET, signed(claims(sub="买" * MAX_ID)), NOW).buyer_id == "买" * MAX_ID


@pytest.mark.parametrize("name", ["小王", "", None, "王\x00\ud800" + "x" * 300])
def test_whatever_name_a_token_carries_it_speaks_for_the_same_buyer(name: Optional[str]) -> None:
    assert read_token(SECRET, signed_by_hand(claims(name=name)), NOW) == read_token(SECRET, signed(claims()), NOW)


@pytest.mark.parametrize("token", ["", "x", "a.b", "a.b.c", "....", "\ud800", "{}", "é.é.é", "." * 100_000])
def test_what_is_not_a_token_at_all_is_refused(token: str) -> None:
    with pytest.raises(BadToken):
        read_token(SECRET, token, NOW)


@pytest.mark.parametrize("payload", ["[]", '"b1"', "7", "null", "not json", "[" * 5_000])
def test_a_payload_that_is_no_object_is_refused(payload: str) -> None:
    with pytest.raises(BadToken):
        read_token(SECRET, jwt.api_jws.encode(payload.encode(), SECRET, algorithm="HS256"), NOW)


@pytest.mark.parametrize("ttl", [0, -1])
def test_a_token_that_would_be_born_expired_is_not_made(ttl: int) -> None:
    with pytest.raises(ValueError, match="ttl"):
        make_token(SECRET, buyer_id="b1", ttl=ttl)


@pytest.mark.parametrize("who", [{}, {"buyer_id": "b1", "visit": "v1"}, {"buyer_id": ""}, {"visit": "v" * 65}])
def test_a_token_that_would_be_refused_is_not_made(who: dict[str, str]) -> None:
    with pytest.raises(ValueError):
        make_token(SECRET, ttl=60, **who)  # type: ignore[arg-type]
