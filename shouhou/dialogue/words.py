"""Which clauses may stand as the buyer's own words about goods, parcel or merchant, and which serve another end."""

import re
from collections.abc import Iterable, Sequence
from typing import Optional

from shouhou.dialogue.account import (
    LONGEST,
    asks_for,
    is_filler,
    praises,
    ran_on,
    told_beside_wish,
    told_words,
    with_other_half,
)
from shouhou.dialogue.asking import is_question, is_to_bot, only_supposes, quotes_merchant
from shouhou.dialogue.breath import blames_goods, only_aside
from shouhou.dialogue.conditions import hangs_on_something
from shouhou.dialogue.dictation import MAX_WORDS, instructs, of_the_talk, trimmed
from shouhou.dialogue.message import Clause, Message
from shouhou.dialogue.pictures import is_about_evidence, waits_for_it
from shouhou.dialogue.sizes import wanted_instead
from shouhou.dialogue.sums import asks_for_some, denies_sum, has_no_idea, says_only_sum
from shouhou.dialogue.telling import tells_condition
from shouhou.dialogue.wishes import gives_goods_back, keeps_goods, sends_back, type_said, wishes
from shouhou.dialogue.yes_no import says_no, says_yes

LONG_TOLD = 6
_ASKS_IN_THE_END = re.compile(
    r"(?:你看|您看|这|那|该|我该|这个)*(?:怎么|咋|如何)(?:弄|办|整|处理|搞)[啊呀呢吧]*[?？]*$"
)
_VERY_SURELY = 0.9
_SURELY = 0.7  # told, whatever intent it was taken for
_SEEN = re.compile(r"看[到见]|发现|(?:没|未)(?:拆|用|穿|开|剪|动)|还在$|完好|[退换修补寄]")
LEAST_TOLD = 2  # characters of a clause that tells anything
_CORRECTS = re.compile(
    r"^(?:就)?写(?!的|了|着|错|什么|的)"
    r"|^.*?(?:改成|改为|换成|应该(?:是|写)|写成|改一?下|改改|其实是|我说的是|我是说|说的是|改(?!天|日))(?:的)?"
    r"|^(?:不是|不对|错了|写错了?|填错了?|搞错了?)(?:了|的|吧|啊)*[，, ]*(?:是|$)"
    r"|^(?:原因|理由)(?:那里|那儿|那|里)?(?:你|就|给我)*(?:是|写|填|[：:])"
)
_CLASS = re.compile(r"(商品|质量|东西|物流|快递|服务|个人|自己)(?:本身)?(?:的)?(?:问题|原因)")
_ITSELF = re.compile(r"(东西|商品|质量)(?:本身|自己)?(?:就)?(?:不好|不行|有毛病)$")  # 不是路上的事，是东西本身不好
_NO_CLASS = re.compile(
    r"(?:咋|怎么|为啥|为什么|凭什么|凭啥|干嘛|啥|什么|不是|哪是|还是|不算|还)[^，,。]{0,4}?(?:写|是|算|填|成)*(?:商品|质量|物流|快递|服务|个人)(?:的)?(?:问题|原因)?"
)
_OBJECTS = re.compile(
    r"(?:咋|怎么|为啥|干嘛)(?:又|还|就|给我)?(?:写|填|是|成)|写的?(?:是)?(?:啥|什么)|(?:写|填|弄|搞)(?:的)?(?:不对|错)|应该|乱写|不是这个|从何而来|(?:哪里|哪儿)来的"
)
_ABOUT_REASON = re.compile(r"原因|理由")
_BLAMES = re.compile(
    r"(?:你们|商家|店家|卖家|厂家|厂里|店里)[^，,]{0,8}?(?:做|发|裁|弄|搞|装|寄|量|写|标|漏|配|剪|印|刻)(?:的)?(?:错|短|小|大|少|反|混|漏|坏|歪|窄)"
    r"|(?<!换)(?<!拍)(?:发|寄)成了?[^，,我]{1,6}|不是(?:因为)?(?:我|俺)(?:的|自己的?)?(?:原因|错|问题|责任|嫌|挑|不喜欢|不想要|觉得|脚|穿)|我?(?:尺寸|尺码|数据)?(?:可)?(?:没(?:量|选|拍|买|弄|填|报)错|(?:量|报|填|给)(?:得|的)?没(?:错|问题))"
    r"|(?:按|照)(?:我?的)?尺寸(?:定|做)|尺码表(?:不准|有误|不对|写错)|(?:按|照)(?:着)?你们(?:的)?尺码表|量好(?:了)?尺寸"
)
_NOT_RECEIVED = re.compile(r"[没未](?:有)?(?:收|拿|取)到|收不到|没见(?:着|到)|没送到|没人收|丢了|不见了")
_CLEARLY = re.compile(r"(?:清楚|明白|详细|完整|仔细)(?:一?[点些])?")  # 原因写清楚啊
_REST = re.compile(r"(?:其[他它]|别的|剩下)")  # 其他的对
_WRONG = re.compile(r"(?:写|填|选|弄|搞)?(?:错|不对)(?:了|的|吧|啊)*")
_NO_REASON = re.compile(
    r"(?:写|填|选|弄|搞)?(?:错|不对)(?:了|的|吧|啊)*|(?:这个?|那个?)?(?:商家|卖家|店家|客服|平台|店铺?)|比如|例如|就是说|其实"
)
_NOT_SO = re.compile(
    r"(?:可)?别(?:给我|让我|把)|(?:不是|没说|不要)(?!.*[，, ]?是).+"
    r"|(?:别的|其[他它]的?|剩下的?)(?:都|就)?(?:不动|不变|不改|照旧|一样|对)"
)
_ARRIVED = re.compile(
    r"(?!.*[没未坏碎破烂错少是])(?:我|俺)?(?:买的|今天|刚|刚刚|昨天)?.{0,6}(?:(?:收到|到手|寄到|送到|到货)(?:了|的)?.{0,5}|(?<![看听感遇碰找])到(?:了|的).{0,4})"
)
_POINTING = re.compile(
    r"还有|另外|[\s，,。.!！的]|不是|我说的是|我要的是|我说|就是|是|那个|这个|那件|这件|那条|那双|那款"
)
_ASKING = re.compile(
    r"想?(?:要|给我|帮我|麻烦|能不能|可以|可不可以)?(?:申请)?"
    r"(?:退货退款|仅退款|退款|退货|退钱|退掉|退了?|换货|换一?[个双件台只条套把部]?(?:新的?)?|换|维修|修一?修|修|补发"
    r"|补寄|补|售后|投诉|赔)"
)
_BACK_WISHED = re.compile(r"^(?:那|就|行)?寄回去?|懒得寄|不想寄")
_FEARS = re.compile(r"(?:我|俺|就|只)*(?:怕|担心|万一)")  # 怕路上又闷坏了 is no fact
_SAME = re.compile(
    r"运费|邮费|不晓得|不知道|不懂|不清楚$|^你看|随便|不要了$|(?:还是|都是|跟.{1,4})?一样的?$|同上|不是改|(?:是|说的?是)?另外一个$"
)
_TELLING = ("inform", "nlu_fallback", "out_of_scope", "request_aftersales", "affirm", "deny")
COURTESY = ("greet", "thank", "goodbye", "bot_challenge", "request_human", "express_anger")


