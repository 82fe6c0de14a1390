"""Which clauses may stand as the buyer's own words about goods, parcel or merchant, and which serve another end."""

import re
from collections.abc import Iterable, Sequence
from typing import Optional

from shouhou.dialogue.message import Clause, Message
from shouhou.dialogue.yes_no import is_about_evidence, leading_yes, says_no, says_yes

MAX_WORDS = 500  # characters kept of a reason, of details
LONG_TOLD = 6
_ASKS_IN_THE_END = re.compile(
    r"(?:你看|您看|这|那|该|我该|这个)*(?:怎么|咋|如何)(?:弄|办|整|处理|搞)[啊呀呢吧]*[?？]*$"
)
LEAST_TOLD = 2  # characters of a clause that tells anything
SHORT = 30  # a clause longer than this tells more than a reason
_TO_BOT = re.compile(
    r"(?:听|看|弄|搞)(?:得|不|没|没有)?(?:懂|明白)(?:没|不|吗|了没)?"
    r"|(?:你|您)(?:到底)?(?:懂|明白|听|会不会|能不能|行不行|干嘛|干啥|有没有|是不是|怎么|咋)(?!.{0,6}(?:发|寄|退|换|修|卖))|人话"
    r"|(?:我|俺)?(?:都|刚才?|已经|头先|不是|早就|前面|开头)+(?:就)?(?:说|讲|告诉|回答|发)(?:了|过|的)"
    r"|说了(?:呀|啊|吧|的)?$|^(?:我|就|早)?(?:说|讲)过(?:了|啦|的)?$|说(?:了)?(?:几|三|两|好多|多少)[遍次]"
    r"|复读机|搞笑|逗我|机器人|智障|还用问|别问了|问那么多|问(?:过|了)(?:几|好多|两)?[遍次]?|啥玩意儿?$|什么玩意儿?$"
    r"|无语|念经|答非所问|乱七八糟|糊弄|吞我|绕来绕去|看不懂|听不见|瞎了?$|你瞎|你说呢|废话|啰嗦|我?问你|我问"
    r"|^我说(?!的是|是)|谁说|看看就知道|还用我说|回答我|你倒是|告诉我|赶紧的|快点儿?$|急死"
)
_QUOTED = re.compile(
    r"(?:商家|卖家|店家|客服|掌柜|老板|他|她|对方|店里|上面)(?:们)?(?:非?说|讲|回(?:我|复|了)?|让我|叫我|告诉我|原话)"
)
_CORRECTS = re.compile(
    r"^(?:就)?写(?!的|了|着|错|什么|的)"
    r"|^.*?(?:改成|改为|换成|应该(?:是|写)|写成|改一下|其实是|我说的是|我是说|说的是|改(?!天|日))(?:的)?"
    r"|^(?:不是|不对|错了|写错了?|填错了?|搞错了?)(?:了|的|吧|啊)*[，, ]*(?:是|$)"
    r"|^(?:原因|理由)(?:就)?(?:是|写|填)"
)
_ABOUT_REASON = re.compile(r"原因|理由")
_LIGHT = re.compile(
    r"^(?:我说的是|我是说|我说|我问的是|就是|那个啥?|这个|因为|就|是|啊|嗯|呃|那|我跟你说|原因是?|理由是?|没了|没有了?"
    r"|[，, ])+"
    r"|(?:[啊呀哦呢嘛吧呗啦哈，, ]|来着|的说)+$"
)
_NOT_RECEIVED = re.compile(r"[没未](?:有)?(?:收|拿|取)到|收不到|没见(?:着|到)|没送到|没人收|丢了|不见了")
_WRONG = re.compile(r"(?:写|填|选|弄|搞)?(?:错|不对)(?:了|的|吧|啊)*")
_QUESTION = re.compile(
    r"(?:要|能|可以|会|用|得|行|对|寄|去|有|够|准)(?:.{0,8})不$|(?P<same>[一-鿿])[没不](?P=same)"
    r"|(?:咋|怎么)(?:寄|办|弄|退|换|整|发|修|用|填|交|说|写)|赔不赔|[吗嘛么?？]$|啥叫|什么叫|啥意思"
    r"|^(?:能|可以|可不可以|能不能)|怎么办|咋办|咋整|(?:能|可以|行)不$|多久|多少|几天|谁(?:出|掏|付|承担|给)|为什么"
    r"|为啥|凭什么|要不要|会不会"
    r"|是不是|[了过到有]没(?:有)?[啊呀呢]?$|.没有[啊呀]$|呢$|行不行|啥时候|什么时候|怎么还?没|[啥咋]$"
    r"|^(?:怎么|咋|为啥|凭啥)"
)
_BACK = re.compile(
    r"^(?:肯定|当然|就是|就|那|直接|还是|算了|我说|全)*(?:要|想)?退(?:了|吧|呗|啊|呀|掉|的)*$"
    r"|(?:我?(?:想|要|就要|就|给我|帮我))退(?!货|款|换|不)|^退[了吧呗啊呀]*$|退钱|退款"
)
_WHEN = re.compile(r"多久|多长时间|几天|几时|几号|哪天|什么时候|啥时候|什么时间|何时|时间要")
# What is denied is no reason, nor is what only says that the rest stays.
_NO_REASON = re.compile(
    r"(?:写|填|选|弄|搞)?(?:错|不对)(?:了|的|吧|啊)*|(?:这个?|那个?)?(?:商家|卖家|店家|客服|平台|店铺?)"
)
_NOT_SO = re.compile(
    r"(?:可)?别(?:给我|让我|把)|(?:不是|没说|不要)(?!.*[，, ]?是).+"
    r"|(?:别的|其[他它]的?|剩下的?)(?:都|就)?(?:不动|不变|不改|照旧|一样|对)"
)
_POINTING = re.compile(r"[\s，,。.!！的]|不是|我说的是|我要的是|我说|就是|是|那个|这个|那件|这件|那条|那双|那款")
_ASKING = re.compile(
    r"想?(?:要|给我|帮我|麻烦|能不能|可以|可不可以)?(?:申请)?"
    r"(?:退货退款|仅退款|退款|退货|退钱|退掉|退了?|换货|换一?[个双件台只条套把部]?(?:新的?)?|换|维修|修一?修|修|补发"
    r"|补寄|补|售后|投诉|赔)"
)


