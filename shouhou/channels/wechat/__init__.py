"""WeChat: official accounts, 企业微信 微信客服 and mini programs."""

from shouhou.channels.wechat.customer_service import CustomerServiceInput
from shouhou.channels.wechat.mini_program import MiniProgramInput
from shouhou.channels.wechat.official_account import OfficialAccountInput

__all__ = ["CustomerServiceInput", "MiniProgramInput", "OfficialAccountInput"]
