"""What is neither yes nor no, and stands for one: putting off, making sure, having nothing to add."""

import re

_PUTS_OFF = re.compile(
    r"^(?:那)?(?:先)?(?:放着|放一放|搁着|搁一搁)(?:吧|先|再说)?$"
    r"|(?:明[天早晚]|后天|今晚|回头|晚点|晚上|下班|周末|到家|改天|有空|过(?:会儿?|两天))[^，,]{0,4}再(?:来)?(?:说|弄|办|交|看|定)"
    r"|再(?:想想|想一想|考虑|琢磨)|^(?:那)?先?等等(?:再说|看)?$"
)


def puts_off(text: str) -> bool:
    """Whether words put something off (放着, 明天再说, 要不我再想想), and say nothing of what is written."""
    return _PUTS_OFF.search(text.strip()) is not None and "写" not in text


def makes_sure(text: str) -> bool:
    """Whether words end in asking if it is so (…, 对吧)."""
    return re.search(r"(?:对吧|是吧|对吗|对不对|对不|没错吧|是不是)[啊呀]?[?？]*$", text.strip()) is not None


def asks_whether_to_wait(text: str) -> bool:
    """Whether words only ask if something is to wait (先别寄对吧, 是先寄还是等他同意)."""
    return makes_sure(text) or re.search("还是.{0,4}等|等.{1,8}还是", text) is not None


_NOTHING = re.compile(r"(?:没(?:有|得)?(?:了|别的|补充|要改的|其他|什么|啥)*[的了啊哈呀，,\s]*)+")


def bids_go_on(text: str) -> bool:
    """Whether words bid to get on with it (你直接给我弄): there is nothing to add."""
    return re.fullmatch(
        r"(?:你|您|就|那|不用问了?)*(?:直接|赶紧|快点?|马上)(?:给我|帮我|给俺)?(?:弄|办|处理|退|换|修)(?:了|吧|就行|嘛)*",
        text,
    ) is not None


def says_nothing(text: str) -> bool:
    """Whether words are a no to whether there is more, and nothing else (没有别的了)."""
    return _NOTHING.fullmatch(text) is not None