_TELLING = ("inform", "nlu_fallback", "out_of_scope", "request_aftersales", "affirm", "deny")
COURTESY = ("greet", "thank", "goodbye", "bot_challenge", "request_human", "express_anger")


def is_to_bot(text: str) -> bool:
    """Whether words are meant for whoever answers, not about the goods."""
    return _TO_BOT.search(text) is not None


def quotes_merchant(text: str) -> bool:
    """Whether words tell what the merchant said."""
    return _QUOTED.search(text) is not None


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
    if not any(speaks_of_reason(clause.text) for clause in clauses):
        return None
    named = [clause for clause in clauses if clause.text.lstrip().startswith("是")]
    for clause in [*named, *reversed(clauses)]:
        if is_question(clause.plain) or is_to_bot(clause.text) or _NOT_SO.match(clause.text):
            continue
        if _ASKING.fullmatch(trimmed(clause.text)):
            continue
        if _INSTRUCTS.search(clause.text) and not speaks_of_reason(clause.text):
            continue
        words = trimmed(without_correction(clause.text)).removeprefix("是")
        if words and not speaks_of_reason(words) and not _WRONG.fullmatch(words):
            return words[:MAX_WORDS]
    return None


def names_goods(text: str, titles: Iterable[str]) -> bool:
    """Whether words only say which of some goods is meant, by their titles."""
    bare = _POINTING.sub("", text.lower())
    return len(bare) > 0 and any(bare in re.sub(r"\s", "", title.lower()) for title in titles)


def speaks_of_reason(text: str) -> bool:
    """Whether words name the reason as the thing they are about (原因写错了)."""
    return _ABOUT_REASON.search(text) is not None


def is_question(text: str) -> bool:
    """Whether words ask something."""
    return _QUESTION.search(text.strip()) is not None


def wants_money_back(text: str) -> bool:
    """Whether words ask to give something back, without saying whether the goods go back too (我要退)."""
    return _BACK.search(text) is not None


def asks_when(text: str) -> bool:
    """Whether words ask for a time."""
    return _WHEN.search(text) is not None


def trimmed(text: str) -> str:
    """Words without what only introduces or ends them."""
    bare = text.strip(" ，,。.!！?？~～…\n")
    short = _LIGHT.sub("", bare)
    return short or bare


