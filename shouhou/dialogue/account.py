"""What a clause tells of the matter: without what leads up to it, and without a wish beside it in the same breath."""

import re
from collections.abc import Sequence
from typing import Optional

from shouhou.dialogue.asking import is_question, is_to_bot
from shouhou.dialogue.dictation import trimmed
from shouhou.dialogue.message import Clause

LONGEST = 60  # characters of a clause that stands whole
_SHORT = 30  # characters of a reason that what is told around it may stand in
_LEAST = 4  # characters of what is left beside a wish
# Greetings, who is spoken to, what only announces what is told, and a rough word for the goods (你们那破雨衣).
_LEADS = re.compile(
    r"^(?:[\s，,。.!！?？~～：:]|(?:你|您)好[啊呀哇]?|哈[喽啰]|喂|嗨|hi|hello|在[吗不么]|老[板哥铁]|掌柜的?|亲亲?(?![戚友手自子眼身])|(?:小|老)?同志|小姐姐|小哥哥?|[大老]哥"
    r"|姑娘|客服(?!不|没|态|说|让|一|也|都|又|回|骂)|哎[呀哟]?|唉|诶|欸|嗯+|(?:我|俺)?跟(?:你|您)(?:们)?[讲说](?:哈|啊|嘛)?(?!的|不|了|过)"
    r"|我?(?:刚才?|前面|早就?)*(?:不是)?(?:都|已经|就)?(?:[讲说]|告诉你)(?:了|过)(?:嘛|吗|呀|啊|吧|的)*(?=.{4})"
    r"|(?:就是)?(?:我|俺|咱)?(?:(?:上个?|前|去|今)(?:月|年|几?天|阵子|周|星期|次|回)|前几天|昨天|那天|刚刚?)?(?:在|从)(?:你们?|您|贵)(?:家|店|这|那)?(?:里|儿|店里?)?"
    r"(?:买|拍|定|订|下单)(?:了)?的?(?:那|这)?(?:一?[个台双件条套把部]|些)?(?=.{4})"
    r"|(?:那)?就?(?:加|补|写|记)(?:上|进去)[呗吧嘛啊]+(?:就写|就是|就)?(?=.{3})|(?:要|得要|应该|必须)写(?:上|明|清楚|成)?(?![作字的得了])(?=.{3})|(?:不是)+(?=人没事)|人没事|请问一?下?|麻烦看一?下|(?:我|俺)?(?:是想|就想|想)?(?:问|咨询)一?下(?:子|哈)?"
    r"|(?:你们?|你?家|店里?)?(?:家|卖的|这|那|这个|那个|这什么|什么)*(?:破(?!壁|冰|窗)|烂|垃圾|狗屁|鬼)(?=(?!东西|玩意)[一-鿿]{2})(?![了的洞损裂口掉碎开边皮缝孔包袋了])|老子(?:的)?)"
)
_ENDS = re.compile(r"(?:(?:你们?|您)?(?:快|赶紧)?(?:给|帮|替)我?(?:好好)?(?:看看|瞧瞧|瞅瞅)(?:这个|这)?(?:咋|怎么"
    r"|如何)?(?:弄|办|整|回事)?|(?:啥子?|什么)(?:破|烂|垃圾|鬼)?(?:质量|玩意儿?)|离谱|无语|服了|你们|[啊呀哦诶哇哟耶]|\s)+$")
# Letters that only laugh or cheer.
_FILLER = re.compile(r"(?:xswl|yyds|awsl|emm+|hh+|lol|omg|ok|pl[zs]|thx|xdm|u1s1|6+|233+|233)+", re.IGNORECASE)
_WISHED = re.compile(
    r"(?:我|俺|你们?|就|那|先|麻烦|请|所以|还是|只)*(?:想要?|要|给我|帮我|给俺|得给)(?:给我|帮我|再|重新)*(?:换|退|修|补|赔)(?:货|款|钱)?"
    r"(?:[^，,]{0,12}?(?:就行了?|就好了?|就可以了?|吧|嘛|呗)+|.*)"  # what is wished for is no part of what is told
)
# 换了新电池也没反应 tells what was tried, 退色 what is wrong; neither asks for anything.
_NO_WISH = re.compile(
    r"[换修退补]过|没法[换退修]|[换退修]不了|[寄返送]修|[换修]了(?:(?:个|块|根|条|台|好?几|[一两三四])?(?:新|插|电|地|房|机|线|头|次|回|[一-鿿]{1,4}(?:也|都|还)))"
    r"|[换补]上|退[色绒毛潮火烧]|换季|补[丁水]|修(?:剪|身|长)|换(?:气|热|挡|水|鞋)"
)


