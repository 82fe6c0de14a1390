"""What words tell of the goods, the parcel, people and the merchant: danger, harm, arrival, loss, refusal."""

import re

_BODY = re.compile(
    r"手|脚|腿|胳膊|膝盖|脸|眼|皮肤|身上|嘴|牙|肚|头|胃|伤|血|疼|痛|烫[到着人伤]|过敏|吐|拉稀|医院|医生|中毒|晕|疹|划[破到]|割|扎|触电"
    r"|电[到着]|呛|噎|喘|难受|不舒服|发烧|住院|救|人(?!为|工|家)|娃|孩子|宝宝|老人|我[妈爸婆]"
)
_HARM = r"(?:冒烟|起火|着火|冒火|漏电|鼓包?|烧|炸|爆|受伤|伤着|伤到|烫伤|烫着|烫到)"
_NO_HARM = re.compile(rf"(?:没有?人?|不是|并没|没见|不){_HARM}")
_WHO_IS_HURT = re.compile(r"谁(?:受伤|伤|烫|出事)|没(?:人|谁)(?:受伤|出事)|(?:人|我)没(?:事|受伤)")
_IS_IT_NORMAL = re.compile(r"(?:正常|要紧|有事|算毛病)(?:不|吗|么|嘛)")
_SURE_HARM = re.compile(
    r"冒烟|起火|着火|冒火|漏电|电到|鼓包|鼓起|爆炸|炸了|烧伤|烫伤|流血|划伤|割伤|受伤|住院|短路|糊味"
)
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


def tells_of_body(text: str) -> bool:
    """Whether words speak of a person or a body at all: without that nobody is hurt (涂层起泡掉了一块)."""
    return _BODY.search(text) is not None


def says_sound(text: str) -> bool:
    """Whether words say that nothing is wrong with the goods (也没坏, 没有质量问题)."""
    return re.search(r"没(?:有)?(?:坏|毛病|问题|质量问题|瑕疵)|好好的|不是质量|完好", text) is not None


def nearly_hurt(text: str) -> bool:
    """Whether somebody was nearly hurt, and was not (差点把我手给烫了)."""
    nearly = re.search(r"差一?点|险些|幸亏|幸好|还好没", text) is not None
    return nearly and re.search(r"流血|住院|肿|起泡|缝针|送医院", text) is None


def denies_danger(text: str) -> bool:
    """Whether words say that there is no danger, or ask if what they tell is normal (没冒烟, 就是有点烫)."""
    told = _WHO_IS_HURT.sub("", _NO_HARM.sub("", text))
    denies = told != text or _IS_IT_NORMAL.search(text) is not None
    return denies and _SURE_HARM.search(told) is None


def tells_refusal(text: str) -> bool:
    """Whether words speak of a merchant who does not agree or does not answer."""
    return re.search(r"不(?:同意|答应|给|肯|认|理|回|管|批|退)|拒|没回", text) is not None


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


_HURT = re.compile(
    r"(?:手|胳膊|膝盖|脸|眼睛?|皮肤|身上|嘴|脖子)[^，,不没]{0,5}(?:红|肿|流血|出血|起泡|烫|划|割|痒|发麻|伤|火辣|疹)"
    r"|恶心|呕吐|拉肚子|上吐|过敏|烫伤|烧伤|火辣辣|触电|(?:让|被|叫|给)[^，,不没]{0,8}电(?:了|着|到)|电(?:着|到)(?:我|俺|他|她|手|人|孩)"
)
_FITS = re.compile(
    r"(?:夹|挤|顶|磨|勒|卡)(?:脚|脚趾|腰|肚子|裆|得慌|得很)|掉跟|不跟脚|不合脚|不合身|(?:偏|太|有点|稍微?)(?:大|小|紧"
    r"|松|肥|瘦|长|短)(?!声)"
)


def tells_of_hurt(text: str) -> bool:
    """Whether words tell of a body that is hurt (她胳膊上红了一块)."""
    return _HURT.search(text) is not None


def calls_for_somebody(text: str) -> bool:
    """Whether words call for somebody who does not come (人呢, 没人理我)."""
    return re.search(
        r"人呢|没人(?:理|回|管|来|吗|么)|还?有(?:没有)?人(?:吗|没|么|在)|客服呢|怎么没人|喂", text
    ) is not None


def asks_for_person_when(text: str) -> bool:
    """Whether words ask when a person comes (人工啥时候回我)."""
    return re.search(
        r"(?:人工|客服|真人|专人|有人).{0,6}(?:啥时候|什么时候|多久|几时|好久|多长时间|还没|咋还|怎么还|呢)|(?:啥时候|什么时候|多久|几时|好久).{0,6}(?:人工|客服|真人|有人|给我(?:回|打))"
        r"|(?:还要?|要)(?:排|等)(?:多久|好久|几个)", text
    ) is not None


def wants_to_use(text: str) -> bool:
    """Whether words would use or mend what is a danger (能不能先修修给娃骑, 还能凑合用不)."""
    return re.search(
        r"(?:先|自己|凑合|接着|继续|还能?|能不能|可以).{0,4}(?:用|骑|坐|穿|吃|喝|充|开|修|戴|睡|烧)", text
    ) is not None


def tells_no_stock(text: str) -> bool:
    """Whether words speak of goods that are not in stock."""
    return re.search(r"没货|缺货|断货|没有?(?:这个|那个)?(?:码|号|尺码|颜色|色)|卖完|没得货", text) is not None


def names_harm(text: str) -> bool:
    """Whether words name a harm outright (冒烟, 鼓包, 受伤)."""
    return _SURE_HARM.search(text) is not None or tells_of_hurt(text)


def forgets(text: str) -> bool:
    """Whether words say that something was forgotten in ordering (下单时忘勾以旧换新了)."""
    return re.search(r"忘(?:了|记)?|没(?:有)?(?:勾|选|点|填)(?:上)?", text) is not None


def speaks_of_fault(text: str) -> bool:
    """Whether words speak of a fault of the goods, were it but as a question (过了七天质量问题还能申请不)."""
    return re.search(r"(?<!没有)(?<!没)(?<!不是)质量|坏(?!了没)|发错|毛病|瑕疵|破损|变质|(?<!没)烂", text) is not None


def tells_of_fit(text: str) -> bool:
    """Whether words tell that something to wear does not fit (夹脚得很)."""
    return _FITS.search(text) is not None


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


def asks_for_call(text: str) -> bool:
    """Whether words want to be called (给我打个电话)."""
    return re.search(
        r"(?:给|跟)(?:我|俺|咱)(?:回|打)(?:个|一个)?(?:电话|过来)|(?:打|回)(?:个)?电话(?:给|跟)我"
        r"|谁(?:给)?.{0,2}打电话", text
    ) is not None
