"""What is wanted only if something comes to be, and what would do too: it is written as said, and chooses nothing.

没货就退钱, 60不行40也成, 商家不同意的话 就整袋退: the first wish stands, whatever the second one names.
"""

import re
from collections.abc import Sequence

from shouhou.dialogue.asking import is_question, quotes_merchant
from shouhou.dialogue.beside_yes import makes_sure
from shouhou.dialogue.message import Clause
from shouhou.dialogue.wishes import type_said, wants_money_back, without_leave

_NOT_HAD = (
    r"(?:没|没有|冇|无|缺|断)(?:得)?(?:现)?货|断货|缺货|绝版|停产|下架|没有(?=就|再|才|也|的|了|$)"
    r"|(?:修|换|补|退|找|凑|配)不(?:了|成|到|着|齐|好|来|起)(?!了)"
    r"|(?<!是)(?<!行)(?:不|没法|没办法)(?:同意|肯|给|行|愿意|愿|答应|成(?!是)|中|认|退|换|补|修)(?!了)(?!.{0,2}就不)"
)
_IF = r"(?<!就)要是(?!的)|如果|若是|万一|假如|倘若|除非|只要(?=他|商家|你)|的话|实在(?=没|不|谈|退|换|修|补)"
_THEN = r"(?:就|那|再|才|也|好歹|至少|起码|不如|宁可|宁愿|只好|直接)"
_REMEDY = r"(?:退|换|补(?!充)|修|赔|钱|差价|折|寄|给(?:我|俺)|[0-9]|[一二两三四五六七八九十]+[块个件]|[色码号])"
_DOES_TOO = (
    r"(?:我)?(?:也|都)(?:我)?(?:行|成|中|可(?:以|$)|好(?!了)|认|罢|凑合|勉强|得(?!$)|能(?!拿)|愿意|不嫌弃|点头|接受|是个意思)"
)
_MERCHANT = r"(?:他们?|商家|店家|卖家|你们?|对方|老板)"
_DO = r"(?:给我|给俺|改成|按|原价|全额?|直接|你们?|我|把|让|那|请)*(?:退|换(?!了)|补(?!充|上)|修|赔|折)"
_ALONE = re.compile(
    rf"(?:{_NOT_HAD}|{_IF}|超过)[^，,]*?{_THEN}(?!.{{0,2}}(?:算了|不弄|不办)).*{_REMEDY}"  # 没货就退钱
    rf"|(?:{_NOT_HAD}).*{_DOES_TOO}"  # 60不行40也成
    rf"|没(?:有)?(?!用|到|几|过|穿|两|多|收|一)[^，,]{{0,7}}(?:就|才|再|那就){_DO}"  # 没大的就退
    rf"|(?:还|再|都|天)(?:不|没)[^，,]{{1,6}}(?:就|那|再){_DO}"  # 一个礼拜还没补到就改成退款
    rf"|^(?!不)[^，,]{{0,6}}?(?:[0-9]+|[一二三四五六七八九十百]{{1,4}})(?:块|元)?{_DOES_TOO}"  # 六十也凑合
    rf"|没了.*{_DOES_TOO}|^(?:修|换|补|退|找|凑|配)不(?:了|成|到|着|齐|好|起){_DO}"  # 修不好你们给我退
    rf"|^{_MERCHANT}[^，,]{{0,4}}(?:要是|非要|死活|嫌|不|敢|肯|狡辩|赖|讨价)[^，,]*{_THEN}[^，,]*{_REMEDY}"
    rf"|^(?:要不(?!要|然?(?:就|还是)?(?:这样|算了))|要么|或者|不然|否则).*{_REMEDY}.*{_DOES_TOO}"  # 要不退五个的钱也中
    rf"|^(?:或者(?!是)|实在不行|好歹|不行(?:的话)?就|(?:他|商家|你们|店家)(?:要是)?不.{{1,6}}(?:就|那)).*{_REMEDY}"
    r"|^(?:最低|最少|起码|至少)(?:也)?(?:要|得|给)?(?:我)?[0-9]+"
)
_CONDITION = re.compile(rf"(?:{_IF})|^(?:他|商家|店家|你们|老板)?要(?:说|敢|死活)?(?:{_NOT_HAD})|^实在")
_HANGS = re.compile(rf"(?:{_NOT_HAD}|没得|的话)(?:[了啊呀]*)$")
_FOLLOWS = re.compile(rf"^(?:我|你|你们|俺|麻烦|帮我)?{_THEN}|^(?:给我|退|换|补|修|赔|全|整)")
_TO_DESK = re.compile(
    r"交(?!流)|提交|上报|(?:再|就|才)报|投诉|举报|平台|12315|曝光|差评|人工|撤|取消|报警|起诉|告你|告他|找你|告诉我|说一声"
)
_SETTLED = re.compile(
    r"既然|^(?:那|行吧|好吧)?不行就(?:算|拉)|(?:没货|绝版|停产|缺货|断货)了(?:啊|呀|吧)?$|上次|之前|当时"
)
_EITHER = re.compile(r"^(?:要不|要么|不然)")
_SURELY = 0.75  # learned: three of four that are so sure hang on something; with words of it, nearly all
_HINT = re.compile(rf"{_NOT_HAD}|{_IF}|{_DOES_TOO}|超过|先.*再|首选|最低|嫌|非要|拖到|{_THEN}")
_LEAD = re.compile(
    r"^(?:兄弟|亲亲?|老板|大哥|不过|但是|但|然后|就是|那个|另外|还有|再|请|把|给我|帮我|(?:写|加|备注|补)(?:上(?!门)|一?[句下]|清楚|明)(?:话)?|[，,：:\s])+"
)