def corrects(text: str) -> bool:
    """Whether words set something right that stands."""
    return _CORRECTS.match(text) is not None


def without_correction(text: str) -> str:
    """What stands after the words that only say that something is to be set right."""
    return _CORRECTS.sub("", text, count=1).strip(" ，,。：:“”\"'")


def tells_not_received(text: str) -> bool:
    """Whether words say that the parcel never came."""
    return _NOT_RECEIVED.search(text) is not None


def corrected_reason(clauses: Sequence[Clause]) -> Optional[str]:
    """What a correction of the reason puts in its place (原因改成掉皮; 原因写错了，是掉皮); None for no correction."""
    naming = next((place for place, clause in enumerate(clauses) if speaks_of_reason(clause.text)), None)
    if naming is None:
        return None
    first = _put_in_place(clauses[naming])
    if first:  # 原因写少两包螺丝 少一个书立: all of it
        rest = [
            _put_in_place(clause) for clause in clauses[naming + 1 :]
            if not says_yes(clause.plain) and wanted_instead(clause.text, True) is None and not _REST.match(clause.text)
        ]
        return "，".join(part for part in (first, *rest) if part)[:MAX_WORDS]
    named = [clause for clause in clauses if clause.text.lstrip().startswith("是")]
    after = [clause for clause in clauses[naming + 1 :] if not says_yes(clause.plain)]
    told = [words for clause in after if (words := _put_in_place(clause))]
    if not named and len(told) > 1:
        return "，".join(told)[:MAX_WORDS]  # 我想改下原因 其实主要是亮度不够 白天根本看不清
    for clause in [*named, *reversed(clauses)]:
        words = _put_in_place(clause)
        if words:
            return words[:MAX_WORDS]
    return None


