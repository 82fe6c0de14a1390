"""What is asked of what is filed: whether something stands in it, was read, seen, told, paid, or is over."""

import re


def asks_whether_done(text: str) -> bool:
    """Whether words ask if something under way has been done (退款有消息没, 商家回了没)."""
    return re.search(
        r"(?:有|没)(?:消息|动静|结果|回信|进展|下文)|(?:回|好|到|批|退|处理|弄|办|审"
        r"|同意)[了好完过]*没(?:有)?[啊呀呢]?[?？]*$"
        r"|记(?:到|下|上)了?没|还在(?:办|处理|弄)(?:吧|吗|不)|怎么样了|咋样了|到哪(?:一?步|了)|[退换修补]了吗", text,
    ) is not None


def asks_if_over(text: str) -> bool:
    """Whether words ask if a time is over (到底过没过)."""
    return re.search(r"过没过|过了(?:没|吧|吗|么)|过期(?:没|吗)|到几号", text) is not None


def asks_if_written(text: str) -> bool:
    """Whether words ask if something stands in what is filed (过敏有没有写进去, 记下来了吗)."""
    return re.search(
        r"(?:写|记|加|填|备注)(?:进去|上去|上|下来|下|到)?了?(?:没(?:有)?|吗|么)|有(?:没有)?(?:给我)?(?:写|记"
        r"|加)(?:进|上|下|到)", text
    ) is not None


_OF_SENT = re.compile(
    r"(?:转|发|说|写|留)给?(?:了)?(?:商家|店家|卖家|老板|他们?)的?(?:那|这)?(?:一?[句条段]话?|话|里面?|留言|内容)+(?:里面?|中)?(?:你|都|是|到底|有没有|有|现在)*(?:写|说|提|加|带|怎么写|讲)"
    r"|(?:那|刚才?的?|上面)一?[句条](?:话|留言)?(?:里面?|中)(?:你|都|有没有|有|到底)*(?:写|说|提|加|带)"
    r"|(?:给|跟)(?:商家|店家|卖家|老板)(?:说|转|发|留)的?是?(?:什么|啥|怎么写)"
)


def asks_of_sent(text: str) -> bool:
    """Whether words ask what stands in the message to the merchant (转给商家那句里写了380没)."""
    asks = re.search(r"(?:没(?:有)?|吗|么|不|啥|什么|呢)[啊呀呢]?[?？]*$|有没有", text.strip()) is not None
    return asks and _OF_SENT.search(text) is not None


def sends_no_more(text: str) -> bool:
    """Whether words fear that the parcel is sent all the same, or want the urge to ship dropped (别又给我发过来)."""
    return re.search(
        r"(?:别|不要|不会|可别|莫)(?:又|再|还)*(?:给我|给俺)?发(?:货|过来|来|出)|催.{0,8}(?:不用|别|不要)(?:再)?管|还会(?:再|给我)*发(?:货|过来)?(?:吗|不|么)|"
        r"(?:不用|别|不要)(?:再)?催(?:发货|他|了)", text
    ) is not None


def asks_if_read(text: str) -> bool:
    """Whether words ask if the merchant gets to read what was told (赔的事商家看得到不)."""
    return re.search(r"(?:商家|店家|卖家|他们?|那边).{0,4}(?:能)?看(?:得|不)?(?:到|见)", text) is not None


def asks_if_seen(text: str) -> bool:
    """Whether words ask if the merchant gets what was sent (照片他能看到吗, 商家收到图没)."""
    of_picture = re.search(r"照片|图|视频|凭证|那张", text) is not None
    return of_picture and re.search(
        r"看(?:得|不)?(?:到|见)|收(?:得)?到|给(?:他|商家)(?:了|看)|发过去", text
    ) is not None


def asks_of_sound_ones(text: str) -> bool:
    """Whether words ask if those of the goods that are fine may be used (那7条没问题的我洗了用，影响不)."""
    sound = re.search(
        r"(?:没(?:有)?(?:问题|毛病|坏|瑕疵)|(?<![不最])好的)的?(?:那|这|几|\d|条|个|件|只|双)*"
        r".{0,6}(?:洗|用|穿|吃|戴)", text
    )
    return sound is not None and re.search(r"影响|行不|[吗么嘛]|可不可以|能不能|不[?？]*$", text) is not None


def asks_if_found_later(text: str) -> bool:
    """Whether words ask what to do should lost goods turn up (后来找到咋办, 后来眼镜找着了呢)."""
    return re.search(
        r"(?:后来|后面|万一|要是|如果|回头|到时候|之后|假如)[^，,。]{0,8}(?:找到|找着|又到了?|送到|送来|冒出来|出现)(?:了)?[^，,。]{0,6}"
        r"(?:呢|咋办|怎么办|咋整|[吗?？])", text
    ) is not None


