"""小程序: the customer service conversation of a mini program. It has no menus, so buttons become numbered lines."""

from datetime import timedelta
from typing import Any

from shouhou.channels.wechat.accounts import MINI_PROGRAM, Account
from shouhou.channels.wechat.pushed import PushedInput


class MiniProgramInput(PushedInput):
    """Mini programs."""

    kind = MINI_PROGRAM
    typing_path = "/cgi-bin/message/custom/business/typing"
    event_allowance = (timedelta(minutes=1), 2)

    def has_menus(self, account: Account) -> bool:
        """Never."""
        return False

    def menu(self, head: str, lines: list[tuple[str, str]]) -> dict[str, Any]:
        """Never asked for."""
        raise NotImplementedError("a mini program has no menus")
