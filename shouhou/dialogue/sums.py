"""What words say of money: a sum, a share, how many pieces of a pack, all of it, no idea."""

import re
from typing import Optional

from shouhou.dialogue.numerals import read_number

_NUMERAL = re.compile(
    r"[一二两三四五六七八九十百千]{2,}(?=块|元|$|[，,吧中行得可就给即])|(?<=退)[一二两三四五六七八九十百千]{1,5}(?=块|元)"
)
_SUM = re.compile(
    r"(?:退|补|赔)(?:我|给我|个|我个)?\s*(?P<given>\d{1,5}(?:\.\d{1,2})?)(?![\d码号天个次%只件双条套盒包瓶袋支枚本台斤桶筒罐杯盆株棵颗粒根片张把个箱听份度的])"
    r"|退[一-鿿]{1,3}\s*(?P<part>\d{2,5}(?:\.\d{1,2})?)(?=[块元吧，, ]|$)"
    r"|(?:^|(?<!不)(?:是|要|改成|就)\s*)(?P<named>\d{1,5}(?:\.\d{1,2})?)(?![\d码号天个次%只件双条套盒包瓶袋支枚本台斤桶筒罐杯盆株棵颗粒根片张把个箱听份度的])"
)


def sum_said(text: str, loosely: bool = False) -> Optional[int]:
    """The sum in fen that bare words ask for (退我100, 只退22); `loosely`: also 是100, where a sum is talked of."""
    text = _NUMERAL.sub(lambda match: str(read_number(match[0]) or match[0]), text)
    found = [
        match for match in _SUM.finditer(text) if match["given"] or match["part"] or (loosely and _is_sum(text, match))
    ]
    return round(float(found[-1]["given"] or found[-1]["part"] or found[-1]["named"]) * 100) if found else None


def _is_sum(text: str, match: "re.Match[str]") -> bool:
    """Whether a bare number is a sum: one that is named (是100), or said by itself (19.2吧)."""
    alone = re.fullmatch(r"(?:\d{2,}(?:\.\d+)?|[\d.]+[块元]\d*)(?:钱)?(?:吧|啊|呀|呢|就行|就好|可以)*", text.strip())
    return match.start("named") > 0 or alone is not None  # not the number of a list, 1 or 2


_PACK = re.compile(
    r"(\d{1,3}|[一二两三四五六七八九十]{1,3})\s*(?P<unit>只|个|件|条|双|盒|包|瓶|片|支|块|袋|枚|把|套|杯|盆|罐|桶|卷|本|株|棵|盏|张|根)(?:套)?装?"
)
_OUTER = re.compile(r"[×xX*]\s?(\d{1,3})(?![\d.]|\s?(?:cm|mm|m|米|厘米|寸)|[×xX*])\s?(?P<unit>[一-鿿])?")
_SOME_MONEY = re.compile(
    r"(?:退|补|赔)(?:我|给我|个|一下|点)*差价|差价.{0,3}(?:退|补|赔)(?!不)|[退赔补](?:我|给我)?(?:一?点儿?|一?些|一?部分)(?:钱|款|差价|给我)?"
    r"(?:吧|呗|就行|算了|给我|行不|可以|嘛|啊|$|[，,])"
)


def wants_part(text: str) -> bool:
    """Whether words ask for some of the money (退点钱吧)."""
    return _SOME_MONEY.search(text) is not None


def pieces_in(title: str) -> Optional[int]:
    """How many pieces a title says that it holds (6只装, 500g×4袋); None for none."""
    outer = _OUTER.search(title)
    if outer is not None:
        return read_number(outer[1])  # 12只×5筒: five of what is sold
    pack = _PACK.search(title)
    return read_number(pack[1]) if pack is not None else None


_ALIKE = ("袋包", "罐瓶桶杯", "棵株颗粒盆", "双对", "盒箱", "只枚片块张条根支把本盏卷件个")
_ANY_UNIT = "个件俩"  # any piece may be called so


