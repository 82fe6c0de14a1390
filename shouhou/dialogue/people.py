"""What words say of the people of the desk: that one is wanted, declined, or waited for no longer."""

import re


def speaks_of_people(text: str) -> bool:
    """Whether words name the people of the desk (给客服留言, 你们的人)."""
    return re.search(r"客服|人工|真人|专员|同事|值班|接手|上班|你们的?人|给你们", text) is not None


def declines_person(text: str) -> bool:
    """Whether words want no person (不用人工了, 取消人工)."""
    return re.search(
        r"(?:不用|不要|别|取消|不等|不找|先不|不需要|莫)(?:再|给我)*(?:转|找|等|叫)?(?:人工|真人|客服)"
        r"|(?:人工|真人|客服)(?:客服)?(?:那边|就|也|都|先|你们?|再)*(?:不用|不要|别|不需要|不必|甭|算了)(?:再)?(?:来|转|找|等|管|叫|接|麻烦|了|$)",
        text,
    ) is not None


_LEAVES_QUEUE = re.compile(
    r"不(?:想|用)?(?:再)?(?:等|排)(?:队)?了|(?:取消|别|不)(?:再)?排队?(?:了|$)|不等(?:人|他|你们)"
    r"|不是(?:要|想)?(?:找|叫|要)(?:人工|真人|客服)"
    r"|(?:机器人|你|您)(?:还是|就|直接|先|赶紧|快点?)*(?:给我|帮我|替我|给俺|帮俺)(?:把|直接|先|弄|办|退|换|修|补|报修|申请|提交|投诉|取消|查)"
)


def leaves_queue(text: str) -> bool:
    """Whether who waits for a person waits no more, and turns to the bot (不等了 你给我退货)."""
    return declines_person(text) or _LEAVES_QUEUE.search(text) is not None


def only_leaves_queue(text: str) -> bool:
    """Whether words say no more than that nobody is waited for (不用人工了)."""
    return leaves_queue(text) and re.search(r"(?:给|帮|替)[我俺]", text) is None


def wants_person(text: str) -> bool:
    """Whether words want a person outright, whatever they are taken for (我想跟真人讲, 找个能拍板的人来)."""
    wanted = re.search(
        r"(?:想|要|得|让我|给我|我)(?:直接)?(?:跟|和|找|同)(?:一?个)?(?:真人|活人|人工(?!智))"
        r"|(?:转|换|叫|喊|找|派)(?:一?个|你们)?(?:真人|活人|(?:能)?(?:拍板|管事|做主|负责|说了算)的)", text
    ) is not None
    return wanted and not declines_person(text) and re.search(r"怎么|咋(?!还)|如何|能不能找到|找不到", text) is None


def asks_for_human(text: str) -> bool:
    """Whether words ask if there are people at all (你们有没有人工)."""
    return re.search(r"(?:有没有|有|是不是有)(?:人工|真人|活人|人在)(?:客服)?(?:吗|么|没|不|$|[?？])", text) is not None


def calls_for_somebody(text: str) -> bool:
    """Whether words call for somebody who does not come (人呢, 没人理我)."""
    return re.search(
        r"人呢|没人(?:理|回|管|来|吗|么)|还?有(?:没有)?人(?:吗|没|么|在)|客服呢|怎么没人|^喂+[，,?？!！ ]*$"
        r"|^喂+(?=有人|人呢)", text
    ) is not None


def asks_for_person_when(text: str) -> bool:
    """Whether words ask when a person comes (人工啥时候回我)."""
    return re.search(
        r"(?:人工|客服|真人|专人|有人).{0,6}(?:啥时候|什么时候|多久|几时|好久|多长时间|还没|咋还|怎么还|呢)|(?:啥时候|什么时候|多久|几时|好久).{0,6}(?:人工|客服|真人|有人|给我(?:回|打))"
        r"|(?:还要?|要)(?:排|等)(?:多久|好久|几个)|等到(?:啥时候|什么时候|几时|多久|何时)", text
    ) is not None


def asks_in_the_queue(text: str) -> bool:
    """Whether who waits for a person asks where he is, or when he comes."""
    return calls_for_somebody(text) or asks_for_person_when(text)
