"""What words say of pictures and proofs: that they are about them, that there are none, that they were sent before."""

import re

_SENT_BEFORE = re.compile(
    r"(?:图|照片|相片|视频|凭证|证据).{0,6}(?:发|传|交|给)过"
    r"|(?:刚才|之前|前面|上次|那张|原来).{0,6}(?:图|照片|相片|视频|凭证)|(?:刚才|之前|前面|上次|刚刚|刚).{0,8}(?:那|这)?张|(?:图|照片|凭证).{0,4}(?:带上|一起)"
)
_NONE = re.compile(
    r"(?:没|没有|冇|不会|没法|不晓得咋|不知道怎么).{0,3}(?:照片|图片?|相片|视频|凭证|证据|拍|照)|没图|无图"
    r"|(?:照片|图片?|相片|视频).{0,3}(?:没有|没拍|不会|没法|我?弄不来|发不)|拍不(?:出|了|到|来)|(?:咋|怎么|没法)拍"
)
_WAIT_FOR_IT = re.compile(
    r"^(?:有的?)?(?:照片|图|图片|视频)?[，,\s]*(?:(?:你|您)?(?:稍|先)?等(?:一?下|会儿?|我)?|马上|这就|我(?:去|来|先)?(?:拍|找)(?:一?下|找)?)"
    r"(?:发|拍|传|找)?(?:一?[张下]|给你)?[啊哈哦呀吧~～]*$"
    r"|^(?:你|您)?(?:稍|先)?等(?:一?下|一?会儿?)?(?:我|俺)(?:去|来|先|马上)*(?:拍|找|录)(?:一?[张下个段])?(?:给你)?[一-鿿]{0,4}[啊哈哦呀吧~～]*$"
)

_EVIDENCE = re.compile(
    r"(?:什么|啥)图|照片(?![上里]?是)|图片(?![上里]|是|跟|和|不)|相片|截图|凭证|证据|(?:没|没有|冇|不会|没法|没办法|拍|发|传|补|有)(?:拍|图|相|视频|录)|视频"
    r"|(?:拍|传|发)不(?:了|出|上|到|过去)|上传|看得清|拍给|没拍|咋拍|怎么拍|拍[照个]|(?:等|我|去).{0,3}拍(?!的(?!照|图|片|视|那张|这张|$)|错|多了|成)|不会(?:照|拍|弄|发|传)|发(?:过|了)(?:图|照)"
)


def is_about_evidence(text: str) -> bool:
    """Whether words are about pictures and proofs, not about the goods, nor a yes or no to anything else."""
    return _EVIDENCE.search(text) is not None


def sent_before(text: str) -> bool:
    """Whether words say that a picture was sent already, for what is filed (照片我发过了，带上)."""
    return _SENT_BEFORE.search(text) is not None


def says_there_is_none(text: str) -> bool:
    """Whether words say that there is no picture (没照片, 不会拍)."""
    return _NONE.search(text) is not None


_ONLY_THIS = re.compile(r"(?:没了)?就(?:这|那)(?:一)?(?:[张个些段份]|一张照片)(?:了|吧|啊|图|照片)*|没了.{0,4}")


def says_only_this(text: str) -> bool:
    """Whether words say that what was sent is all (就这两张)."""
    return _ONLY_THIS.fullmatch(text) is not None


def points_at_picture(text: str) -> bool:
    """Whether words say what a picture shows (这个是底部)."""
    return re.match(r"(?:这|那)(?:个|张)?(?:是|就是)", text) is not None


def has_some(text: str) -> bool:
    """Whether words say no more than that there are pictures (有照片)."""
    return re.fullmatch(r"有的?(?:照片|图片?|视频|凭证)?[啊呀吧哦的]*", text.strip()) is not None


def waits_for_it(text: str) -> bool:
    """Whether words bid to wait a moment for the picture (有的等下哈, 我拍一下)."""
    return _WAIT_FOR_IT.search(text.strip()) is not None
