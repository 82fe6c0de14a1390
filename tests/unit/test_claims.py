"""The shop's signed word that somebody may see an order."""

import jwt
import pytest

from shouhou.channels.claims import make_claim, read_claim
from shouhou.channels.tokens import BadToken, make_token, read_token

SECRET = "a secret of the tests, long enough to sign claims with"


def test_a_claim_names_its_order_until_it_runs_out() -> None:
    assert read_claim(SECRET, make_claim(SECRET, "261101-1", 60)) == "261101-1"
    assert read_claim(SECRET, make_claim(SECRET, "261101-1", 60, now=1_000_000)) is None


def test_a_forged_claim_names_nothing() -> None:
    assert read_claim(SECRET, make_claim("another secret that is as long as the right one is", "261101-1", 60)) is None
    unsigned = jwt.encode({"aud": "claim", "about": "261101-1", "iat": 0, "exp": 2**40}, "", algorithm="none")
    assert read_claim(SECRET, unsigned) is None
    assert read_claim(SECRET, "x.y.z") is None


def test_a_buyers_token_is_no_claim_and_a_claim_is_no_token() -> None:
    assert read_claim(SECRET, make_token(SECRET, buyer_id="b", ttl=60)) is None
    with pytest.raises(BadToken):
        read_token(SECRET, make_claim(SECRET, "261101-1", 60))


def test_a_claim_that_would_never_hold_is_not_made() -> None:
    with pytest.raises(ValueError, match="positive"):
        make_claim(SECRET, "261101-1", 0)
