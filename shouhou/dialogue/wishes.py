"""What words wish for: a type of request, a size, a sum, a job; and what they take back."""

import re
from collections.abc import Iterable, Sequence
from typing import Optional

from shouhou.dialogue.asking import is_question, quotes_merchant
from shouhou.dialogue.message import Clause
from shouhou.dialogue.sizes import wanted_instead
from shouhou.dialogue.sums import bargained, denies_sum, speaks_of_freight, sum_said, tells_of_promise

_ANEW = r"重(?:新)?(?:给我|帮我|再)?(?:制?做|印|刻|绣|裁|打印|定做)"
_SAID_TYPES: tuple[tuple[str, str], ...] = (
    (
        "refund_only",
        r"(?:只|仅|光)退(?:[款钱]|(?:给)?我?\d|(?=[了吧呗就行也，, ]|$))|就退[款钱](?!货)"
        r"|(?:东西|货|它)?(?:不寄|不退货|别寄|不用寄|懒得寄|不想寄|谁敢寄|我?留着(?!干|有|没用)|留下(?!干)|扔了|丢掉了)",
    ),
    ("return_refund", r"寄回?就寄|寄回去?(?!干)|寄还|退货|(?:拿|送|退)回去|(?:还|寄|退)给?(?:你们|商家|店家|他们)"),
    ("exchange", r"换(?!货运|了.{0,2}[个两几一二三四五]?.{0,2}[晚天次片回块遍])|调(?=[个成换大小双件一])"
        r"|[大小]一?[号码]|" + _ANEW),
    ("repair", r"修"),
    (
        "resend",
        r"只?要?(?:补|把)?(?:少|缺|漏)(?:的|掉的|了的)(?:那)?(?:几?[个件只颗块片包]|补|寄|发|就|$)|补(?:寄|发|一?[个件份])|补(?!上|充|一句|贴|差|偿|给?我?[^，,]{0,5}钱|给?我\d+[块元])|给(?:我|俺)[补布]上|(?:就|只|光)(?:想|是)?要(?:那|这)?[一两几三四五][节根颗片包](?!钱)|(?<!先)给(?:我|俺|老子|咱)(?:再|重新)?(?:寄|发)(?:过来|来|一|[个根件双只条套把份新])"
        r"|(?:只|单独|光)(?:再|给我|重新)*(?:寄|发)(?:一?[个根件双只条套把份颗张块片])"
        r"|重新(?:再)?(?:寄|发)(?:一|过来|[个根件双只条套把份])|(?:寄|发)(?:过)?来(?:就行|就好|就可以|即可|吧)",
    ),
)

