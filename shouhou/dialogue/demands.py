"""What is demanded of a merchant in a complaint (诉求：退一赔三), and a complaint wished for beside something else."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from shouhou.dialogue.asking import is_question, is_to_bot, only_supposes
from shouhou.dialogue.dictation import MAX_WORDS, strikes, trimmed
from shouhou.dialogue.grievance import tells_conduct
from shouhou.dialogue.message import Clause
from shouhou.dialogue.pictures import is_about_evidence
from shouhou.dialogue.yes_no import says_no, says_yes

_NAMED = re.compile(
    r"(?:诉求|(?<!按)要求)(?:部分|那里|里|栏)?(?:请|给我|帮我|你)*(?:写清楚|写明白?|写准确|写上|补上"
    r"|改成|改为|写成|写)?(?:是|为)?[：:，, ]+(?P<told>.+)$"
    r"|诉求(?:请|给我|帮我|你)*(?:写清楚|写明白?|写上|补上|改成|改为|写成|写|就?是|为)(?P<more>.+)$"
)
_COMES_NEXT = re.compile(
    r"(?:诉求|要求)(?:请|给我|帮我|你)*(?:写清楚|写明白?|写上|补上|改成|改为|写成|写|就?是|为)?[：:]?$"
)
_DEMANDS = re.compile(
    r"退一赔|[三十3]倍|(?:要求|必须|应当|我要|得)[^，,]{0,12}(?:赔|补偿|道歉|下架)|(?:要求|必须)[^，,]{0,10}(?:退|换|给|补)|^(?:并|还要?|再)?赔偿?(?:我|损失|\d)"
)
_GOES_ON = re.compile(r"^(?:并|再|还|另|加|外加|以及|和)|合计|共计|一共|总共|\d+(?:\.\d+)?[元块]|[赔退补]|道歉|下架")
_SAID_TO_US = re.compile(r"写(?:入|进|上)|去掉|删|改好|是否|明确答复")
_PUT_IN = re.compile(
    r"^(?:请|麻烦|帮我|给我|你|再|还)*(?:把|将)(?P<told>.{2,}?)(?:也|都|一起)?(?:给我|帮我)?(?:写入|写进去?|写上去?|加上去?|加进去?|补上)(?:去|了|吧)?$"
)
QUOTES = str.maketrans("", "", "“”\"'‘’「」『』")
_WANTS = re.compile(
    r"(?:还|也|另外|顺便|同时|我|俺)(?:是|得|要|想|再)*(?:要|想|得)(?:去)?投诉|还有(?:个|我的)?投诉|^(?:我|俺|那)?(?:要|想)?投诉(?:他们?|商家|店家|卖家|这家|这个店)"
    r"|(?:给|帮)我(?:也|把)?投诉"
)
_ONLY_THREATENS = re.compile(
    r"不[^，,]{0,8}就[^，,]{0,3}投诉|再[^，,]{0,10}投诉|(?:不|别)(?:想|用|要|是)?(?:再)?投诉|要是|如果|回头|到时候|以后|下次|撤(?:回|销|了|掉)?[^，,]{0,3}投诉"
)


_DENIES = re.compile(
    r"(?:并?(?:未|无)(?:要求|打算|意|想|曾|说|提)*|没有?(?:说|要|想|让|叫|提)+|不是(?:要|想|来)*"
    r"|(?:不|别|勿|请勿|莫|甭|无需|不必)(?:是|要|想|用|需要|打算)*"
    r"|谁(?:让|叫|要|说)(?:你|您|我)?)"
    r"(?:再|先|给我|帮我|替我|提交|提|发起|去|要|走)*投诉(?!.{0,2}(?:不行|不可|也))"
)
_OF_RULES = re.compile(
    r"依据|根据(?:什么|哪|啥)|规则|规定|法律|合法|违法|法规|哪一?条|条款|站得住|有权|消法|平台(?:会|能)?支持"
)


def denies_complaint(text: str) -> bool:
    """Whether words say that no complaint is wanted, or was (我并未要求投诉, 请勿提交投诉, 谁让你投诉了)."""
    return _DENIES.search(text) is not None


def asks_of_rules(text: str) -> bool:
    """Whether words ask for the rule behind what the merchant says (拒绝的依据, 平台规则上站得住脚吗)."""
    return _OF_RULES.search(text) is not None and (is_question(text) or re.search(r"问|请|依据", text) is not None)


_AND_A_COMPLAINT = re.compile(r"(?:对了|那|哦)?(?:还有|另外)(?:个|我的|那个)?投诉(?:的事)?[呢啊呀]*[?？]?$")


@dataclass(frozen=True)
class Demand:
    """What is demanded; `anew`: it was named as the demand, and replaces what stood. `clauses` are those it used."""

    words: str
    anew: bool
    clauses: tuple[Clause, ...]


def demanded(clauses: Sequence[Clause]) -> Demand:
    """What clauses demand of the merchant, as it was said; without words where nothing is."""
    parts: list[str] = []
    used: list[Clause] = []
    anew = goes_on = False
    for clause in clauses:
        text = trimmed(clause.text.translate(QUOTES))
        put_in = _PUT_IN.match(text)
        if put_in is not None and _DEMANDS.search(put_in["told"]):
            text = put_in["told"]  # 请把“要求退一赔三”写入
        elif strikes(clause.plain) or is_to_bot(clause.plain):
            goes_on = False
            continue
        named = _NAMED.search(text)
        if _COMES_NEXT.search(text):
            anew, goes_on = True, True
            used.append(clause)
        elif named is not None:
            anew, goes_on = True, True
            parts, used = [named["told"] or named["more"]], [*used, clause]
        elif _told(clause, text) and (_DEMANDS.search(text) or (goes_on and (not parts or _GOES_ON.search(text)))):
            goes_on = True
            parts.append(text)
            used.append(clause)
        else:
            goes_on = False
    words = "，".join(part.strip(" ，,：:") for part in parts)[:MAX_WORDS]
    return Demand(words, anew, tuple(used) if words else ())


def _told(clause: Clause, text: str) -> bool:
    if is_question(clause.plain) or is_about_evidence(text) or says_yes(clause.plain) or says_no(clause.plain):
        return False
    return not (_SAID_TO_US.search(text) or (tells_conduct(text) and not text.startswith("要求")))


def with_demand(problem: str, demand: str) -> str:
    """A problem with what is demanded behind it."""
    if not demand or demand in problem:
        return problem
    asks = demand if re.match(r"(?:我)?(?:要求|诉求|必须|要|请|得)", demand) else f"要求{demand}"
    return f"{problem}；{asks}"[:MAX_WORDS]


_AFTER_COMPLAINT = re.compile(
    r"投诉(?:的事|那个|那边)?(?:呢|(?:怎么|咋)(?:就|也|又)?(?:没|不见|不办)|(?:去|到)哪|还(?:办|弄|交|算)|忘了|没了)"
    r"|(?:不是|说好|刚才?说)(?:要|的|好)*(?:给我|帮我|替我)(?:办|弄)?投诉"
)


def asks_after_complaint(text: str) -> bool:
    """Whether words ask what became of the complaint that was wished for (那我投诉呢, 投诉怎么没了)."""
    return _AFTER_COMPLAINT.search(text) is not None


def wants_complaint(text: str) -> bool:
    """Whether words wish to complain besides whatever else is under way (他们骗我撤销这事我还要投诉)."""
    if _AND_A_COMPLAINT.match(text):
        return True
    if is_question(text) or only_supposes(text) or denies_complaint(text) or _ONLY_THREATENS.search(text):
        return False
    return _WANTS.search(text) is not None
