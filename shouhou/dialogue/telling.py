"""What words tell of the goods, the parcel and the merchant: arrival, loss, refusal, fit."""

import re

_URGENT = re.compile(
    r"急|等着?|要用|娃|孩子|老人|宝宝|发烧|生日|考试|结婚|上班|出差|周末|明天|后天|热|冷|病"
)


def tells_condition(text: str) -> bool:
    """Whether words tell that goods were opened or used (拆开用过), which is no fault of theirs."""
    return re.search(
        r"吊牌(?!还|都?在|没|完好|齐|也在|全)|剪了?标|剪(?:掉|了)|激活|插(?:了)?卡|(?:拆|开)(?:开|封|了|过)|用过|穿过|洗过|试(?:过|穿)|戴过"
        r"|用了[一两几]?次|(?:穿|戴)(?:了|过)?(?:[一两三几]|好几|\d)[次回遍]|(?:穿|戴)出(?:门|去)", text,
    ) is not None


def tells_arrival(text: str) -> bool:
    """Whether words speak of the parcel's coming after all."""
    return re.search(r"送(?:到|来|过来)|到了|收到|签收|拒收|来了|又.{0,4}(?:发|寄)|还.{0,3}寄来", text) is not None


def tells_dispatch(text: str) -> bool:
    """Whether words speak of goods that are sent off yet (他今天要是发货我就要)."""
    return re.search(r"(?<!不)(?<!没)发(?:了|货|出|过?来)", text) is not None


def tells_receipt(text: str) -> bool:
    """Whether words speak of when something was received or bought."""
    return re.search(r"签收|收到|到手|拿到|收的|到的|到货|收货|买的|取的|领的", text) is not None


def denies_receipt(text: str) -> bool:
    """Whether words say that a day is not the one of receipt (签收不是11月30日)."""
    return re.search(r"(?:签收|收到|收货)的?(?:日期|时间|那天)?不是|不是.{0,12}(?:签收|收到|收货)", text) is not None


def tells_failure(text: str) -> bool:
    """Whether words ask what comes of a repair or an exchange that fails."""
    return re.search(
        r"修不好|没货|换不了|退不了|坏了?的?不|还(?:是)?(?:坏|臭|响|漏|这样|一样|不行|有问题|有味|掉|断|不亮|不热"
        r"|不准)", text
    ) is not None


def says_sound(text: str) -> bool:
    """Whether words say that nothing is wrong with the goods (也没坏, 没有质量问题)."""
    return re.search(r"没(?:有)?(?:啥|什么)?(?:坏|毛病|问题|质量问题|瑕疵)|好好的|不是质量|完好", text) is not None


def tells_refusal(text: str) -> bool:
    """Whether words speak of a merchant who does not agree or does not answer."""
    return re.search(r"不(?:同意|答应|给|肯|认|理|回|管|批|退)|拒|没回", text) is not None


def tells_denial(text: str) -> bool:
    """Whether words speak of a merchant who says no (他要是拒绝呢)."""
    return re.search(r"不(?:同意|答应|给|肯|认|批|退|让|接受)|拒", text) is not None


def tells_silence(text: str) -> bool:
    """Whether words speak of a merchant who says nothing (他一直不理, 过了时间不回)."""
    return re.search(
        r"不(?:理|回(?!去)|管|吭|答复|回复|处理|吱声)|没(?:回(?!去)|动静|反应|答复|处理|人理|理)|超时|过了?(?:时间"
        r"|点|期限)|装死", text
    ) is not None


def spares_sending(text: str) -> bool:
    """Whether the merchant's words say that nothing is to be sent (师傅三天内上门, 不用寄回)."""
    spares = r"上门|(?:不用|无需|不必|不需要|免|不要|先别)(?:再)?(?:寄|退回|发回)|师傅.{0,6}(?:联系|过去|来)"
    return re.search(spares, text) is not None and re.search(r"寄(?:到|回|至)(?!来)", text) is None


def tells_rudeness(text: str) -> bool:
    """Whether words tell of a merchant who was rude (找店家还骂我)."""
    return re.search(r"骂|吼|凶我|态度|辱|威胁|没礼貌|不礼貌|怼", text) is not None


