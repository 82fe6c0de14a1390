"""Yes and no as people say them, clause by clause. What counts as a yes depends on what was asked: its verbs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from shouhou.dialogue.acting import (
    NEVER_YES,
    SURE_TONE,
    SURELY,
    agrees_by_act,
    orders_lines,
    says_nothing_to_it,
    surely_leaves,
)
from shouhou.dialogue.beside_yes import asks_whether_to_wait, puts_off
from shouhou.dialogue.giving_up import asks_first, sends_first
from shouhou.dialogue.message import Clause
from shouhou.dialogue.pictures import is_about_evidence

_PARTICLES = r"[的了吧呀啊哦呗嘛哈呢嘞啦哒滴噢喔额诶唉哎的么~～！!。.,，、]*"
_YES = (
    r"嗯呐|嗯嗯+|嗯+|恩+|好好好|好好|好|行行行|行行|行|可以可以|可以|中|对对对|对对|对|是是|是|没错|没毛病|没问题"
    r"|没意见|木问题|冇问题"
    r"|确认|确定|确実|同意|成|妥|得嘞|得|要得|系|就这样|就这么办|就这么着|就按这个|就是这样|照办|办吧|弄吧|来吧|整吧"
    r"|搞吧|ok+|okay|yes|yep|sure|必须|当然|那必须|要|需要|我要|想|愿意|麻烦|麻烦你|麻烦您|劳烦|辛苦|辛苦了"
    r"|谢谢|谢谢你|谢谢啊|多谢|👌|👍"
)
_POLITE = (
    r"(?:那|那就|就|写上了|改了|对的话|没错的话|可以的话|请|请你|帮我|给我|你|您|快|快点|赶紧|马上|现在|先|都|全|我"
    r"|这样|这个|它|吧|帮忙|替我|直接|尽快|也|一下|下)*"
)
_BARE_POLITE = re.compile(
    r"(?:谢谢|谢谢你|谢谢啊|谢谢您|多谢|辛苦|辛苦了|麻烦|麻烦你|麻烦您|劳烦|想|要|需要)" + _PARTICLES
)
_GOOD_ONES = re.compile(
    r"^好的?(?:那|这)?[一二两三四五六七八九十几半\d]{0,3}"
    r"(?:罐|个|件|瓶|盒|包|袋|桶|筒|双|条|只|台|本|支|根|套|把|块|片|杯|箱|棵|株|颗|部分)"
    r"|^好的(?:我)?(?:就)?留"
)  # 好的那罐我留着: which ones, and no yes
_LEAD = re.compile(
    r"(?:嗯呐|嗯+|恩+|好的|好吧|好呀|好嘞|好|行吧|行啊|行|可以的|可以|中|(?:对的)+|对啊|(?:是的)+|没错|确认|确定|ok|成)"
    r"(?:的|吧|呀|啊|哦|呗|嘛|啦|了)?(?=那|就|你|帮|先|快|请|给|我|麻烦|提|申|按|换|退|修|补|办|弄|交|去|问|撤|转|发"
    r"|投|这|另|不过|但)"
)
# 投诉呢, 提交了没: no yes
_ASKS_ABOUT = re.compile(r"呢[?？]*$|[了过到没有]没(?:有)?[啊呀呢]?[?？]*$|.+没有[啊呀]?[?？]+$")
_GREETING = re.compile(r"(?:[你您]好|您?好久不见|亲你好)[啊呀呢哈吗,，!！。.~～]*")  # 你好 is no 好
_NOT_ONLY = re.compile(r"[别不](?:要)?(?:光|只|仅)")  # 别光说修 adds, and denies nothing
_TWICE = re.compile(r"((?:那|就|先|可)?[不别莫没][一-鿿]{1,3}[了的]?)\1+")  # 不撤了不撤了
_WAITS_NO_MORE = re.compile(r"(?:不|懒得|等不)(?:想)?等?了$|不等了|等不(?:了|及|起)")  # 要 不等了: no no
# 算了就这样提交吧, 算了换吧 agree
_FIRST_ENOUGH = re.compile(r"^(?:唉|哎|那|哦)?算了[，,\s]*(?=就这样|就这么|就按|提交|交吧|[换退修补]吧$)")
_NO = re.compile(
    r"(?:(?:不+|不是|不对|不行|不可以|不用|不用了|不要|不要了|不了|不必|不需要|不想|不同意|不办|不弄|不提交|没有|没|没得|莫"
    r"|没(?:有)?(?:什么|啥)?(?:要)?(?:补充|别的|其他|多的)|别|甭|算了|拉倒|免了|no+|nope|唔使|唔要|唔系|唔好|唔)"
    r"[的了吧呀啊哦呗嘛哈呢谢谢你您现在先这个那~～！!。.,，]*)+"
)
_PAUSE = re.compile(
    r"(?:先|暂时|等(?:一?等|会儿?|下|一下)?)(?:别|不|甭|放|等|搁|缓|不要|不用)|等(?:店家|商家|卖家|他|我)|^(?:那)?(?:我)?(?:先)?等着"
    r"|(?:我)?(?:再)?(?:想想|考虑|看看再说|琢磨)|明天再|回头再|晚点再|过(?:会儿?|两天)再|放着|不急"
    r"|^(?:稍|先)?等(?:一?等|一?会儿?|一?下)(?:[吧啊呀哈哦呗]*$|再)"
)
# Asks, and agrees to nothing.
_MAKES_SURE = re.compile(r"(?:那)?(?:我)?(?:先|再|想|要)?(?:跟你|跟您|和您)?(?:先)?确认(?:一?下|一遍)[啊哈]?")
_IS_IT_SO = re.compile(r"^对[吗么嘛吧][?？]*$|是吧[?？]*$")
_OF_ELSE = re.compile(
    r"(?!我|你|您|先|那|还是|都|也|就|现在|千万|可|这)[^，,别不]{2,8}?(?:那个|那单|那张|的)?(?:别|不要|不用|莫)(?:给我|再)?"
    r"(?:撤|取消|动|退|换)"
)
_ENOUGH = re.compile(r"(?:[操靠草]|我[操靠去]|唉|哎|算了)?[\s，,]*(?:行了?|好了?|得了|够了)[吧啊]?")
_AT_ALL = re.compile(r"([退换修补撤办])不\1得?了?|能不能[退换修补撤办]|[退换修补撤办]得了[吗么不]")
_MAY_I = re.compile(r"(?:可以|行|成|中).*(?:吗|么|嘛|不)[啊呀呢]?[?？]*$")  # asks for leave (可以退吗), and gives none
_SETS_RIGHT = re.compile(r"(?:不是|唔系|不对|错了|不要)(?!吗|么|嘛).+")  # a no with what is meant instead
_NEVER = "(?!)"
_OTHER_ACT = re.compile(
    r"(?:那|就|你|您|先|去|这么|这样|帮我|给我|替我|再|也|[跟和](?:他|她|商家|店家|卖家|老板)们?)*"
    r"(?:问|转|催|说|联系|带话)(?:一?下|问|给?他|商家)*(?:去|吧|啊|呀|呗|就行)*$"
)
# 没有的话我就点提交了: it hangs on something, or the buyer will press the button himself.
_BY_HIMSELF = re.compile(
    r"^(?:那|要|就|如果|要是)?(?!(?:对|没错|没(?:有)?(?:啥|什么)?问题|可以|行|好|方便|没(?:啥|什么)要改)的话)[^，,]{1,8}的话.*[交报点按]"
    r"|(?:我|俺|咱)(?:就|自己|自个儿?|等[下会]|待会儿?|一?会儿?|马上|回头|晚点|来|去|先|再|直接)*(?:点|按|戳)(?!了|过)"
    r"|(?:我|俺)[^，,不没]{0,4}(?:自己|自个儿?)(?:来|去|会)?(?:点|按|交|提交|确认|弄)"
)
_BY_THE_WAY = re.compile(r"(?:哦|噢|啊|诶|哎)?对了[啊呀哦]*")
_WAITS_DAYS = re.compile(r"^(?:那|我|就|先|再|还是|且)*等(?:他|她|它|商家|卖家|店家|老板)?(?:们)?(?:再|个"
    r"|先)?(?:[一两二三四五几]|[0-9]+)(?:天|日|个?(?:小时|钟头|星期|礼拜))")
_SUPPOSES = re.compile(r"^(?:那|不过|但)?(?:我)?(?:要是|万一|如果|假如|倘若)")
_LEAVE = re.compile(
    r"(?:那|那就|还是|唉|哎|哦|嗯)?(?:算了|算啦|拉倒|不办了|不弄了|不搞了|不整了|不退了|不换了|不修了|不申请了"
    r"|不投诉了|不问了|不要了|不用办了|不提交了|退出|取消吧?|取消申请|停|不想弄了|留着吧)"
    r"(?:吧|呀|啊|呗|了|算了|不退了|不弄了|留着吧|不换了|就这样吧|没事了|没事|不办了|我自己等|懒得弄)*"
)


NEVER_WANTED = re.compile(
    r"(?:[改写弄办](?:这个?|那个?|它)?|补充)干(?:嘛|啥|什么)|不(?:用|要)再(?:弄|办|搞|提)|都(?:提交|申请|投诉|弄|办)(?:了|过了?)嘛$|没(?:有)?(?:说过?|让你|叫你|想|打算|要)(?:要|想)?(?:再)?(?:申请|提交|投诉|退|换|办)(?!过|货款)[了啊呀呢！!。.]*$"
)


@dataclass(frozen=True)
class YesNo:
    """What the clauses say to a question of yes or no; `used` are the clauses that said it.

    pauses: not now, the matter stays; leaves: not at all; sets_right: not so, with what is meant instead; learned: only
    in words that no pattern knows.
    """

    yes: bool = False
    no: bool = False
    pauses: bool = False
    leaves: bool = False
    sets_right: bool = False
    used: tuple[Clause, ...] = ()
    learned: bool = False


@lru_cache(maxsize=32)
def _yes_pattern(verbs: str) -> "re.Pattern[str]":
    after = r"(?:给?我|他|它|上去|过去|掉|单|申请|售后|出去|一下)?(?:就行|就好|就可以)?"
    acts = rf"(?:{_POLITE}(?:{verbs}){_PARTICLES}{after}{_PARTICLES})" if verbs else "(?!)"
    return re.compile(rf"(?:{_POLITE}(?:(?:{_YES}){_PARTICLES}\s*|{acts}\s*)+{_POLITE}{_PARTICLES})")


@lru_cache(maxsize=32)
def _bids(verbs: str) -> "re.Pattern[str]":
    """Words that end in a bid to do what stands."""
    return re.compile(
        rf"^(?!.*(?:别|不要|先不|不能|不该|没让|没说|谁|莫|甭)).*(?:还是|就|直接|赶紧|快|那)(?:你|您)?(?:给我|帮我|给俺|替我)(?:{verbs}|办|弄|整)(?:上)?(?:吧|了吧|呗)$"
        rf"|^(?!.*(?:别|不要|先不|不能|不该|没让|没说|谁|莫|甭)).*就(?:这么|这样)(?:{verbs}|办|弄)(?:上去)?(?:吧|了|呗)?$"
    )


@lru_cache(maxsize=32)
def _negated(verbs: str) -> "re.Pattern[str]":
    verbs = verbs or "办|弄"
    return re.compile(
        rf"(?:别|不|甭|莫|勿|没|先不|先别|不要|不用|不想|不打算|没说要?|没想|没让你|并非要?|还不想|谁说要?)(?:再|急着|急|着急|给我|帮我|要|想|去|是|你)*(?:{verbs}|办|弄)"
    )


@lru_cache(maxsize=32)
def _not_at_all(verbs: str) -> "re.Pattern[str]":
    """Words that begin by denying what stands, and are done with it."""
    return re.compile(rf"(?:[不别莫甭](?:{verbs})[了吧啦]*[，,\s]*)+(?:算了|拉倒|得了)")


def sets_right(text: str) -> bool:
    """Whether words say that something was taken wrongly (不是短裤, 搞错了, 别管短裤)."""
    return re.search(r"不是|不对|错了|别管|我说的是|我要的是", text) is not None


def denies(text: str, verbs: str) -> bool:
    """Whether words deny the wish that these verbs would be (不撤了, 别取消, 没说要退)."""
    return bool(verbs) and _denied(verbs).match(text.strip().lower()) is not None


@lru_cache(maxsize=32)
def _denied(verbs: str) -> "re.Pattern[str]":
    return re.compile(
        rf"(?:那|我|就|先|还是|其实|哎呀?|唉|算了|都|也|又|(?:投诉|申请|售后|单子|东西)(?:单)?)*(?:别|不|甭|莫|没说要?|没想|没让你|没要|不想|不打算|不用|不要|先不|先别)"
        rf"(?:再|急着|急|给我|帮我|要|去|是|你|想)*(?:{verbs})(?!.*[吗么?？]$)"
    )


def says_yes(text: str, verbs: str = "") -> bool:
    """Whether the words are a yes and nothing else, to a question whose yes may also be said with one of `verbs`."""
    bare = text.strip().lower()
    if _GREETING.fullmatch(bare) or _MAKES_SURE.fullmatch(bare) or bare == "那是":
        return False
    if not bare or NEVER_YES.search(bare) or _ASKS_ABOUT.search(bare):
        return False
    if _negated(verbs).search(bare) or _BARE_POLITE.fullmatch(bare):
        return False
    return _yes_pattern(verbs).fullmatch(bare) is not None


def is_courtesy(text: str) -> bool:
    """Whether words thank or bid for something politely, and agree to nothing by themselves (谢谢, 麻烦您)."""
    return _BARE_POLITE.fullmatch(text.strip()) is not None


def says_no(text: str, verbs: str = "") -> bool:
    """Whether the words are a no and nothing else."""
    bare = text.strip().lower()
    if _NOT_ONLY.match(bare):
        return False
    if _NO.fullmatch(bare):
        return True
    negated = _negated(verbs).search(bare)
    if re.search(r"是不是|要不要|会不会|需不需要", bare) or _OF_ELSE.match(bare):
        return False  # 43是不是要补差价 asks, 煮蛋器那个别撤 is about another thing
    return negated is not None and not NEVER_YES.search(bare[: negated.start()])


def leading_yes(text: str) -> int:
    """How many characters of a yes stand in front of further words (好那你快点); 0 for none."""
    bare = text.strip().lower()
    match = _LEAD.match(bare)
    return match.end() if match and not (_MAY_I.fullmatch(bare) or _GOOD_ONES.match(bare)) else 0


_WORRIES = re.compile(r"(?:该|应该|总)?不(?:会|至于)(?!吧|的?$)[^，,]{1,12}(?:吧|吗|么)[?？]?$")


_MAY_BE = re.compile(r"(?:那|这|这个|应该|还|也|都|总)*(?:可以|能|得)(?:给)?[退换修补寄][^，,]{0,3}(?:吧|吗|么"
    r"|不)[?？]?")


def read_yes_no(clauses: Sequence[Clause], verbs: str = "", place: str = "") -> YesNo:
    """What the clauses say, each for itself; a no outweighs a yes that stands before it.

    `place`: where the talk stands (acts.py), for a yes in words that no pattern knows.
    """
    yes, no, pauses, leaves, sets_right = False, False, False, False, False
    used: list[Clause] = []
    learned = False
    asked = place in _ASKED
    agreed = asked and any(says_yes(clause.plain, verbs) for clause in clauses)
    for clause in clauses:
        text = _FIRST_ENOUGH.sub("", _TWICE.sub(r"\1", clause.plain.strip()))
        if clause is not clauses[-1] and _BY_THE_WAY.fullmatch(text):
            continue  # 对了 这个要补差价吗
        if _WORRIES.match(text) or _MAY_BE.fullmatch(text):
            continue  # 不会不给我退吧; 没穿出去 可以换吧
        pauses = pauses or _BY_HIMSELF.search(text) is not None
        if _SUPPOSES.match(text) or _BY_HIMSELF.search(text) or (len(clauses) > 1 and _WAITS_NO_MORE.fullmatch(text)):
            continue  # 要是这两天还不发我就不要了: says nothing yet
        if agreed and says_no(text, verbs) and _BUT_YES.search(text):
            used.append(clause)
            continue  # 我不退才怪 交; 行 不退就不退 补吧
        if verbs and _not_at_all(verbs).match(text):
            leaves = no = True  # 不转不转算了等他给我回话吧
            used.append(clause)
            continue
        acts = bool(verbs) and says_yes(text, verbs) and not says_yes(text)  # 取消吧, where to cancel was asked
        if _LEAVE.fullmatch(text) and not acts:
            leaves = no = True
        elif yes and text.startswith("不是"):
            pass  # 嗯，是退钱，不是换: the yes stands, by contrast
        elif leading_yes(text) and says_no(text[leading_yes(text) :], verbs) and not yes:
            no = True  # 嗯嗯没有了
        elif says_no(text, verbs):
            no = True
            pauses = pauses or bool(_PAUSE.search(text))
        elif says_yes(text, verbs):
            yes = True
            if leaves and not says_yes(text):
                leaves = no = False  # 算了，就这样，交: the form's own verb, said last
            no = no and not sets_right  # 不用三个都换，对的话就交吧: what was set right is agreed to
        elif _SETS_RIGHT.match(text) and not NEVER_YES.search(text) and not _NOT_ONLY.match(text):
            no = sets_right = True
            continue
        elif _PAUSE.search(text) and not (NEVER_YES.search(text) or asks_whether_to_wait(text)) and not (
            yes or is_about_evidence(text)
        ):
            pauses = True
        else:
            if verbs and not no and _bids(verbs).search(text) and not NEVER_YES.search(text):
                yes = True  # 问了没有 你还是给我办吧
                used.append(clause)
                continue
            if asked and not no and _surely_agrees(clause, clauses, place, verbs):
                learned = not yes
                yes = True
                used.append(clause)
                continue
            lead = leading_yes(text)
            if text.endswith(("?", "？")) and says_yes(text[lead:].rstrip("?？"), verbs):
                lead = 0  # 确认提交? asks whether, and does not agree
            if lead and _OTHER_ACT.match(text, lead) and not re.match(rf".*(?:{verbs or _NEVER})", text[lead:]):
                continue  # 可以 你就这么问吧: what is agreed to is something else
            if lead and not no:
                yes = True
                if says_yes(text[lead:], verbs):
                    used.append(clause)
            continue
        used.append(clause)
    put_off = any(puts_off(c.plain) or (asked and c.does("pause", place) >= SURELY) for c in clauses)
    if put_off and (len(clauses) > 1 or not yes) and (yes or not no):
        yes, pauses = False, True  # 行 放着 明天再说
    if not (yes and asked) and not sets_right and place not in ("", "open") and surely_leaves(clauses, place):
        leaves = no = True  # 就这么着吧不搞了
    if yes and verbs and _only_by_wish(clauses, used, verbs):
        yes, used = False, []  # 哪来的一块钱 不要钱 要换: what is wanted instead is no yes to what stands
    if yes and verbs and not _does_it(clauses, verbs) and any(sends_first(c.plain) for c in clauses):
        yes, pauses = False, True  # ok 等我发个对比图
    waits = any(_WAITS_DAYS.match(c.plain.strip()) or _BY_HIMSELF.search(c.plain.strip()) for c in clauses)
    if yes and waits and not _does_it(clauses, verbs):
        yes, pauses = False, True  # 行 知道了 等他两天
    if yes and (_is_fed_up(clauses) or _checks(clauses) or (verbs and _asks_first(clauses, verbs))):
        yes, used = False, []  # 行了 不查了 那退不退得了: who is fed up has not agreed
    if yes and asked:
        used += [clause for clause in clauses if clause not in used and says_nothing_to_it(clause, place)]
    plain = any(says_yes(clause.plain, verbs) for clause in used)
    return YesNo(yes and not no, no, pauses, leaves, sets_right, tuple(used), learned and not plain)


_ASKED = ("summary", "message", "offer")
_ORDERS, _DOES_IT = 0.6, re.compile("[交报发转]")  # less sure where the deed itself is named: 我说提交啊, 没有也交


_BUT_YES = re.compile(r"才怪|不(.{1,2})就不\1")  # a denial that agrees: 我不退才怪, 不退就不退
_FOR_HIM = re.compile(r"问|转(?!账)|告诉|带[个句]?话|捎|催|联系|跟.{0,3}说")


def _surely_agrees(clause: Clause, clauses: Sequence[Clause], place: str, verbs: str) -> bool:
    """Whether words that no pattern knows agree to what stands (批准, 没啥要改的了 发射, 对着呢)."""
    text = clause.plain.strip()
    if any(clause.plain.lstrip().startswith(("/", "／")) or re.search(r"[{}]", clause.plain) for clause in clauses):
        return False  # /affirm{…}, typed: a program's words, and nobody's yes
    if place != "message" and _FOR_HIM.search(text) and not re.search("[交报]", text):
        return False  # 帮我问, at a summary: something is to be asked, nothing to be filed
    if not _DOES_IT.search(text) and orders_lines(clauses[: clauses.index(clause)], place):
        return False  # 类型改为退货退款 其余不动: the summary is shown first
    asks = _ASKS_ABOUT.search(text) is not None and SURE_TONE.match(text) is None
    least = _ORDERS if _DOES_IT.search(text) else SURELY
    return not (asks or _negated(verbs).search(text)) and agrees_by_act(clause, place, least)


_TYPE_VERB = re.compile(r"^(?:我|俺|说的|是|那|就|还是|要|想|得)*(?:换|退|修|补)(?:的|了|吧|呗|啊|呀|嘛)*$")


def _only_by_wish(clauses: Sequence[Clause], used: Sequence[Clause], verbs: str) -> bool:
    """Whether nothing but the verb of a wish agrees, beside words that say something else."""
    said = [clause for clause in used if says_yes(clause.plain.strip(), verbs)]
    wished = [clause for clause in said if _TYPE_VERB.match(clause.plain.strip())]
    return bool(wished) and wished == said and len(clauses) > len(used)


def _checks(clauses: Sequence[Clause]) -> bool:
    """Whether a yes is but the end of a question that makes sure (先确认一下，…就不用寄回了，对吗)."""
    said = [clause.plain.strip() for clause in clauses]
    return any(_MAKES_SURE.fullmatch(text) for text in said) or _IS_IT_SO.search(said[-1]) is not None


def _does_it(clauses: Sequence[Clause], verbs: str) -> bool:
    """Whether a clause bids by name to do what stands (提交吧), besides what else is said."""
    return any(says_yes(c.plain, verbs) and not says_yes(c.plain) for c in clauses)


def _asks_first(clauses: Sequence[Clause], verbs: str) -> bool:
    """Whether a yes is but for the time after a question is answered (可以的 不过想先问下 运费是我们出吗)."""
    asks = any(NEVER_YES.search(c.plain.strip()) for c in clauses)
    return asks and any(asks_first(c.plain) for c in clauses) and not _does_it(clauses, verbs)


def _is_fed_up(clauses: Sequence[Clause]) -> bool:
    """Whether the yes is but an exclamation before a question whether it can be done at all."""
    said = [clause.plain.strip() for clause in clauses]
    return any(_ENOUGH.fullmatch(text) for text in said) and any(_AT_ALL.search(text) for text in said)
