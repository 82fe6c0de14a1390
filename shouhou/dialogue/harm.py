"""What kind of harm words tell of, so that the advice fits it: the fitting thing to do first."""

import re

SHOCK, CHEMICAL, BATTERY, GAS, FIRE = "shock", "chemical", "battery", "gas", "fire"
SCALD, CUT, FOOD, SKIN, SMELL, OTHER = "scald", "cut", "food", "skin", "smell", "other"

# The first that fits counts: what is on the skin outweighs what the skin looks like, a shock what it comes from.
_KINDS: tuple[tuple[str, str], ...] = (
    (GAS, r"燃气|煤气|天然气|液化气|瓦斯"),
    (
        SHOCK,
        r"触电|漏电|带电|电麻|麻手|(?:让|被|给|把)[^，,]{0,8}电(?:了|着|到)|电(?:到|着)(?:了|我|人|手|他|她|妈|爸|孩|娃|老)"
        r"|(?:摸|碰).{0,6}麻",
    ),
    (
        CHEMICAL,
        r"农药|打药|漏药|药水|除草|杀虫|洁厕|清洁[剂液]|清洗[剂液]|去污|消毒[液水]|84|漂白|强[酸碱]|盐酸|硫酸|烧碱|腐蚀|油漆|胶水|溶剂|机油|制冷[剂液]"
        r"|(?:皮|身|手|脸|眼|背|脊梁|腿|脚)[^，,]{0,6}(?:沾|溅|喷|洒)",
    ),
    (BATTERY, r"电池|充电宝|电瓶|鼓包|鼓起|平衡车|锂电|漏液"),
    (FIRE, r"冒烟|着火|起火|冒火|火[花星苗]|烧[焦着坏了糊起]|焦|糊味|爆炸|炸了|短路"),
    (SCALD, r"烫"),
    (CUT, r"划|割|扎[了到伤破]|流血|出血|血|夹[到伤着了]|碎玻璃|砸"),
    (
        FOOD,
        r"(?:吃|喝|咽|吞|尝).{0,14}(?:拉|吐|疼|痛|恶心|难受|不舒服|中毒|麻|肿|过敏)|拉肚子|上吐|呕吐|食物中毒|闹肚子",
    ),
    (SKIN, r"过敏|红[了肿一斑块]|[发变]红|痒|疹|起泡|肿|脱皮|烂脸|刺痛|火辣"),
    (SMELL, r"味|刺鼻|甲醛|熏|呛"),
)
_TOOL = r"锂电|充电|电动|无线"
_OF_SAFETY = re.compile(
    r"(?:怎么|咋|如何)(?:办|弄|整|处理|放|搁|急救)|[啥什么]+办|要不要(?:紧|去|送|看|扔|断|报)|要紧|危险|安全|会不会|(?:还|敢|能|可以|先).{0,6}(?:用|吃|喝|睡|充|骑|穿|修|拆|摸|碰|开)"
    r"|放(?:哪|着|阳台)|晾|通风|散味|会好|扔|打(?:119|120|电话)|去医院|看医生|看大夫|冲|洗|严重|有事|没事|先弄|先干|自燃|爆"
)
_OF_REQUEST = re.compile(r"单子|提交|交(?:上|没|了)|退|钱|运费|投诉|商家|地址|寄|赔|换|照片|进度|人工|电话给|客服")


def kind_of_harm(text: str, product: str = "") -> str:
    """The kind of harm that words tell of; `product`: what it came from, which may hold a battery."""
    found = next((kind for kind, said in _KINDS if re.search(said, text)), OTHER)
    return BATTERY if found == FIRE and re.search(_TOOL, product) else found


def asks_of_safety(text: str) -> bool:
    """Whether a question after a harm is one of safety (还能用不, 要不要去医院), not of a request or of money."""
    return _OF_SAFETY.search(text) is not None and _OF_REQUEST.search(text) is None
