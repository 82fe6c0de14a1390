"""Where a message may be cut into clauses: at stops, line ends and blanks, and before words that announce a further matter.

Cutting is generous: what a clause means is decided by whoever reads it, against the whole message and the talk.
"""

import re
from itertools import pairwise

from shouhou.language.codes import CARRIERS

MOST = 9  # clauses read apart; what stands behind them stays with the last
LONGEST = 300  # characters; a longer message tells a story
_STOPS = re.compile(r"[,。.!?;…、:\n~]+|\s+")
# A blank or a dot inside a number or a Latin word is no end: sf 1390 2233, note 8, 36.5.
_INSIDE = re.compile(r"[0-9a-z]")
_CARRIER_BEFORE = re.compile(rf"(?:(?:{CARRIERS})(?:快递|速运|物流)?|批号|批次号?|编号|型号|序列号)$")  # 顺丰 sf1390…: the name says what the number is
# 另外两桶 are the other ones, and announce nothing.
_JOINTS = re.compile(
    r"另外(?![一二两三四五六七八九十几0-9]{1,2}[个件双台条只套盒部把瓶份块张包箱袋副顶本辆支桶筒罐单]|那[一个件双台条只套盒]|的)|顺便|顺带|对了(?=.)|还有(?=我|你|那|这|就是|个)|再就是|然后(?=怎|咋|多|什|我|请问|问)"
)
# A run-on without any stop is cut before what it wants or asks (…破了个洞想换一套运费谁出).
_RUN_ON = 16  # characters
_TURNS = re.compile(
    r"(?<=.{4})(?:(?:我)?想(?:要)?[换退修补]|(?:我)?要[换退](?!季)|(?:给我|帮我)[换退修补]|(?:你们?|商家)?能不能|可不可以|你们还|还给[换退]|"
    r"(?:这个)?(?:运费|邮费|快递费)(?=.{0,4}(?:谁|怎|我|商|算))|怎么[办退换]|咋[办整退换])"
)
# A run-on is cut behind what it agrees with first (提交吧臭了的还要寄回去吗, 哎对对对就这么办那师傅啥时候来).
_AGREED = re.compile(
    r"[哎诶唉啊哦噢那]*(?:算了)*(?:(?:对|行|好|嗯|恩|中|可以)?[的啊呀]?(?:那|你|您|就|先|这样|这么|给我|帮我)*(?:提交|交|报)(?:上去)?(?:吧|呗)"
    r"|(?:对|行|是|嗯|恩|中){2,}[的啊呀啦哒]*|好{3,}[的啊呀]*|(好的|好呀|好嘞|可以|提交|确认|[发交报转提退换][吧嘛呗啊])\1+|对[哒的呀](?=我|你)|ok+(?=[一-鿿])|(?:提交|交|发|转)(?:吧|呗)|先(?:提交|交)(?=图|照|视频)"
    r"|就(?:是)?(?:这么办|这样子?的?)(?:[吧啦呗]|(?=那)))+[吧啊呀啦]*(?=[^\W的了着过吧呀啊哦呗嘛哈啦呢吗么不没].{3})"
)
_NOTHING = re.compile(r"[\W_]*")


def clauses(text: str) -> list[tuple[int, int]]:
    """Start and end of each clause of a normalised text, in order, without the stops between; at least one for any words."""
    if len(text) > LONGEST:
        return [(0, len(text))]
    ends = [(0, 0)]
    for stop in _STOPS.finditer(text):
        if not _is_inside(text, stop.start(), stop.end()):
            ends.append(stop.span())
    ends += [(joint.start(), joint.start()) for joint in _JOINTS.finditer(text) if joint.start() > 0]
    if (agreed := _AGREED.match(text)) is not None and all(agreed.end() != end for _, end in ends):
        ends.append((agreed.end(), agreed.end()))
    ends += _turns_in(text, ends)
    ends = [*sorted(ends), (len(text), len(text))]
    spans = [(before[1], after[0]) for before, after in pairwise(ends) if before[1] < after[0]]
    spans = [span for span in spans if not _NOTHING.fullmatch(text[span[0] : span[1]])]
    if len(spans) > MOST:
        spans = [*spans[: MOST - 1], (spans[MOST - 1][0], spans[-1][1])]
    return spans or [(0, len(text))]


def _turns_in(text: str, ends: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Where stretches without a stop turn from what they tell to what they want or ask."""
    stops = [*sorted(ends), (len(text), len(text))]
    found = []
    for before, after in pairwise(stops):
        if after[0] - before[1] < _RUN_ON:
            continue
        found += [(turn.start(), turn.start()) for turn in _TURNS.finditer(text, before[1] + 4, after[0])]
    return found


# 第三、七、九册 are three of one kind: a list of numbers is one thing.
_NUMBERED, _NUMBER = re.compile(r"[0-9一二三四五六七八九十]$"), re.compile(r"[0-9一二三四五六七八九十]")


def _is_inside(text: str, start: int, end: int) -> bool:
    if text[start:end] == "、" and _NUMBERED.search(text, 0, start) and _NUMBER.match(text, end):
        return True
    if text[start:end] == " " and _CARRIER_BEFORE.search(text[:start]) and _INSIDE.match(text, end):
        return True
    return bool(
        start > 0 and end < len(text) and text[start:end] in (" ", ".", "-", ":")
        and _INSIDE.match(text[start - 1]) and _INSIDE.match(text[end])
    )
