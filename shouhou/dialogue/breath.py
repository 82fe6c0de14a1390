"""What is told in one breath with something else: what goes on with it, what stands behind it, what is but an aside."""

import re
from collections.abc import Sequence
from dataclasses import replace

from shouhou.dialogue.asking import is_question, is_to_bot
from shouhou.dialogue.dictation import is_private, speaks_of_lines
from shouhou.dialogue.message import Clause
from shouhou.dialogue.pictures import is_about_evidence

_LEAST = 5  # characters of what is told behind talk of pictures
_PRICE = re.compile(r"(?:一?[个件双台条套把只本份].{0,6}|.{0,4})?(?:才|就|也就|只要?|不过)(?:卖|花|买"
    r"|值)?(?:了)?[0-9]+(?:\.[0-9]+)?(?:块|元|多)?(?:钱)?(?:的)?(?:东西)?")
_BOUGHT = re.compile(r"(?:买|拍|订|定)的(?:那|这)?[个双件台条套把]?.{0,8}$")
_BEHIND_PICTURES = re.compile(r"(?:照片|图片?|视频|拍|证据|凭证).*(?:(?<!也)就是|反正(?:就)?是|其实(?:就)?是"
    r"|毛病(?:就)?是|问题(?:就)?是)(?P<told>.+)$")
_FAULT_OF = re.compile(r"^(?:那|就|都|明明|肯定|应该|这)*(?:是|就是|算)(?!不是).*(?<!没)(?<!有)(?:的)?(?:问题|毛病"
    r"|质量)[吧啊呀嘛呢的了]*[?？]*$")


def blames_goods(clause: Clause) -> bool:
    """Whether a clause lays the cause on goods that it names (是鞋子问题吧)."""
    return clause.entity("product_category") is not None and _FAULT_OF.match(clause.plain.strip()) is not None


def only_aside(clause: Clause) -> bool:
    """Whether words are no part of a record: what the desk alone is told, the price, what was bought."""
    text = clause.plain.strip()
    if is_private(text) or speaks_of_lines(text) or _PRICE.fullmatch(text):
        return True
    goods, bought = clause.entity("product_category"), _BOUGHT.search(text)
    named = goods is not None and bought is not None and str(goods.value) in bought[0]  # not 我买的38
    return named and clause.told_class is None and clause.entity("reason") is None


def behind_pictures(clause: Clause) -> str:
    """What is told in one breath behind talk of pictures (没照片啊拍不出来就是左边不热); empty for nothing."""
    match = _BEHIND_PICTURES.search(clause.text)
    told = match["told"].strip(" ，,啊呀") if match is not None else ""
    return told if len(told) >= _LEAST and not (is_question(told) or is_about_evidence(told)) else ""


def told_on(clauses: Sequence[Clause], place: str) -> list[Clause]:
    """Clauses, with those that most likely go on with what was told just before them held to tell too."""
    result: list[Clause] = []
    for clause in clauses:
        most = next((act for act, _ in clause.acts.get(place, ())), None)
        goes_on = bool(result) and result[-1].is_told and most == "tell" and not is_to_bot(clause.text)
        result.append(replace(clause, is_told=True) if goes_on else clause)
    return result
