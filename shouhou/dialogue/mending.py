"""What is said at a message for the merchant, clause by clause, and the message as it then stands.

A clause orders something by its words where they are known (重写 …, 再补一句 …, 后面那句别发), else by what was learned
of such clauses; what is told beside an order goes in with it; words to the desk (改完就发, 写得太啰嗦) never do.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Optional

from shouhou.dialogue.asking import is_question, is_to_bot
from shouhou.dialogue.dictation import MAX_WORDS
from shouhou.dialogue.message import Clause
from shouhou.dialogue.passing_on import HELP, LIGHT, WHO, bids, for_merchant, only_bids, passed_on, question_words
from shouhou.dialogue.revising import premises, takes_out, without_struck
from shouhou.dialogue.yes_no import says_no, says_yes

PLACE = "message"  # where the talk stands, as acts.py names it
# What a clause does: agrees; denies; takes out, puts another word for one, says the whole, adds, points at what is to be
# added; bids to pass on; tells; asks the desk; says that something is missing, or that something is wrong; wants
# something else than a message; speaks of a picture; is but talk.
YES, NO, STRIKE, SWAP, SET, ADD, POINT, PASS, TELL, ASK, LACK, WRONG, ELSE, PHOTO, ASIDE = (
    "yes", "no", "strike", "swap", "set", "add", "point", "pass", "tell", "ask", "lack", "wrong", "else", "photo", "aside",
)
_ORDERS = (STRIKE, SWAP, SET, ADD, POINT, LACK, WRONG)
_GOES = frozenset({YES, ASIDE, ASK, ELSE, PHOTO})
_MATTERS = ("tell", "number", "fallback", "want", "unwanted", "pass", "set", "add")
SURELY, LIKELY, _BESIDE = 0.7, 0.5, 0.35
_LEAST = 2  # characters of words for somebody
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
    rf"|(?<=[就只])(?:是|要)?(?:说|讲|问)(?!明|的|过|一下|了|好)|问(?:的)?是|问{WHO}|(?:我)?(?:是|要|想)*[说问]的是|我是?想说|我是说"
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
_PUTS_BOTH = re.compile(r"(?:把|将)(?P<told>.{2,}?)(?:写|加|带|填|附)(?:上|进去)(?P<more>让.{2,})$")  # 把我电话写上让他打给我
_LACKS = re.compile(  # 手指头烫伤咋没写, 前面写的冒烟咋都没了, 你没提少一件的事, 中间漏了一句
    r"(?:前面|刚才|上面|原来)?(?:写的|说的)?(?P<told>.*?)(?:咋|怎么|为啥|为什么)(?:也|都|又|还|给我)*"
    r"(?:没(?:有)?(?:写|提|加|说)?(?:上|进去)?|不见|漏)了?[啊呀呢]*[?？]*$"
    r"|(?:您|你|里面|中间|前面|还)*(?:漏了|少了|没写|没提)(?:上|到)?(?:一?[句点条]|(?:最)?要紧的|最?重要的|那一点|的)*$"
    r"|(?:您|你|里面|咋|怎么|都|还)+(?:没|漏)(?:有)?(?:提|写|说)(?:上|到)?(?P<what>.{2,}?)(?:的事儿?|的)?[啊呀呢]*$"
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
    r"|我跟[你您]讲|直接给我办|[你您]帮我[弄办搞]|^别(?:再|老)*(?:问|烦|弹)(?:我|个没完)|^(?:不用|没(?:有|什么|啥)*要?)改"
)
_ASKS_DESK = re.compile(r"[你您恁]|他们?(?:会|看|要是|要不|要|不理|几点|啥时候回|懂)|咋办|咋整|怎么[办弄]|多久回|回音|已读|撤回")
_AGAIN = re.compile(r"(?:好的?|行|嗯+)*(?:再|还|也|另外|顺便|顺带|多|后[面头])+")
_PICTURE = re.compile(r"图|照片|视频|截图")
_STANDS = re.compile(r"都$|^他|没$")  # 他都说清楚了 tells
_ITEM = re.compile(r"[0-9一二三四五]|[0-9][、.]")


@dataclass(frozen=True)
class Mended:
    """The message as it then stands; whether it is bidden to be sent; what is asked of the desk besides.

    `undone`: something was wanted of it that was not done; `same`: what is wanted stands in it; `picture`: a picture is to go with it;
    `aside`: talk that nothing is made of; `whole`: the whole of it was dictated.
    """

    words: str
    goes: bool = False
    asks: tuple[Clause, ...] = ()
    undone: bool = False
    same: bool = False
    whole: bool = False
    aside: tuple[Clause, ...] = ()
    picture: bool = False


@dataclass(frozen=True)
class _Part:
    deed: str
    clause: Clause
    told: str = ""


def mended(
    words: str, former: Optional[str], clauses: Sequence[Clause], verbs: str, known: Sequence[str] = (),
    bargains: bool = False,
) -> Optional[Mended]:
    """What becomes of a message that is shown as `words`; None where nothing is surely said of it.

    `former`: as it was before its last change; `known`: what the buyer told of the matter before, for what he misses.
    `bargains`: what would do instead is said to the merchant too (要不发张券也行), where his consent is asked for.
    """
    parts = _parts(words, clauses, verbs)
    deeds = [part.deed for part in parts]
    orders = [deed for deed in deeds if deed in _ORDERS]
    dictates = {SET, ADD, PASS, SWAP, STRIKE} & set(deeds)
    if (NO in deeds and not dictates) or (ELSE in deeds and not {YES, POINT} & set(deeds)):
        return None
    goes = YES in deeds and set(deeds) <= _GOES
    tells = any(part.deed == TELL and (YES in deeds or _surely_told(part.clause, bargains)) for part in parts) and NO not in deeds
    adds = PASS in deeds or (tells and set(deeds) <= {TELL, ASIDE, ASK, YES, PHOTO})
    picture = PHOTO in deeds
    if not (orders or goes or adds or (picture and set(deeds) <= {PHOTO, ASIDE, ASK})):
        return None
    now, done = _applied(words, former, parts, known)
    asks = tuple(p.clause for p in parts if p.deed == ASK and p.told not in now)
    aside = tuple(
        p.clause for p in parts if p.deed == ASIDE or (p.deed == ASK and _ASKS_DESK.search(p.clause.plain))
    )
    if not now:
        return None
    whole = any(part.deed == SET and _leads(parts, at) for at, part in enumerate(parts))
    undone, same = bool(orders) and not done, bool(orders) and done
    return Mended(now[:MAX_WORDS], goes and now == words, asks, undone, same, whole, aside, picture)


def _applied(words: str, former: Optional[str], parts: Sequence[_Part], known: Sequence[str]) -> tuple[str, bool]:
    """The words once each part did what it does, and whether any order among them was carried out."""
    now, done = words, False
    deeds = [part.deed for part in parts]
    last = max((at for at, deed in enumerate(deeds) if deed == SET and _leads(parts, at)), default=-1)
    struck = [part.clause for part in parts if part.deed == STRIKE]
    if struck and (without := without_struck(words, former, struck)) and without != words:
        now, done = without, True
    for at, part in enumerate(parts):
        told, before = part.told, deeds[:at]
        if at < last and part.deed != STRIKE:
            continue  # 我周四要去陪护 就写周三前送到: what stands before what is dictated is no part of it
        if part.deed == SET and at == last:
            more = _AGAIN.match(part.clause.plain.strip()) is not None or LACK in before
            now, done = _with(now, told) if more and "问" in part.clause.plain else told, True
        elif part.deed == PASS:
            again = _AGAIN.match(part.clause.plain.strip()) is not None
            more = YES in deeds or again or bool({SET, ADD, PASS, LACK, TELL} & set(before))
            now, done = _with(now, told) if more else told, True
        elif part.deed == SWAP and (swap := _swap(now, told)) is not None:
            now, done = swap, True
        elif part.deed in (ADD, POINT):
            given = told or ("" if _leads(parts, at) else _before(parts, at))
            if _LACKS.match(part.clause.plain.strip()):
                given = _missed(given, former, known)
            now, done = _with(now, given), done or bool(given) or _leads(parts, at)
        elif (part.deed == TELL and (not set(deeds) & set(_ORDERS) or {SET, ADD, PASS, LACK, YES} & set(before))) or (part.deed == ASK and at and _goes_on(parts, at)):
            now, done = _joined(now, told, parts, at), done or LACK in before
    return now.strip("，"), done


def _goes_on(parts: Sequence[_Part], at: int) -> bool:
    """Whether a question goes on what is dictated, and does not ask the desk."""
    if parts[at - 1].deed not in (SET, ADD, PASS, TELL, ASK, LACK):
        return False
    dictates = any(part.deed in (SET, ADD, PASS, LACK) for part in parts[:at])
    return dictates and not _ASKS_DESK.search(parts[at].clause.plain)


def _leads(parts: Sequence[_Part], at: int) -> bool:
    """Whether a part holds the words it speaks of, or they stand behind it."""
    behind = next((part.deed for part in parts[at + 1 :] if part.deed != ASIDE), None)
    return bool(parts[at].told) or behind in (TELL, ASK, PASS)


def _before(parts: Sequence[_Part], at: int) -> str:
    """What is told just before a part that points at it (他上回说三天 这都九天了 这句也写)."""
    start = at
    while start > 0 and parts[start - 1].deed in (TELL, ELSE):
        start -= 1
    return "，".join(part.told for part in parts[start:at] if part.told)


def _with(words: str, more: str) -> str:
    more = more.strip(f"，, {_QUOTES}")
    if not more or more in words:
        return words
    return f"{words}，{more}" if words else more


def _joined(words: str, told: str, parts: Sequence[_Part], at: int) -> str:
    """The words with what follows them; what was written on without a stop is not parted."""
    before = parts[at - 1] if at else None
    if before is not None and before.told and words.endswith(before.told) and before.clause.end == parts[at].clause.start:
        return f"{words}{told}"
    return _with(words, told)


def _missed(named: str, former: Optional[str], known: Sequence[str]) -> str:
    """What is missed of what was told before: the parts that it names, all of them where it names none."""
    pieces = [piece for text in (former or "", *known) for piece in re.split(r"[，；]", text) if piece]
    pairs = {named[at : at + 2] for at in range(len(named) - 1)}
    found = [piece for piece in pieces if any(pair in piece for pair in pairs)] if pairs else pieces
    return "，".join(dict.fromkeys(found)) or named


def _swap(words: str, text: str) -> Optional[str]:
    for pattern in _SWAPS:
        match = pattern.match(text)
        if match is not None and len(match["old"]) > 1 and match["old"] in words and match["new"] not in words:
            return words.replace(match["old"], match["new"])
    return None


def _parts(words: str, clauses: Sequence[Clause], verbs: str) -> list[_Part]:
    parts: list[_Part] = []
    leading = premises(clauses)
    quoted = dictates = False
    for at, clause in enumerate(clauses):
        if quoted:
            part = _Part(TELL, clause, clause.text.strip(f" ，,{_QUOTES}"))
        else:
            part = _part(words, clause, at, clauses, verbs, dictates)
        if dictates and part.deed not in (YES, TELL) and clause.text.strip().startswith(tuple(_OPENS)):
            part = _Part(TELL, clause, clause.text.strip(f" ，,。{_QUOTES}"))
        if part.deed == TELL and at in leading and not dictates:
            part = _Part(ASIDE, clause)  # 他要是不肯补 还能撤销几次
        parts.append(part)
        dictates = dictates or part.deed in (SET, ADD, LACK, PASS)
        opens, closes = (max(clause.text.rfind(each) for each in marks) for marks in (_OPENS, _CLOSES))
        quoted = (quoted and closes < 0) or opens > closes
    return parts


def _part(
    words: str, clause: Clause, at: int, clauses: Sequence[Clause], verbs: str, dictates: bool
) -> _Part:
    """What a clause does; `dictates`: words that are to be written were being said before it."""
    text = clause.plain.strip(" ，,。.!！~～")
    bare = text.strip(_QUOTES)
    chance = dict(clause.acts.get(PLACE, ()))
    if text.endswith(tuple(_OPENS)) and _SETS.match(text) is not None:
        return _Part(SET, clause)
    dictated = _SETS.match(bare)
    sets = chance.get(SET, 0) >= SURELY and dictated is not None and bool(dictated["told"])  # 就说快点
    if not sets and (says_yes(bare, verbs) or only_bids(bare) or _THEN_SENDS.fullmatch(bare)):
        if dictated is not None and at + 1 < len(clauses) and clauses[at + 1].does("chat", PLACE) < LIKELY:
            if chance.get(YES, 1) < LIKELY:
                return _Part(SET, clause)  # 请转：这套书是不是正版
        leads = at + 1 < len(clauses) and sum(chance.get(act, 0) for act in (SET, ADD, PASS)) >= SURELY
        deed = max((SET, ADD, PASS), key=lambda act: chance.get(act, 0)) if leads else YES
        return _Part(ADD if leads and _AGAIN.match(bare) else deed, clause)  # 就写 老板…; 你给我写上 冒烟烫了手
    if chance.get("photo", 0) >= LIKELY and _PICTURE.search(bare):
        return _Part(PHOTO, clause)
    if (lacks := _LACKS.match(bare)) is not None:
        named = (lacks["told"] or lacks["what"] or "").strip(" 的")
        return _Part(ADD if named else LACK, clause, named)
    swapped = next((t for t in _around(text, at, clauses) if _swap(words, t) is not None), None)
    if swapped is not None:
        return _Part(SWAP, clause, swapped)
    if (both := _PUTS_BOTH.match(bare)) is not None:
        return _Part(ADD, clause, f"{both['told']}，{for_merchant(replace(clause, text=both['more'], normal=None))}")
    put_in = _PUT_IN.match(bare)
    puts_in = put_in is not None and not is_question(text) and (put_in["it"] or put_in["also"] or put_in["that"])
    if put_in is not None and puts_in and not _STANDS.search(put_in["told"]):
        told = _BIDS_LEAD.sub("", put_in["told"])
        return _Part(ADD, clause, told) if len(told) >= _LEAST else _Part(POINT, clause)
    if takes_out(text) or chance.get("strike", 0) >= SURELY:
        return _Part(STRIKE, clause)
    if _TO_DESK.search(bare) and chance.get("set", 0) + chance.get("add", 0) < LIKELY:
        return _Part(ASIDE, clause)
    if says_no(bare, verbs) and chance.get("fallback", 0) < LIKELY:  # 要不你给我发张券也行
        return _Part(NO, clause)
    if _REWORDS.search(bare) and sum(chance.get(act, 0) for act in ("set", "add", "strike", "wrong")) >= LIKELY:
        return _Part(WRONG, clause)
    added = _ADDS.match(bare)
    if added is not None and (added["told"] or chance.get("add", 0) + chance.get("set", 0) > 0 or len(clauses) > 1):
        return _Part(ADD, clause, _rest(clause, added["told"]))
    if dictated is not None and "留言" in bare and dictated["told"]:
        return _Part(SET, clause, _rest(clause, dictated["told"]))
    if bids(clause.plain) and (told := passed_on([clause])):
        return _Part(PASS, clause, told)
    if dictated is not None and max(chance.get("tell", 0), chance.get("point", 0)) < LIKELY:
        return _Part(SET, clause, _rest(clause, dictated["told"]))
    if chance.get("pass", 0) >= SURELY and (told := passed_on([clause])):
        return _Part(PASS, clause, told)
    return _learned(clause, chance, dictates)


def _learned(clause: Clause, chance: dict[str, float], dictates: bool) -> _Part:
    """What a clause does whose words order nothing known."""
    text = clause.plain.strip()
    if chance.get("yes", 0) >= SURELY and not (clause.entities or is_question(text)):
        return _Part(YES, clause)
    if any(chance.get(act, 0) >= SURELY for act in ("cancel", "human", "complain")):
        return _Part(ELSE, clause, for_merchant(clause))
    aside = sum(chance.get(act, 0) for act in ("chat", "ack", "anger", "rebuke", "yes", "nothing", "pause", "photo"))
    to_desk = text.startswith("不是") and dictates  # 我要问的是有无现货，不是有无优惠
    to_desk = to_desk or _TO_DESK.search(text) is not None or (is_to_bot(clause.text) and not clause.is_told)
    beside = aside >= _BESIDE and sum(chance.get(act, 0) for act in _MATTERS) < LIKELY
    if to_desk or (not dictates and beside) or aside >= SURELY or (dictates and _ITEM.fullmatch(text)):
        return _Part(ASIDE, clause)
    told = max((chance.get(act, 0) for act in _MATTERS), default=0) >= SURELY and not chance.get("ask", 0)
    if (is_question(text) and not (told and clause.is_told)) or chance.get("ask", 0) >= SURELY:
        return _Part(ASK, clause, question_words([clause]))
    if not dictates and sum(chance.get(act, 0) for act in ("set", "strike", "wrong", "point", "no")) >= SURELY:
        return _Part(WRONG, clause)
    return _Part(TELL, clause, for_merchant(clause))


def _surely_told(clause: Clause, bargains: bool) -> bool:
    if bargains and clause.does("fallback", PLACE) >= LIKELY:
        return True
    return clause.does("tell", PLACE) + clause.does("add", PLACE) >= SURELY and clause.is_told


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
    own = own.strip(f" {_QUOTES}")
    return for_merchant(replace(clause, text=own, normal=None)).strip(f" {_QUOTES}") or own
