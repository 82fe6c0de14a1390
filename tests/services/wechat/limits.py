"""How many customer messages an official account or a mini program may send to a person, and until when."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Optional

from tests.services.wechat.records import Refusal


class Act(Enum):
    """What a person does that lets the account write to them."""

    MESSAGE = "message"
    CLICK = "click"  # the account's own menu, not one in a message
    FOLLOW = "follow"
    SCAN = "scan"
    ENTER = "enter"  # the customer service of a mini program
    PAY = "pay"  # service accounts only


WINDOWS: dict[Act, tuple[Optional[int], timedelta]] = {
    Act.MESSAGE: (5, timedelta(hours=48)),
    Act.CLICK: (3, timedelta(minutes=1)),
    Act.FOLLOW: (3, timedelta(minutes=1)),
    Act.SCAN: (3, timedelta(minutes=1)),
    Act.ENTER: (2, timedelta(minutes=1)),
    Act.PAY: (None, timedelta(hours=48)),
}


@dataclass
class Grant:
    """What one act allows; `left` None is without a limit."""

    until: datetime
    left: Optional[int]


class Allowance:
    """What may be sent to one person: each kind of act has a grant of its own, a new act renews it."""

    def __init__(self) -> None:
        self._grants: dict[Act, Grant] = {}
        self.acted_at: Optional[datetime] = None

    def acted(self, act: Act, at: datetime) -> None:
        """The person did something."""
        count, window = WINDOWS[act]
        self._grants[act] = Grant(at + window, count)
        self.acted_at = at

    def close(self) -> None:
        """The person no longer follows."""
        self._grants.clear()

    def spend(self, at: datetime) -> None:
        """Send one, out of the grant that ends first. Refused when the window is closed or all are spent."""
        grants = sorted((grant for grant in self._grants.values() if at < grant.until), key=lambda grant: grant.until)
        if not grants:
            raise Refusal(45015)
        for grant in grants:
            if grant.left is None:
                return
            if grant.left > 0:
                grant.left -= 1
                return
        raise Refusal(45047)
