"""What words tell of harm: who is hurt, what may hurt and how; what only sounds like it, and what takes it back.

A pain of old (老毛病 医生让泡脚), what is feared (怕以后夹到手), what is hot or red and hurts nobody (染红了),
goods that do not do what they are made for (打火机不冒火): all no harm, whatever they sound like.
"""

import re
from collections.abc import Sequence
from typing import Optional

from shouhou.dialogue.asking import is_question

SHOCK, CHEMICAL, BATTERY, GAS, FIRE = "shock", "chemical", "battery", "gas", "fire"
SCALD, CUT, FOOD, SKIN, SMELL, OTHER = "scald", "cut", "food", "skin", "smell", "other"
SWALLOWED, EYES = "swallowed", "eyes"
# No harm yet, and to be stopped: what trips the fuse, what is found in food, what was eaten or drunk of it.
POWER, EATEN, TAKEN = "power", "eaten", "taken"
INJURY, DANGER = "report_injury", "report_danger"

_EYES = r"(?:进|溅|喷|弄|飞|崩)(?:到|进|入)?(?:了)?[^，,]{0,6}眼|眼睛?里?(?:进|溅)"
_SWALLOWS = r"(?:吞|咽)(?:下|了|进|到|掉)"
# The first that fits counts: what is on the skin outweighs what the skin looks like, a shock what it comes from.
_KINDS: tuple[tuple[str, str], ...] = (
    (GAS, r"燃气|煤气|天然气|液化气|瓦斯"),
    (SWALLOWED, _SWALLOWS),
    (
        SHOCK,
        r"触电|漏电|带电|电麻|麻手|(?:让|被|给|把)[^，,]{0,8}电(?:了|着|到)|电(?:到|着)(?:了|我|人|手|他|她|妈|爸|孩|娃|老)"
        r"|(?:摸|碰).{0,6}麻|麻了[我一]",
    ),
    (
        CHEMICAL,
        r"农药|打药|漏药|药水|除草|杀虫|洁厕|清洁[剂液]|清洗[剂液]|去污|消毒[液水]|84|漂白|强[酸碱]|盐酸|硫酸|烧碱|腐蚀|油漆|胶水|溶剂|机油|制冷[剂液]"
        r"|(?:皮|身|手|脸|眼|背|脊梁|腿|脚)[^，,]{0,6}(?:沾|溅|喷|洒)",
    ),
    (EYES, _EYES),
    (BATTERY, r"电池|充电宝|电瓶|鼓包|鼓起|平衡车|锂电|漏液"),
    (FIRE, r"冒烟|着火|起火|冒火|火[花星苗]|烧[焦着坏了糊起黑]|焦|糊味|爆炸|短路|蓝光|打火"),
    (SCALD, r"烫"),
    (CUT, r"划|割|扎[了到伤破]|流血|出血|夹[到伤着了住]|碎玻璃|玻璃渣|砸"),
    (
        FOOD,
        r"(?:吃|喝|咽|吞|尝).{0,24}(?:拉|吐|疼|痛|恶心|难受|不舒服|中毒|麻|肿|过敏|心慌|手抖|晕)|拉肚子|上吐|呕吐|食物中毒|闹肚子",
    ),
    (SKIN, r"过敏|红[了肿一斑块]|[发变]红|痒|疹|疙瘩|起泡|肿|脱皮|裂口|烂脸|刺痛|火辣"),
    (SMELL, r"味|刺鼻|甲醛|熏|呛"),
)
_TOOL = r"锂电|充电|电动|无线"
_OF_SAFETY = re.compile(
    r"(?:怎么|咋|如何)(?:办|弄|整|处理|放|搁|急救)|[啥什么]+办|要不要(?:紧|去|送|看|扔|断|报)|要紧|危险|安全|会不会|(?:还|敢|能|可以|先).{0,6}(?:用|吃|喝|睡|充|骑|穿|修|拆|摸|碰|开)"
    r"|放(?:哪|着|阳台)|晾|通风|散味|会好|扔|打(?:119|120|电话)|去医院|看医生|看大夫|冲|洗|严重|有事|没事|先弄|先干|自燃|爆"
)
_OF_REQUEST = re.compile(r"单子|提交|交(?:上|没|了)|退|钱|运费|投诉|商家|地址|寄|赔|换|照片|进度|人工|电话给|客服")

