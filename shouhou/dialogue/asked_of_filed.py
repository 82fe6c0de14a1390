"""What is asked of what is filed: whether something stands in it, was read, seen, told, paid, or is over."""

import re


def asks_whether_done(text: str) -> bool:
    """Whether words ask if something under way has been done (退款有消息没, 商家回了没)."""
    return re.search(
        r"(?:有|没)(?:消息|动静|结果|回信|进展|下文)|(?:回|好|到|批|退|处理|弄|办|审|同意)[了好完过]*没(?:有)?[啊呀呢]?[?？]*$"
        r"|记(?:到|下|上)了?没|还在(?:办|处理|弄)(?:吧|吗|不)|怎么样了|咋样了|到哪(?:一?步|了)|[退换修补]了吗", text,
    ) is not None


def asks_if_over(text: str) -> bool:
    """Whether words ask if a time is over (到底过没过)."""
    return re.search(r"过没过|过了(?:没|吧|吗|么)|过期(?:没|吗)|到几号", text) is not None


def asks_if_written(text: str) -> bool:
    """Whether words ask if something stands in what is filed (过敏有没有写进去, 记下来了吗)."""
    return re.search(
        r"(?:写|记|加|填|备注)(?:进去|上去|上|下来|下|到)?了?(?:没(?:有)?|吗|么)|有(?:没有)?(?:给我)?(?:写|记"
        r"|加)(?:进|上|下|到)", text
    ) is not None


def asks_if_read(text: str) -> bool:
    """Whether words ask if the merchant gets to read what was told (赔的事商家看得到不)."""
    return re.search(r"(?:商家|店家|卖家|他们?|那边).{0,4}(?:能)?看(?:得|不)?(?:到|见)", text) is not None


def asks_if_seen(text: str) -> bool:
    """Whether words ask if the merchant gets what was sent (照片他能看到吗, 商家收到图没)."""
    of_picture = re.search(r"照片|图|视频|凭证|那张", text) is not None
    return of_picture and re.search(
        r"看(?:得|不)?(?:到|见)|收(?:得)?到|给(?:他|商家)(?:了|看)|发过去", text
    ) is not None


def asks_if_told(text: str) -> bool:
    """Whether words ask if the merchant has been told (那你跟商家说了没)."""
    return re.search(
        r"(?:跟|给|告诉|问)?(?:商家|店家|他)?.{0,4}(?:说|转[告达]?|问|讲|告诉)(?:商家|店家|卖家|老板|他)?(?:了|过).{0,8}(?:没(?:有)?"
        r"|吗)[啊呀呢]?[?？]*$", text
    ) is not None


def asks_whether_paid(text: str) -> bool:
    """Whether words ask if the money has come (钱到了没 看看)."""
    return re.search(r"(?:钱|退款|款)(?:到账?|到|退|打)(?:了)?(?:没(?:有)?|吗|不)", text) is not None