def reason_in(clauses: Iterable[Clause]) -> Optional[str]:
    """The reason that clauses give, in the buyer's words; None when they give none.

    A short clause that only says what is wrong stands whole; of one that asks for something too, what is marked in it.
    """
    parts: list[str] = []
    asked: list[str] = []
    for clause in clauses:
        marked = clause.entity("reason")
        tells = clause.told_class is not None and clause.intent in _TELLING and not is_question(clause.text)
        if not (marked or tells) or quotes_merchant(clause.text) or is_about_evidence(clause.text):
            continue
        if (marked is not None and _NO_REASON.fullmatch(str(marked.value))) or _NOT_SO.match(clause.text):
            continue
        text = trimmed(without_correction(clause.text) if corrects(clause.text) else clause.text)
        if _INSTRUCTS.search(clause.text):
            continue
        if len(text) <= SHORT and not _ASKING.search(text) and not is_question(text) and not is_to_bot(text):
            parts.append(text)
        elif marked is not None:
            (asked if is_question(clause.text) else parts).append(str(marked.value))
    parts = parts or asked
    parts = [part for number, part in enumerate(parts) if not any(part in other for other in parts[:number])]
    return "，".join(parts)[:MAX_WORDS] or None


def free_words(clauses: Sequence[Clause], verbs: str = "") -> str:
    """The clauses that tell something of the matter itself, as they were written; empty when none does."""
    kept = [
        clause for clause in clauses
        if not (_of_the_talk(clause) or says_yes(clause.text, verbs) or says_no(clause.text, verbs))
    ]
    return joined(kept)


def joined(clauses: Sequence[Clause]) -> str:
    """Clauses as one text, with the stops that stood between them made plain."""
    return "，".join(part for clause in clauses if (part := trimmed(clause.text)))[:MAX_WORDS]


def beside(reason: str, clauses: Sequence[Clause], verbs: str = "") -> str:
    """What clauses tell of the matter beside the reason: for the details of what is filed."""
    kept = [
        clause for clause in clauses
        if not (is_question(clause.text) or is_about_evidence(clause.text) or _ASKING.search(clause.text))
        and not (corrects(clause.text) or speaks_of_reason(clause.text) or _NOT_SO.match(clause.text))
        and clause.intent not in COURTESY and len(trimmed(clause.text)) > 3
        and trimmed(clause.text) not in reason and reason not in clause.text
    ]
    return free_words(kept, verbs)


def told_in(message: Message) -> str:
    """All that a message tells of the matter, in the buyer's words."""
    parts = []
    for clause in message.clauses:
        if not is_question(clause.plain):
            parts.append(free_words([clause]) if len(trimmed(clause.text)) >= LEAST_TOLD else "")
            continue
        bare = trimmed(_ASKS_IN_THE_END.sub("", clause.text))  # what it asks in the end is cut off (不热了咋整)
        parts.append(bare if bare != trimmed(clause.text) and len(bare) >= LONG_TOLD and not is_question(bare) else "")
    return "，".join(part for part in parts if part)[:MAX_WORDS]


_SAID_TYPES: tuple[tuple[str, str], ...] = (
    ("refund_only", r"(?:只|仅|就)退[款钱]?|(?:东西|货|它)?(?:不寄|不退货|别寄|不用寄|谁敢寄|我?留着|留下)"),
    ("return_refund", r"寄回去?|退货|(?:拿|送|退)回去"),
    ("exchange", r"换(?!货运)|[大小]一?[号码]"),
    ("repair", r"修"),
    ("resend", r"补(?:寄|发|一?[个件份])|补"),
)
_TYPE_DENIED = re.compile(
    r"谁说(?:要)?(?:换|退|修)货?了?"
    r"|(?:不是|不|别|甭|没说要?|不想|不要)(?:给我|再|想|要)?(?:退货|寄回去?|寄|换货?|修|补)"
)
_WANTED = re.compile(
    r"(?:[2-5]\d(?:\.5)?|[xsmlXSML]{1,4}|1[3-9]\d)\s*[码号]|[大小](?:一|半|两|1|2)?[号码](?:的)?"
    r"|(?<![一-鿿])(?:深|浅)?(?:黑|白|红|蓝|绿|灰|粉|紫|黄|棕|橙|米|咖啡|卡其|藏青)(?:色)?的"
    r"|(?:深|浅)?(?:黑|白|红|蓝|绿|灰|粉|紫|黄|棕|橙|米|咖啡|卡其|藏青)色"
)
_WISHED = re.compile(r"(?:换|(?<!不)要|想|改)(?!.*(?:不要|别))[^发收]{0,6}$")
_SIZE_ALONE = re.compile(r"换(?:成|个|双|件)?\s*([2-5]\d(?:\.5)?)(?=的|吧|$)")
_FAILS = re.compile(
    r"(?:修不好|没货|换不了|退不了|不同意|不答应|拒[绝了]|没回).{0,8}(?:怎么|咋|呢|能|可以|吗|办|[?？])"
)
_SUPPOSED = re.compile(r"^(?:那|可|就是|但是|我是问|我问)*(?:要是|万一|如果|假如|假设|倘若)")