_BACK = re.compile(
    r"^(?:肯定|当然|就是|就|那|直接|还是|算了|我说|全|这个|那个|这件|那件|它|都)*(?:要|想)?退(?:了|吧|呗|啊|呀|掉|的|嘛|哦|咯|噻)*(?:(?:这|那|这个|那个)(?:破)?(?:玩意儿?|东西|件|个))?$"
    r"|(?:我?(?:想|要|就要|就|给我|帮我|直接|干脆|还是|全|得))退(?!货|款|换|不)|^退[了吧呗啊呀]*$|退钱|退款|退(?:给)?我|退[一-鿿]{1,6}的钱(?!呢|[没到]|什么|多久|几|啥)"
    r"|都退(?:了|吧|掉|呗)|钱(?:得|要|都)?退|(?:退了?){2,}|说了?(?:是)?退(?!款[咋怎])"
)
_NOT_BACK = re.compile(r"(?:不是|没说?|不)(?:要|想|说|说要)?退[款货钱]?")  # 不是要退 我就问问
_TYPE_DENIED = re.compile(
    r"谁说(?:要)?(?:换|退|修)货?了?|(?:退|换|修|补)(?:货|寄)?就(?:不必|不用|算|免)了|(?:还|都)?(?P<vain>寄|退|换|修|补)(?:啥子?|什么)(?:(?P=vain)|货|(?=[啊呀]?$))|(?:寄|退)回?去?干(?:嘛|啥|什么)|(?:咋|怎么)寄(?!回)(?:嘛|哦|得了|得动)"
    r"|(?:别|不要|甭|莫)[^，,换退修补]{0,8}(?:成|给我)(?:了)?(?:退货退款|退货|退款|仅退款|换货|维修|补寄)"
    r"|(?:不是|不|别|甭|没(?:说)?要?|不想|不要|谁要)(?:给(?:我|你们?|他们?|她|商家|店家|店里)|再|想|要|用|必|办|弄)*(?:退货退款|仅退款|退款|退货|退钱|寄回去?|寄|换货?|维修|修|补(?:寄|发)?)"
    r"|(?:这个|那个|这张|先)?(?:退货退款|仅退款|退款|退货|换货|维修|补寄)(?:我|俺)?(?:不要|不办|不弄|先不办|算了)"
)
_WISH = re.compile(
    r"^(?:[^换退修补别不]{1,12}[了的啊](?=想|要|给|帮|麻烦|直接|换|退))?(?:[那哦嗯好行中唉哎啊]|你们?(?=给我|帮我|给俺)|先(?=给我|帮我)|这个|那个|这件|那件|这双|全部?|都|才用.{0,6}|算了|还是|就|我说的是|我要的是|我说|我是说|说了|我|改成?|想|要|给我|帮我|麻烦|直接|请|给俺|俺|肯定|当然)*"
    r"(?:换(?!货运|句|来换)|调(?=[个成换大小双件])|重(?:新)?(?:给我|帮我|再)?(?:制?做|印|刻|绣|裁|打印|定做)|修(?!来|好|过)|(?:就|只|光)?(?:想|是)?要[一两几三四五][节根颗片包](?!钱)|补(?:[寄发]|[吧呗嘛]|[一个件包袋份双只]|(?=[a-z0-9]{1,3}码?(?:吧|呗|了|$))|第.[节只个件])|退(?!款(?:咋|怎|到)|货运)|寄回|[只仅]退|不退货|不寄)"
)




_ALL_OF_IT = re.compile(
    r"(?<=[不是用没])(?P<wish>想|要|用)?(?:整|一整|全)(?:箱|个|盒|套|包|件|袋|双|根|台|部)?的?(?=[寄退换])"
)
_PART = re.compile(r"(?:也|还)(?:得|要|想)?(?:给我|帮我)?换|换(?:一|那一?|这一?)[条根颗包节]")


def changes_part(text: str) -> bool:
    """Whether words name a part that is wanted too, where the goods themselves stay (腿也要换一条)."""
    return _PART.search(text) is not None and re.search(r"换货|还是换|改成?换|全换|整", text) is None


def _plainly(text: str) -> str:
    """Words that deny all of the goods, as they deny the goods (不想整箱寄回去: 不想寄回去)."""
    return _ALL_OF_IT.sub(lambda match: match["wish"] or "", text)


def wants_money_back(text: str) -> bool:
    """Whether words ask to give something back, without saying whether the goods go back too (我要退)."""
    return _BACK.search(_NOT_BACK.sub("", text)) is not None


def says_all(text: str) -> bool:
    """Whether words want all of the money, said in short (全退啊, 45全退)."""
    bare = re.sub(r"[啊呀]?(?:还能咋|不然呢|还用问)[办样]?[啊呀]?$", "", text)
    return re.search(r"全(?:部)?退|退全(?:部|款|额)|全额退", bare) is not None and not is_question(bare)


def type_said(text: str) -> Optional[str]:
    """The type that words at the choice of one mean, as people say it (寄回去, 换个新的); None for none or several.

    Only what is said counts, not what is denied beside it (不换了，修吧).
    """
    bare = _TYPE_DENIED.sub(lambda match: "不寄" if _sends_nothing(match[0]) else "", _plainly(text))
    if is_question(bare):
        return None
    found = [name for name, said in _SAID_TYPES if re.search(said, bare)]
    if found[:2] == ["refund_only", "return_refund"] and "寄" not in bare.replace("不寄", ""):
        found.remove("return_refund")
    return found[0] if len(found) == 1 else None