def names_place(text: str) -> bool:
    """Whether the merchant's words hold an address to send to."""
    return re.search(r"[省市区县镇].{2,}|[路街道巷]\S{0,4}\d|仓|\d{11}|收件", text) is not None


def tells_urgency(text: str) -> bool:
    """Whether words say why it is urgent (孩子发烧等着用呢)."""
    return _URGENT.search(text) is not None


_DEADLINE = re.compile(
    r"(?:(?:下?周|星期|礼拜)[一二三四五六日天末]|[0-9一二三十]{1,3}[号日]|[明后]天|月底|节前"
    r"|国庆|中秋|春节|过年)[^，, ]{0,6}?(?:前|要|用|得|必须|一定|出门|走|出差)"
)


def tells_deadline(text: str) -> bool:
    """Whether words say by when something must be there (周五之前一定要到)."""
    return _DEADLINE.search(text) is not None


def scolds_conduct(text: str) -> bool:
    """Whether words but scold how the merchant behaves, and tell nothing of it yet (你们卖家什么态度啊)."""
    return re.search(
        r"(?:什么|啥)态度|态度(?:也)?(?:太|真|很|好)?(?:差|恶劣|烂)|太(?:过分|欺负人|气人)|欺负人"
        r"|(?:卖家|商家|店家).{0,4}(?:过分|黑心|坑人)", text
    ) is not None


def speaks_of_payment(text: str) -> bool:
    """Whether words name a way in which one pays (微信付的)."""
    return re.search(r"微信|支付宝|花呗|银行卡|信用卡|储蓄卡|零钱|余额", text) is not None


def tells_loss(text: str) -> bool:
    """Whether words speak of a parcel that gets lost."""
    return re.search(r"[弄搞寄]?丢[了件失]|丢$|不见了|找不(?:到|着)", text) is not None


def hurries(text: str) -> bool:
    """Whether words want somebody hurried up."""
    return re.search(r"快点|快些|赶紧|尽快|催", text) is not None


def tells_delay(text: str) -> bool:
    """Whether words speak of a parcel that is slow or was not sent (发货太慢)."""
    return re.search(r"发货|没发|不发|物流|快递|包裹|太慢|没到|没动", text) is not None


_ONLY_OPENED = re.compile(r"激活|插卡|插了卡|拆封|拆开|开封|拆了|拆过")
_FREIGHT = re.compile(r"运费|邮费|快递费|到付|自理|包邮")


def only_opened(text: str) -> bool:
    """Whether a condition that is told is that of goods opened, not of goods used (激活过)."""
    return _ONLY_OPENED.search(text) is not None


def speaks_of_freight(text: str) -> bool:
    """Whether words speak of the parcel's freight (运费到付)."""
    return _FREIGHT.search(text) is not None


_FITS = re.compile(
    r"(?:夹|挤|顶|磨|勒|卡)(?:脚|脚趾|腰|肚子|裆|得慌|得很)|掉跟|不跟脚|不合脚|不合身|(?:偏|太|有点|稍微?)(?:大|小|紧"
    r"|松|肥|瘦|长|短)(?!声)"
)


def tells_no_stock(text: str) -> bool:
    """Whether words speak of goods that are not in stock."""
    return re.search(r"没货|缺货|断货|没有?(?:这个|那个)?(?:码|号|尺码|颜色|色)|卖完|没得货", text) is not None


