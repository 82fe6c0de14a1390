"""What words ask for outright, whatever they were taken for: the last day, a doctor's bill, who decides, a price.

Each matter is a pattern over the message, its clauses parted by blanks; the clauses that it stands in are the asking.
"""

import re
from collections.abc import Sequence
from typing import Optional

from shouhou.dialogue.asking import asks_if_it_matters, asks_leave, is_question
from shouhou.dialogue.matter import Matter
from shouhou.dialogue.matters_between import BETWEEN
from shouhou.dialogue.matters_of_filed import OF_FILED
from shouhou.dialogue.message import Clause
from shouhou.dialogue.telling import only_opened, tells_condition

NO_REASON, WINDOW = "faq/no_reason_days", "ask_window_open"
USED, OPENED = "faq/used_washed_worn", "faq/opened_goods"
MEDICAL, FIRST_AID, DECIDES = "ask_medical_costs", "ask_first_aid", "ask_who_decides"
LATE, SCAM, PART_PRICE = "faq/late_shipping_compensation", "report_scam_contact", "ask_part_price"
TRADE_IN, REORDER, SHIPS, CANCELLED = "ask_trade_in", "ask_reorder", "ask_ships_still", "ask_is_cancelled"
PICTURE_LATER, MERCHANT_SAID = "ask_evidence_later", "ask_merchant_message_answer"
MESSAGE_NUMBER = "ask_message_number"
AGREED_YET, DISPATCHED = "ask_agreed_yet", "ask_ship_time"
PAID, FILED, DEADLINE, CUT = "ask_refund_arrival", "ask_is_filed", "ask_how_long", "ask_refund_amount"
ARRIVES, REFUND_WAY, OTHER_LOSS = "ask_arrival", "ask_refund_way", "request_compensation"
WHICH_FIRST, FASTEST, DATA = "faq/new_one_first", "faq/which_type_is_better", "faq/data_on_device"
RECORDING, PICKUP, UNIT_PRICE = "ask_recording", "request_pickup", "ask_unit_price"
EXCEPTION, COUPON, OTHER_ACCOUNT = "ask_exception", "ask_for_coupon", "ask_other_account"
TRIPLE, SUBSIDY, COUPON_BACK = "faq/triple_damages", "faq/subsidy_order", "faq/coupon_and_red_packet"

_SEVEN = r"(?:7|七)[天日]"
_COUNTED = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})[天日]"
_CARE = (
    r"(?:看(?:病|伤|手|脚|医生|大夫)|检查|治疗|治病|治伤|医药|医疗|药(?=费|钱|花)|药[膏水]|创可贴|医院|大夫|医生|挂号|住院|体检|拍片|门诊|急诊"
    r"|(?:皮肤|眼|骨|外|内|口腔)科)"
)
_ASKED = r"(?:$|[ ?？])"
_TIME = r"(?:[啥什]么?时候|几时|几号|哪一?天|多久|几天|多长时间|好久|什么时间|何时)"
_PURSE = r"微信|支付宝|银行[卡咔]|零钱|余额|卡|花呗|信用卡"
_CHARGED = (
    r"(?:收不收|要不要|用不用)(?:我|给|收|付|出|另外?)*(?:的)?(?:钱|费)|(?:要|得)(?:给|收|付)?钱(?:不|吗|么|嘛)"
    r"|[要收](?:我)?(?:好多|多少|几多)"
)