def counts_alike(title: str, text: str) -> bool:
    """Whether the pieces that words name are those of a title (5棵: 两颗), and not parts of them (30套: 4罐)."""
    pack = _OUTER.search(title) or _PACK.search(title)
    said = _COUNT.search(text)
    unit = pack["unit"] if pack is not None else None
    if said is None or unit is None or said[0][-1] in (unit, *_ANY_UNIT):
        return True
    return any(unit in alike and said[0][-1] in alike for alike in _ALIKE)


def asks_money(text: str) -> bool:
    """Whether words ask for money, and not only for goods to be sent (补给我 is no money)."""
    return re.search(r"退|赔|钱|金额|差价|补偿|补(?:给)?(?:我|俺)?\d+(?:\.\d+)?[块元]", text) is not None


_PIECES_ASKED = re.compile(
    r"(俩|[0-9]{1,3}|[一二两三四五六七八九十]{1,3})\s*(?:只|个|件|条|双|盒|包|瓶|片|支|袋|枚|把|套|颗|斤|杯|盆|罐|桶|卷|本|株|棵|(?<=俩))[^，,]{0,3}?的?钱"
)


_THAT_PIECE = re.compile(
    r"(?:漏|坏|碎|烂|裂|死|破|少|缺)(?:了|掉)?的?那?(?:一)?(?:只|个|件|条|盒|包|瓶|片|袋|枚|杯|盆|罐|本)[^，,]{0,2}的?钱|那(?:一)?(?:瓶|个|件|盒|包|杯|盆|袋|罐|本|只)的?钱"
)
_SOME_PIECES = re.compile(
    r"(?:只|就|光|单)(?:要|退|赔|把)?(?:给我)?[^，,]{0,4}(?:烂|坏|碎|漏|破|少|死|裂)?的?(?:[0-9]{1,3}|[一二两三四五六七八九十]{1,3}|那几)(?:个|只|件|盒|包|瓶|杯|盆|颗|斤)[^，,]{0,4}(?:的?钱|赔|退)"
)


def asks_for_some(text: str) -> bool:
    """Whether the money of some pieces alone is asked for (就把烂的那三个赔给我)."""
    return _SOME_PIECES.search(text) is not None or pieces_asked(text) is not None


def pieces_asked(text: str) -> Optional[int]:
    """Of how many pieces the money is asked for (退我4盒的钱, 漏的那瓶的钱); None for none."""
    asked = _PIECES_ASKED.search(text)
    if asked is None and _THAT_PIECE.search(text):
        return 1
    return read_number(asked[1]) if asked is not None else None


def speaks_of_money(text: str) -> bool:
    """Whether words speak of money given back (退, 补, 赔), so that a share is one of the price."""
    return re.search(r"退|补|赔|钱|金额", text) is not None


def speaks_of_freight(text: str) -> bool:
    """Whether the money that words speak of is what sending costs (邮费38块, 寄回去要38块)."""
    return re.search(r"运费|邮费|快递费|寄(?:回去?|过去|一趟)?(?:就|得|还)?要\s?\d", text) is not None


_BARGAIN = re.compile(
    r"(?:那|要不|不然|就|还是|最多|最少|哪怕)*(?:退|给|补|赔)?我?(?P<sum>\d{2,5}(?:\.\d{1,2})?)[块元]?钱?"
    r"(?:呢|行不行?|行吗|可以[吗不]|[中成]不[中成]?|怎么样|咋样)[啊呀哦]*[?？]*"
)


def bargained(text: str) -> Optional[int]:
    """The sum in fen that a bargain names as another one (那80呢, 要不60行不); None for none."""
    match = _BARGAIN.fullmatch(text.strip())
    return round(float(match["sum"]) * 100) if match is not None else None