# What is no doing of these goods: an ailment of old, what a doctor advised, what the goods were bought for.
_OF_OLD = re.compile(
    r"老毛病|老寒腿|(?:好|很)?多年|好几年|[几十]年了|一直有|常年|从小|一到[^，,]{0,4}就|体质|鼻炎|风湿|高血压|糖尿病|前阵子|前段时间|术后|产后"
    r"|(?:医生|大夫|牙医)(?:都|也|又)?(?:说|让|叫|建议|推荐|嘱咐|交代)(?:是)?(?:要|得|我|她|他|多|可以|给|们|应该)*"
    r"(?:泡|用|换|买|戴|垫|睡|穿|多|做|坐|贴|吃软|热敷)|才买|特意买|想买|(?:在家|急着?|等着?)[^，,]{0,4}用"
)
_FEARED = re.compile(
    r"^(?:我)?(?:就|都|也|真|还)?(?:是)?(?:怕|担心|生怕|万一|以免|免得|防止|要是|如果)|(?:怕|担心|生怕|万一|以免|免得)(?:以后|将来|哪天|会|再|她|他|孩子|娃)"
    r"|(?:再|万一|以后|哪天)[^，,]{0,8}(?:咋办|怎么办|咋整)|(?:着火|起火|漏电|触电|烫伤)的时候"
)
_NO_HARM = re.compile(
    r"(?:没有?人?|不是|并没|没见|不(?:会|再)?|未)(?:冒烟|起火|着火|冒火|漏电|鼓包?|烧|炸|爆|受伤|伤着|伤到|烫伤|烫着|烫到|割|划)"
    r"|[炸爆割划烫](?:不|得不)|不(?:够|太|怎么|咋)?烫|(?:一点儿?|根本|完全)都?不[烫麻]|烫手(?!了|指|背|心)|染[红黑绿]|红得|掉色|磨红"
    r"|(?:烤|煎|炒|煮|炸|烙|蒸)[^，,]{0,6}[焦糊煳]|糊底|(?:防|防止)(?:漏电|触电|烫|火|割|爆)|漏电(?:保护|开关)|阻燃"
    r"|[气急]炸|炸裂的|恶心(?:死|人|坏)|(?:看|想|真|太|好|够)(?:着|起来)?(?:都|就)?恶心|不?过敏(?:体质|原|性|测试)|防过敏|抗过敏"
    r"|(?:没|没有|不)(?:敢)?(?:过敏|红肿|拉肚子|吐)"
)
_DRAINS = re.compile(
    r"掉电|耗电|电量|续航|待机|充满|剩\d|不耐用|漏电(?:太|很|好|挺|特别|这么)?快|[一半]天就没电|手机"
    r"|手表|手环|耳机"
)
_TOUCHED = re.compile(r"麻|电(?:到|着|了)|触电|打(?:手|人|我)|摸|碰|水")
_WHO_IS_HURT = re.compile(r"谁(?:受伤|伤|烫|出事)|没(?:人|谁)(?:受伤|出事)|(?:人|我)没(?:事|受伤)")
_IS_IT_NORMAL = re.compile(r"(?:正常|要紧|有事|算毛病)(?:不|吗|么|嘛)")

