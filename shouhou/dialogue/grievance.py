"""What a buyer complains of: what the merchant did or left undone, how it is named, what is to stand in a complaint."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Optional

from shouhou.dialogue.asking import is_question, is_to_bot, quotes_merchant
from shouhou.dialogue.beside_yes import says_nothing
from shouhou.dialogue.dictation import MAX_WORDS, additions, instructs, strikes, trimmed, wants_it_anew
from shouhou.dialogue.message import Clause
from shouhou.dialogue.pictures import is_about_evidence
from shouhou.dialogue.telling import tells_rudeness
from shouhou.dialogue.words import objects, speaks_of_class
from shouhou.dialogue.yes_no import says_no, says_yes

_THEM = r"(?:他们?|她|商家|卖家|店家|店铺|店里|客服|老板|掌柜|这家店?|对方|人家)"
_CONDUCT = re.compile(
    r"不(?:回|理|搭理|睬)(?:我|人|消息|信息|话|复|了|应|$|[，,。 ])"
    r"|(?:没|没有|再也没|都没)(?:人)?(?:回(?!来)|理(?!解)|管|答复|回复)"
    r"|没人(?:接|应|处理)|装死|失联|拉黑|敷衍|糊弄|忽悠|推脱|推诿|推来推去|踢皮球|耍(?:我|俺|赖|人|弄)|赖账|不认账|出尔反尔|说话不算|不兑现|不履行|不守信"
    r"|一拖再拖|拖着|拖延|拖来拖去|迟迟不|(?:音讯|音信)全无|石沉大海|已读不回|(?<!先)不管(?!我|你|是|用|怎|什|哪|多)|打不通|不接|没人接|嘴上说"
    r"|(?:答应|承诺|保证|说好|口头说|亲口).{0,16}(?:不|没|却|又|反|拖|拒)|说(?:好|是|要|了)?(?:补|退|赔|给|换|寄)[^，,]{0,12}(?:没(?!有(?:货|了))|不给)|(?:不|没)(?:给)?(?:处理|解决|作为)|不(?:给|肯|让)(?:退|换|修|赔|办)"
    r"|欺诈|诈骗|虚假宣传|虚假发货|以次充好|骗(?:我|俺|消费者)(?!说|的)"
    r"|拒(?:绝|了|收退)|给拒|狡辩|栽赃|赖(?:我|到我|给我)|爆粗|嘲|冷?讽|没素质|难听|出言不|不讲理"
    rf"|{_THEM}[^，,]{{0,12}}(?:不(?:能|同意|支持|答应|负责|承认|接受|认|退|换)|概不|自认倒霉|自己承担|反悔|消失|拖|没了?(?:动静|消息|下文|回音|音))"
    r"|(?:然后|后来|之后)就?(?:再也)?(?:消失|没(?:动静|消息|音)|不见)"
)
_OF_PARCEL = re.compile(r"发货|物流|快递|派送|包裹")
_ONLY_SILENCE = re.compile(r"不(?:回|理)|没人?(?:回|理|管)|装死|消失|拉黑|敷衍|糊弄|推脱|态度|骂")
_AROUND = r"(?:那|不是|不|都|我|俺|就是|就|还是|请|把|你|给我|先|现在|其实|主要|要|想|是)*"
_SAYS = r"(?:应该|得|要|就|请|给我|你)*(?:写成?|改成|改为|填成?|应该是|就是|是|为|[：:])[：:，, ]*"
_NAMING = (
    # 我投诉的重点是他装死不回; 投诉原因是商家不理人; 问题那一栏写 …
    re.compile(rf"^{_AROUND}投诉的(?:重点|原因|问题|内容|点|事)?(?:就)?(?:是|在于)[：:，, ]*(?P<told>.*)$"),
    re.compile(rf"^{_AROUND}投诉(?:的)?(?:原因|理由|内容|问题|重点){_SAYS}(?P<told>.*)$"),
    re.compile(rf"^{_AROUND}问题(?:那|这)?一?(?:栏|行|里|处|块|项)?(?:里|上)?{_SAYS}(?P<told>.*)$"),
    # 我是投诉客服不回复; 就投他嘴上说保修; 要投诉商家承诺了又拖
    re.compile(rf"^{_AROUND}投诉?(?:的是)?(?P<told>{_THEM}.{{2,}})$"),
)
_ONLY_THEM = re.compile(
    rf"{_THEM}(?:就[行好是]|这?[个家]?(?:店|商家|卖家|人)|好了|一下|得了|可以|赶紧|快点?|现在|马上|[去啊呀吧了的,，\s])*"
)
_TAIL = re.compile(r"(?:行不行?|可以[吗不么]|好[吗不么]|好不好|成不|中不|行吗|能行吗|[吧呗啊呀])+[?？!！]*$")
_TO_DESK = re.compile(
    r"^(?:请|麻烦)(?:你|您|你们)?(?:更正|改|书面|说明|答复|回复|核实|处理|确认|留痕)|第.次(?:说明|说|强调)|改好|再确认"
    r"|^(?:根据|依据|依照?|按照?)[^，,]*(?:法|条例?|规定)[^，,要赔退]*$"
)
_WISH = re.compile(
    r"(?:[这那]?[个件]?事)?(?:我|俺)?(?:还|也|都|就)*(?:是)?(?:要|想|得)投诉(?:他们?|商家)?$"
)  # 骗我撤销这事我还要投诉
_OF_TALK = re.compile(r"投诉|聊天记录|谁(?:来|负责|管)|^等不了")
_STOPS = re.compile(r"(?<=[？?])|[，。！；,!;]")
_LEAST = 3  # characters that tell something
_NAMES_CLASS = re.compile(
    r"(?:属于|算是?|归|应该是|就是|是|写成?|改成|改为|类[别型][：:]?)(?:商家)?的?"
    r"(?P<name>商品|质量|物流|快递|服务|态度|商家|商家售假|售假|虚假宣传|欺诈)(?:类|的)?(?:问题|原因|投诉|责任)?$"
)
_PUT_IN = re.compile(
    r"^(?:那)?(?:投诉(?:单)?里面?)?(?:我|俺)?(?:就是)?(?:要|想)?再?(?:帮我|请|能不能|可不可以|可以)?(?:把|将)(?P<told>.{2,}?)(?:这|那)?(?:个|条|件事?)?"
    r"(?:也|都|一起|一并)*(?:给我|帮我)?(?:算|写|加|补|添|放|记|补充)(?:进|到|入|上|在)去?(?:那个)?(?:投诉|投诉单)?(?:里面?|中|去)?"
    r"(?:行不行?|可以吗|[吧啊呗了])*$"
)
_IN_COMPLAINT = re.compile(
    r"(?:给|往|在)?(?:那个|我的|之前的)?投诉(?:单)?(?:里|里面|上|那里)?(?:再|也|还)?要?(?:加上?|补上?|补充|添上?|写上?(?![的了得什啥没]))"
    r"(?:一?[句条点])?[：:，, ]*(?P<told>.*)$"
)


def tells_conduct(text: str) -> bool:
    """Whether words tell what the merchant did or left undone (不回消息, 答应了又拖着), not what ails the goods."""
    if re.search(r"态度.{0,4}(?:好|不错)", text) is not None:
        return False
    if tells_rudeness(text):
        return True
    if _CONDUCT.search(text) is None:
        return False
    return _OF_PARCEL.search(text) is None or _ONLY_SILENCE.search(text) is not None


def is_complained(clause: Clause) -> bool:
    """Whether a clause tells something of what is complained of."""
    text, bare = clause.plain.strip(), trimmed(clause.text)
    if len(bare) < _LEAST or says_yes(text) or says_no(text) or says_nothing(text) or strikes(text):
        return False
    conduct = tells_conduct(text) and re.search(r"你|您|我[几啥]时", text) is None
    if names_class(text) is not None or wants_it_anew(text) or _is_instruction(text) or is_for_desk(text):
        return False
    if not conduct and (not clause.is_told or speaks_of_class(text) or _OF_TALK.search(text)):
        return False
    if is_about_evidence(text) and not (conduct or quotes_merchant(clause.text)):
        return False
    if is_question(text) and not (conduct and text[-1:] not in "吗么?？"):
        return False
    return conduct or not (is_to_bot(clause.text) or objects(text))


def is_for_desk(text: str) -> bool:
    """Whether words want something of the desk or cite a law (请更正, 改好我再确认, 依消法第55条), and tell nothing."""
    return _TO_DESK.search(text) is not None


def _sentences(clauses: Sequence[Clause]) -> list[Clause]:
    """Clauses as they were written: cut where a stop is left in one, put together where no stop parts two."""
    whole: list[Clause] = []
    for clause in clauses:
        last = whole[-1] if whole else None
        if last is not None and 0 < last.end == clause.start:
            told = last.is_told or clause.is_told
            whole[-1] = replace(last, text=last.text + clause.text, end=clause.end, is_told=told, normal=None)
        else:
            whole.append(clause)
    return [
        replace(clause, text=part, normal=None) if part != clause.text else clause
        for clause in whole for part in _STOPS.split(clause.text) if part.strip()
    ]


def named_problem(clauses: Sequence[Clause]) -> str:
    """The problem as the buyer names it (我投诉的是商家答应退货却拖着不办): all from there on; empty for none."""
    said = _sentences(clauses)
    for place, clause in enumerate(said):
        told = _told_in(clause)
        if told is None:
            continue
        rest = [each for each in said[place + 1 :] if is_complained(each)]
        parts = [told, *(_told_in(each) or trimmed(each.text) for each in rest)]
        words = "，".join(part for part in parts if part)[:MAX_WORDS]
        if words:
            return words
    return ""


def told_problem(clauses: Sequence[Clause], verbs: str = "") -> str:
    """All that clauses tell of what is complained of, in the buyer's words; empty for nothing."""
    parts: list[str] = []
    for clause in _sentences(clauses):
        named = _told_in(clause)
        bare = re.sub(rf"^(?:我|俺|就|要|先|想|现在)*(?:{verbs})", "", clause.plain.strip()) if verbs else clause.plain
        wish = verbs and len(bare) < len(clause.plain.strip())
        if named:
            parts.append(named)
        elif named is None and not wish and is_complained(clause):
            parts.append(_WISH.sub("", trimmed(clause.text)))
    return "，".join(dict.fromkeys(part for part in parts if part))[:MAX_WORDS]


