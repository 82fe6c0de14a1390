"""Whose side a reason lies on, by the words that give it away."""

import re
from typing import Optional

from shouhou.language.homophones import correct
from shouhou.language.normalise import normalise

# The merchant does not answer or is rude.
_RUDE = re.compile(
    r"不回(?!来|去|充不)|不理|不搭[理腔]|不鸟|不吭声|不吱声?|不答[复应]|不响应|不作为|不睬|不接(?:我|俺|电话)"
    r"|不认账?|不管不问|不闻不问|不沟通|不肯|不讲信用|不守信|不承认|不兑现|不给退|不给换|不配合|不解释|不露面"
    r"|不动弹|不动手|态度|骂|辱|吼|凶我|敷衍|推脱|推诿|推卸|踢皮球|拖着|拖延|拖时间|爱[答搭]不理|爱理不理|已读"
    r"|联系不上|联系不到|失联|没人(?:回|理|管|接|应|看|搭理)|没一个人|没(?:有)?(?:任何)?回(?:音|复|应|信|话)"
    r"|没(?:了)?下文|没动静|没音信|不处理|不解决|不给办|拒绝(?:退|换|赔)|杳无音信|石沉大海|无动于衷|晾着|威胁"
    r"|恐吓|泄露|自动回复|机器自动|虚假(?:宣传|促销|承诺)|骚扰|不开发票|不给开|刷好评|刷单|好评返现|强制好评"
    r"|欺骗|忽悠|耍赖|出尔反尔|装死|装瞎|装没看见|玩失踪|玩消失|拉黑|人不见了|人影|找不到人|喊不答?应|叫不应"
    r"|打不通|一直占线|是空号|聊天关|offline|ghost|勿睬|唔理|唔覆|冇人理|冇覆我|no response|不?reply"
    r"|已经好几天没上线|私下(?:转账|加微信)|擅自|偷偷点|不接手"
)
# Late, lost or damaged on the way.
_DELIVERY = re.compile(
    r"物流|快递|运输|配送|派送|丢件|丢了|弄丢|丢失|寄丢|[没未](?:有)?收到(?!退款|钱|回复|短信|消息)|收不到货"
    r"|冇收到|没送到|没到货|还没到|未到货|没拿到东西|迟迟(?:没|不)(?:到|发|送)|送(?:得)?太?慢|发货慢|不发货"
    r"|[没未](?:有)?发货|还没发|没影|没来也没信|晚到|延误|延迟|送错|等太久|等不及|途中|路上|驿站|签收了但"
    r"|虚假(?:发货|签收|物流)|代签|被签收|点了签收|停滞|不更新|没更新|一直不动"
)
# Whatever else a merchant fails to do.
_MERCHANT = re.compile(
    r"(?:商家|卖家|上家|客服|店家|店主|掌柜|老板|店小二|他们|店铺|对方|seller|店员)[^,。]{0,8}?(?:不|没|拖|推|踢|凶|失踪|消失|晾|拒|毫无|跑路|关门|下线|找不到|一句话|半个字)"
)
# Faults outweigh a word of taste beside them.
_FAULT = re.compile(
    r"质量|破|裂|碎|坏|断|烂|漏|少[^女数]|缺|错发|发错|发成|寄成|假|仿|盗版|不符|不一样|不是(?:那|图|正)|瑕疵"
    r"|划[痕伤]|掉[色皮漆毛]|褪色|起球|起毛|开胶|开线|异味|有味|味道|臭|霉|过期|变质|虫|毛病|故障|失灵|不亮"
    r"|不转|不响|没反应|打不开|开不了|充不[进上]|没电|漏[水电气]|死机|黑屏|蓝屏|卡顿|噪音|杂音|发黄|生锈|变形"
    r"|二手|用过|翻新|三无|过敏|描述|型号不对|颜色(?:不对|不一|发)|斤两|缺斤|分量|吸力|声音|风力|效果|色差"
    r"|做工|空包裹"
)
# Changed mind, ordered wrongly, does not fit, does not please.
_TASTE = re.compile(
    r"不想要|不要了|不喜欢|不想买|不需要|用不[上着到]|赶不上用|没用了|[拍买下点选填写]错|申请错|按成|选成|拍多"
    r"|买多|多拍|多买|重复(?:下单|购买|拍|买)|买重|误(?:拍|点|买|操作|下单)|手滑|手抖|乱点|瞎点|乱拍|不小心"
    r"|尺码|尺寸(?!不符|做错|发)|码(?:数)?(?:不|偏|太|小|大)|不合[适身脚心意]|不和适|尺马|尺寸不合|不适合"
    r"|合不来|偏[大小长短]|太[大小长短肥瘦紧松宽窄]|[大小]了(?:一|半|点|些|两)?(?:个)?码?"
    r"|穿(?:不[下上]|着|起|上)|勒|不好看|嫌|后悔|反悔|不满意|冲动|改主意|变心|计划有变|价格(?:高|贵)|太贵|贵了"
    r"|降价|便宜|性价比|七天无理由|无理由|送人|家里(?:人)?(?:已经)?(?:有|买|不|喜欢)|老婆|老公|媳妇不|妈妈?不"
    r"|不习惯|风格|显(?:胖|黑|老)|款式|这个款|wrong size|不搭|已经有了|不稀罕|结不了团|耗不起|懒得|太丑|丑"
    r"|临时|买早了|个人原因|孩子(?:乱|偷|误)|小孩(?:乱|误)|颜色不喜欢"
)
_ORDER = (("service", _RUDE), ("logistics", _DELIVERY), ("service", _MERCHANT), ("goods", _FAULT), ("personal", _TASTE))


def reason_class(text: str, around: str = "") -> str:
    """One of goods, logistics, service, personal for a reason in the buyer's own words; goods when nothing tells.

    `around` is what the reason stands in, asked when the reason itself tells nothing (太慢了 in 快递太慢了).
    """
    return told_class(text) or told_class(around) or "goods"


def told_class(text: str) -> Optional[str]:
    """The class that a text's words tell; None when they tell none."""
    text = correct(normalise(text))
    return next((group for group, pattern in _ORDER if pattern.search(text)), None)