def made_anew(text: str) -> bool:
    """Whether words want goods made to order to be made once more (能不能马上重新印)."""
    return re.search(_ANEW, text) is not None


_CHOOSES = re.compile(
    r"(?:按|走|改[成为回返做]?|类型(?:是|要|选)?|申请|办|[要选]|(?<!不)是)(?:给我|成|的)?(?:退货退款|仅退款|退货|换货|维修|补寄|补发)"
)
_SENDS_BACK = re.compile(
    r"(?:我|俺|咱)?(?:会|要|得|是|可以|能|愿意)?(?:把.{1,8}?)?(?:寄回(?:来|去|给)?|退回(?:来|去|给)|寄还|送回)(?!.{0,3}(?:干|啥|什么|不))"
    r"|(?:我|俺)(?:会|要|是)?寄(?!不|啥|错|给别|丢)\w{1,6}$"
)
_SENDS_NOT = re.compile(r"(?:不|别|没|懒得|甭|莫|咋|怎么|谁)(?:想|用|要|愿意|给我|再|敢|能|会)*(?:寄|退回|送回)")


_ONLY_THAT = re.compile(
    r"(?:只|光|单独?|就)(?:想|要|给我)?(?P<verb>换|补|修|退)(?!货|款|钱|我|给|一半|一?点|[零一二两三四五六七八九十百千]+[块元]|\d|[了吧呗就行也不])"
    r"(?:那|这|掉)?(?P<what>[一-鿿]{2,6}?)(?=行|可以|吗|不|[，,?？。]|$)"
)


def only_that(text: str) -> Optional[str]:
    """What alone is to be exchanged, mended, sent or given back (能不能只换裤子): 只换裤子; None for no such part."""
    match = _ONLY_THAT.search(text)
    what = match["what"].strip("的啊呀嘛").removesuffix("给我") if match is not None else ""
    if match is None or re.search(r"^个|[一两二三四五六七八九十几]\w|新", what) or len(what) < len("裤子"):
        return None  # 就补两个碗 is a number of pieces, 就退这个吧 points
    if wanted_instead(what, loosely=True) is not None:
        return None  # 就换蓝色的: the colour that is wanted, not a part
    return f"只{match['verb']}{what}"


def chooses_type(text: str) -> bool:
    """Whether words name a type as the one that is wanted (按退货整, 改返补寄, 坐垫是退货退款)."""
    return _CHOOSES.search(_TYPE_DENIED.sub("", text)) is not None and not is_question(text)


def sends_back(text: str) -> bool:
    """Whether words say that the goods are sent back (裤子我会寄回去的)."""
    return _SENDS_BACK.search(text) is not None and _SENDS_NOT.search(_plainly(text)) is None and not is_question(text)


def speaks_only_of_sending(text: str) -> bool:
    """Whether words speak of sending goods, which more than one type asks for, and not of giving them up."""
    return "寄" in text and "退" not in text and re.match(r"补(?![不贴偿])", text) is None  # 补一条腿寄来 is plain


def wishes(text: str) -> bool:
    """Whether a clause begins with the wish itself (还是换吧, 给我修修), so that its verb is what is wanted."""
    return _WISH.match(text) is not None and not is_question(text)


def begins_with(text: str, verbs: str) -> bool:
    """Whether a clause asks outright for what the verbs do (我要投诉他)."""
    before = r"(?:我说|我是|我|就是|就|那|对|想|还要|还想|要|现在|直接|帮我|给我|要求)*"
    return bool(verbs) and re.match(rf"{before}(?:{verbs})", text) is not None


def changes_mind(text: str) -> bool:
    """Whether words wish for something else than what was agreed on (还是换吧, 改成退货)."""
    return re.search(r"还是|改|不如|不过|要|想|别|不|就", text) is not None