def asks_for(text: str) -> bool:
    """Whether words ask for something to be done (想换一个); what was tried is told (换了新电池也没反应)."""
    return re.search(r"[换退修补]|投诉|售后|申请", _NO_WISH.sub("", text)) is not None


def told_words(text: str) -> str:
    """Words without greeting, address, filler and rough words around what they tell (老板我跟你讲 你们那破伞漏)."""
    bare, before = trimmed(text), None
    while bare != before:
        before = bare
        bare = trimmed(_ENDS.sub("", _LEADS.sub("", bare)) or bare)
    return bare


def only_leads(text: str) -> bool:
    """Whether words only announce what comes next, or greet (老板我跟你讲)."""
    rest = text.strip()
    while (match := _LEADS.match(rest)) is not None and match.end():
        rest = rest[match.end() :]
    return not rest.strip(" ，,哈啊哦")


def is_filler(text: str) -> bool:
    """Whether words are letters that only laugh or cheer (xswl)."""
    return _FILLER.fullmatch(text.strip()) is not None


def with_other_half(parts: Sequence[str], told: Sequence[tuple[str, bool]]) -> list[str]:
    """A short reason with what is told around it: 右脚是38 says nothing without 左脚是37的 before it.

    `told`: the words of each clause, and whether they may stand in a reason.
    """
    kept, words = list(parts), [text for text, _ in told]
    for at in (*reversed(range(len(told))), *range(len(told))):
        text, may = told[at]
        stands_by = {*words[max(0, at - 1) : at], *words[at + 1 : at + 2]} & {*kept}
        if may and text not in kept and stands_by and sum(map(len, kept)) + len(text) <= _SHORT:
            kept = [each for each in dict.fromkeys([*words, *kept]) if each in (*kept, text)]
    return kept


def told_beside_wish(text: str, marked: str) -> Optional[str]:
    """The part of a run-on that tells what is marked in it, cut where the wish stands; None where nothing is left."""
    for part in _WISHED.split(text):
        bare = told_words(part)
        if marked in part and _LEAST <= len(bare) <= LONGEST // 2 and not (is_question(bare) or is_to_bot(bare)):
            return bare
    return None


_PRAISES = re.compile(
    r"(?!.*(?:但|可惜|就是|只是|不过|结果|后来)).{0,14}(?:挺|很|蛮|非常|特别|一直|都)(?:好用|好吃|好看|好穿|不错|喜欢|满意|好)(?:的|呢|啊|了)*"
)


def praises(text: str) -> bool:
    """Whether words only praise the goods (炒锅挺好用的)."""
    return _PRAISES.fullmatch(text.strip()) is not None


_BEFORE_SPAN = re.compile(r"(?:的时候|时候|昨[天晚]上?|今[天早]上?|突然|忽然|就是|后来|结果|发现"
    r"|[啊呀，, ])(?P<near>[^啊呀，, ]{0,6})$")
_RUNS_ON = 30  # characters of a clause that nobody parted


def ran_on(clause: Clause) -> str:
    """What stands from the first to the last fault marked in words without a stop (…一按就不亮了插头换了还是不亮…)."""
    marks = [each for each in clause.entities if each.kind == "reason" and each.end > each.start]
    if len(clause.text) < _RUNS_ON or not marks:
        return ""
    first, last = marks[0].start - clause.start, marks[-1].end - clause.start
    near = _BEFORE_SPAN.search(clause.text[:first])
    span = clause.text[first - len(near["near"]) if near is not None else first : last]
    return span if len(span) > len(str(marks[0].value)) and not is_question(span) else ""