_NOT_THAT = re.compile(
    r"^是?(?!我问|我说|我是|怀疑|感觉|好像|应该|根本|明明|看着|就|肯定|可能)(?P<this>[^，,不是]{1,8})不是(?P<that>[^，,]{1,8})$"
    r"|^不是(?P<not>[^，,]{1,8})[，, ]*是(?P<but>[^，,]{1,8})$"
)


def swapped(reason: str, clauses: Sequence[Clause]) -> Optional[str]:
    """A reason with one word put right (是雨衣不是雨伞); None where no clause puts right a word of it."""
    for clause in clauses:
        match = _NOT_THAT.match(trimmed(clause.text))
        if match is None:
            continue
        new, old = (match["this"], match["that"]) if match["this"] else (match["but"], match["not"])
        if old in ("这个", "那个", "这", "那"):
            continue
        if old and f"不是{old}" in reason:
            return reason  # it says so
        if old and old in reason:
            return reason.replace(old, new)
        if new in reason:
            return reason  # 是雨衣不是雨伞, as it stands
    return None


def _put_in_place(clause: Clause) -> str:
    """The reason that a clause puts in place of another; empty for none."""
    if is_question(clause.plain) or is_to_bot(clause.text) or _NOT_SO.match(clause.text):
        return ""
    if _ASKING.fullmatch(trimmed(clause.text)) or (instructs(clause.text) and not speaks_of_reason(clause.text)):
        return ""
    words = trimmed(without_correction(clause.text)).removeprefix("是")
    return "" if speaks_of_reason(words) or _WRONG.fullmatch(words) or _CLEARLY.fullmatch(words) else words


def class_named(clauses: Iterable[Clause]) -> Optional[str]:
    """The name of the class that clauses say it should be (应该是个人原因吧), as said; None for none."""
    texts = [_NO_CLASS.sub("", clause.text) for clause in clauses]
    found = [match[1] for text in texts for named in (_CLASS, _ITSELF) for match in named.finditer(text)]
    return found[-1] if found else None


def speaks_of_class(text: str) -> bool:
    """Whether words are about the class that was written (咋写商品问题), and tell nothing of the goods."""
    bare = told_words(text)  # without 啥子质量哦
    return _CLASS.search(bare) is not None or _NO_CLASS.search(bare) is not None


def asks_of_class(text: str) -> bool:
    """Whether words ask what the class means that was written (啥子个人原因, 什么叫商品问题)."""
    return re.search(r"(?:啥子?|什么(?:叫|是)?|啥叫|咋就|为啥(?:是|写))(?:个人|商品|质量|物流|商家)", text) is not None


def objects(text: str) -> bool:
    """Whether words find fault with what was written (咋写这个, 写的不对)."""
    return _OBJECTS.search(text) is not None


def names_goods(text: str, titles: Iterable[str]) -> bool:
    """Whether words only say which of some goods is meant, by their titles."""
    bare = _POINTING.sub("", text.lower())
    return len(bare) > 0 and any(bare in re.sub(r"\s", "", title.lower()) for title in titles)


def speaks_of_reason(text: str) -> bool:
    """Whether words name the reason as the thing they are about (原因写错了)."""
    return _ABOUT_REASON.search(text) is not None