def as_before(text: str) -> bool:
    """Whether words want the same as was done just before (那件也一样退)."""
    return re.search(r"一样|同样|也(?:是)?(?:退|换|修|照)|照(?:这个|刚才|上面|那个)", text) is not None


def keeps_goods(text: str) -> bool:
    """Whether words say that the goods stay with the buyer (东西我留着, 光退钱)."""
    keeps = (
        r"留着(?!干|有啥|有什么|没用)|留下(?!干)|不寄|懒得寄|不想寄|不退货"
        r"|(?<!不是)(?<!没要)(?<!没说)(?<!不要)(?<!变成)(?:光|只|仅)退"
        r"(?:[款钱](?!不要|不办|算了)|(?:给)?我?\d|(?=[了吧呗就行也，, ]|$))"
    )
    return re.search(keeps, _plainly(text)) is not None and not is_question(text)


def bargains(clauses: Sequence[Clause]) -> bool:
    """Whether a sum is asked for, and the goods are kept (东西我留着 退我100): an application for part of the money."""
    told = [c for c in clauses if not (quotes_merchant(c.plain) or speaks_of_freight(c.plain))]
    asked = any(sum_said(c.plain) is not None or bargained(c.plain) is not None for c in told)
    return asked and any(
        keeps_goods(c.plain) or re.search(r"凑合|将就|补我|赔我|补个|赔个", c.plain) is not None for c in told
    )


def tells_of_before(text: str) -> bool:
    """Whether words tell of what was applied for before (前两次我申请换货)."""
    return re.match(
        r"(?:我|俺)?(?:前|上|头|之前|那|第)(?:面)?[一二两三几0-9]*[次回](?!性).*(?:申请|办|提|换|退)", text
    ) is not None


def spares_return(text: str) -> bool:
    """Whether words choose the money alone where nothing need be sent back (不寄的话就仅退款)."""
    return re.match(
        r"(?:要是|如果)?(?:不|不用|不需要|不必|能不)寄(?:回去?)?的?话?(?:就|那就)?(?:仅退款|只退[钱款])", text
    ) is not None


def asks_anew(text: str) -> bool:
    """Whether words want the same applied for once more (重新申请)."""
    return re.search(r"重新?(?:申请|提|弄|办|来|退)|再(?:申请|提一?次|来一次|办一次|弄一次)", text) is not None


_MAY_BE = re.compile(
    r"^(?:能不能|可不可以|可以|能)(?:就|直接|给我|给|帮我|改成|改)*(?:上门|过来|来)*(?=换|修|补|退|重新?(?:给我)?做)(.*?)(?:吗|不|么)?[?？]*$"
)


_LEAVE_ASKED = re.compile(
    r"(?:行吗|[行成得中掂好]唔[行成得中掂好]|[行成得中]不[行成得中]?|要得不|可以[吗不]|好[吗不]|好不好)[?？]*$"
)


def without_leave(text: str) -> str:
    """A wish without the question behind it (换个新的行吗)."""
    return _MAY_BE.sub(r"\1", _LEAVE_ASKED.sub("", text))


_IN_FRONT = re.compile(
    r"^(?:那|就|还是|行|好|嗯|要不|直接)*(?:(?:换|退|修|补)(?:货|款|钱|寄|掉)?(?:[吧呗]|算了)|(?:换|退|修|补)(?:货|款|钱|寄)(?=那|我|旧))(?=.{2})"
)


def wish_in_front(text: str) -> str:
    """The wish that a run-on begins with (那就换吧 of 那就换吧旧的要寄给你们不); the text where it begins with none."""
    match = _IN_FRONT.match(text) if is_question(text) else None
    return match[0] if match is not None else text


def asks_for_sum(text: str) -> bool:
    """Whether the sum that words name may be asked for: not asked about, denied, or promised and never given."""
    return not (is_question(without_leave(text)) or denies_sum(text) or tells_of_promise(text))