def names_class(text: str) -> Optional[str]:
    """The class that words say a complaint is of (属于服务问题), as it was said; None for none."""
    match = _NAMES_CLASS.search(text.strip(" ，,。!！"))
    if match is None or re.search(r"不(?:是|算|属于)|咋|怎么|为啥|还是写|干嘛|意思", text):
        return None
    return match["name"]


def denies_class(text: str) -> bool:
    """Whether words say that the class is not the one that was written (这不是商品问题)."""
    return re.search(r"不(?:是|算|属于)[^，,]{0,4}(?:商品|质量|物流|快递|服务|个人)", text) is not None or (
        speaks_of_class(text) and re.search(r"咋|怎么|为啥|还是|干嘛|意思|写成|从何|哪来|谁说|凭", text) is not None
    )


def for_complaint(clauses: Sequence[Clause]) -> Optional[str]:
    """What is to be put into a complaint that is filed (把他这个拒绝也算进去); None where nothing is."""
    for clause in clauses:
        text = clause.text.strip(" ，,。!！")
        match = _PUT_IN.match(text) or (None if is_question(clause.plain) else _IN_COMPLAINT.search(text))
        if match is not None and not re.search(r"别|不要|能补还是", text):
            words = match["told"].strip(" “”\"'，,：:")
            rest = [trimmed(each.text) for each in clauses if each is not clause and is_complained(each)]
            return words or "，".join(rest)[:MAX_WORDS]
    told = [clause for clause in clauses if not is_question(clause.plain)]
    return additions(told) or None if any("投诉" in clause.plain for clause in told) else None


