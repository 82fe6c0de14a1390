"""公众号 and 服务号: official accounts, in plain, compatible or safe mode.

Accounts with the customer message API (verified service accounts) get their replies by it; accounts without it by the
passive reply to the push, in which buttons become numbered lines.
"""

from datetime import timedelta
from typing import Any

from shouhou.channels.wechat.accounts import OFFICIAL_ACCOUNT, Account
from shouhou.channels.wechat.pushed import PushedInput


class OfficialAccountInput(PushedInput):
    """Official accounts."""

    kind = OFFICIAL_ACCOUNT
    typing_path = "/cgi-bin/message/custom/typing"
    event_allowance = (timedelta(minutes=1), 3)

    def has_menus(self, account: Account) -> bool:
        """Message menus go by the customer message API alone."""
        return account.customer_messages

    def menu(self, head: str, lines: list[tuple[str, str]]) -> dict[str, Any]:
        """A message menu."""
        return {
            "head_content": head, "list": [{"id": name, "content": label} for name, label in lines], "tail_content": ""
        }