def takes_back(clauses: Iterable[str]) -> bool:
    """Whether clauses want what is filed no more (不退了吧), and nothing else instead."""
    said = list(clauses)
    denied = any(re.search(r"不(?:想)?(?:退|换|修)了", text) and not is_question(text) for text in said)
    return denied and not any(re.search(r"(?<!不)(?<!不想)[换修补退]", text) for text in said)


_CANCEL_IT = re.compile(r"^(?!.*(?:别|不|莫|投诉|没))[^，,]{0,10}(?:撤|取消)(?:了|掉|销掉?)?(?:吧|了吧|它|算了)$")
_CANCELS = re.compile(r"^(?!.*(?:怎么|咋|如何|哪|路径|步骤|入口|教我)).*(?:撤|取消)")
_MONEY = re.compile(r"退[钱款](?!货)|[要想给]退(?![货换])")
_NOT_BUT = re.compile(r"不是.{1,6}(?:是|要)")
_MINDS_TYPE = re.compile(r"(?:不是|别|莫|甭|不要|不光|去掉|删)[^，,]{0,6}(?:换|退|修|补)")


def wants_cancelled(text: str) -> bool:
    """Whether words want what is filed cancelled (空气炸锅那个撤了吧)."""
    return _CANCEL_IT.search(text) is not None and not is_question(text)


def speaks_of_cancelling(text: str) -> bool:
    """Whether words speak of cancelling, and do not ask the way to do it."""
    return _CANCELS.search(text) is not None


def speaks_of_change(text: str) -> bool:
    """Whether words want something made into something else (改成43码)."""
    return re.search(r"改(?:成|为|到)", text) is not None or bids_change(text)


def bids_change(text: str) -> bool:
    """Whether words bid to change what is filed, by the name of one of its lines (改下说明 …, 就是改这张啊)."""
    line = r"(?:说明|原因|理由|备注|类型|金额|内容|申请|这张|单子|售后单)"
    bids = re.search(rf"改(?:一?下)?(?:我?的)?{line}|{line}(?:要|得|想|帮我)?改(?:一?下)?", text)
    return bids is not None and not is_question(text)


def leaves_to_desk(text: str) -> bool:
    """Whether words leave a choice to the desk (随便, 你看着办, 哪个快弄哪个)."""
    return re.search(
        r"随便|随你|都(?:行|可以|中|好)(?:的|啊|吧|呀)*$|你们?(?:看着|帮我|替我)?(?:办|定|决定|选|挑|安排)(?:吧|就行|呗|嘛)*$|哪[个种样].{1,4}(?:就|弄|来|办)?哪[个种样]",
        text,
    ) is not None


def denies_goods(text: str) -> bool:
    """Whether goods are wanted no more, exchanged, mended or sent (不换了)."""
    return re.search(r"不(?:想|要)?(?:换|修|补)了?", text) is not None


def names_money(text: str) -> bool:
    """Whether money is what is wanted (我想要退钱)."""
    return _MONEY.search(text) is not None


def not_this_but_that(text: str) -> bool:
    """Whether words name what is wanted beside what is not (不是换货 是退款)."""
    return _NOT_BUT.search(text) is not None


def minds_type(text: str) -> bool:
    """Whether words do not want the type that they name (别写换货)."""
    return _MINDS_TYPE.search(text) is not None


def speaks_of_return(text: str) -> bool:
    """Whether words speak of giving back, goods or money."""
    return "退" in text


_DENIES_TYPE = re.compile(
    r"(?:别|不要|甭|莫)[^，,换退修补]{0,8}(?:成|给我)(?:了)?(?:退货|退款|仅退款|换|维修|补寄)|(?:退|换|修|补)(?:货|寄)?就(?:不必|不用|算|免)了|"
    r"(?:不是|不用|不要|别|没(?:说)?要?|谁要|不)(?:给我|再|想|要|办|弄)*(?:退货退款|仅退款|退款|退货|退钱|换货?|修|维修|补寄?|补发)"
    r"|(?:这个|那个|这张|先)(?:退货退款|仅退款|退款|退货|换货|维修|补寄)(?:我|俺)?(?:不要|不办|不弄|先不办|算了)"
    r"|(?:咋|怎么|为啥|干嘛)(?:又|还|就|成|变|给我|办)*(?:是|成|成了|了)?(?:退货退款|仅退款|退款|退货|换货|维修|补寄)"
    r"|又(?:变|成|改)+(?:成|了|回)*(?:退货退款|仅退款|退款|退货|换货|维修|补寄)")


