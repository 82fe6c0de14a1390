"""WeChat: official accounts, 企业微信 微信客服 and mini programs.

The channels are imported when they are asked for: Rasa comes with them, which takes seconds, and a command that only
reads what an account is called needs none of it.
"""

from importlib import import_module
from typing import Any

_CHANNELS = {
    "CustomerServiceInput": "customer_service",
    "MiniProgramInput": "mini_program",
    "OfficialAccountInput": "official_account",
}
__all__ = ["CustomerServiceInput", "MiniProgramInput", "OfficialAccountInput"]


def __getattr__(name: str) -> Any:
    if name not in _CHANNELS:
        raise AttributeError(f"module {__name__} has no attribute {name}")
    return getattr(import_module(f"{__name__}.{_CHANNELS[name]}"), name)
