"""What tests of the staff's commands share: a command run in the test's own process, and how it ended."""

from collections.abc import Callable
from typing import Any

from shouhou import clock, settings

SECRET = "a-secret-of-more-than-thirty-two-bytes"
Run = Callable[..., "Outcome"]


class Outcome:
    """What a command printed, and how it ended."""

    def __init__(self, result: Any) -> None:
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        self.code: int = result.exit_code
        self.out: str = result.stdout
        self.err: str = result.stderr


def forget_settings() -> None:
    for remembered in (settings.settings, settings.policy, clock._offset):
        remembered.cache_clear()