_BODY = re.compile(
    r"手|脚|腿|胳膊|膝盖|脸|眼|皮肤|身上|嘴|牙|肚|头|胃|伤|血|疼|痛|烫[到着人伤]|过敏|吐|拉稀|医院|医生|中毒|晕|疹|划[破到]|割|扎|触电"
    r"|电[到着]|呛|噎|喘|难受|不舒服|发烧|住院|救|人(?!为|工|家)|娃|孩子|宝宝|老人|我[妈爸婆]"
)
_BURSTS = r"(?:玻璃|杯|瓶|盖|壶|罐|锅|门|灯|袋|电池|宝|台面|面板)[^，,]{0,8}(?:炸|爆)(?:了|裂|开|碎)"
_SURE_HARM = re.compile(
    r"冒烟|起火|着火|冒火|火花|漏电|电到|鼓包|鼓起|爆炸|炸了|烧伤|烫伤|流血|划伤|割伤|受伤|住院|短路|糊味|冒蓝光|触电|烧黑|麻了[我一]"
    rf"|{_BURSTS}"
)
_HURT = re.compile(
    r"(?:手|胳膊|膝盖|脸|眼睛?|皮肤|身上|嘴|脖子|腿|脚|屁股|肚子)[^，,不没]{0,5}(?:红|肿|流血|出血|起泡|烫|划|割|痒|发麻|伤|火辣|疹|疙瘩|脱皮|裂口)"
    r"|恶心|呕吐|拉肚子|上吐|过敏|烫伤|烧伤|火辣辣|触电|(?:让|被|叫|给)[^，,不没]{0,8}电(?:了|着|到)|电(?:着|到)(?:我|俺|他|她|手|人|孩)"
)
# A body after what was taken or done: it is the two together that tell of harm.
_SEVERAL = re.compile(r"好几")  # 咳嗽好几天了 asks nothing
_SICK = re.compile(
    r"(?:吃|喝|尝|舔|咽)(?!出).{0,24}(?:一直吐|想吐|又吐|吐了|吐得|上吐|呕|拉肚子|拉稀|又拉|拉了|便血|带血|没精神|肚子[疼痛]|胃[疼痛]|恶心|头晕"
    r"|心慌|手抖|抽搐|发烧|中毒|[嘴舌][^，,]{0,3}麻|精神[^，,]{0,2}(?:不好|差))"
)
_SWALLOWED = re.compile(
    rf"(?:珠|电池|磁|零件|螺|扣|碎|玩具|纽|钉|塑料|硬币)[^，,]{{0,8}}(?:{_SWALLOWS})"
    rf"|(?:{_SWALLOWS}).{{0,6}}(?:珠|电池|磁|零件)"
)
_HIT = re.compile(
    r"(?:味|甲醛|刺鼻|熏).{0,16}(?:咳|头[晕疼痛]|流泪|喘|恶心|呕|过敏)|"
    r"(?:摔|跌|磕|栽)(?:下来|了一跤|倒|了).{0,12}(?:疼|痛|起不来|肿|破|血|动不了|骨折)|骨折|崩(?:掉|断)[^，,]{0,3}牙|牙[^，,]{0,3}崩(?:掉|断)了"
    rf"|{_EYES}.{{0,12}}(?:疼|痛|哭|红|睁不开|看不)"
)
_GOODS_FOR_PETS = re.compile(
    r"(?:[猫狗犬]|宠物)(?:咪|猫)?(?:粮|砂|条|罐|窝|绳|包|笼|爬|抓|零食|玩具|厕|盆|碗|用|衣|链|牵)|热狗"
    r"|猫耳|猫眼|狗皮膏"
)
_PET = re.compile(
    r"[猫狗犬喵]|毛孩子|主子|泰迪|金毛|柯基|布偶|英短|美短|二哈|哈士奇|边牧|博美|仓鼠|兔子|兔兔|鹦鹉|乌龟|宠物|鱼(?=[^，,]{0,4}(?:死|翻))"
)
_PET_HURT = re.compile(
    r"吐|拉(?:了|稀|肚|得|血)|血|没精神|精神[^，,]{0,2}(?:不好|差)|不吃(?:东西|饭|食)|抽(?:搐|风)|死|[夹烫划割伤扎卡](?:了|到|住|伤|着|破|坏)|瘸|中毒|过敏|[肿痒]|红了|[一片]红"
    r"|看(?:了)?兽?医|去(?:了)?(?:宠物)?医院"
)
_PERSON = re.compile(r"(?:我|孩子|娃|宝宝|老人|妈|爸|人)(?:的|家)?(?:手|脚|脸|腿|胳膊|肚|身|也|都|被)")
_PAST = re.compile(
    r"昨[天晚儿]|前[天晚]|前几天|上(?:个)?[周月]|[\d一二两三四五六七几]+天(?:前|了)|早就?(?:拔|扔|停|断)"
    r"|好(?:一)?(?:点|些)了|已经(?:好|停|不|拔)"
)
_UNHURT = re.compile(
    r"人(?:都|倒|是)?没(?:啥|什么|大)?事|没(?:有)?(?:人|谁)(?:受|烫|出|被)?(?:伤|事|到)|没(?:伤|烫|电|吓)(?:到|着)|没受伤|[手脚脸腿]没(?:啥|什么|大)?事|没(?:啥|什么)大?事|没大事"
)
_NEVER_SAID = re.compile(
    r"老毛病|老寒腿|(?:谁|没|又没|没有)(?:跟你)?说[^，,]{0,8}(?:受?伤|烫|烟|火|病|电|医院|事)|打什么\s*1[12]\d|打1[12]\d干|看什么(?:医生|病)|不看医生|哪来的(?:伤|火|烟)"
    r"|不是(?:人|我|真的?)?(?:受伤|生病|着火|冒烟|出事)|没人(?:受伤|生病)|没有?(?:冒烟|着火|起火|漏电)"
)
_PET_NOT_PERSON = re.compile(
    r"是[我]?(?:家|们家)?(?:的)?[^，,]{0,3}[猫狗鼠兔][^，,]{0,2}不是人|不是人[，, ]*(?:吃|是)|人没吃"
)
_CAUTIONS: tuple[tuple[str, "re.Pattern[str]"], ...] = (
    (POWER, re.compile(r"跳(?:了)?闸|空开[^，,]{0,4}跳|(?:烧|断)(?:了)?保险|插头[^，,]{0,6}(?:黑|烫|化|焦)|短路")),
    (EATEN, re.compile(
        r"(?:吃|喝|咬|嚼|里)(?:面|头)?(?:出|到|有|着)[^，,]{0,8}(?:钉|铁丝|铁片|玻璃|虫|蛆|石子|塑料|针|老鼠"
        r"|蟑螂)"
    )),
    (
        TAKEN,
        re.compile(
            r"(?:宝宝|孩子|娃|宝贝|老人|儿子|闺女|女儿|[猫狗])[^，,]{0,8}(?:喝|吃|咽|吞|舔|啃|咬)(?:进|下|了|过|到|的).{0,8}(?:咋办|怎么办|咋整|有没有事|没事吧|要紧|怕|毒)"
        ),
    ),
)