def names_unit_price(text: str) -> bool:
    """Whether the sum that words name is what one piece costs (12块5一个, 一张一块八)."""
    piece = r"(?:个|张|只|条|瓶|包|盒|袋|斤|件|双|支|枚|块|米)"
    price = r"(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百]+)[块元][\d一二三四五六七八九]?(?:钱)?"
    return re.search(rf"{price}(?:一|每|1){piece}|(?:一|每){piece}{price}", text) is not None


_SUM_ALONE = re.compile(r"(\d{1,5}(?:\.\d{1,2})?)\s*[块元]?钱?")


def sum_alone(text: str) -> Optional[int]:
    """The sum in fen, where the words are nothing but a sum (60块); None for other words."""
    match = _SUM_ALONE.fullmatch(text)
    return round(float(match[1]) * 100) if match is not None else None


_WHOLE_SUM = re.compile(r"全(?:退|额|部|款|都)|都(?:要|给我)?退|整个退|(?:所有|一共)的?钱")
_NO_IDEA = re.compile(
    r"不(?:知道|晓得|清楚|懂)|(?:你|您|恁|你们)(?:说|看着?|定|觉得|帮我算|算)|(?:咋|怎么|如何)算|多少(?:合适|好)|随便"
)


def whole_sum(text: str) -> bool:
    """Whether words ask for all of the money (全退啊, 全额)."""
    return _WHOLE_SUM.search(text) is not None


def denies_sum(text: str) -> bool:
    """Whether words deny the sum that they name, or wonder at it (不是49块9, 莫退39块9, 怎么变37了)."""
    return re.search(
        r"(?:不是|莫|别|不要|咋个?(?:是|成|变)?|怎么(?:是|成|变)(?:成|了)?)[^，,\d]{0,4}\d"
        r"|\d(?:\.\d+)?(?:块|元)?(?:钱)?(?:我|俺)?(?:就|也|先)?(?:不要|不申请|不用|算)了"
        r"|\d(?:\.\d+)?(?:块|元)?(?:钱)?[^，,\d]{0,4}(?:太少|少了|不够|哪里?够|打发)", text
    ) is not None


def has_no_idea(text: str) -> bool:
    """Whether words leave it to the other to say how much (俺也不知道该要多少, 你说咋算)."""
    return _NO_IDEA.search(text) is not None


_WORKED_OUT = re.compile(
    r"[\d.]+\s*(?:[-+*×x/÷]|除以?|乘以?|减|加)\s*[\d.]+.*?(?:[=\s]|等于|就是|是)\s*(\d{1,5}(?:\.\d{1,2})?)(?:元|块)?\D{0,3}$"
)


def result_of(text: str) -> str:
    """What a sum that is worked out comes to (74.5除5乘2 29.8); other words as they are."""
    match = _WORKED_OUT.search(text)
    return match[1] if match is not None else text


_LOSS = re.compile(
    r"误工|医药费?|药费|药膏|诊所|医院|看病|看医生|治疗费|挂号|营养费|精神(?:损失|赔偿)|[三十3]倍|一赔[三十]|惩罚性|打车|路费|跑腿费"
)
_CLAIMS = re.compile(r"赔|[出付给]|报销|承担|补|要|[0-9]|写")


def claims_loss(text: str) -> bool:
    """Whether words claim what is no part of the price: a doctor's bill, lost wages, triple damages (诊所186你们出)."""
    return _LOSS.search(text) is not None and _CLAIMS.search(text) is not None


def tells_of_promise(text: str) -> bool:
    """Whether the sum in words is one that was promised and never came (说补50块一直没给): none is asked for."""
    return re.search(
        r"(?:说|答应|承诺)(?:过|好|了|是)?(?:要|会)?(?:给我?)?(?:补|退|赔|返).{0,8}(?:没|不)|(?:答应|承诺).{0,8}\d"
        r"|\d[块元]?(?:钱)?(?:一直|到现在|至今|都|也|还)+没(?:有)?(?:给|退|到|收|见)", text
    ) is not None


