"""What the tables of this floor know of a text, as numbers for the classifier."""

import re
from collections.abc import Sequence
from datetime import date

import numpy as np

from shouhou.language.amounts import find_amounts
from shouhou.language.dates import find_days
from shouhou.language.embed import Matrix
from shouhou.language.fault_words import FAULT, PARTY
from shouhou.language.phrases import find_anger, find_later, find_order_refs
from shouhou.language.portions import find_pieces, find_shares
from shouhou.language.products import find_products
from shouhou.language.request_types import find_request_types

# Whether a day is named does not hang on the day of asking, which keeps the classifier free of the clock.
_ANY_DAY = date(2026, 1, 1)
_QUESTION = re.compile(r"[?]|吗|呢|么|怎|如何|哪|几|多久|什么|咋|啥|能不能|可不可|是不是|有没有")
_SHORT = 10
# Words that name a matter whatever is said of it: a matter with few examples is known by them.
_MATTERS = {
    "parcel": r"快[递地第]|物流|包[裹果]|运单|派[送件]|揽[收件]|中转|分拨|驿站|快递柜|丰巢|取件|在途|parcel|package|tracking",
    "shipping": r"发[货出走]|出[库货仓]|寄[出走]|备货|配货|打包|预售|仓库|现货|ship",
    "arriving": r"[到送](?:货|达|到)|能到|[几哪]天到|到哪|到了没|在路上|送[来过]|eta|arriv|deliver",
    "signed": r"签收|代签|妥投|本人收",
    "address": r"地址|收[货件]人|门牌|收货电话|改派|转寄|搬家|address",
    "invoice": r"发票|开票|抬头|税号|专票|普票|票据|报销|红冲|统编|载具|invoice|fapiao",
    "price": r"[保宝]价|价保|降[价了]|差价|买贵|便宜了|跌了?价|涨价|掉价|补差|price",
    "part of the sum": r"退[一1]半|退[点些]|补[我点]|赔[我点偿]|[一二三四五六七八九]成|打[个一二三四五六七八九]?折|部分(?:退|款)|差额|少退|只退",
    "missing": r"[少缺漏](?:了|发|件|个|一|两|给|装)|没(?:见|有|配|给|装|附)|不见|配件|零件|螺丝|说明书",
    "gift": r"赠品|送的|礼品|买一送一|附赠|gift",
    "wrong good": r"[发寄]错|发成|寄成|拍的(?!时候).{0,6}[来到收发给]|不是我[买拍要]|wrong",
    "counterfeit": r"假[货的]|仿|正品|冒牌|山寨|高仿|验[货真]|真假|fake",
    "danger": r"冒.{0,2}烟|[着起]火|漏电|触电|电(?:到|了|着)(?:我|人|手)|麻(?:了|手|一下|到)|爆(?!款|单|仓|料|珠)|鼓[包起]|烧(?:焦|黑|糊|起|着|坏|化)|火[花星苗]|自燃|短路|发[烫热]|滚烫|煤气|漏气|焦味|砸(?:到|着|了|中)",
    "hurt": r"受伤|[烫扎划割砸夹摔烧]伤|[烫扎划割砸夹](?:到|着|破|了|出)(?:我|手|脚|人|孩子|脸|血)?|流血|出血|过敏|[红发]?肿|起疹|红疹|起泡|拉肚子|腹泻|拉稀|呕吐|吐了|恶心想吐|头[晕疼]|中毒|医院|医生|去医|急诊|缝了|送医|发[痒炎]",
    "insurance": r"运[费废]险|保险|理赔|insurance",
    "freight": r"运[费废]|邮费|快递费|路费|垫付|垫了|到付|freight",
    "going back": r"寄回|退回|回寄|退货地址|寄到哪|寄给谁|寄哪|上门取|取件",
    "a repair": r"修|检测|返厂",
    "an exchange": r"换(?:货|新|的|个|过来)",
    "a complaint": r"投诉|举报|告[他它她状]|12315|消协|工商|媒体|起诉|曝光",
    "the platform": r"平台|官方|介入|小二|仲裁|判",
    "reviews": r"[好差中]评|评价|返现|五星|review",
    "money elsewhere": r"转[账帐]|私下|加微信|微信转|红包|线下|扫码|二维码|链接|验证码|屏幕共享|银行卡号|保证金",
    "papers": r"身份证|证件|实名|人脸|隐私|注销|删[掉除]|清[除空]",
    "a refusal": r"拒绝|驳回|不[同批通]|没通过|不给退|不肯|不让",
    "evidence": r"照片|图片|截图|视频|凭证|证据|上传|拍照|录像|聊天记录",
    "ways of paying": r"花呗|信用卡|分期|先用后付|代付|亲情卡|余额|银行卡|零钱|白条|原路",
    "vouchers": r"优惠[券卷]|红包|满减|积分|[券卷](?!商)|国补|补贴|以旧换新|津贴",
    "size": r"尺[码寸]|[大小]一?[码号]|码数|[0-9]{2}码|斤|身高|体重|腰围|size|[sxml]{1,3}码",
    "the queue": r"排队|排[到着第几]|前面(?:还)?(?:有)?几|第几位|转人工.{0,6}(?:多久|没|哪)",
    "waiting": r"[一二两三四五六七八九十几半0-9]+(?:个)?(?:多)?(?:天|星期|礼拜|周|月|小时).{0,6}(?:还没|没|不|了)|还没|迟迟|一直",
    "a form": r"填错|写错|选错|改[成为一个]|修改|更正|撤",
}
_MATTER_PATTERNS = {name: re.compile(source) for name, source in _MATTERS.items()}
_NAMES = (
    *("good", "day", "amount", "order", "anger", "later", "none", "fault", "party", "question"),
    *("refund_only", "return_refund", "exchange", "repair", "resend", "refund", "return_or_exchange"),
    *("nothing", "good alone", "fault alone"),
    *("share", "pieces", *_MATTERS),
)
_PORTIONS = (("share", find_shares), ("pieces", find_pieces))
_COLUMNS = {name: column for column, name in enumerate(_NAMES)}


def cue_rows(texts: Sequence[str]) -> Matrix:
    """One row of zeros and ones per canonical text."""
    rows = np.zeros((len(texts), len(_NAMES)), dtype=np.float32)
    for row, text in enumerate(texts):
        rows[row, [_COLUMNS[name] for name in _cues(text)]] = 1.0
    return rows


def _cues(text: str) -> set[str]:
    kinds = {str(each.value) for each in find_request_types(text)}
    found = kinds | {str(each.value) for each in find_later(text)}
    present = {
        "good": next(find_products(text), None),
        "day": next(find_days(text, _ANY_DAY), None),
        "amount": next(find_amounts(text), None),
        "order": next(find_order_refs(text), None),
        "anger": next(find_anger(text), None),
        "fault": FAULT.search(text),
        "party": PARTY.search(text),
        "question": _QUESTION.search(text),
    }
    found |= {name for name, thing in present.items() if thing is not None}
    matters = {name for name, pattern in _MATTER_PATTERNS.items() if pattern.search(text)}
    matters |= {name for name, find in _PORTIONS if next(find(text), None) is not None}
    if not found:
        found.add("nothing")
    if "question" not in found and "good" in found and len(text) < _SHORT:
        found.add("good alone")
    if "question" not in found and "fault" in found and not kinds:
        found.add("fault alone")
    return found | matters