def conditions(clauses: Sequence[Clause], place: str = "") -> list[Clause]:
    """The clauses that say what is wanted only on a condition, or would do too, with those that name the condition.

    `place`: where the talk stands (acts.py), for what is said in words that no pattern knows.
    """
    found: list[int] = []
    if clauses and makes_sure(clauses[-1].plain):
        return []  # 改成仅退款的话就不用寄回了，对吗
    for at, clause in enumerate(clauses):
        text = _LEAD.sub("", clause.plain.strip())
        if at and re.match(r"(?:要)?不然", text):
            text = without_leave(text)  # 就修下子，要不然换那一节行不
        if is_question(text) or _TO_DESK.search(text) or _SETTLED.search(text) or quotes_merchant(text):
            continue
        before = clauses[at - 1].plain.strip() if at else ""
        if _ALONE.search(text) or _surely(clause, place):
            found.append(at)
            if before and at - 1 not in found and _is_condition(clauses[at - 1], place):
                found.insert(-1, at - 1)  # 实在没有 就换黑的也行
        elif before and _HANGS.search(before) and re.search(_DOES_TOO, text) and not quotes_merchant(before):
            found += [each for each in (at - 1, at) if each not in found]  # 银链没货 金的我也不嫌弃
        elif before and _is_condition(clauses[at - 1], place) and _FOLLOWS.match(text) and re.search(_REMEDY, text):
            found += [each for each in (at - 1, at) if each not in found]
        elif _EITHER.match(text) and any(_wishes(each) for each in clauses[:at]):
            found.append(at)  # 补一个来呗 要不就退那个的钱
        elif found and found[-1] == at - 1 and re.match(r"好歹|至少|起码|最低|最少", text):
            found.append(at)
    return [clauses[at] for at in sorted(found)]


def hangs_on_something(text: str) -> bool:
    """Whether a clause names by itself what is wanted on a condition, or would do too (没货就退钱)."""
    bare = _LEAD.sub("", text.strip())
    return _ALONE.search(bare) is not None and not (is_question(bare) or _TO_DESK.search(bare))


def as_written(clauses: Sequence[Clause]) -> str:
    """Clauses that hang on something as they are written: as said."""
    parts = [_LEAD.sub("", clause.text.strip(" ，,。.!！~～")) for clause in clauses]
    parts = [without_leave(part) if re.match(r"(?:要)?不然", part) else part for part in parts]
    return "，".join(part for part in parts if part)


def _is_condition(clause: Clause, place: str) -> bool:
    text = _LEAD.sub("", clause.plain.strip())
    if is_question(text) or quotes_merchant(text) or _SETTLED.search(text) or _TO_DESK.search(text):
        return False
    learned = place and clause.does("fallback", place) >= _SURELY
    return _CONDITION.search(text) is not None or bool(learned and _HANGS.search(text))


def _surely(clause: Clause, place: str) -> bool:
    if not place or clause.does("fallback", place) < _SURELY:
        return False
    text = clause.plain.strip()
    return _HINT.search(text) is not None and re.search(_REMEDY, text) is not None


def _wishes(clause: Clause) -> bool:
    return type_said(clause.plain) is not None or wants_money_back(clause.plain)