def reason_in(clauses: Iterable[Clause]) -> Optional[str]:
    """The reason that clauses give, in the buyer's words; None when they give none.

    A short clause that only says what is wrong stands whole; of one that asks for something too, what is marked in it.
    """
    parts: list[str] = []
    asked: list[str] = []
    said = list(clauses)
    for clause in said:
        marked = clause.entity("reason")
        stated = clause.intent in _TELLING or (clause.is_told and clause.tells >= _SURELY)
        tells = clause.told_class is not None and stated and not is_question(clause.plain)
        if not (marked or tells) or quotes_merchant(clause.text) or is_about_evidence(clause.text):
            continue
        if praises(clause.plain):
            continue  # 炒锅挺好用的
        if denies_sum(clause.plain):
            continue  # 40不要了 is no changed mind
        if (marked is not None and _NO_REASON.fullmatch(str(marked.value))) or _NOT_SO.match(clause.text):
            continue
        text = told_words(without_correction(clause.text) if corrects(clause.text) else clause.text)
        if instructs(clause.text) or is_filler(text):
            continue
        longest = LONGEST // 2 if corrects(clause.text) else LONGEST
        if len(text) <= longest and not asks_for(text) and not is_question(text) and not is_to_bot(text):
            parts.append(text)
        elif marked is not None and (beside_it := told_beside_wish(text, str(marked.value))) is not None:
            parts.append(beside_it)  # 第二次开始就跳闸了我想给我换一个就行了
        elif marked is not None and (ran := ran_on(clause)):
            parts.append(ran)
        elif marked is not None and (bare := _without_question(clause.text)):
            parts.append(bare)  # 用了一次脸就红了怎么办啊
        elif marked is not None:
            (asked if is_question(clause.text) else parts).append(str(marked.value))
    parts = with_other_half(parts, [(told_words(c.text), _is_more(c)) for c in said]) or asked
    parts = [part for number, part in enumerate(parts) if not any(part in other for other in parts[:number])]
    return "，".join(parts)[:MAX_WORDS] or None


def _is_more(clause: Clause) -> bool:
    sure = clause.tells >= _SURELY or clause.does("tell", "open") >= _SURELY
    bare = told_words(clause.text)
    tells_else = tells_condition(bare) or only_bought(bare) or _SEEN.search(bare) is not None
    return sure and not tells_else and beside("", [clause]) == bare


def free_words(clauses: Sequence[Clause], verbs: str = "") -> str:
    """The clauses that tell something of the matter itself, as they were written; empty when none does."""
    kept = [
        clause for clause in clauses
        if not (of_the_talk(clause) or says_yes(clause.text, verbs) or says_no(clause.text, verbs))
    ]
    return joined(kept)


def joined(clauses: Sequence[Clause]) -> str:
    """Clauses as one text, with the stops that stood between them made plain."""
    parts = [told_words(clause.text) for clause in clauses]
    return "，".join(part for part in parts if part and not is_filler(part))[:MAX_WORDS]


def beside(reason: str, clauses: Sequence[Clause], verbs: str = "") -> str:
    """What clauses tell of the matter beside the reason: for the details of what is filed."""
    kept = [
        clause for clause in clauses
        if clause.is_told and not (is_question(clause.plain) or only_supposes(clause.plain))
        and not is_about_evidence(clause.text)
        and not asks_for(clause.text)
        and (wanted_instead(clause.text) is None or clause.does("tell", "open") >= _VERY_SURELY)  # 收到手是那种紫的
        and not (speaks_of_class(clause.text) or blames_goods(clause) or only_aside(clause))
        and not _ARRIVED.fullmatch(trimmed(clause.text))
        and not (corrects(clause.text) or speaks_of_reason(clause.text) or _NOT_SO.match(clause.text))
        and (clause.intent not in COURTESY or clause.told_class is not None or clause.does("tell", "open") >= _SURELY)
        and not (gives_goods_back(clause.plain) or hangs_on_something(clause.plain) or sends_back(clause.plain))
        and not (keeps_goods(clause.plain) and len(trimmed(clause.text)) <= LONG_TOLD)
        and not (type_said(clause.plain) is not None and clause.told_class is None and wishes(clause.plain))
        and not (asks_for_some(clause.plain) or _FEARS.match(clause.plain))
        and not waits_for_it(clause.plain) and not says_only_sum(clause.plain) and not has_no_idea(clause.plain)
        and _BACK_WISHED.search(clause.plain) is None and len(trimmed(clause.text)) > 3
        and _bare(clause.text) not in reason and not (reason and reason in clause.text)
        and not _SAME.search(clause.text)
    ]
    return free_words(kept, verbs)