_MATTERS = (
    Matter(
        NO_REASON,
        r"无理由.{0,10}(?:几号|几点|哪一?天|截止|到期|过期|过没过|过了|还剩|算不?算|24点|今天|还(?:有|在|算)|什么时候)"
        rf"|(?:算|在|属于?|有无|有没有|可有|适用|享受|没过|没超).{{0,4}}{_SEVEN}(?:之?内|以内|头|里|期|无理由|之说)"
        rf"|{_SEVEN}(?:之?内|以内|头|里|期)?.{{0,3}}(?:过没过|过了?没|过了[吗吧]|超了?没|满没满|算不算|没得{_ASKED}|还[在算])"
        rf"|过了?{_SEVEN}了?(?:吧|吗|么|没|是不是|是吧|对吧)"
        rf"|(?:过|超|晚|多)(?:了|过)?(?:{_SEVEN}|[一1][天日])(?!没).{{0,14}}(?:算不?算|算数|还[能给认管收]|能不能|来得及|不给|给不给|[换退]得)"
        r"|最后一天.{0,12}(?:提交?|交|申请|来得及)|第几天.{0,6}无理由|无理由.{0,6}第几天"
        rf"|第{_SEVEN}.{{0,16}}(?:算|来得及|晚不|还[能在算]|几点|[024二四十]点|过期)"
        r"|(?:24|二十四|十二|12|零|凌晨|半夜)点?(?:之?前|以前).{0,6}(?:提交?|交|弄|申请|办|退).{0,6}(?:算|吗|不|吧|行|来得及|完)",
        r"到账|发货|物流|快递|没(?:收到|发|回|理|动)|审核|答复|回复|处理|寄[回出]|保修|撤|取消|投诉|上门|催|客服|人工|运费|邮费"
        r"|(?:商家|卖家|店家|他们?)(?:要是|说|要|会|不)",
        asked=False,
    ),
    Matter(
        WINDOW,
        r"(?:几点|几号|哪一?天|多久|几天|多少天|多长时间)(?:之?前|之?内|以内|以前).{0,6}(?:提(?!醒)|申请|赔|退|换|报)"
        r"|最[晚迟](?:[啥什]么?时候|几号|哪一?天|几点|什么时间)(?:要|能|得|可以|之?前)*(?:提|申请|交|退|换)"
        rf"|(?:收到|签收|收货|到手|拿到)(?:都|已经)?了?{_COUNTED}了?.{{0,6}}(?:还|能|可以).{{0,3}}(?:退|换|调|掉|申请)",
        r"到账|答复|回|发货|商家|寄|投诉|处理|平台|退款",
    ),
    Matter(
        FIRST_AID,
        r"(?:皮|身|手|脸|眼睛?|背|脊梁|腿|脚|衣服)(?:上|里)?.{0,3}(?:沾|溅|漏|喷|洒|弄|碰).{0,6}(?:咋|怎么|要不要|用不用)"
        r"|水(?:冲|洗|泡)(?:冲|洗|一下)?.{0,3}(?:中不|行不|行吗|可以|管用|够|吗)|(?:咋|怎么|如何)(?:急救|冲洗|洗掉|解毒)",
        r"洗衣|掉色",
    ),
    Matter(
        MEDICAL,
        rf"{_CARE}(?:的|嘞)?(?:那个|那些)?(?:费|钱|开销|花销).{{0,12}}(?:谁|出|掏|报|赔|付|管|承担|负责|[吗么不?？]$)"
        rf"|{_CARE}.{{0,4}}花.{{0,14}}(?:报|出|赔|谁|管)"
        rf"|(?:谁|出|掏|报销|赔|付|管|承担|负责|问的?是).{{0,8}}{_CARE}(?:的|嘞)?(?:那个|那些)?(?:费|钱)",
        r"我自[己个]|自费|退货|检查(?:一下)?钱|进度|查询",
        asked=False,
    ),
    Matter(
        LATE,
        r"(?:迟|晚|延迟|超时)(?:了|到|发|几|两|三|天|货|送|\d)*(?:的|怎么|咋|要|能|该|给|有|没有|会)*(?:赔|补偿)"
        r"|(?:没发货?|不发货?|未发货|还没寄|超过?\d+(?:小时|天)|说好\d+(?:小时|天)).{0,12}(?:赔|补偿)",
        r"伤|病|医|坏|叫他|让他",
        asked=False,
    ),
    Matter(
        DECIDES,
        r"谁(?:说了?算|决定|来?定(?![的下])|拍板|做主|作主)|还是(?:你们|他们?|商家|平台)(?:来)?(?:定|说了算|决定)"
        r"|(?:能|敢|可以|会)(?:不(?:能|敢|会))?(?:保证|担保|打包票|确保)(?!金).{0,8}(?:退|到|赔|批|过|成)"
        r"|(?:退|赔|钱|批).{0,8}(?:能|有)(?:没有|不能)?保[证障](?!金)"
        r"|(?:^| )(?:这个?|那)?有(?:没有)?保[证障](?:吗|么|不|没|嘛)?(?:$|[ ?？])"
        r"|(?:一定|肯定)能?(?:退|赔|批|拿).{0,6}[吗么不吧]"
        r"|是否(?:同意|答应|退|赔)(?!.{0,3}(?:就|也))|[请要](?:给个?)?明确(?:的)?(?:答复|回复|答案)"
        r"|(?:商家|卖家|店家|老板|掌柜|他们?|她)(?:那边|那头)?(?:到底)?"
        rf"(?:肯(?:吗|么|不肯|不){_ASKED}|(?:会不会|会|能)不?(?:同意|答应|肯|批)(?:给?[退赔换修补])?[吗么不吧啊呀呢嘛]*{_ASKED})",
        r"投诉|质量|正品|保质|真货|假|规|上头|找他|领导|(?:去|帮我?|替我?|找(?:商家|卖家|店家|他们?))问|问(?:问|下|一下|他|她)",
        asked=False,
    ),
    Matter(
        PART_PRICE,
        r"(?:几多?钱|多少钱|几块钱?)一?[节根条块把片截段颗只套](?!月)"
        r"|(?:单买|单独买|另买|单配|另配|配件|零件|备件|[一几买][节根片截段]).{0,8}(?:多少钱|几多?钱|几块钱?|啥价|什么价|[咋怎]么?卖)",
        r"退|赔|运费|邮费|修|保修|工时|[斤两]",
        asked=False,
    ),
    Matter(
        PART_PRICE,
        rf"{_CHARGED}|(?:说|还)要(?:收|给)?钱(?:嘞|呢|咋|怎么)",
        r"[退赔]|修|保修|工时|(?<!不是)(?<!没说)(?<!不问)(?:运费|邮费|快递费)",
        asked=False,
    ),
    Matter(
        UNIT_PRICE,
        r"(?:多少钱|几块钱?|几多钱|啥价|什么价|[咋怎]么?卖)一?(?:斤|公斤|两|袋|盒|包|瓶|箱|双|件)",
        r"运费|邮费|退",
    ),
    Matter(
        ARRIVES,
        rf"{_TIME}[^ ，,]{{0,8}}?(?:[能会可]以?)?(?:送|寄)?(?<![收拿])到(?!账|帐|手机|期|底|位|钱|退|款|哪一?步)"
        rf"|到货(?:时间|日期)|{_TIME}(?:送|来)货"
        r"|(?:还要|要|得)(?:几天|多久|多长时间|好久)(?:才)?(?:能)?到(?!账|帐|期|底|退)",
        r"到账|到帐|退[款钱货]|钱|卡上|审|处理|申请|答复|回复|上门|师傅|寄回|保修|期限",
    ),
    Matter(
        REFUND_WAY,
        rf"(?:退|打|返)(?:款|钱)?(?:是|会|到|回|进|在|我)*(?:{_PURSE})(?:里|上|钱包)?.{{0,4}}(?:还是|吗|么|吧|不|对|是吧|[?？])"
        r"|(?:钱|退款|退的钱)(?:是|会|要)?(?:退|打|返)(?:到|回|去)?(?:哪|什么地方|哪张|哪个)",
        r"注销|销户|丢了|换卡|代付|别人|另[一外]|改成|冻结",
        asked=False,
    ),
    Matter(
        OTHER_LOSS,
        r"(?:你们|商家|他们|店里)(?:给)?(?:赔不赔|赔(?:我)?(?:吗|么|不(?!起|了)))|(?:这个?|这些|这笔|那个?)钱.{0,3}(?:你们|商家|他们|店家)(?:也)?(?:得|要|应该|必须|该)?(?:出|赔|付|掏|认|报销)"
        r"|(?:进水|弄坏|泡坏|烧坏|毁了|误工|损失|泡了|染了|砸坏|划伤|弄脏).{0,12}(?:谁[赔出管]|赔不赔|赔(?:吗|么|不(?!起|了))|[能可]?不?[能可]以?(?:要求)?赔)",
        r"迟|晚发|倍|邮费|运费|保价|延迟|差价|假一|不发货|没发",
        asked=False,
    ),
    Matter(
        WHICH_FIRST,
        r"先(?:给我|把|我|等)*.{0,4}(?:发|寄|退).{0,10}还是.{0,8}(?:寄|退|发|等)|收到(?:我|旧|原来).{0,6}才(?:给我)?(?:发|寄|换)(?:新|过来|货)?.{0,3}(?:吗|么|不|呢|[?？]|$)"
        r"|(?:谁|哪[个边])先(?:发|寄)",
        r"取消|拒收|申请|同意|说了再|通知|答复",
        asked=False,
    ),
    Matter(
        FASTEST,
        r"哪(?:个|样|种|一种)(?:处理|办法|方式)?(?:来得|会|更|比较|要|最)?(?:快|省事|划算|合算|合适|稳当)"
        rf"(?:些|点|呢|啊|嘛|一点)?{_ASKED}",
        r"[走弄办用]哪",
        asked=False,
    ),
    Matter(
        DATA,
        r"(?:要不要|要|需要|用不用|得|是不是|该不该)(?:先|把|我)*(?:退出?|登出|注销|解绑|抹掉|清空|格式化|关掉?)(?:我的|一下|登录)*(?:苹果|账号|帐号|id|icloud|手机|数据|资料|查找)"
        r"|(?:要不要|要|需要|用不用|得).{0,3}(?:备份|恢复出厂)",
        r"商城|这里|你们(?:的)?账",
    ),
    Matter(
        RECORDING,
        r"(?:录音|录像|录屏|视频|video|语音|音频).{0,8}(?:可以[吗么不]|行[吗不么]|能[发传用算当]|[成中]不|算不?算|收不收|怎么[发传]|咋[发传]|要得|也行)"
        r"|(?:怎么|咋|能不能|可以|能)(?:发|传|补|给)(?:个|段|一段|一个)?(?:录音|录像|录屏|视频|video|语音|音频)"
        r"|有(?:个|段)(?:录音|录像|视频|video).{0,8}(?:补|发|传).{0,4}(?:可以|行|吗|不)",
        r"投诉|太大|传不",
        asked=False,
    ),
    Matter(
        PICKUP,
        r"(?:快递员?|小哥|师傅|人|你们|商家|他们?).{0,6}(?:上不上门|上不上楼|(?:上门|上楼|到家|来家|到不到家|过来|来|到我家|屋里).{0,6}(?:取|拿|收|搬|拉)(?!出))(?!.{0,4}(?:修|装))"
        r"|(?:能|可以|有|能不能|可不可以)(?:人)?(?:上门|来家里?)(?:来)?(?:取|拿|收|搬|拉)|上不上门(?:来)?(?:取|拿|收)",
        r"旧(?:的|机)|取件码|驿站|修|安装|备注|写上|写进|加上|换货的新",
    ),
    Matter(
        EXCEPTION,
        r"破(?:个|一?次|一?回)?例|网开一面|通融(?:一?下|下|不|吗)|特殊(?:照顾|处理)|开个?(?:后门|绿灯|口子)|法外",
        r"商家|卖家|店家|老板|他|跟|说",
        asked=False,
    ),
    Matter(
        COUPON,
        r"(?:给|发|送|补|赔|来|要)(?:我|俺)?(?:个|一?张|点|几张|\d+张)?(?:\d+(?:块|元)?(?:钱)?的?)?(?:优惠券|代金券|无门槛券?|券|红包)",
        r"退|用了|用过|不要|写|加|说|换|还|问",
    ),
    Matter(
        OTHER_ACCOUNT,
        r"(?:拿|用|换)(?:个)?(?:我|俺)?[^，,\s]{0,6}(?:的)?(?:号|账号|帐号|手机号|微信)(?:再|来|重新|去|上|给)*(?:申请|提交?|退|弄|办|报|来)(?!出)",
        r"花呗|付款|单号",
        anywhere=True,
    ),
    Matter(
        TRIPLE,
        r"退一赔[三十]|(?:三|3|十)倍(?:赔偿|价款)?.{0,12}(?:是否|同不同意|答应|答复|给不给|吗|行不|同意|要求|赔不赔)|(?:要求|给我|主张|索赔|依法).{0,8}(?:三|3|十)倍",
        r"写|改|加|去掉|投诉|打电话|链接",
        asked=False,
    ),
    Matter(
        COUPON_BACK,
        r"(?:用了|用的|使用|抵了?)[^ ]{0,6}(?:券|红包|满减).{0,24}(?:怎么算|咋算|退不退|还退|退给我|怎么退|咋退)",
        asked=False,
    ),
    Matter(
        SUBSIDY,
        r"(?:补贴|国补).{0,20}(?:怎么算|咋算|算谁的|退不退|退到哪|作废|还在|退给谁|咋退|怎么退)",
        r"旧机|旧的",
        asked=False,
    ),
    Matter(
        TRADE_IN,
        r"以旧换新|[旧老](?:的|那台)?(?:机子?|机器|洗衣机|冰箱|电视机?|空调|手机|电脑|那台|的).{0,8}(?:拉走|回收|收走|搬走)"
        r"|旧机子?(?:咋|怎么)",
        r"修|坏|质量|旧件",
        anywhere=True,
    ),
    Matter(REORDER, r"(?:取消|退掉?|撤)了?.{0,6}(?:重新?|再|另)(?:拍|买|下单)", r"换货"),
    Matter(
        SHIPS,
        r"(?:还|照常|照样|继续)(?:能|会|给我|继续|照常|照样|是)*(?:发货?|送)(?:过?来|给我|货)?(?:不|吗|么|吧|嘛)"
        rf"{_ASKED}",
        r"几点|多久|优惠|礼",
        asked=False,
    ),
    Matter(
        CANCELLED,
        rf"撤(?:(?:干净|掉|好|成|完|销)?了?没(?:有)?|(?:干净|掉|好|成|完|销)?了吗){_ASKED}|(?:退款|那张|单子).{{0,4}}没了(?:是吧|吧|吗)"
        rf"|没(?:有)?(?:给我|真)?退(?:掉|成)?(?:是?吧){_ASKED}|(?:订单|单子|洗衣机|东西|货)还在(?:吧|吗|不){_ASKED}",
        r"投诉|[能以让够有还再无]得?限?撤|怎么|咋|算|几",
        asked=False,
    ),
    Matter(
        PICTURE_LATER,
        r"(?:照片|图|视频|凭证|证据|拍).{0,10}(?:明天|后天|晚点|晚些|回头|以后|过后|改天|白天|下班|过两天).{0,10}"
        rf"(?:行不|行吗|行吧|可以[吗不么吧]|算不|算数|晚不|晚吗|来得及|[成中]不|好不好|吗{_ASKED})"
        r"|(?:照片|图片?|视频|凭证|拍).{0,16}先(?:提交?|交|申请|办).{0,4}(?:吗|么|行不|可以|[成中]不|要得)"
        r"|先(?:提交?|交|申请).{0,10}(?:照片|图|视频|凭证).{0,6}(?:补|再|后).{0,8}(?:吗|行不|行吗|可以|不)"
        r"|(?:明天|后天|晚点|晚些|晚上|回头|过后|改天|白天|过两天)(?:再|白天|才)?(?:补(?!贴)|拍|传|发照|发图).{0,10}"
        rf"(?:行不|行吗|行吧|可以[吗不么吧]|算不|算数|晚不|晚吗|来得及|[成中]不|好不好|吗{_ASKED})",
        r"寄|货|商家.{0,4}发",
        asked=False,
    ),
    Matter(
        DEADLINE,
        r"(?:最[晚迟]|[啥什]么?时候|几时|多久|几点|几天).{0,6}(?:答复|回复|回话|回[我信]|给.{0,3}(?:信|话|答复))",
        r"人工|客服|投诉|打电话|退回|钱|卡|款|\d{5}",
        asked=False,
    ),
    Matter(
        AGREED_YET,
        r"(?:同意|答应|批|松口|给退|肯退)(?:了|没|的话|下来)*.{0,12}(?:不告|不投诉|撤(?:诉|回?投诉|了投诉|掉投诉)|就撤)",
        r"不同意|不答应|不肯|拒",
        asked=False,
    ),
    Matter(
        MERCHANT_SAID,
        r"(?:商家|卖家|店家|老板|掌柜|他们?|她)(?:那边|那头)?(?:到底)?(?:怎么|咋|点)(?:讲|说|回|答)(?:的|了)?(?:啊|呀)?"
        rf"{_ASKED}",
        r"跟|要是|万一|叫|让|给|看|听|申请",
        asked=False,
    ),
    Matter(
        MESSAGE_NUMBER,
        r"(?:留言|转的话?|那句话?|转商家|消息|转告).{0,4}(?:编号|号码)|编号.{0,3}(?:多少|发我|几|忘|没记)|mm(?:开头|打头|编号|什么|多少)",
        r"售后单|投诉|快递|订单|运单|商品|货号",
        asked=False,
    ),
    Matter(DISPATCHED, r"(?:到底)?(?:发没发|发货了?没|发出?了没)(?:有|货)?", r"退货|补发|换|单号"),
    Matter(PAID, r"\d+(?:\.\d+)?(?:块|元)?(?:钱)?(?:退|到账?)了?(?:没(?:有)?|吗)[啊呀]?(?:$|[ ?？!！])", r"次"),
    Matter(
        CUT,
        r"会不会(?:少?扣|少退|少给)|扣不扣钱|(?:退款|钱)会不会(?:少|扣)|扣我?钱[吗不么]",
        r"运费|先用|花呗|券|红包",
    ),
    Matter(
        FILED,
        r"(?:交没交|提没提|办没办)|(?:退款|退货|售后|申请)(?:那张|那个|单)?(?:还?没|没有)给我?(?:退|办|交|提)(?:掉|成|上)吧"
        r"|(?:交上去?|提交上?去?|提上去?|申请[上好]|办上)了?没(?:有)?(?:上|成)?(?!了)",
        r"照片|图|钱|投诉",
        asked=False,
    ),
    Matter(
        SCAM,
        r"(?:打电话|来电|电话|短信|自称|陌生).{0,30}(?:链接|验证码|共享屏幕|扫码|下载|转账|保证金|[二三双两23]倍)",
        r"(?!)",
        asked=False,
    ),
)