_MISSING = re.compile(
    r"(?<![多至不减年缺])(?:少|漏|缺)(?:了|发|寄|给|装|放|配)*(?:$|[一两二三四五六七八九十几0-9个件包颗根只片双套袋块节把条那]|第|[一-鿿]{1,4}$)"
    r"|没(?:有)?(?:给|配|附|放|装)(?:我)?(?!我?(?:回|打|退|修|换|说|钱|信|电话))[一-鿿]{1,6}|(?:里面|盒子里|箱子里|包装里)(?:也)?没(?:有)?[一-鿿]{2,6}$"
    r"|[0-9一二两三四五六七八九十百]+[个件只包条本瓶袋双根支片块套盒]?.{0,12}(?:只|才|就)?(?:来|到|给|发|寄|收到|数)(?:了|的)?(?:只|才|就)?(?:有)?[0-9一二两三四五六七八九十百]+[个件只包条本瓶袋双根支片块套盒]"
)
_NO_PIECE = re.compile(
    r"斤|两$|克|分量|重量|秤|钱|[缺少](?:点|货|德|心)|少(?:女|年|说|放|油|糖)"
    r"|多少|缺[口边角]|掉了|(?:发|寄|来|送)(?:成|错)"
    r"|漏(?:了|着|出|的)?(?:是|都是|全是)?(?:[水气油电风光液墨雨音奶汤粉沙尿漆胶]"
    r"|一(?:桌|地|床|身|路|滩|柜|屋|手|包里|大片))|漏$"  # it leaks
    r"|[少漏缺](?:了|印|刻|写)*(?:一|两|几)?个?(?:字|笔)"
)


def tells_missing(text: str) -> bool:
    """Whether words tell that pieces or parts are missing (少个电池, 没给螺丝, 说是20个 来了15个): they can be sent."""
    return _MISSING.search(text) is not None and _NO_PIECE.search(text) is None


def forgets(text: str) -> bool:
    """Whether words say that something was forgotten in ordering (下单时忘勾以旧换新了)."""
    return re.search(r"忘(?:了|记)?|没(?:有)?(?:勾|选|点|填)(?:上)?", text) is not None


def speaks_of_fault(text: str) -> bool:
    """Whether words speak of a fault of the goods, were it but as a question (过了七天质量问题还能申请不)."""
    return re.search(r"(?<!没有)(?<!没)(?<!不是)质量|坏(?!了没)|发错|毛病|瑕疵|破损|变质|(?<!没)烂", text) is not None


def tells_of_fit(text: str) -> bool:
    """Whether words tell that something to wear does not fit (夹脚得很)."""
    return _FITS.search(text) is not None


def tells_of_wound(text: str) -> bool:
    """Whether words tell that something to wear hurts the skin (后跟磨破皮了), which no other size would mend."""
    return re.search(r"磨(?:得|的|出|起)?.{0,4}(?:破|红|泡|血|皮)|起泡|出血|破皮|[刮划]伤", text) is not None


def tells_measure(text: str) -> bool:
    """Whether words tell that goods have not the measure that was ordered (短了10公分, 尺寸不对)."""
    return re.search(
        r"(?:短|长|窄|宽|小|大|矮|高|薄|厚|少|差|多)了?(?:整整|差不多|将近|大概|有|得)?[0-9一二两三四五六七八九十半几]+(?:\.\d+)?(?:公分|厘米|毫米|米|寸|尺|cm|mm|m)"
        r"|(?:尺寸|长度|宽度|高度|大小|规格)(?:都|就|也|完全)?(?:不对|不符|错|有误|不一样|不准)|(?:量|测)(?:出来"
        r"|下来|了).{0,4}(?:只|才|是)", text,
        re.IGNORECASE,
    ) is not None


def asks_to_check(text: str) -> bool:
    """Whether words ask how to see or mend by oneself what is wrong (教我怎么检查, 是不是我没弄对)."""
    return re.search(
        r"(?:怎么|咋|如何|怎样|咋个)(?:检查|看它?是?不?是?坏|晓得|判断|调(?!整价|货|解)|校|配对|连(?:接|上|网|不)|设置|弄[好准]|处理一下)"
        r"|(?:配对|校准|调试|重置|对码|连接)的?(?:步骤|方法|办法)|(?:^|[你您请烦能以会就])教(?:教)?(?:我|一?下)|(?:哪里|哪儿|啥)没(?:弄|装|按|插|调)"
        r"|是不是我(?:不会|没|哪|用错|按错|弄错|操作)|我(?:不会用|用错|弄错|按错)|还是我(?:不会|没)", text
    ) is not None


def speaks_of_food(text: str) -> bool:
    """Whether words speak of what is eaten (食品赔十倍)."""
    return re.search(r"食品|吃|喝|过期|异物|保质期|奶|零食|水果|变质|发霉|[千千]元|一千|十倍", text) is not None


