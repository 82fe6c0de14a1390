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
from shouhou.dialogue.edit_words import (
    APPENDS,
    ASSIGNS,
    LEAD,
    LEAST,
    MARKS,
    META,
    NAME,
    NAMED,
    NAMES,
    NO_NOTE,
    NOTES,
    REST,
    REWRITE,
    STAYS,
    STOPS,
    STRIKES,
    STRIKES_IN,
    SURELY,
    TAIL,
)
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
        if META.fullmatch(clause.plain.strip(" :：，,")):
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
    rf"^{LEAD}(?P<before>.{{2,24}}?(?:[那这](?:一|几|半|两)?(?:句|段)(?:话)?|[那这][几两三四五]个字))(?:你|给我|帮我|请|都|也|就|得|要)*"
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
    text = TAIL.sub("", _CALLED.sub("", clause.text.strip(" ，,。.!！~～")))
    match = _STRUCK_ON.match(text)
    if match is None or NAMED.match(text) is not None or re.match(r"[吗么]|[行可][吗以不]|没", match["rest"]):
        return []
    rest = trimmed(_ONLY_ASKED.sub("", match["rest"]))
    tells = len(rest) >= _LEAST_TOLD and not (is_question(rest) or is_to_bot(rest) or says_yes(rest))
    strike = Edit(Act.STRIKE, None, match["before"], (clause,))
    if tells and (again := REWRITE.match(rest)) is not None:
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


_CLEARER = re.compile(r"一?[点些下](?:[吧啊呀嘛]*)")  # 写清楚一点 says how, and nothing to write
_CALLED = re.compile(r"(?<=[一-鿿])(?:亲亲?|宝宝?|老板|姑娘)$")  # 去掉呀亲
_CRIES = re.compile(r"(?:谁|哪个)(?:知道|晓得|看得?懂)|有(?:啥|什么|屁)用|干(?:嘛|啥)")  # 光写坏了谁知道 orders nothing


def _order(clause: Clause, unnamed: bool, before: Sequence[Edit]) -> Optional[Edit]:
    """The order that a clause begins; None for none."""
    if wants_back([clause]):
        return None  # 别删 strikes nothing
    text = TAIL.sub("", _CALLED.sub("", clause.text.strip(" ，,。.!！~～")))
    if (rest := REST.match(text)) is not None:
        return Edit(Act.ONLY if rest["only"] else Act.KEEP, None, "", (clause,))
    noted = NOTES.match(text)
    if noted is not None and not NO_NOTE.match(noted["words"]) and _asks_nothing(noted["words"]):
        return Edit(Act.ADD, Line.DETAILS, noted["words"], (clause,))
    named = NAMED.match(text)
    if named is not None:
        order = _of_line(clause, _line(named["name"]), named["rest"].strip())
        adds = re.search(r"[加补添](?:上|一?[个条点])?$", text[: named.start("name")]) is not None  # 只加说明：…
        return replace(order, act=Act.ADD) if adds and order is not None and order.act is Act.SET else order
    if not unnamed and not before:
        return None
    if (anew := _ANEW.search(text)) is not None and not is_question(text):
        return Edit(Act.SET, Line.DETAILS, anew["words"], (clause,))
    if (struck := STRIKES.match(text)) is not None and not is_question(text):
        named_words = next((each for each in struck.groups() if each), "")
        return Edit(Act.STRIKE, None, named_words, (clause,))
    again = REWRITE.match(text)
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
    if STAYS.match(rest):
        return Edit(Act.KEEP, line, "", (clause,))
    if line in (Line.REASON, Line.DETAILS) and (anew := _ANEW.search(rest)) is not None:
        return Edit(Act.SET, line, anew["words"], (clause,))  # 说明不对 重新写吧就写…
    if (struck := STRIKES_IN.match(rest)) is not None:
        return Edit(Act.STRIKE, line, struck["words"] or struck["before"] or "", (clause,))
    if (more := APPENDS.match(rest)) is not None and line in (Line.REASON, Line.DETAILS):
        return Edit(Act.ADD, line, more["words"], (clause,))
    if line is Line.AMOUNT and (sum_given := re.match(r"[：:，,\s]*(?:改成?|就)?(\d+(?:\.\d+)?)", rest)) is not None:
        return Edit(Act.SET, line, sum_given[1], (clause,))
    if is_question(clause.plain) and not re.search(r"怎么|咋|为啥|干啥|凭啥", clause.plain):
        return None  # 说明改了没 only asks
    given = ASSIGNS.match(rest)
    if given is not None and not is_question(TAIL.sub("", given["words"])) and not is_question(clause.plain):
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
    if asks or of_talk or is_private(text) or _CRIES.search(text) or STOPS.match(text):
        return False
    if clause.intent == "request_human" or is_about_evidence(text):
        return False
    of_else = any(clause.entity(kind) is not None for kind in ("request_type", "amount", "share"))
    of_else = of_else and not (order.act is Act.FAULT and re.match(r"(?:我)?是(?!要|想)", text))  # 我是七天无理由退的
    of_else = of_else and not (clause.told_class is not None and clause.tells >= SURELY)  # 烂了三分之一
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
    words = TAIL.sub("", words.translate({ord(mark): None for mark in MARKS}))
    words = re.sub(r"^(?:一?下|的?是|成|上)[，,：:\s]*(?=.)", "", words.strip(" ，,。：:；;"))
    return replace(order, words=trimmed(words)[:MAX_WORDS] if words else "")


def _is_order(order: Edit) -> bool:
    """Whether an order holds what it needs: something to set, to add."""
    if order.act in (Act.SET, Act.ADD):
        return len(order.words) >= (1 if order.line in (Line.AMOUNT, Line.WANTED) else LEAST)
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
    rf"(?<=.)[；;，,\s]+(?P<next>(?:{NAME})(?:里|那)?(?:只|就|也|请|你|给我)*(?:改|写|填|换成|[：:]))"
)


def _line(name: str) -> Line:
    return next(line for line, pattern in NAMES if re.match(pattern, f"{name}："))