def denies_type(text: str) -> bool:
    """Whether a clause denies the type that it names (不用补啦, 不是补寄呀)."""
    return _DENIES_TYPE.search(_plainly(text)) is not None


def gives_goods_back(text: str) -> bool:
    """Whether words give the goods themselves back, and not only ask for money (退了吧, 不想要了, 想退)."""
    return re.search(
        r"不想?要了|退(?:了|掉|吧|呗)|(?:想|要)退(?![款钱我一点部货换])|(?:还|寄|退)给?(?:你们|商家|店家)", text
    ) is not None and not is_question(text)


def names_other_choice(text: str) -> bool:
    """Whether a clause names the other of two choices that are asked about (还是只能退钱)."""
    return text.startswith(("还是只能", "还是得", "还是要", "还是就只能", "只能"))


def compares_types(text: str) -> bool:
    """Whether words ask which of two types is the better (换货跟维修哪个快)."""
    named = {each for each in "退换修补" if each in text}
    asks = re.search(r"哪[个种样](?:快|好|划算|更|比|合适)|还是|比", text)
    if re.search(r"(?:是|给|要)[^，,]{0,3}[退换修补][^，,]{0,4}还是[^，,]{0,4}[退换修补]", text) is not None:
        return len(named) > 1 and is_question(text)  # 你们是给修还是给换
    better = re.search(r"[退换修补].{0,10}(?:会不会|是不是|更|比较|要不要)(?:更|比较)?(?:好|划算|合适|快)", text)
    if better is not None and is_question(text):
        return True  # 或者补四棵给我会不会好点
    return len(named) > 1 and asks is not None and re.search(r"快|好|划算|合适|省事|[吗不?？]$", text) is not None


def _sends_nothing(denied: str) -> bool:
    return "换" not in denied and (denied[-1] in "寄去货" or "寄" in denied)


def leaves_choice(clauses: Sequence[Clause]) -> bool:
    """Whether clauses leave the choice between two types open (要么补个对的 要么退钱 哪个快)."""
    return sum(clause.plain.startswith("要么") for clause in clauses) > 1 or (
        any(re.search(r"哪[个种]快(?:就|弄|来|给)?", clause.plain) for clause in clauses)
        and len({each for clause in clauses for each in "退换修补" if each in clause.plain}) > 1
    )


def speaks_of_complaint(text: str) -> bool:
    """Whether words speak of complaining, and not only of what comes if (再拒我就投诉)."""
    return re.search(r"投诉|举报|告他|告你|平台|12315|消协|曝光|起诉", text) is not None


def declines_return(text: str) -> bool:
    """Whether words do not want to give the goods back (我不想退 能修就行, 不是退款)."""
    return re.search(r"不(?:想|要|是|用)?退(?!货行|不)", text) is not None and not is_question(text)


def besides_complaint(text: str) -> bool:
    """Whether words ask for another way than to complain (除了投诉还有别的路没)."""
    return re.search(r"除了(?:投诉|举报)|不(?:想|用)?投诉的话", text) is not None


def wants_order_cancelled(text: str) -> bool:
    """Whether words want an order that has not come cancelled (算了直接取消吧, 把订单取消)."""
    return re.search(
        r"(?:订单|直接|还是|就|给我|帮我)?(?:取消|不要)(?:得?了|吧|掉|订单)"
        r"|^[嗯那对我俺就]*(?:要|想|得)取消(?:一下|这单)?$", text
    ) is not None and not is_question(text)