BEFORE_COMING = (
    r"(?:师傅|人|快递员?|小哥|他们?)?(?:上门|过来|来(?:家里?|修|取|装|拿)?|取件|登门|到家"
    r"|出发)(?:之)?前(?:能|先|可|请|麻烦|一定|要|得|也|都|给我|跟我|提前|务必|[不以])*[^，, ]{0,3}"
    r"(?:打|来|联系|约|通知|说)"
    r"|(?:上门|来(?:家里?|修|取|装)?|取件)的?时候?(?:能|可以|麻烦|请|要|得|也)*(?:先|提前)[^，, ]{0,3}"
    r"(?:打|联系|约|通知)"
    r"|(?:先|提前)(?:给我|跟我)?(?:打|来)(?:个)?电话[^，, ]{0,4}(?:再|约)[^，, ]{0,2}(?:来|上门|时间|过来)"
    r"|(?:让|叫|请|要)(?:师傅|修的人|取件的?|快递员?|小哥|上门的)[^，, ]{0,8}(?:打|联系)"
    r"|(?:师傅|快递员|小哥)[^，, ]{0,8}(?:打(?:我|个)?电话|给我打|联系我|先打)"
)


def wants_call_before(text: str) -> bool:
    """Whether whoever comes is to ring before (师傅来之前能先给我打电话吗, 上门前先联系我): no call from the desk."""
    return re.search(BEFORE_COMING, text) is not None and re.search(r"打|联系|电话", text) is not None


def asks_for_call(text: str) -> bool:
    """Whether words want to be called (给我打个电话), and not by who comes to the door."""
    return not wants_call_before(text) and re.search(
        r"(?:给|跟)(?:我|俺|咱)(?:回|打)(?:个|一个)?(?:电话|过来)|(?:打|回)(?:个)?电话(?:给|跟)我"
        r"|谁(?:给)?.{0,2}打电话", text
    ) is not None


_MINE = re.compile(
    r"寄回|退回|寄还|(?<!给)我(?:这边|自己|自个|们)?(?:还|要|得|先|来|去|就|再|用不用|用|需要)*寄|旧的|坏的|原来那"
)


def sends_to_buyer(text: str) -> bool:
    """Whether words speak of what the merchant sends to the buyer (不会又给我寄个2.6的来吧)."""
    return _MINE.search(text) is None and re.search(r"(?:给我|又|再)[寄发]|[寄发][^回还]{0,8}来", text) is not None


def speaks_of_what_comes(text: str) -> bool:
    """Whether words that speak of sending mean what the merchant sends, and nothing that goes back (螺丝啥时候寄)."""
    return re.search("[寄发]", text) is not None and _MINE.search(text) is None


_TAG = re.compile(r"吊牌|标签|水洗标|唛头|牌子(?=剪|撕)")
_CUSTOM = re.compile("定制|定做|订制|订做")
_GETS_RID = re.compile("扔|丢掉|丢了")
_FIRST_THEN = re.compile("才(?:会|能|给)?(?:我)?[发换寄补退]")
_COMPARED = {"repair": "修", "exchange": "换", "resend": "补(?!.{0,4}钱)", "refund": "退|部分.{0,2}钱|补.{0,4}钱"}


def speaks_of_tag(text: str) -> bool:
    """Whether words speak of the tag that goods had."""
    return _TAG.search(text) is not None


def made_to_order(text: str) -> bool:
    """Whether goods, or words of them, are of what was made to order."""
    return _CUSTOM.search(text) is not None


def gets_rid(text: str) -> bool:
    """Whether words would throw the goods away."""
    return _GETS_RID.search(text) is not None


def one_then_other(text: str) -> bool:
    """Whether it is asked if the one comes before the other: that is so, though nothing is sent yet (…你们才发)."""
    return _FIRST_THEN.search(text) is not None


def types_compared(text: str) -> list[str]:
    """The types of request that words name beside each other, `refund` for some or all of the money (修和换哪个快)."""
    return [name for name, said in _COMPARED.items() if re.search(said, text)]