def matters(clauses: Sequence[Clause]) -> dict[str, tuple[Clause, ...]]:
    """The matters that a message asks for outright, each with the clauses that ask for it, in the table's order."""
    starts: list[int] = []
    text = ""
    for clause in clauses:
        text += " " if text else ""
        starts.append(len(text))
        text += clause.plain.strip()
    found: dict[str, tuple[Clause, ...]] = {}
    for matter in (*OF_FILED, *BETWEEN, *_MATTERS):
        for match in re.finditer(matter.said, text):
            inside = tuple(
                clause for clause, start in zip(clauses, starts, strict=True)
                if start < match.end() and match.start() < start + len(clause.plain.strip())
            )
            words = " ".join(clause.plain for clause in inside)
            asks = not matter.asked or any(is_question(c.plain) for c in (clauses if matter.anywhere else inside))
            if asks and not re.search(matter.unless, words):
                found[matter.name] = tuple(dict.fromkeys((*found.get(matter.name, ()), *inside)))
    if (used := asks_of_use_made(clauses)) is not None:
        found[used[0]] = used[1]
    return found


def asks_of_use_made(clauses: Sequence[Clause]) -> Optional[tuple[str, tuple[Clause, ...]]]:
    """Which is asked of goods that were used or opened, if they may go back, and by which clauses; None for neither."""
    told = [clause for clause in clauses if tells_condition(clause.plain)]
    asking = [
        clause for clause in clauses
        if asks_if_it_matters(clause.plain) or asks_leave(clause.plain) or _MINDS.search(clause.plain)
    ]
    if not told or not asking:
        return None
    if any(_WARRANTED.search(clause.plain) for clause in clauses):
        return None
    name = OPENED if all(only_opened(clause.plain) for clause in told) else USED
    return name, tuple(dict.fromkeys(asking))


