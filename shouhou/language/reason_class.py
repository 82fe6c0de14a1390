"""Whose side a reason lies on, by the words that give it away."""

import re

from shouhou.language.normalise import normalise

_SERVICE = re.compile(
    r"(?:商家|卖家|客服|店家|店主|掌柜|老板|店小二|他们|店铺|对方)(?:[^,。]{0,6})?"
    r"(?:不|没|拖|推|踢|骂|凶|敷衍|失踪|失联|装死|消失|玩失踪|已读|晾|踢皮球|耍赖|拒|态度|毫无|跑路|关门|下线|联系不上|找不到)"
    r"|不(?:回|理|搭理|鸟|吭声|处理|答复|回复|响应|作为|退款|给退|给换|兑现|承认|睬)|态度|骂|辱|敷衍|推脱|推诿|推卸|踢皮球|拖着|拖延|爱答不理|爱理不理|已读|联系不上|失联"
    r"|没人(?:回|理|管|接|应)|没(?:有)?回(?:音|复|应|信)|晾着|威胁|恐吓"
    r"|泄露|机器自动回|虚假(?:宣传|促销|承诺)|骚扰|不开发票|不给开|刷好评|欺骗|耍赖|出尔反尔|ghost|勿睬|唔理|唔覆|不动弹|不动手|拖时间|已经好几天没上线"
)
_LOGISTICS = re.compile(
    r"物流|快递|运输|配送|派送|丢件|丢了|弄丢|丢失|寄丢|没收到|未收到|收不到|没送到|没到货|还没到|未到货|没到|迟迟|太慢|送慢|发货慢|不发货|没发货|未发货|还没发|晚到|延误|延迟"
    r"|送错(?:地方|地址)|等太久|等不及|途中|路上|驿站|签收了但|虚假(?:发货|签收|物流)|代签|被签收|停滞|不更新|没更新|一直不动"
)
_PERSONAL = re.compile(
    r"不想要|不要了|不喜欢|不想买|不需要|用不[上着到]|没用了|拍错|买错|下错|点错|选错|填错|申请错|拍多|买多|多拍|多买|重复(?:下单|购买|拍|买)|买重|误(?:拍|点|买|操作)|手滑|手抖|乱点"
    r"|乱拍|尺码|码(?:数)?(?:不|偏|太|小|大)|不合[适身脚心]|不适合|合不来"
    r"|偏[大小长短]|太[大小长短肥瘦紧松宽窄]|[大小]了(?:一|半|点|些)?码?|穿(?:不[下上]|着|起)|不好看|嫌|后悔|不满意|不合心意|冲动|改主意|变心|价格(?:高|贵)|太贵|贵了|降价|便宜"
    r"|性价比|七天无理由|无理由|送人|家里(?:人)?(?:有|买|不)|老婆|老公|妈妈?不|不同意买|不习惯|风格|显(?:胖|黑|老)"
    r"|款式|wrong size|不搭|已经有了|不稀罕|结不了团|耗不起|太丑|丑"
)
# Signs of a fault that outweigh a word of taste or delivery in the same reason (快递把箱子摔碎 stays logistics).
_GOODS = re.compile(
    r"质量|破|裂|碎|坏|断|烂|漏|少|缺|错发|发错|假|仿|不符|不一样|不是(?:那|图|正)|瑕疵|划痕|掉[色皮漆毛]|褪色|起球|开胶|开线|异味|有味|味道|臭|霉|过期|变质|虫|毛病|故障|失灵|不亮"
    r"|不转|不响|没反应|打不开|开不了|充不[进上]|没电|漏[水电气]|死机|黑屏|蓝屏|卡顿|噪音|杂音|发黄|生锈|变形|二手|用过|翻新|三无|过敏|描述|型号不对|颜色(?:不|发)|斤两|缺斤|分量"
)


def reason_class(text: str) -> str:
    """One of goods, logistics, service, personal for a reason in the buyer's own words; goods when nothing tells."""
    text = normalise(text)
    if _SERVICE.search(text):
        return "service"
    if _LOGISTICS.search(text):
        return "logistics"
    if _GOODS.search(text):
        return "goods"
    return "personal" if _PERSONAL.search(text) else "goods"