def points_at_refusal(text: str) -> bool:
    """Whether words only point at a refusal (他这个拒绝): what that was is known."""
    return re.fullmatch(
        rf"(?:{_THEM})?的?[这那]?[个次回]?拒(?:绝|收)?了?(?:我)?的?(?:这?[事个]|申请|退款|退货)?", text.strip()
    ) is not None


def asks_what_is_written(text: str) -> bool:
    """Whether words ask what stands in what is filed (投诉里写的什么)."""
    return re.search(r"写[的了](?:都)?(?:是)?(?:啥|什么)|怎么写的|咋写的", text) is not None


def hangs_on_failure(text: str) -> bool:
    """Whether words want something only if what is wanted before cannot be done (不能就给我转个活人)."""
    return re.match(r"(?:不(?:能|行|可以|会)|[办弄加补]不了)(?:的话)?(?:就|那)", text.strip()) is not None


def _told_in(clause: Clause) -> Optional[str]:
    """What a clause names as the problem, empty where it comes next; None where it names none."""
    text = trimmed(clause.text)
    if strikes(clause.plain):
        return None
    for pattern in _NAMING:
        match = pattern.match(text)
        if match is not None:
            told = _TAIL.sub("", match["told"].strip(" “”\"'，,：:"))
            if _ONLY_THEM.fullmatch(told):
                return None
            if names_class(told) is not None or speaks_of_class(told) or re.search(r"[吗么?？]$|什么|啥", told):
                return None
            return told
    return None


def _is_instruction(text: str) -> bool:
    return instructs(text) or re.search(r"写(?:准确|清楚|对|好)|^改(?:一下|下)|我服了|重点", text) is not None