def kind_of_harm(text: str, product: str = "") -> str:
    """The kind of harm that words tell of; `product`: what it came from, which may hold a battery."""
    found = next((kind for kind, said in _KINDS if re.search(said, text)), OTHER)
    return BATTERY if found == FIRE and re.search(_TOOL, product) else found


def real(text: str, whole: str = "") -> str:
    """Words without what only sounds like harm; `whole`: the message that they stand in."""
    if _OF_OLD.search(text) or _FEARED.search(text):
        return ""
    bare = _NO_HARM.sub("", text)
    if "漏电" in bare and _DRAINS.search(whole or text) and not _TOUCHED.search(whole or text):
        bare = bare.replace("漏电", "")  # 手表漏电太快
    return bare


def only_sounds_harmful(text: str, whole: str = "") -> bool:
    """Whether words sound like harm and tell of none (手表漏电太快, 老毛病 医生让泡脚)."""
    bare = real(text, whole)
    return bare != text and not (names_harm(bare) or _told(bare))


def told_harm(texts: Sequence[str]) -> Optional[str]:
    """The harm that the clauses of a message tell of outright: an injury or a danger; None for neither."""
    whole = "，".join(texts)
    told = [bare for text in texts if not is_question(_SEVERAL.sub("多", text)) and (bare := real(text, whole))]
    together = "，".join(told)
    hurt = any(_told(text) for text in told) or _SICK.search(" ".join(told)) or _HIT.search(" ".join(told))
    asked = any(_SWALLOWED.search(text) for text in texts)  # 娃把珠子吞下去了咋办
    if hurt or asked or pet_is_hurt(together):
        return INJURY
    return DANGER if any(_SURE_HARM.search(text) for text in told) else None