def type_said(text: str) -> Optional[str]:
    """The type that words at the choice of one mean, as people say it (寄回去, 换个新的); None for none or several.

    Only what is said counts, not what is denied beside it (不换了，修吧).
    """
    bare = _TYPE_DENIED.sub(lambda match: "不寄" if match[0][-1] in "寄去货" and "换" not in match[0] else "", text)
    if is_question(text):
        return None
    found = [name for name, said in _SAID_TYPES if re.search(said, bare)]
    if found[:2] == ["refund_only", "return_refund"] and "寄" not in bare.replace("不寄", ""):
        found.remove("return_refund")
    return found[0] if len(found) == 1 else None


def wanted_instead(text: str) -> Optional[str]:
    """The size or colour that is wanted instead, as it was said (43码, 大一号, 黑色); None for none."""
    found = [
        match[0] for match in _WANTED.finditer(text)
        if (match[0][-1] in "码号的" and match[0][0].isdigit()) or _WISHED.search(text[: match.start()])
    ]
    sized = _SIZE_ALONE.search(text)
    return found[-1] if found else f"{sized[1]}码" if sized else None


def only_supposes(text: str) -> bool:
    """Whether words suppose something and ask what then (要是送到了呢): they want nothing done yet."""
    return _SUPPOSED.match(text) is not None or _FAILS.search(text) is not None


_WISH = re.compile(
    r"^(?:[那哦嗯好行中唉哎啊]|算了|还是|就|我说|我是说|说了|我|改成?|想|要|给我|帮我|麻烦|直接|请|给俺|俺|肯定|当然)*"
    r"(?:换(?!货运|句)|修|补[寄发]|退(?!款(?:咋|怎|到)|货运)|寄回|[只仅]退|不退货|不寄)"
)


def wishes(text: str) -> bool:
    """Whether a clause begins with the wish itself (还是换吧, 给我修修), so that its verb is what is wanted."""
    return _WISH.match(text) is not None and not is_question(text)


_LEAVE = re.compile(
    r"(?:能不能|可不可以|能否|还能|能|可以|可不可|允许|支持)(?:再|给)?(?:无理由)?(?:退|换|申请)"
    r".{0,4}(?:吗|么|嘛|不|吧|啊|呀)?[?？]*$|(?:退|换)(?:得|不)了[吗么]?[?？]*$"
)


def asks_leave(text: str) -> bool:
    """Whether words ask if something may be done, and do not yet want it (能退吗)."""
    bare = text.strip()
    return _LEAVE.search(bare) is not None and (is_question(bare) or "能不能" in bare or bare[-1] in "吗么啊?？")


def tells_arrival(text: str) -> bool:
    """Whether words speak of the parcel's coming after all."""
    return re.search(r"送(?:到|来|过来)|到了|收到|签收|拒收|来了", text) is not None


