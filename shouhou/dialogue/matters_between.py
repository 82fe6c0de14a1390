"""What is asked outright between two steps of a request: is there any, does it cost more, when to send, who reads."""

from shouhou.dialogue.matter import Matter
from shouhou.dialogue.telling import BEFORE_COMING

IN_STOCK, DIFFERENCE, WHEN_TO_SEND = "ask_in_stock", "ask_exchange_difference", "ask_when_to_send"
FOR_CALL, WHO_READS, CALL_BEFORE = "ask_for_call", "ask_who_reads", "ask_call_before"

BETWEEN = (
    Matter(
        IN_STOCK,
        r"(?:有没有|还有|有)(?:现)?货(?:吗|不|没|么|$|[ ?？啊呀])|"
        r"(?:有没有|还有)[^ ]{0,6}(?:码|号|色|款)(?:的)?(?:吗|不|没|么|$|[?？])"
        r"|(?:码|号|色|款|\d)的?(?:还)?(?:有没有|有吗|有不|有么)|仓库.{0,4}有|库存(?:还)?(?:有|够|多少)",
        r"没货|没有的?货|优惠|发票",
        asked=False,
    ),
    Matter(
        DIFFERENCE,
        r"差价|(?:要|用|得)(?:不要|不用)?(?:再|另外|多)?(?:补|加|贴|添)(?:多少|几块|几|点|我)*钱|(?:补|加|贴|添)钱(?:吗|不|么|吧|呢|嘛)"
        r"|(?:价钱|价格)(?:都|也)?一样(?:吗|不|么|吧)",
        r"降价|保价|便宜了|跌|退我?差价|补我差价|补给我",
    ),
    Matter(
        WHEN_TO_SEND,
        r"(?:现在|先|直接|今天)(?:就)?.{0,3}寄.{0,6}(?:还是|或者).{0,6}等|(?:现在|今天)(?:就)?(?:可以|能)(?:先)?寄(?!新)"
        r"|(?:可以|能)(?:现在|先|直接)寄(?!新)|(?:先|还)(?:别|不)(?:用|能)?寄.{0,8}(?:对|是)(?:吧|吗|不)|(?:同意|答应).{0,4}(?:再|才|后)寄.{0,4}(?:对|是)"
        r"|是先.{0,4}寄.{0,6}还是.{0,4}等",
        r"新|发货|补寄|重发|到哪|地址|取件",
        asked=False,
    ),
    Matter(
        FOR_CALL,
        r"(?:给|跟)(?:我|俺|咱)(?:们)?(?:回|打|来)(?:个|一个|过)*电话|(?:打|回|来)(?:个|一个)?电话(?:给|跟)(?:我|俺)|电话打给我",
        r"商家|卖家|店家|老板|让他|叫他|师傅|上门|取件|快递员|小哥|(?:来|到|送)(?:之)?前|自称|陌生|骚扰|链接|骂|通知|结果|同意|收到|(?:打|来)(?:了|过)",
        asked=False,
    ),
    Matter(CALL_BEFORE, BEFORE_COMING, r"^(?!.*(?:打|联系|电话)).*$|收到|(?:打|来)(?:了|过)", asked=False),
    Matter(
        WHO_READS,
        r"(?:真|活)人.{0,3}(?:看|审|核|批|处理)|(?:是|有)(?:没有)?人(?:工)?(?:在)?(?:看|审|批)(?:吗|不|的|没|还是)|(?:机器|系统|电脑)(?:人)?(?:在)?(?:看|审|批)"
        r"|谁(?:在|来|会)?(?:看|审|审核|受理)(?:的|啊|呢|这|我|$|[ ?？])",
        r"投诉|物流|快递",
        asked=False,
    ),
)