def _told(text: str) -> bool:
    return _HURT.search(text) is not None


def pet_is_hurt(text: str, product: str = "") -> bool:
    """Whether it is an animal that came to harm; `product` tells who is meant where nobody is named."""
    bare = _GOODS_FOR_PETS.sub("", text)
    named = _PET.search(bare) is not None and _PERSON.search(bare) is None
    meant = not _BODY_OF_SOMEBODY.search(bare) and _PET.search(product) is not None
    return (named or meant) and _PET_HURT.search(bare) is not None


_BODY_OF_SOMEBODY = re.compile(r"我(?!家)|孩子|娃|宝宝|老人|人(?!工)|手|脸|胳膊")


def is_past(text: str) -> bool:
    """Whether what is told is over (昨天烫了一下): first aid comes too late."""
    return _PAST.search(text) is not None


def says_unhurt(text: str) -> bool:
    """Whether words say that nobody is hurt (人没事)."""
    return _UNHURT.search(text) is not None and not is_question(text)


def takes_back(text: str) -> bool:
    """Whether words say that no such thing was told (那是老毛病, 没说着火)."""
    return _NEVER_SAID.search(text) is not None


def means_animal(text: str) -> bool:
    """Whether words set right that it is an animal, no person (是猫不是人)."""
    return _PET_NOT_PERSON.search(text) is not None


def cautions(texts: Sequence[str]) -> dict[str, str]:
    """What is to be stopped though nothing has happened yet, with the words that tell it (一煮饭就跳闸)."""
    found: dict[str, str] = {}
    for text in texts:
        kind = next((kind for kind, said in _CAUTIONS if said.search(text) and not re.search("没跳|不跳", text)), None)
        if kind is not None:
            found.setdefault(kind, text)
    return found


def asks_of_safety(text: str) -> bool:
    """Whether a question after a harm is one of safety (还能用不, 要不要去医院), not of a request or of money."""
    return _OF_SAFETY.search(text) is not None and _OF_REQUEST.search(text) is None


def tells_of_body(text: str) -> bool:
    """Whether words speak of a person or a body at all: without that nobody is hurt (涂层起泡掉了一块)."""
    return _BODY.search(text) is not None


def nearly_hurt(text: str) -> bool:
    """Whether somebody was nearly hurt, and was not (差点把我手给烫了)."""
    nearly = re.search(r"差一?点|险些|幸亏|幸好|还好没", text) is not None
    return nearly and re.search(r"流血|住院|肿|起泡|缝针|送医院", text) is None


def denies_danger(text: str) -> bool:
    """Whether words say that there is no danger, or ask if what they tell is normal (没冒烟, 就是有点烫)."""
    told = _WHO_IS_HURT.sub("", _NO_HARM.sub("", text))
    denies = told != text or _IS_IT_NORMAL.search(text) is not None
    return denies and _SURE_HARM.search(told) is None


def tells_of_hurt(text: str) -> bool:
    """Whether words tell of a body that is hurt (她胳膊上红了一块)."""
    return _told(real(text))


def wants_to_use(text: str) -> bool:
    """Whether words would use or mend what is a danger (能不能先修修给娃骑, 还能凑合用不)."""
    return re.search(
        r"(?:先|自己|凑合|接着|继续|还能?|能不能|可以).{0,4}(?:用|骑|坐|穿|吃|喝|充|开|修|戴|睡|烧)", text
    ) is not None


def names_harm(text: str) -> bool:
    """Whether words name a harm outright (冒烟, 鼓包, 受伤)."""
    bare = real(text)
    return _SURE_HARM.search(bare) is not None or _told(bare)
