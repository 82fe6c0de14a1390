"""The rules are tested against the policy that ships."""

from pathlib import Path

import pytest

from shouhou.rules.policy import Policy, parse_policy

POLICY_FILE = Path(__file__).resolve().parents[3] / "policy.yml"


@pytest.fixture(scope="session")
def policy_text() -> str:
    return POLICY_FILE.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def policy(policy_text: str) -> Policy:
    return parse_policy(policy_text)
