"""What is only not to one's liking, and no fault of the goods: 比我想的小, 就嫌沉, 没毛病 就是盖子太重."""

import re
from collections.abc import Sequence

from shouhou.dialogue.telling import says_sound, speaks_of_fault

_LIKING = re.compile(
    r"比(?:我|俺|咱)?(?:自己)?(?:想|想象|预想|以为|预期)(?:的|中|得)*(?:还)?(?:要)?(?!.{0,6}(?:坏|破|脏|旧|差|烂))"
    r"|(?:就是|就|只是|主要是?|我)(?:有点)?嫌(?!弃)|(?:我|俺)?(?:就是)?自己(?:觉得|感觉|嫌)"
    r"|不(?:太|怎么)?喜欢|用不(?:惯|上|着)|(?:穿|戴|看)不惯|不是我(?:想要)的?(?:风格|感觉)|后悔|买多了|买重了?(?!新)"
    r"|改主意|冲动"
)
_MEASURE = re.compile(
    r"(?:太|偏|有点儿?|有些|稍微?|比较|好|挺|过于)(?:沉|重|大|小|长|短|厚|薄|高|矮|宽|窄|丑|土|艳|花|暗|亮|硬|软|紧"
    r"|松|肥|瘦|老气|显[老胖黑])"
)
_AGAINST = re.compile(r"发错|写的|标的|图(?:片|上)|描述|说好|页面|不一样|不符|实际|不是.{0,6}(?:码|号)|裂|漏|断|掉"
r"|不响|不亮|不转")


def tells_liking(text: str) -> bool:
    """Whether words tell what one does not like, and nothing against the goods themselves (比我想的小好多)."""
    return _LIKING.search(text) is not None and not (_AGAINST.search(text) or speaks_of_fault(text))


def tells_measure(text: str) -> bool:
    """Whether words tell a size, a weight or a look alone (盖子太沉了), which may be a fault or none."""
    return _MEASURE.search(text) is not None and not (_AGAINST.search(text) or speaks_of_fault(_SOUND.sub("", text)))


_SOUND = re.compile(r"没(?:有)?(?:啥|什么)?(?:坏|毛病|问题|质量问题|瑕疵)")


def only_liking(texts: Sequence[str]) -> bool:
    """Whether all that clauses tell is not to one's liking: so they say, or that the goods are sound but too heavy."""
    rest = [_SOUND.sub("", text) for text in texts]
    if any(_AGAINST.search(text) or speaks_of_fault(text) for text in rest):
        return False
    sound = any(says_sound(text) or _SOUND.search(text) for text in texts)
    return any(tells_liking(text) for text in rest) or (sound and any(tells_measure(text) for text in texts))