_WRITE = re.compile(
    r"(?:^|[你就给直接原因问题投诉内容要])"
    r"(?:^改(?=[：:，, ]|$)|写成?(?!的|得|了|错|什么|啥|清楚|没|上|进|个|不)|改成|改为|换成)[：:，, ]*"
)
_SAY = re.compile(
    r"^(?:可以|行|好|你|那|就|跟他|跟商家|跟店家|给他)*(?:就说|跟他说|说|告诉他|再加一句|加一句)"
    r"(?!一?声|一?下|了|过|的|清楚|明白|好|一说)[：:，, ]*"
)
_ENOUGH_SAID = re.compile(
    r"(?:就|这)?[几四三五两]个字|别把|别写|不要写|就行了?|就可以|就好了?|然后|那个啥时候|我要的是"
)
_STRIKES = re.compile(r"删|去掉|拿掉|(?:别|不要|不用).{0,6}写|(?:那|这)[几两]?句.{0,3}(?:去了|不要)|不要写")
_INSTRUCTS = re.compile(
    r"写(?:上|进|清楚|什么|的啥)|删|去掉|拿掉|(?:别|不要|不用).{0,6}写|(?:那|这)[几两]?句|加(?:上|进|到)去?"
    r"|改(?:一下|过来)|^然后|^(?:就)?(?:提交|交)(?:吧|了)?$"
    r"|发过去|说明里|四个字"
)


def strikes(text: str) -> bool:
    """Whether words tell to take out what was noted (那句别写, 把说明去掉)."""
    return _STRIKES.search(text) is not None


def dictated(clauses: Sequence[Clause]) -> str:
    """What the buyer dictates for the record (就写发错货，给我发成女式了): all from there on; empty for nothing."""
    return _from(_WRITE, clauses)


def dictated_message(clauses: Sequence[Clause]) -> str:
    """What the buyer dictates for somebody else (行，就说今天生日，急): all from there on; empty for nothing."""
    return _from(_SAY, clauses)


def _from(pattern: "re.Pattern[str]", clauses: Sequence[Clause]) -> str:
    for place, clause in enumerate(clauses):
        match = pattern.search(clause.text)
        if match is None or is_question(clause.plain):
            continue
        rest = [each for each in clauses[place + 1 :] if not _of_the_talk(each)]
        parts = [clause.text[match.end() :], *(trimmed(each.text) for each in rest)]
        text = "，".join(part.strip(" ，,") for part in parts if part.strip(" ，,"))
        cut = _ENOUGH_SAID.search(text)
        return (text[: cut.start()] if cut is not None and cut.start() else text).strip(" ，,")[:MAX_WORDS]
    return ""


def _of_the_talk(clause: Clause) -> bool:
    """Whether a clause belongs to the talk itself and to no record: a question, an instruction, a word to the bot."""
    bare = clause.plain.strip()
    return bool(
        is_to_bot(bare) or is_question(bare) or _INSTRUCTS.search(bare) or says_yes(bare) or says_no(bare)
        or says_no(bare[leading_yes(bare) :])
    )


_SUM = re.compile(
    r"(?:退|补|赔)(?:我|给我|个|我个)?\s*(?P<given>\d{1,5}(?:\.\d{1,2})?)(?![\d码号天个张次%])"
    r"|(?<!不)(?:是|要|改成|就)\s*(?P<named>\d{1,5}(?:\.\d{1,2})?)(?![\d码号天个张次%])"
)


def sum_said(text: str, loosely: bool = False) -> Optional[int]:
    """The sum in fen that bare words ask for (退我100, 只退22); `loosely`: also 是100, where a sum is talked of."""
    found = [match for match in _SUM.finditer(text) if match["given"] or loosely]
    return round(float(found[-1]["given"] or found[-1]["named"]) * 100) if found else None


def begins_with(text: str, verbs: str) -> bool:
    """Whether a clause asks outright for what the verbs do (我要投诉他)."""
    before = r"(?:我说|我是|我|就是|就|那|对|想|还要|还想|要|现在|直接|帮我|给我|要求)*"
    return bool(verbs) and re.match(rf"{before}(?:{verbs})", text) is not None


def as_before(text: str) -> bool:
    """Whether words want the same as was done just before (那件也一样退)."""
    return re.search(r"一样|同样|也(?:是)?(?:退|换|修|照)|照(?:这个|刚才|上面|那个)", text) is not None


def hurries(text: str) -> bool:
    """Whether words want somebody hurried up."""
    return re.search(r"快点|快些|赶紧|尽快|催", text) is not None


def tells_failure(text: str) -> bool:
    """Whether words ask what comes of a repair or an exchange that fails."""
    return re.search(r"修不好|没货|换不了|退不了|坏了?的?不", text) is not None


def speaks_to_merchant(text: str) -> bool:
    """Whether a clause asks for something to be passed on to the merchant."""
    return re.search(r"商家|卖家|店家|店里|老板|转告|转达|催|跟他说|问问", text) is not None
