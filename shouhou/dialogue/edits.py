"""What a message orders of the lines that stand to be written: one set anew, added to, or freed of words.

原因改成…, 说明：…, 就写…, …删掉, 类型改退货退款: what is ordered goes into the line that it names, and tells nothing
besides. What only finds fault with a line (原因里还写着5盒呢) says which line is meant by what follows.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Optional

from shouhou.dialogue.asking import is_question, is_to_bot
from shouhou.dialogue.dictation import MAX_WORDS, THEN_FILE, is_private, trimmed, without_questions
from shouhou.dialogue.line_orders import Act, Edit, Line
from shouhou.dialogue.message import Clause
from shouhou.dialogue.pictures import is_about_evidence
from shouhou.dialogue.put_back import wants_back
from shouhou.dialogue.sizes import wanted_instead
from shouhou.dialogue.struck import BUT, MAY_YOU, NOT_IT, PLACE, content_of
from shouhou.dialogue.sums import denies_sum, says_only_sum, speaks_of_money, whole_sum
from shouhou.dialogue.wishes import type_said
from shouhou.dialogue.words import speaks_of_class
from shouhou.dialogue.yes_no import says_no, says_yes

_NAMES: tuple[tuple[Line, str], ...] = (
    (Line.REASON, r"(?:退货|退款|申请|售后)?(?:原因|理由)"),
    (Line.DETAILS, r"说明(?!书)|备注"),
    (Line.TYPE, r"(?:售后|申请)?类型"),
    (Line.AMOUNT, r"(?:退款|申请)?金额|钱数"),
    (Line.WANTED, r"要换(?=[写填错不那]|改成|改为|：|:|$)"),
)
_NAME = "|".join(name for _, name in _NAMES)
_LEAD = (
    r"(?:不是|不对|哎呀?|啊|嗯+|哦|对|好|行|那|再|还有|另外|然后|对了|请|麻烦|帮我|给我|你们?|您|把|将|我|要|想|能不能|可以"
    r"|可(?=[加补添])|顺便|也|就|只|直接|重新|应该|申请单?里?|单子里?|里面|上面|前面|后面|这个|那个|这条|这里|那里|[，,\s～~])*"
)
_THERE = r"(?:那|这)?(?:一?[栏行条项]|里面?|里头|上面?|那儿|的话|中)?"
_MODALS = r"(?:还是|还|也|都|就|只|先|再|得|要|应该|应当|请|给我|帮我|麻烦|你们?|您|我|直接|重新|可以|能不能|最好)*"
_SET = (
    r"(?:都|全部?)?(?:擦|删|清)(?:了|掉|空)+(?:再|重新|重)*写?(?:就)?写成?|"  # 说明全擦了重新写就写…
    r"(?:更正|变更|更改)为?|改成|改为|改回|改作|换成|换为|写成|填成|写清[楚爽]|写明(?:白|(?![天年早晚日]))|写准确|写|填|改|换"
    r"|应该是|就是|是|为|[：:=]|(?=$)"
)
_NOT_SET = (
    r"(?:得|的(?!是)|着|了(?:啥|什么|个)?|错|不对|不准|不清|清[楚爽]|反|漏|什么|啥|咋|怎么|没|(?:清楚|明白|好|全|上|进去)了?没|一?下$|一改|过来|清楚$|明白$|准确$|完整"
    r"|好了|不好|可以|一?点儿?$|是不|个人|商品|物流|服务|快递)"
)
_ADD = r"(?:再)?(?:加上|加进|加一?[句条点个]|加|写上(?!门)|写进去?|填上|补上|补充|添上?)(?!了?没|了[吗么])"
# 备注一下…, 再加一句…: whatever stands behind it is written as said.
_NOTES = re.compile(
    rf"^{_LEAD}(?:顺[便手带]|末了|末尾|最后|开头|后面|.{{0,6}}?单里)?{_LEAD}"
    r"(?:(?:多?写|加|补|添|带|提|讲|接|记)(?:上|进)?(?:一?[句笔嘴](?:话)?|一[条点](?=[：:，,\s]|$))|(?:还|就|好像)*(?:差|缺|漏|少)了?[一这]句(?:话)?|备注(?:里?[补加]一?[句条]|上|一?下|一?[句条]|写(?!的|了|得|错)(?:上|明|清楚)?|里写)?"
    r"|[请并也]?注明(?:一?下|清楚)?|(?:单子|申请|单)里(?:再|也)?(?:加|写|补)(?:上)?一?[句笔条]?)"
    r"(?![了没的])[：:，,\s]*(?P<words>.*)$"
)
_NO_NOTE = re.compile(
    r"^里|^(?:上|清楚|明|写)*[了没的]|^(?:啥|什么|哪|怎么|咋|上了?[吗没]|好了|在哪)|^(?:就|再|然后)*(?:提交|交)"
)
_OF_OTHER = r"(?:个人|商品|质量|物流|快递|服务|自己|自身|什么|啥|没有?|无|何种|哪种|这种|为啥|的|是)"  # 个人原因
_NAMED = re.compile(
    rf"^(?:{_LEAD}|(?!.*{_OF_OTHER}(?:{_NAME})).{{0,8}}?)(?P<name>{_NAME}){_THERE}{_MODALS}(?P<rest>.*)$"
)
_ASSIGNS = re.compile(rf"^(?:{_SET})(?!{_NOT_SET})[：:，,\s]*(?P<words>.*)$")
_APPENDS = re.compile(rf"^(?:{_ADD})[：:，,\s]*(?P<words>.*)$")
_STAYS = re.compile(
    r"^(?:都|先|就)?(?:别|不用|不要|不)(?:动|改|变|换)(?:了|它)?[吧哈啊呀]*$|^(?:照旧|不变|没错|没问题|是?对的?)[的了吧哈]*$"
)
_STRIKES_IN = re.compile(
    r"^(?:的?(?:那|这)?(?:几|两|一)?(?:句|个字|部分)?)?(?:就|也|都|先)?(?:别|不要|不用|莫|甭)(?:再)?"
    r"(?:写|提|加|放|带|出现)(?P<words>.*)$"
    r"|^(?P<before>.*?)(?:也|都|全|给我|帮我|请|得|要|可以|能|就|先)*(?:删(?:掉|除|了|去)?|去掉|去了|拿掉|划掉|清空)"
    r"(?:了|吧|呀|哈|嘛|啊|可以|行|就行|好)*$"
)
_THAT_PART = r"(?:[那这](?:几|半|一)?(?:句|段|个?字)(?:话)?|最后[那这一]?句|第[一二三四]句)"
_STRIKES = re.compile(
    rf"^{_LEAD}(?P<before>.*?)(?:[“”\"'])?"
    r"(?:也|都|全|给我|帮我|请|得|要|可以|能|就|先|字|几个字|那句|这句|那句话|这句话)*"
    r"(?:删(?:掉|除|了|去)?|去掉|拿掉|划掉|抹(?:掉|了|去)|抠(?:掉|了)|(?:就)?(?:别|不要|不用|莫|甭)(?:再)?写(?:上|进去)?)"
    r"(?:了|吧|呀|哈|嘛|啊|哦|可以吗|行吗)*$"
    rf"|^{_LEAD}(?:别|不要|不用|莫|甭)(?:再)?写(?:上|进去)?(?P<after>(?!错|了).+)$"
    rf"|^{_LEAD}(?P<front>(?:[那这]?(?:半)?句|{_THAT_PART}).{{0,12}}?|.{{0,16}}?{_THAT_PART}.{{0,2}}?)"
    r"(?:就|也|都|给我|帮我|你)*(?:不要|去(?:掉|了|喽|一?下)|不用)(?:了|吧|呀|啦|哈|嘛|啊)*$"
    rf"|^(?:把|将)?(?:去掉|删掉|删除)(?P<behind>.{{2,16}})$"
)
_REWRITE = re.compile(
    rf"^{_LEAD}(?:就|只|光|请|给我|帮我|直接|重新|统一|还是|都|应当?)*"
    r"(?P<verb>(?:更正|变更|更改)为|改成|改为|写成|填成|写准确一?点?|写清[楚爽]|写明(?:白|(?![天年早晚日]))|写)"
    r"(?!得|的(?!是)|着|了|错|上|进|在|到|个|不|没|什么|啥|说明|备注|原因|理由|成|一?下|得|一起|一块|好|名|字|过|作业"
    r"|这[么些样]|那[么些样]|完)[：:，,\s]*(?P<words>.*)$"
)
_REST = re.compile(
    r"^(?:那|就|不过)?(?:其[他它余]|别的|剩下|另外的|其余的)(?:地方|内容|部分)?(?:的|都|就|也|全)*"
    r"(?:(?P<only>不(?:用|要)?写|别写|删(?:掉|了)?|去掉|不要|都不要)|不(?:用|要)?[动改变]|别[动改]|照旧|一样|不变"
    r"|没错|没问题|对|可以|ok)(?:的|了|吧|哈|啊)*$"
)
_STOPS = re.compile(
    r"^(?:不好意思|对不起|抱歉|谢谢|谢了|辛苦|麻烦了|此致|再(?:回答|问|看|说)|然后|另外(?:改|问|说)|再帮我|帮我问|还有(?:个|一个)?问题"
    r"|算了|说真的|要是|要不|快点|赶紧|请?(?:帮我)?改(?:一?下|过来|好)|就行了?|就可以|你看|可以吗|行吗|好吗|多久|这样|就这样|就好|提交|交)"
)
_MARKS = "“”\"'‘’「」『』"
_TAIL = re.compile(
    r"[，,\s]*(?:就(?:行|可以|好|完)(?:了|事)?|请?(?:也)?注明一?下|这样(?:就行)?|可以吗|行吗|好吗|行不|好不好|中不|成不)[啊呀呢吧]*[?？]*$"
)
# Beside what is meant, and no part of it.
_META = re.compile(r"(?:应当|应该)(?:是|写|写成)?|(?:写|填|搞|弄)?(?:错|不对)(?:了|啦|的|吧)*|不是.{1,12}")
_LEAST = 2  # characters of words that are set
_SURELY = 0.7  # told of the goods, whatever else the words name


def edits(clauses: Sequence[Clause], verbs: str = "", unnamed: bool = True) -> list[Edit]:
    """The orders in clauses, as they were said. `verbs`: those of a yes to what is open, which end what is dictated.

    `unnamed`: whether words that name no line may dictate (就写…), as where a summary stands.
    """
    found: list[Edit] = []
    open_edit = False  # what follows still belongs to the last order
    for clause in _cut(clauses):
        if unnamed and (struck := _struck_on(clause)):
            found += struck
            open_edit = False
            continue
        order = _order(clause, unnamed, found)
        if order is not None:
            if found and not found[-1].words and found[-1].line is order.line and order.act is Act.SET:
                order = replace(order, clauses=(*found[-1].clauses, *order.clauses))  # 说明重新写 写…
            found.append(order)
            open_edit = order.act in (Act.SET, Act.ADD, Act.FAULT) and order.line is not Line.TYPE
            continue
        if not open_edit or not found:
            continue
        if _META.fullmatch(clause.plain.strip(" :：，,")):
            found[-1] = replace(found[-1], clauses=(*found[-1].clauses, clause))
            continue  # 原因 写错 是铰链断了 不是手腕
        of_sum = found[-1].line is Line.AMOUNT
        if of_sum and says_only_sum(clause.plain):
            found[-1] = replace(found[-1], act=Act.SET, words=clause.text, clauses=(*found[-1].clauses, clause))
        if of_sum or not _goes_on(clause, verbs, found[-1]):
            open_edit = False
            continue
        found[-1] = _with_more(found[-1], clause)
    found = [_bare(_missing(each)) for each in found]
    return _pointed(clauses, [each for each in found if _is_order(each)])


_STRUCK_ON = re.compile(
    rf"^{_LEAD}(?P<before>.{{2,24}}?(?:[那这](?:一|几|半|两)?(?:句|段)(?:话)?|[那这][几两三四五]个字))(?:你|给我|帮我|请|都|也|就|得|要)*"
    r"(?:删(?:掉|除|了|去)?|去(?:掉|了)|拿掉|划掉|(?:不要|别|不用|莫)(?:写|提)|不要)(?:了"
    r"|上去?)*[啊呀吧哈嘛哦噻，, ]*(?P<rest>.{2,})$"
)
_ONLY_ASKED = re.compile(
    r"^(?:那个|那|这)?(?:是|我|就|只|是我|本来)*(?:问问|问一?下|随便问|问你|问问你|跟你说|和你说)(?:的|而已"
    r"|一下)*[啊呀呢，, ]*"
)
_LEAST_TOLD = 5  # characters of what runs on behind a strike


def _struck_on(clause: Clause) -> list[Edit]:
    """The strike that a clause begins with where it runs on, and what it tells behind it; empty for none."""
    text = _TAIL.sub("", _CALLED.sub("", clause.text.strip(" ，,。.!！~～")))
    match = _STRUCK_ON.match(text)
    if match is None or _NAMED.match(text) is not None or re.match(r"[吗么]|[行可][吗以不]|没", match["rest"]):
        return []
    rest = trimmed(_ONLY_ASKED.sub("", match["rest"]))
    tells = len(rest) >= _LEAST_TOLD and not (is_question(rest) or is_to_bot(rest) or says_yes(rest))
    strike = Edit(Act.STRIKE, None, match["before"], (clause,))
    if tells and (again := _REWRITE.match(rest)) is not None:
        return [strike, Edit(Act.SET, None, again["words"], (clause,))]
    return [strike, *([Edit(Act.ADD, Line.DETAILS, rest, (clause,))] if tells else [])]


_ANEW = re.compile(
    r"(?:(?:重新?|另外?|从头)(?:再)?写(?:过|一?[下遍个条])*(?:吧|啊|呀|哈|嘛|噻)*|(?:全|都|全部)?(?:删|擦|清)(?:了"
    r"|掉|空)+(?:吧|啊)?)[，,：: ]*"
    r"(?:(?:就|只|重新|改)*写(?:成|上)?|就是)+[：:，, ]*(?P<words>.{3,})$"
)


def denied_reason(clauses: Sequence[Clause], reason: str) -> Optional[Edit]:
    """The reason anew, where words of it are denied and what is meant follows (不是天前，是明天到不了，赶不上出差)."""
    for at, (before, after) in enumerate(pairwise(clauses)):
        denied, meant = NOT_IT.match(before.plain.strip(" ，,")), BUT.match(after.text.strip(" ，,"))
        if denied is None or meant is None or is_question(after.plain) or len(clauses) == at + 2:
            continue
        if denied["old"] not in reason or speaks_of_class(denied["old"]):
            continue
        edit = Edit(Act.SET, Line.REASON, meant["new"], (before, after))
        for clause in clauses[at + 2 :]:
            if not _goes_on(clause, "", edit):
                break
            edit = _with_more(edit, clause)
        return _bare(edit)
    return None


_REPLACES = re.compile(
    r"(?:更正|变更|更改|改|换)(?:成|为|一下|下|写|作|过来)?|(?:重新?|另|就|只|光|仅|单|统一)(?:再|给我|帮我)*写|写成|填成|写准|应[该当]|擦|删|清[空掉]|去掉|不要(?!钱)"
    r"|错|不对|不通|玩意|乱七八糟|什么鬼|全是"
)


def replaces(order: Edit) -> bool:
    """Whether what an order sets takes the place of what stands: by its words, or by what was found wrong before them.

    Who only dictates (说明写…) wants it written besides.
    """
    said = "".join(clause.plain for clause in order.clauses)
    at = said.find(order.words[:2].lower()) if order.words else -1
    return _REPLACES.search(said[:at] if at > 0 else said) is not None


def used_by(orders: Sequence[Edit]) -> tuple[Clause, ...]:
    """The clauses that orders used, as they stand in the message."""
    return tuple(clause for order in orders for clause in order.clauses)


_CLEARER = re.compile(r"一?[点些下](?:[吧啊呀嘛]*)")  # 写清楚一点 says how, and nothing to write
_CALLED = re.compile(r"(?<=[一-鿿])(?:亲亲?|宝宝?|老板|姑娘)$")  # 去掉呀亲
_CRIES = re.compile(r"(?:谁|哪个)(?:知道|晓得|看得?懂)|有(?:啥|什么|屁)用|干(?:嘛|啥)")  # 光写坏了谁知道 orders nothing


def _order(clause: Clause, unnamed: bool, before: Sequence[Edit]) -> Optional[Edit]:
    """The order that a clause begins; None for none."""
    if wants_back([clause]):
        return None  # 别删 strikes nothing
    text = _TAIL.sub("", _CALLED.sub("", clause.text.strip(" ，,。.!！~～")))
    if (rest := _REST.match(text)) is not None:
        return Edit(Act.ONLY if rest["only"] else Act.KEEP, None, "", (clause,))
    noted = _NOTES.match(text)
    if noted is not None and not _NO_NOTE.match(noted["words"]) and _asks_nothing(noted["words"]):
        return Edit(Act.ADD, Line.DETAILS, noted["words"], (clause,))
    named = _NAMED.match(text)
    if named is not None:
        order = _of_line(clause, _line(named["name"]), named["rest"].strip())
        adds = re.search(r"[加补添](?:上|一?[个条点])?$", text[: named.start("name")]) is not None  # 只加说明：…
        return replace(order, act=Act.ADD) if adds and order is not None and order.act is Act.SET else order
    if not unnamed and not before:
        return None
    if (anew := _ANEW.search(text)) is not None and not is_question(text):
        return Edit(Act.SET, Line.DETAILS, anew["words"], (clause,))
    if (struck := _STRIKES.match(text)) is not None and not is_question(text):
        named_words = next((each for each in struck.groups() if each), "")
        return Edit(Act.STRIKE, None, named_words, (clause,))
    again = _REWRITE.match(text)
    if again is None or _CLEARER.fullmatch(again["words"]) or _CRIES.search(text):
        return None
    if is_question(MAY_YOU.sub("", text)) or is_about_evidence(text):
        return None
    focus = next((each.line for each in reversed(before) if each.line is not None), None)
    words = again["words"]
    if focus is None and again["verb"].startswith(("改", "更", "变")) and (
        type_said(words) or speaks_of_money(words) or whole_sum(words) or wanted_instead(words, loosely=True)
    ):
        return None  # 改成退一部分, 改成43码: a wish
    adds = focus is None and again["verb"].startswith(("写清", "写明"))  # 写清楚是换200度的: beside what stands
    adds = adds or (focus is not None and bool(before) and _lacks(before[-1]))  # 说明里没写重做 写清楚 按2.8米重做
    return Edit(Act.ADD if adds else Act.SET, focus, again["words"], (clause,))


def _asks_nothing(words: str) -> bool:
    return not words or not is_question(words)


def _of_line(clause: Clause, line: Line, rest: str) -> Optional[Edit]:
    if _STAYS.match(rest):
        return Edit(Act.KEEP, line, "", (clause,))
    if line in (Line.REASON, Line.DETAILS) and (anew := _ANEW.search(rest)) is not None:
        return Edit(Act.SET, line, anew["words"], (clause,))  # 说明不对 重新写吧就写…
    if (struck := _STRIKES_IN.match(rest)) is not None:
        return Edit(Act.STRIKE, line, struck["words"] or struck["before"] or "", (clause,))
    if (more := _APPENDS.match(rest)) is not None and line in (Line.REASON, Line.DETAILS):
        return Edit(Act.ADD, line, more["words"], (clause,))
    if line is Line.AMOUNT and (sum_given := re.match(r"[：:，,\s]*(?:改成?|就)?(\d+(?:\.\d+)?)", rest)) is not None:
        return Edit(Act.SET, line, sum_given[1], (clause,))
    if is_question(clause.plain) and not re.search(r"怎么|咋|为啥|干啥|凭啥", clause.plain):
        return None  # 说明改了没 only asks
    given = _ASSIGNS.match(rest)
    if given is not None and not is_question(_TAIL.sub("", given["words"])) and not is_question(clause.plain):
        return Edit(Act.SET, line, given["words"], (clause,))
    if _askscontent_of(rest) and is_question(clause.plain) and not _SCOLDS.search(rest):
        return None
    return Edit(Act.FAULT, line, "", (clause,))


_SCOLDS = re.compile(r"啥玩意|什么玩意|什么东西|的啥呀|的什么呀")  # 说明写的啥玩意 finds fault


def _askscontent_of(rest: str) -> bool:
    """Whether what is said of a line only asks what stands in it (说明写的啥)."""
    return re.match(r"(?:现在|到底)?(?:写|填|是)?(?:的|了)?(?:是)?(?:啥|什么|哪)", rest) is not None


def _goes_on(clause: Clause, verbs: str, order: Edit) -> bool:
    """Whether a clause still belongs to what is dictated."""
    text = clause.plain.strip()
    asks = is_question(text.rstrip("呢") if text.startswith("是") else text)  # 是收到的时候就烂了呢 tells
    of_talk = is_to_bot(text) or says_yes(text, verbs) or says_no(text) or THEN_FILE.fullmatch(text)
    if asks or of_talk or is_private(text) or _CRIES.search(text) or _STOPS.match(text):
        return False
    if clause.intent == "request_human" or is_about_evidence(text):
        return False
    of_else = any(clause.entity(kind) is not None for kind in ("request_type", "amount", "share"))
    of_else = of_else and not (order.act is Act.FAULT and re.match(r"(?:我)?是(?!要|想)", text))  # 我是七天无理由退的
    of_else = of_else and not (clause.told_class is not None and clause.tells >= _SURELY)  # 烂了三分之一
    if order.line is not Line.DETAILS and (of_else or speaks_of_class(text) or denies_sum(text)):
        return False  # 原因是裤子太短 退货退款150 不是429
    # What is meant instead of what was found wrong must tell something; what is dictated is taken as it comes.
    return order.act is not Act.FAULT or clause.is_told or re.match(r"(?:我)?是(?!要|想)", text) is not None


def _with_more(order: Edit, clause: Clause) -> Edit:
    words = "，".join(part for part in (trimmed(order.words), clause.text.strip(" ，,")) if part)
    act = (Act.ADD if _lacks(order) else Act.SET) if order.act is Act.FAULT else order.act
    return replace(order, act=act, words=words, clauses=(*order.clauses, clause))


_LACKS = re.compile(r"(?:没|未)(?:有)?(?:给我)?(?:写|提|填|加|说)(?!错)|不(?:完整|全)|[漏缺少差](?:了|[一句])"
    r"|(?:都|全)没了")


def _lacks(order: Edit) -> bool:
    """Whether what is found wrong is that something is missing (说明里没写重做): what follows is written besides."""
    return order.act is Act.FAULT and any(_LACKS.search(clause.plain) for clause in order.clauses)


_MISSING = re.compile(
    r"(?:没(?:有)?(?:写|提|加|填|说)|[少漏缺]了?)(?:上|到)?(?![清明全完好对错上进了啊呢一半])(?P<words>[^，,]{2,}?)[啊呀呢吧]*$"
)


def _missing(order: Edit) -> Edit:
    """What is said to be missing, and nothing besides (备注里少了姓名 李想), is to be added."""
    if order.act is not Act.FAULT or order.line not in (Line.REASON, Line.DETAILS):
        return order
    match = _MISSING.search(order.clauses[-1].text.strip(" ，,。"))
    return order if match is None or is_question(match["words"]) else replace(order, act=Act.ADD, words=match["words"])


def _bare(order: Edit) -> Edit:
    words = without_questions(THEN_FILE.sub("", order.words))
    words = _TAIL.sub("", words.translate({ord(mark): None for mark in _MARKS}))
    words = re.sub(r"^(?:一?下|的?是|成|上)[，,：:\s]*(?=.)", "", words.strip(" ，,。：:；;"))
    return replace(order, words=trimmed(words)[:MAX_WORDS] if words else "")


def _is_order(order: Edit) -> bool:
    """Whether an order holds what it needs: something to set, to add."""
    if order.act in (Act.SET, Act.ADD):
        return len(order.words) >= (1 if order.line in (Line.AMOUNT, Line.WANTED) else _LEAST)
    return True


_A_PHRASE = re.compile(r"[差缺漏少]了?一?句")  # 差一句 那三个字删掉: it stands there by mistake


def _pointed(clauses: Sequence[Clause], orders: list[Edit]) -> list[Edit]:
    """Strikes that only point (…，都删了) with the words before them, which they mean."""
    result = []
    for order in orders:
        if order.act is not Act.STRIKE or content_of(order.words) or PLACE.search(order.words):
            result.append(order)
            continue
        place = next((n for n, each in enumerate(clauses) if each.start <= order.clauses[0].start < each.end), 0)
        taken = {id(each) for other in orders if other is not order for each in other.clauses}
        before = [each for each in clauses[:place] if id(each) not in taken]
        before = [c for c in before if len(content_of(c.text)) > 1 or _A_PHRASE.fullmatch(c.plain.strip())]
        before = [each for each in before if not (says_yes(each.plain) or says_no(each.plain))]
        before = [each for each in before if not is_question(each.plain)] or before  # 只退个吧是啥 去掉
        words = "，".join(each.text for each in before)
        result.append(replace(order, words=words, clauses=(*before, *order.clauses)))
    return result


def _cut(clauses: Sequence[Clause]) -> list[Clause]:
    """Clauses, cut once more before each line that they name (…；说明：…)."""
    pieces = []
    for clause in clauses:
        cuts = [each.start("next") for each in _NEXT_LINE.finditer(clause.text)]
        if not cuts:
            pieces.append(clause)
            continue
        for start, end in pairwise([0, *cuts, len(clause.text)]):
            normal = clause.plain[start:end]
            part = replace(clause, text=clause.text[start:end].strip(" ，,；;"), normal=normal.strip(" ，,；;"))
            pieces.append(replace(part, start=clause.start + start, end=clause.start + end))
    return pieces


_NEXT_LINE = re.compile(
    rf"(?<=.)[；;，,\s]+(?P<next>(?:{_NAME})(?:里|那)?(?:只|就|也|请|你|给我)*(?:改|写|填|换成|[：:]))"
)


def _line(name: str) -> Line:
    return next(line for line, pattern in _NAMES if re.match(pattern, f"{name}："))