_SHARE = re.compile(
    r"([一二两三四五六七八九十])分之([一二两三四五六七八九])|(?P<half>一半|半价|对半)|([一二两三四五六七八九])成"
)


def share_said(text: str) -> Optional[float]:
    """The share of the sum that words name (三分之一, 一半, 两成); None for none, or one that is denied."""
    found = None
    for match in _SHARE.finditer(text):
        if re.match(r"(?:肯定|可)?不(?:行|够|要|中)", text[match.end() :]):
            continue
        if match["half"]:
            found = 0.5
        elif match[1]:
            found = (read_number(match[2]) or 0) / (read_number(match[1]) or 1)
        else:
            found = (read_number(match[4]) or 0) / 10
    return found if found is None or 0 < found <= 1 else None


_COUNT = re.compile(
    r"(俩|[0-9]{1,3}|[一二两三四五六七八九十]{1,3})\s*小?(?:只|个|件|条|双|盒|包|瓶|片|支|袋|枚|把|套|颗|斤|杯|盆|罐|桶|卷|本|株|棵|(?<=俩))"
)


def count_said(text: str) -> Optional[int]:
    """How many pieces words name (两个杯子的); None for none."""
    found = _COUNT.search(text)
    if found is None:
        return None
    return 2 if found[1] == "俩" else read_number(found[1])


def says_only_sum(text: str) -> bool:
    """Whether words name a sum or a share and tell nothing besides (四十六块, 一半不行, 三分之一)."""
    bare = _NUMERAL.sub(lambda match: str(read_number(match[0]) or match[0]), text.strip(" ，,。吧啊呀的"))
    return _ONLY_SUM.fullmatch(bare) is not None


_ONLY_SUM = re.compile(
    r"(?:就|大概|差不多|那|退|要|是|还是|改成|按|改回)*(?:[0-9.]+|[一二两三四五六七八九十]+分之[一二两三四五六七八九]|一半|[一二两三四五六七八九]成)"
    r"(?:左右)?(?:块|元|钱|毛)*(?:不行|不够|就行|行不行|就好|可以|吧)*"
)


def counts_said(text: str) -> list[int]:
    """All the numbers of pieces that words name (三十来个, 坏四个)."""
    found = [read_number("二" if each == "俩" else each) for each in _COUNTS.findall(text)]
    return [number for number in found if number]


_COUNTS = re.compile(
    r"(俩|[0-9]{1,3}|[一二两三四五六七八九十]{1,3})(?:来|多)?\s*(?:只|个|件|条|双|盒|包|瓶|片|支|袋|枚|颗|斤|杯|盆|罐|桶|卷|本|株|棵"
    r"|(?<=俩))"
)


_PURSES = {
    "微信": "微信零钱", "零钱": "微信零钱", "支付宝": "支付宝余额", "余额": "平台余额", "储蓄卡": "储蓄卡",
    "银行": "储蓄卡", "信用卡": "信用卡",
}


_PAID = r"[卡咔]?(?:里)?(?:支付|付|给|买)"


def asks_which(text: str) -> bool:
    """Whether words put several purses to choose from (退微信还是卡)."""
    return re.search(rf"(?:{'|'.join(_PURSES)}|卡)[^，,]{{0,4}}还是", text) is not None


def tells_purse(text: str) -> bool:
    """Whether words say from which purse it was paid (我微信付的)."""
    return re.search(rf"(?:{'|'.join(_PURSES)}){_PAID}", text) is not None


def purse_paid_with(text: str) -> Optional[str]:
    """The purse that something was paid from, or the only one that is named; None where that is not said."""
    paid = re.search(rf"({'|'.join(_PURSES)}){_PAID}", text)
    named = dict.fromkeys(_PURSES[each] for each in re.findall("|".join(_PURSES), text))
    if paid is not None:
        return _PURSES[paid[1]]
    return next(iter(named)) if len(named) == 1 else None