def _bare(text: str) -> str:
    """Words without what only says that they hold still (还是掉色)."""
    return re.sub(r"^(?:还是|就是|又|也)", "", trimmed(text))


def told_in(message: Message) -> str:
    """All that a message tells of the matter, in the buyer's words."""
    parts = []
    for clause in message.clauses:
        if not is_question(clause.plain):
            long = len(trimmed(clause.text)) >= LEAST_TOLD
            parts.append(free_words([clause]) if long and clause.is_told else "")
            continue
        parts.append(_without_question(clause.text))
    return "，".join(part for part in parts if part)[:MAX_WORDS]


def _without_question(text: str) -> str:
    """What is told before the question in the end (不热了咋整); empty where nothing is left of it."""
    bare = told_words(_ASKS_IN_THE_END.sub("", text))
    return bare if bare != trimmed(text) and len(bare) >= LONG_TOLD and not is_question(bare) else ""


_INTRODUCES = re.compile(r"买的|下单|订单|你好|您好|咨询|请问|我要|帮我|给我|我想|老公|老婆")
_NO_CONTENT = re.compile(r"[^0-9a-z一-鿿]|写上|写了|加上|改成|要|的|没|吗|吧|了|是|我")
_SHARE_THERE = 0.6  # of what is said, to stand in a text already


def introduces(text: str) -> bool:
    """Whether words tell of the purchase or of who speaks, not of a fault (给我老公买的)."""
    return _INTRODUCES.search(text) is not None


def only_bought(text: str) -> bool:
    """Whether words end in what was bought (给孙子买的积木)."""
    return re.search(r"买的.{0,8}$", text) is not None


def speaks_of_receipt(text: str) -> bool:
    """Whether words speak of the parcel's being signed for."""
    return "签收" in text


def stands_in(said: str, text: str) -> bool:
    """Whether what is said stands in a text already, in the main (60块写上没, 要黑色43码的)."""
    words, text = _NO_CONTENT.sub("", said), re.sub(r"(?<=[0-9])\.(?=[0-9])", "", text)  # 42.5
    pairs = [words[at : at + 2] for at in range(len(words) - 1)]
    return bool(pairs) and sum(pair in text for pair in pairs) >= _SHARE_THERE * len(pairs)


def stem_of(name: str) -> str:
    """The name of goods without the ending that only sounds along (鞋子, 鞋儿)."""
    return name.rstrip("子儿") or name


def blames_merchant(text: str) -> bool:
    """Whether words lay the cause at the merchant's door (是你们做短了, 我尺寸没量错)."""
    return _BLAMES.search(text) is not None


def denies_personal(text: str) -> bool:
    """Whether words deny that the cause is the buyer's own (咋成个人原因了)."""
    match = _NO_CLASS.search(text)
    return match is not None and "个人" in match[0] and _CLASS.search(_NO_CLASS.sub("", text)) is None


def speaks_of_desk(text: str) -> bool:
    """Whether words speak of whoever answers and of waiting for them (打电话还要排队)."""
    return re.search(r"人工|排队|打电话|客服|你直接给我|提交", text) is not None


def is_rest(text: str) -> bool:
    """Whether words only say that the rest stays (其他对的)."""
    return _REST.match(text.strip()) is not None


_NOT_OF_GOODS = re.compile(
    r"不(?:想|要|喜欢|合适|需要|好看|适合)|用不(?:上|着)|(?:拍|买|选|填|下)(?:错|多|重)|后悔|(?:大|小)了|尺|码|快递|物流|包裹|派送|发货|客服|态度"
    r"|没人回|不理|不回|商家|卖家|便宜|降价|冲动|老公|老婆|妈|款式|颜色不"
)


def tells_of_goods(text: str) -> bool:
    """Whether a reason that nothing else is known of is one of the goods: of no parcel, service or liking."""
    return len(text) >= LEAST_TOLD and _NOT_OF_GOODS.search(text) is None


def blames_self(text: str) -> bool:
    """Whether words lay the cause at the buyer's own door (是我自己地址填错了)."""
    return re.search(r"(?:我|俺)(?:自己|自个儿)?[^，,你商卖店没]{0,6}(?:填|拍|买|选|写|下|量)错", text) is not None