def speaks_of_part(text: str) -> bool:
    """Whether words speak of a part, or of what is sent later or anew (那个稍子换一节新的): it may have its price."""
    return re.search(
        r"[节根颗]|配件|零件|备件|螺丝|螺母|补(?:寄|发|一|个|给)|换(?:个|一|节|根)?.{0,3}新|单买|另[买配]", text
    ) is not None


def asks_price(text: str) -> bool:
    """Whether words ask what a part is sold at by itself (单买一节多少钱), not whether one is charged for it."""
    return re.search(r"单[买配]|另[买配]|[一几]买|(?:多少|几多?|几块)钱?一|[卖]", text) is not None


def speaks_of_people(text: str) -> bool:
    """Whether words ask for the people of this desk, not for the platform's phone (真人客服啥时候上班, 晚上没人?)."""
    people = re.search(r"人工|真人|活人|专人|(?:没|有)人(?!接|打)|你们(?:的)?人", text) is not None
    return people and re.search(r"电话|热线|打(?:得|不|过|给)|号码|平台", text) is None


_WARRANTED = re.compile(r"保修|质保|三包|保内|厂")
_MINDS = re.compile(
    r"影响.{0,4}[没不吗]|算不算影响|会不会不(?:认|收|给|退)|(?:还|会)(?:认|收)[吗不]|算不算(?:完好|用过|二次)"
)
