"""What each clause does that is said at a message for the merchant: by its words, or as was learned of such."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Optional

from shouhou.dialogue.acting import agrees_by_act
from shouhou.dialogue.asking import is_question, is_to_bot, only_supposes
from shouhou.dialogue.message import Clause
from shouhou.dialogue.passing_on import (
    HELP,
    LIGHT,
    MAY_SHOW,
    WHO,
    asks_him_too,
    bids,
    for_merchant,
    only_bids,
    passed_on,
    question_words,
)
from shouhou.dialogue.revising import FACT, into_filed, premises, takes_out
from shouhou.dialogue.telling import hurries
from shouhou.dialogue.yes_no import says_no, says_yes

PLACE = "message"  # where the talk stands, as acts.py names it
# What a clause does: agrees; denies; takes out, puts another word for one, says the whole, adds, points at what is to
# be added; bids to pass on; tells; asks the desk; says that something is missing, or that something is wrong; wants
# something else than a message; speaks of a picture; is but talk.
YES, NO, STRIKE, SWAP, SET, ADD, POINT, PASS, TELL, ASK, LACK, WRONG, ELSE, PHOTO, ASIDE = (
    "yes", "no", "strike", "swap", "set", "add", "point", "pass",
    "tell", "ask", "lack", "wrong", "else", "photo", "aside",
)
_IDLE = ("chat", "ack", "anger", "rebuke", "yes", "nothing", "pause", "photo")
_MATTERS = ("tell", "number", "fallback", "want", "unwanted", "pass", "set", "add")
SURELY, LIKELY, _BESIDE = 0.7, 0.5, 0.35
LEAST = 2  # characters of words for somebody
_QUOTES, _OPENS, _CLOSES = "“”\"'‘’「」", "“‘「", "”’」"
_BLANK = rf"[：:，,{_QUOTES}\s]*"
_LEADS = (
    rf"(?:{LIGHT}|{HELP}|不对+|不是(?:[这那]句|的)?|哎|诶|啊|给我|(?:把|将)?(?:[那这]句?话?|整?[段句条]话?|内容|留言|原话)|直接)*"
)
# Words that stand for the whole message from now on.
_SETS = re.compile(
    rf"{_LEADS}(?:重新?写(?:成|为)?|(?:改|换|简化|缩短?)(?:写)?[成为](?:一句话?)?|应[当该]?(?:是|写|为)|(?<!你)(?<!您)写成"
    rf"|(?:^|(?<=请)|(?<=就)|(?<=只)|(?<=要))写(?![的了得着上清进错这明反漏少多好完不我您你到在]|啥|什么)"
    rf"|(?<=请)转(?=[：:\s]|$)|^转[：:]|就一句话?|[就仨]?[一二两三四五六七八九十几仨]个?字(?=[：:\s]|$)"
    rf"|(?:[给跟]{WHO})?留言(?:内容)?(?:说|写|问)?的?是|[^，,\s]{{0,8}}[那这](?:单|家|个)问(?=能|有|是|可|$)"
    rf"|(?<=[就只])(?:是|要)?(?:说|讲|问|话)(?!明|的|过|一下|了|好)|问(?:的)?是|问{WHO}|(?:我)?(?:是|要|想)*[说问]的是|我是?想说|我是说"
    rf"|我(?:的)?意思是)"
    rf"{_BLANK}(?P<told>.*)$"
)
_MORE = rf"(?:{LIGHT}|{HELP}|多|最好|记得|[这那]句|后[面头]|末尾|末了|结尾|最后|中间|里面?|其中)*"
_PIECE = r"(?:了?(?:一?[句条行嘴笔点声]|半句|一下|刀一句)话?|他一嘴)"
_ADDS = re.compile(
    rf"{_MORE}(?:(?:[加补添带缀捎附搭提讲说问]上?{_PIECE}|(?:写|讲|说)(?:清楚|明白)|[加补写添接]上|附上|注明|备注(?!里)|补充)(?:是|的是)?"
    rf"(?![没了去来]|$)|(?:[加补添缀搭]上?{_PIECE}?|接上|(?:写|讲|说)(?:清楚|明白)|写上|附上|注明|[带提问]{_PIECE})$"
    rf"|加个?(?=我|电话|手机|请|麻烦|谢))[：:，,\s]*(?P<told>.*)$"
)
_PUT_IN = re.compile(
    r"(?:还有|另外|再|请|你|麻烦|顺便|帮我|给我|问他)*(?P<it>把|将)?(?P<told>.*?)(?P<that>(?:那|这)(?:一?[句条点件个]|话|句话)?)?"
    r"(?P<also>也|都|要|得|给我|帮我|一起|一并)*"
    r"(?:(?:写|加|带|添|摆|捎|附|放|填|讲|说|提)(?:上去?|进去|清楚|明白|[到在]后面|过去|一?[下句])(?:一句)?|留给他们?|告诉他们?|写)"
    r"(?:去|吧|啊|哈|呗|嘛)*$"
)
_PUTS_BOTH = re.compile(  # 把我电话写上让他打给我
    r"(?:把|将)(?P<told>.{2,}?)(?:写|加|带|填|附)(?:上|进去)(?P<more>让.{2,})$"
)
LACKS = re.compile(  # 手指头烫伤咋没写, 前面写的冒烟咋都没了, 你没提少一件的事, 中间漏了一句
    r"(?:前面|刚才|上面|原来)?(?:写的|说的)?(?P<told>.*?)(?:咋|怎么|为啥|为什么)(?:也|都|又|还|给我)*"
    r"(?:(?:没(?:有)?|冇|未)(?:写|提|加|说)?(?:上|到|进去)?|不见|漏)了?[啊呀呢]*[?？]*$"
    r"|(?:您|你|里面|中间|前面|还)*(?:遗?漏了|少了|没写|没提)(?:上|到)?(?:一?[句点条]|(?:最)?要紧的|最?重要的|那一点|的)*$"
    r"|(?:留言|里面?|中)+遗?漏了.{0,8}$|(?:您|你|里面|咋|怎么|都|还)+(?:没|冇|未|漏)(?:有)?(?:提|写|说)(?:上|到)?(?P<what>.{2,}?)?(?:的事儿?|的)?[啊呀呢]*$"
)
_A_WORD = r"(?:[这那]?(?:[几两二三四五六七八九一]个?字|一?[句条点]话?)|[这那]个)"
# 张昊两个字呢, 要退钱那句哪去了, 咋没看见要退钱
MISSES = re.compile(
    rf"(?:那|还有|对了|我的?|我说的|前面的?|[，,\s])*(?P<told>[^，,\s].*?){_A_WORD}?(?:咋|怎么|也|又|都|给|到底)*"
    rf"(?:呢|(?:去|到)?哪(?:里|儿)?(?:去)?了|(?:吞|吃|丢|漏|落|弄没|搞没)(?:掉)?了|不见了|没了)[啊呀呢?？]*$"
    rf"|(?:里面|你|还|都|又)*(?:咋|怎么)(?:还|都|又)*(?:少了|漏了|缺了|没(?:看见|看到|见到?|有|写|说))(?P<what>.{{2,}}?){_A_WORD}?[啊呀呢?？]*$"
)
_LEADS_WITH = re.compile(  # 先写要退钱嘛
    r"(?:那|你|就|得|要|应该)*(?:先|(?:最?前[面头边]|开头|头里|第一句)(?:先|要|得|应该)*)(?:写|说|讲|加)(?:上|清楚|明)?[：:，,\s]*"
    r"(?P<told>(?!的|好|完|了|什么|啥).{2,}?)[嘛啦呀啊吧哈咯呗]*$"
)
# What only says what the next words are.
LABEL = re.compile(
    r"(?:我的?|他的?|那个)*[^，,\s]{0,4}?(?:名字?|姓名|电话|手机号?|号码?|地址|码数|尺码|颜色|型号|收件人|日期|时间|单号)"
)
# 前面能加一句老人每天要量吗 asks politely to add it
_MAY_ADD = re.compile(
    rf"(?:前[面头]|{_MORE})*(?:能不能|可不可以|可以|能)(?:再|也|帮我|给我)*(?:[加补添带写]上?{_PIECE}?)[：:，,\s]*"
    r"(?P<told>(?!快|急).{4,}?)(?:行|可以|好|成)?[吗么嘛不][?？]*$"
)
# 这谁看得懂 问运费谁付: what he is to be asked instead; 要问他几号到: besides.
_ASKS_HIM = re.compile(
    rf"(?P<more>还|再|也|要|得|应该|最好)*问(?:{WHO}|清楚|一下)*(?![你您我俺咱题号候答问了过])(?P<told>.{{3,}})$"
)
_BIDS_EDIT = re.compile(r"[改换写删去加补添拿]|整句|这样|那样|意思")
_MORE_COMES = re.compile(
    r"(?:那|就|我|想|能不能|可以)*再(?:帮我|给我|替我)?[转带捎传]一?[句条]话?(?:可以|行|好)?[吗不]?[?？]*$"
)
_BIDS_LEAD = re.compile(r"^(?:还有|另外|再|也|那|请|你|您|顺便|帮我|给我|麻烦)+")
_WORD = rf"[^，,{_QUOTES}]"
_SWAPS = tuple(re.compile(pattern) for pattern in (
    rf"(?:把|将)?[{_QUOTES}]?(?P<old>{_WORD}{{1,12}}?)[{_QUOTES}]?(?:要|应该|得|请|给我)*(?:改写?|换|写)[成为]?[{_QUOTES}]*"
    rf"(?P<new>{_WORD}+)[{_QUOTES}]*$",
    rf"(?:应该|应)?是?[{_QUOTES}]?(?P<new>{_WORD}{{1,20}}?)[{_QUOTES}]?[，,\s]*不是[{_QUOTES}]?(?P<old>{_WORD}{{1,20}}?)[{_QUOTES}]?$",
    rf"(?:不是|别写|不要写|别说|哪(?:是|来的))[{_QUOTES}]?(?P<old>{_WORD}{{1,20}}?)[{_QUOTES}]?[，,\s]*(?:就|要|应)?(?:是|写|说)"
    rf"[{_QUOTES}]?(?P<new>{_WORD}{{1,20}}?)[{_QUOTES}]?$",
))
_SEND = r"(?:发|转|传|给|送|问)(?:给|过去|出去?|去|吧|他|了|就行|送)*"
_THEN_SENDS = re.compile(  # 改完就发, 写好了给他, 其余可以发送
    rf"[^，,]{{0,4}}?(?:改|写|换|弄|删|订正|补|加|拿|去|接|带)(?:好|完|掉|利索|硬|对|一下|上|了|过来)*(?:之?后|以后|的话)?"
    rf"(?:你|就|再|可以|一起|直接)+{_SEND}|[^，,]{{0,2}}?(?:改|写|换|弄|删|订正)(?:好|完|了|过来)+{_SEND}|好了就?{_SEND}"
    rf"|(?:其余|其他|其它|剩下|别的)(?:的|都|就|可以|也|随你)*(?:发|转|行|好|ok)(?:送|给他|吧|了|过去)*|没.{{1,6}}就(?:发|转)得?"
    r"|(?:发|转|给)给?(?:他|她|商家|老板)们?(?:看|瞅|瞧)+(?:一下)?"
)
_REWORDS = re.compile(  # how it is to be put, which the desk does not do for a buyer
    r"表情|感叹号|标点|口气|语气|称呼|人称|客气点|硬气|别用[您你]|^用[您你]$|通顺|[短硬软简]一?点|啰嗦"
)
_TO_DESK = re.compile(
    r"[你您恁](?:就|倒是|快|赶紧)*给我(?:办|弄|写|转|处理)|听不懂|机器|比我(?:会|能)|说了.{0,2}[遍回次]|没拿准|[你您恁](?:写|转|说|讲)的"
    r"|我跟[你您]讲|直接给我办|[你您]帮我[弄办搞]|^(?:光|只|单|就)(?:说|写|问)[这那]|(?:谁|人家)(?:能|会|也|都|看|听)*不?得?(?:看|听)?(?:懂|明白)"
    r"|我(?:晚[点些]|回头|待会儿?|等会儿?|等下|过会儿?|一会儿?|稍后)(?:再|就|去|自己)*(?:填|补|传|拍|上传|找)"
    r"|^这样?(?:子)?他们?(?:可能|应该|也许|估计)?(?:就|会|能)+|^别(?:再|老)*(?:问|烦|弹)(?:我|个没完)|^(?:不用|没(?:有|什么|啥)*要?)改"
)
ASKS_DESK = re.compile(
    r"[你您恁]|他们?(?:会|看|要是|要不|要|不理|几点|啥时候回|懂)|咋办|咋整|怎么[办弄]|多久回|回音|已读|撤回"
)
DENIES = re.compile(r"不是|唔系|不对|错了|搞错|弄错")
AGAIN = re.compile(r"(?:好的?|行|嗯+)*(?:再|还|也|另外|顺便|顺带|多|后[面头])+")
_PICTURE = re.compile(r"图|照片|视频|截图")
_STANDS = re.compile(r"都$|^他|没$")  # 他都说清楚了 tells
_NOT_SO = re.compile(r"不能|不要|别|莫")
_ITEM = re.compile(r"[0-9一二三四五]|[0-9][、.]")
_ALL_BEHIND = re.compile(r"(?:改[成为]|换成|重新?写|写成|请写|[就只]写)[：:，,\s]*$")
_TAKEN_WHOLE = (ASK, ASIDE, ELSE, NO, WRONG, PHOTO, SWAP, PASS)


@dataclass(frozen=True)
class Part:
    deed: str
    clause: Clause
    told: str = ""
    leads: bool = False  # what is told is to stand first


def parts_of(words: str, clauses: Sequence[Clause], verbs: str) -> list[Part]:
    parts: list[Part] = []
    leading = premises(clauses)
    quoted = dictates = all_behind = False
    for at, clause in enumerate(clauses):
        if quoted:
            part = Part(TELL, clause, clause.text.strip(f" ，,{_QUOTES}"))
        else:
            part = _part(words, clause, at, clauses, verbs, dictates)
        if dictates and part.deed not in (YES, TELL) and clause.text.strip().startswith(tuple(_OPENS)):
            part = Part(TELL, clause, clause.text.strip(f" ，,。{_QUOTES}"))
        if part.deed == TELL and at in leading and not dictates:
            part = Part(ASIDE, clause)  # 他要是不肯补 还能撤销几次
        if all_behind and part.deed in _TAKEN_WHOLE and not _TO_DESK.search(clause.plain):
            part = Part(TELL, clause, for_merchant(clause))  # 改成：老人每天要量，能不能先寄新的
        parts.append(part)
        all_behind = all_behind or (part.deed == SET and not part.told and _ALL_BEHIND.search(clause.plain) is not None)
        dictates = dictates or part.deed in (SET, ADD, LACK, PASS)
        opens, closes = (max(clause.text.rfind(each) for each in marks) for marks in (_OPENS, _CLOSES))
        quoted = (quoted and closes < 0) or opens > closes
    lacking = any(part.deed == LACK for part in parts)
    return [_missed(part, lacking) for part in parts]


def _missed(part: Part, lacking: bool) -> Part:
    """A part that says what it misses of the words is to be added (张昊两个字呢 怎么又没了)."""
    match = MISSES.match(part.clause.plain.strip(" ，,。.!！~～"))
    if match is None or part.deed not in (ASK, ASIDE, TELL, WRONG, STRIKE):
        return part
    named = (match["told"] or match["what"] or "").strip(" 的")
    finds_fault = sum(part.clause.does(act, PLACE) for act in (STRIKE, WRONG, LACK, SET, ADD)) >= LIKELY
    of_words = finds_fault and re.search(_A_WORD, part.clause.plain) is not None
    label = LABEL.match(named)
    of_words = of_words or match["what"] is not None or (label is not None and label.end() < len(named))
    if len(named) < LEAST or not (lacking or of_words):
        return part
    return Part(ADD, part.clause, named)


def _part(
    words: str, clause: Clause, at: int, clauses: Sequence[Clause], verbs: str, dictates: bool
) -> Part:
    """What a clause does; `dictates`: words that are to be written were being said before it."""
    text = clause.plain.strip(" ，,。.!！~～")
    bare = text.strip(_QUOTES)
    chance = dict(clause.acts.get(PLACE, ()))
    if _MORE_COMES.fullmatch(text) and at + 1 < len(clauses):
        return Part(ADD, clause)  # 那再转一句可以吗：老人每天要量
    if (asked := _MAY_ADD.match(text)) is not None:
        return Part(ADD, clause, _rest(clause, asked["told"]) if text.endswith(asked["told"]) else asked["told"])
    if text.endswith(tuple(_OPENS)) and _SETS.match(text) is not None:
        return Part(SET, clause)
    if (leads := _LEADS_WITH.match(bare)) is not None and not is_question(text):
        return Part(ADD, clause, _rest(clause, leads["told"]), leads=True)  # 先写要退钱嘛
    if into_filed([clause]):
        return Part(ASIDE, clause)  # 其实直接写到申请里就行
    dictated = _SETS.match(bare)
    sets = chance.get(SET, 0) >= SURELY and dictated is not None and bool(dictated["told"])  # 就说快点
    if not sets and (says_yes(bare, verbs) or only_bids(bare) or _THEN_SENDS.fullmatch(bare)):
        return _agrees(clause, bare, chance, clauses[at + 1 :], verbs, dictates)
    if chance.get("photo", 0) >= LIKELY and _PICTURE.search(bare):
        return Part(PHOTO, clause)
    if (lacks := LACKS.match(bare)) is not None:
        named = re.sub(rf"{_A_WORD}$", "", (lacks["told"] or lacks["what"] or "").strip(" 的"))
        return Part(ADD if named else LACK, clause, named)
    exchange = next((t for t in _around(text, at, clauses) if swapped(words, t) is not None), None)
    if exchange is not None and not is_question(text):  # 是不是正版 puts no word for another
        return Part(SWAP, clause, exchange)
    if (both := _PUTS_BOTH.match(bare)) is not None:
        return Part(ADD, clause, f"{both['told']}，{for_merchant(replace(clause, text=both['more'], normal=None))}")
    put_in = _PUT_IN.match(bare)
    puts_in = put_in is not None and not is_question(text) and (put_in["it"] or put_in["also"] or put_in["that"])
    if put_in is not None and puts_in and not _STANDS.search(put_in["told"]):
        told = _BIDS_LEAD.sub("", put_in["told"])
        return Part(ADD, clause, told) if len(told) >= LEAST else Part(POINT, clause)
    if takes_out(text) or chance.get("strike", 0) >= SURELY:
        return Part(STRIKE, clause)
    if _TO_DESK.search(bare) and chance.get("set", 0) + chance.get("add", 0) < LIKELY:
        return Part(ASIDE, clause)
    writes = sum(chance.get(act, 0) for act in (SET, ADD, PASS, "fallback")) >= LIKELY  # 问他到底发没发, 要不发张券也行
    if says_no(bare, verbs) and not (only_supposes(text) or writes):
        return Part(NO, clause)
    if not dictates and DENIES.match(bare) and not is_question(text) and chance.get(YES, 0) < LIKELY:
        return Part(NO, clause)
    if (fact := FACT.match(bare)) is not None and "改" not in fact[0] and dictated is None and not is_question(text):
        return Part(ADD, clause, clause.text.strip(" ，,"))  # 抬头应为：瑞和公司
    if _REWORDS.search(bare) and sum(chance.get(act, 0) for act in ("set", "add", "strike", "wrong")) >= LIKELY:
        return Part(WRONG, clause)
    added = _ADDS.match(bare)
    if added is not None and (added["told"] or chance.get("add", 0) + chance.get("set", 0) > 0 or len(clauses) > 1):
        return Part(ADD, clause, _rest(clause, added["told"]))
    if dictated is not None and "留言" in bare and dictated["told"]:
        return Part(SET, clause, _rest(clause, dictated["told"]))
    if asks_him_too(bare) or bids(clause.plain):
        told = passed_on([clause]) or (for_merchant(clause) if asks_him_too(bare) else "")
        if told:
            return Part(PASS, clause, told)
    if dictated is not None and max(chance.get("tell", 0), chance.get("point", 0)) < LIKELY:
        return Part(SET, clause, _rest(clause, dictated["told"]))
    if chance.get("pass", 0) >= SURELY and (told := passed_on([clause])):
        return Part(PASS, clause, told)
    if not dictates and (asks_him := _ASKS_HIM.match(bare)) is not None:
        return Part(ADD if asks_him["more"] else SET, clause, asks_him["told"])
    return _learned(clause, chance, dictates)


def _agrees(
    clause: Clause, bare: str, chance: dict[str, float], behind: Sequence[Clause], verbs: str, dictates: bool
) -> Part:
    """A clause that has the words sent; or what only leads to others (就写 老板…, 请转：这套书…, 你给我写上 冒烟…)."""
    if dictates and hurries(bare):
        return Part(TELL, clause, for_merchant(clause) or clause.text.strip())  # 就说周五要用 麻烦快点发
    if _NOT_SO.search(bare) and not says_yes(bare, verbs):
        return Part(ASIDE, clause)  # 话不能这样转
    if any(for_merchant(each) for each in behind):
        if _SETS.match(bare) is not None and chance.get(YES, 0) < LIKELY:
            return Part(SET, clause)
        if sum(chance.get(act, 0) for act in (SET, ADD, PASS)) >= SURELY:
            deed = max((SET, ADD, PASS), key=lambda act: chance.get(act, 0))
            return Part(ADD if AGAIN.match(bare) else deed, clause)
    return Part(YES, clause)


def _learned(clause: Clause, chance: dict[str, float], dictates: bool) -> Part:
    """What a clause does whose words order nothing known."""
    text = clause.plain.strip()
    if agrees_by_act(clause, PLACE, SURELY):
        return Part(YES, clause)
    if any(chance.get(act, 0) >= SURELY for act in ("cancel", "human", "complain")):
        return Part(ELSE, clause, for_merchant(clause))
    idle = [act for act in _IDLE if act != "photo" or MAY_SHOW.search(text)]
    aside = sum(chance.get(act, 0) for act in idle)
    to_desk = text.startswith("不是") and dictates  # 我要问的是有无现货，不是有无优惠
    to_desk = to_desk or _TO_DESK.search(text) is not None or (is_to_bot(clause.text) and not clause.is_told)
    beside = aside >= _BESIDE and sum(chance.get(act, 0) for act in _MATTERS) < LIKELY
    if to_desk or (not dictates and beside) or aside >= SURELY or (dictates and _ITEM.fullmatch(text)):
        return Part(ASIDE, clause)
    told = max((chance.get(act, 0) for act in _MATTERS), default=0) >= SURELY and not chance.get("ask", 0)
    if (is_question(text) and not (told and clause.is_told)) or chance.get("ask", 0) >= SURELY:
        return Part(ASK, clause, question_words([clause]))
    finds_fault = sum(chance.get(act, 0) for act in ("strike", "wrong", "point", "no"))
    if not dictates and finds_fault + chance.get(SET, 0) >= SURELY and (
        finds_fault >= chance.get(SET, 0) or _BIDS_EDIT.search(text)
    ):
        return Part(WRONG, clause)
    return Part(TELL, clause, for_merchant(clause))


def _around(text: str, at: int, clauses: Sequence[Clause]) -> list[str]:
    """A clause's text, and the text with the next clause's, which says what it is not (是“甲”，不是“乙”)."""
    both = [f"{text}，{clauses[at + 1].plain.strip(' ，,。.')}"] if at + 1 < len(clauses) else []
    return [text, *both]


def _rest(clause: Clause, told: str) -> str:
    """What is dictated in a clause, in the buyer's own letters, without what only bids."""
    if not told:
        return ""
    text = clause.text.strip(" ，,。.!！~～").strip(_QUOTES)
    own = text[len(text) - len(told) :] if text.lower().endswith(told) else told
    own = unquoted(own)
    return unquoted(for_merchant(replace(clause, text=own, normal=None))) or own


def swapped(words: str, text: str) -> Optional[str]:
    for pattern in _SWAPS:
        match = pattern.match(text)
        if match is not None and len(match["old"]) > 1 and match["old"] in words and match["new"] not in words:
            return words.replace(match["old"], match["new"])
    return None


def unquoted(text: str) -> str:
    """Words without what stands around them: stops, and a quotation mark that has no other, or goes around all."""
    text = re.sub(r"^[0-9]{1,2}[、.．)）](?=\D)", "", text.strip("，, 。"))  # 1、物流五天没更新
    inner = text[1:-1]
    around = text[:1] in _OPENS + '"' and text[-1:] in _CLOSES + '"' and not set(inner) & set(_QUOTES)
    odd = sum(each in _QUOTES for each in text) % 2 == 1
    return inner if around else text.strip(_QUOTES) if odd else text


def surely_told(clause: Clause, bargains: bool) -> bool:
    if bargains and clause.does("fallback", PLACE) >= LIKELY:
        return True
    dictated = clause.does(SET, PLACE) >= SURELY and clause.is_told  # 请先印: what is to be said, without the order
    return dictated or (clause.does("tell", PLACE) + clause.does("add", PLACE) >= SURELY and clause.is_told)
