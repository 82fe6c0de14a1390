"""What goods run on, and whether they do nothing at all: a socket is of no use to a wool, nor to a wrong reading."""

import re
from typing import Optional

# Ordered: 充电宝 is charged though 电 of the mains stands in no name of it; 车载 is of neither.
_NEITHER = re.compile(r"壳|膜|套|支架|收纳|贴纸|挂钩|垫|保护|手办|模型|图书|绘本|车载|电动车|电瓶车|摩托")
_BATTERY = re.compile(
    r"充电(?!器|头|线)|蓝牙|耳机|耳麦|手机(?!壳|膜|支架)|平板|手表|手环|遥控|相机|剃须刀|牙刷|筋膜枪|扫地机|音箱|电子秤|血压计|血糖仪|体温计|手电|电池|kindle|ipad|iphone|airpods",
    re.IGNORECASE,
)
_MAINS = re.compile(
    r"冰箱|冰柜|冷柜|空调|电视|洗衣机|烘干机|洗碗机|炸锅|电饭[煲锅]|电压力锅|电磁炉|电水?壶|热水[器壶]|微波炉|烤箱|面包机|豆浆机|破壁机|榨汁机|料理机|咖啡机"
    r"|吹风机|卷发|电熨|挂烫|风扇|电暖|取暖|暖风|电热|加湿器|除湿机|净化器|净水器|饮水机|吸尘器|足浴|泡脚[桶盆]|按摩椅|油烟机|燃气灶|灯(?!泡|笼)|打印机|显示器|台式"
    r"|路由器|投影|缝纫机|跑步机|充电[器头]|插排|插座"
)
_DEAD = re.compile(
    r"不通电|没电|通不了电|没(?:有)?反应|不(?:转|启动|工作|亮|响|热|冷|制冷|制热|加热|出水|出风|动)(?!静)|(?:开|启|打|启动|充)不(?:了|起|着|开|上)|开不(?:开|了)机|不(?:能|会)(?:开机|启动|用)"
    r"|用不了|黑屏|死机|关不(?:了|掉)|充不(?:进|上)|连不上|跳闸"
)


def power_of(goods: str) -> Optional[str]:
    """By what goods are driven, by their name and category: mains, battery, or None for neither or not known."""
    if _NEITHER.search(goods):
        return None
    if _BATTERY.search(goods):
        return "battery"
    return "mains" if _MAINS.search(goods) else None


def is_dead(text: str) -> bool:
    """Whether what is told is that the thing does nothing, not that it does something wrong (数字高了)."""
    return _DEAD.search(text) is not None
