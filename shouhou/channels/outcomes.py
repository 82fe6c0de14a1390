"""How a try to carry a message may end, other than well."""

from typing import Optional


class NotNow(Exception):
    """The channel could not be reached or asks for patience: to be tried again, after `seconds` when it said so."""

    def __init__(self, why: str, seconds: Optional[float] = None) -> None:
        super().__init__(why)
        self.why = why
        self.seconds = seconds


class NotTaken(Exception):
    """The channel refuses this for good, or until the buyer writes again; `why` is for staff, and holds no secret."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why