def sent_back_unfiled(text: str) -> bool:
    """Whether words tell of goods sent back without a request (自己寄回去了，没走申请; 签收的是你们，我寄回去的)."""
    back = re.search(r"寄回(?:去|来)?(?:了|的|给)|退回去的|寄给你们", text) is not None
    alone = re.search(
        r"自己(?:就|先|直接)?寄|没(?:有)?(?:走|提|交|点|办)?(?:过)?申请"
        r"|你们(?:已经|都)?签收|签收的是(?:你们|商家)", text
    )
    return back and alone is not None and re.search(r"换货|维修|还没寄|要是|如果", text) is None


def asks_if_told(text: str) -> bool:
    """Whether words ask if the merchant has been told (那你跟商家说了没)."""
    return re.search(
        r"(?:跟|给|告诉|问)?(?:商家|店家|他)?.{0,4}(?:说|转[告达]?|问|讲|告诉)(?:商家|店家|卖家|老板|他)?(?:了"
        r"|过).{0,8}(?:没(?:有)?"
        r"|吗)[啊呀呢]?[?？]*$", text
    ) is not None


def asks_whether_paid(text: str) -> bool:
    """Whether words ask if the money has come (钱到了没 看看)."""
    return re.search(r"(?:钱|退款|款)(?:到账?|到|退|打)(?:了)?(?:没(?:有)?|吗|不)", text) is not None


_SEVERAL = re.compile(r"[两三四几]个?[单件订申]|[俩仨]|那[两三几]个|[两三几]个(?:都|还|那)|分别|各自|都(?:交|提交|办)"
r"|所有|全部")
_ASKED_WORDS = (
    # 有没有写只补左侧板一块; 说明里写没写线杯是歪的
    re.compile(r"(?:有没有(?:给我|帮我)?(?:写|记|加|备注)(?:上|明|清楚|进去)?|(?:写|加)没(?:写|加))(?P<said>.{2,})$"),
    # 吊牌没了那句写进去没; 我刚说的只补左侧板一块写进去了吗; 过敏有没有写进去
    re.compile(
        r"^(?P<said>.{2,}?)(?:的事儿?|[这那][句点条个])?(?:有没有|你?(?:给|帮)我|都|也|你)*(?:写|记|加|填"
        r"|备注)(?:进去|上去|上|下来|下|到|好)*了?"
        r"(?:没(?:有)?|吗|么|$)"
    ),
)
_IS_WRITTEN = re.compile(  # 单子上写的到底是不是42.5, 申请里写的是换货吧
    r"(?:写|填|记|报)(?:的|了|着)*(?:到底|究竟)*(?:是不是|是|着)(?P<said>.+?)(?:对吧|没错吧|是吧|吧|吗|么)?[啊呀]?[?？]*$"
)
_AROUND_WORDS = re.compile(
    r"^(?:\d[、.．]|那个|这个|那|哦|我|俺|刚才?|说|讲|的|是|就是|问|售后单|单子|申请|备注|说明|里面?|上面?|上|你|把"
    r"|现在|照片也?)+|[啊呀呢嘛吗么?？。！!，, ]+$"
)
_OF_SHEET = re.compile(r"(?:单子?|申请|售后|说明|备注|原因|一栏)(?:里|上|中)?面?$|^(?:进去|上去|上|下|到|啊|了|没有?$)")
_LEAST_ASKED = 2  # characters that name something


def speaks_of_several(text: str) -> bool:
    """Whether words speak of more than one thing that was filed (我两个单子, 那俩还在不在)."""
    return _SEVERAL.search(text) is not None


def asks_if_there(text: str) -> bool:
    """Whether words ask if what was filed is still there (那俩还在不在)."""
    return re.search(r"还在(?:不在|吗|不|吧)|在不在", text) is not None


def asked_words(text: str) -> str:
    """The words of which it is asked whether they stand in what is written (吊牌没了那句写进去没); empty for none."""
    written = _IS_WRITTEN.search(text.strip(" ?？。！!"))
    if written is not None and (words := _AROUND_WORDS.sub("", written["said"])):
        return words
    for said in _ASKED_WORDS:
        match = said.search(text.strip(" ?？。！!"))
        if match is not None:
            words = _AROUND_WORDS.sub("", match["said"])
            if len(words) >= _LEAST_ASKED and not _OF_SHEET.search(words):
                return words
    return ""
