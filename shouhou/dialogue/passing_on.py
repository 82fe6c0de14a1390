"""What a buyer wants passed on to the merchant, apart from what only bids the desk to pass it on.

Nothing of a bid (帮我跟商家说, 你给他转过去, 转这句) goes to the merchant; what he is to do (让他退货) is asked of
him (请退货). Everything else stays as the buyer said it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Optional

from shouhou.dialogue.asking import is_question, is_to_bot, only_asks_an_answer, quotes_merchant
from shouhou.dialogue.dictation import MAX_WORDS, trimmed
from shouhou.dialogue.message import Clause
from shouhou.dialogue.people import speaks_of_people
from shouhou.dialogue.yes_no import says_no, says_yes

WHO = (
    r"(?:[那这]个)?(?:商家|卖家|店家|店主|店里|店铺|店?老板|掌柜|卖[^，,\s]{1,5}的店?|seller|对方|[那这][边头]|他|她|佢)(?:们)?(?:那边|那头)?"
)
_OF_ORDER = rf"[^，,\s]{{0,8}}?[那这]一?家店?(?:的?{WHO})?|[^，,\s]{{1,8}}?的(?:商家|卖家|店家|老板)"
TO = rf"(?:{WHO}|{_OF_ORDER})"
HELP = (
    r"(?:[帮替代](?:我|俺|额|咱)|帮忙?|给(?:我|俺|额|咱)|给(?=问|说|讲|转|催)|麻烦|劳[烦驾您你]|烦请|请(?!问)|拜托|协助|可唔可以)"
)
LIGHT = (
    r"(?:那|就|行|好的?|可以|嗯+|中|对了?|ok|是|恁|你们?|您|再|还有?|也|都|另外?|然后|顺[便带]|先|去|直接|赶紧|快|一并|一起"
    r"|[这那]么|这样|照这[个样]|务必|千万|想|只|(?:我|俺)(?:还|是|就)*(?:想|要)|能不能|可不可以|吧|呀|啊|嘛|[，,\s])"
)
LEAD = rf"(?:{LIGHT}|{HELP})*"
_SOME = r"(?:一?[声句哈嘴]|一?下(?![周个月次单午]|礼拜|星期)|清楚|明白|个(?:醒)?|点|条)*"
OVER = r"[转发传](?:一?[下声]|过去|出去|达|告|交|述)*(?![货票新错成来寄了过的图消])"
_SAID = (  # what only tells that it was said is no bid
    r"(?!了|过|好了|的|得|不(?:清|通|了|上)|来着|道理|和|价|还是|唔|他(?:还|就|却|反|不|说|也|非|老)|(?:商|卖|店)家(?:说|还|就))"
)
CORES = (
    rf"(?:(?:跟|给|向|和|同|与|对|俾){TO}(?:再|也|去)*(?:[捎带留传递]{_SOME}(?:话|言|口?信)儿?"
    rf"|(?:说说|讲讲|说|讲|提(?![起交])|反映|反应|沟通|唠唠?){_SOME}{_SAID}|问问?{_SOME}|{OVER})"
    rf"|让{TO}(?:知道|晓得)|(?:告诉|告知|转告|转达|通知|知会)(?:给)?{_SOME}{TO}{_SOME}{_SAID}"
    rf"|问问?{_SOME}{TO}(?:看看|问问|一?[下声句哈])*(?!了|过|说|不理|没回|不回|他说|要了)"
    rf"|(?<=再)(?:帮我|给我|替我)?[转带捎传]一?[句条]话?(?:可以|行|好|成)?[吗不]?(?=[：:，,\s?？]|$)|[捎带传递]{_SOME}(?:话|口?信)儿?(?:给?{TO}|(?!给|去))|转[告达](?:一?[下声])*(?=[：:，,\s]|$)|{OVER}(?:给)?{TO})"
)
_AFTER = r"(?:就说(?!明)|一?[下声](?![周个月次单午])|看看|过去|哈|吧|呢|啊|[：:，,\s])*"
# 手套那单帮我跟商家说…, 上门取的事你帮我问问…
_TOPIC = r"(?:[^，,\s]{1,8}?[那这](?:[个单张条件双家]|件事)的?|[^，,\s]{2,8}?的(?:事儿?|问题))?"
# 你刚说可以替我问商家…, 方才说可代问商家…
_AS_OFFERED = r"[你您恁]?(?:刚[才刚]?|方才|之前|前面)说(?:的)?(?:可以?|能|会)(?:代(?=问)|[帮替代为](?:我|俺|您)?)*"
_BID = re.compile(rf"(?:{_AS_OFFERED}|(?:好+那?)?{_TOPIC}{LEAD}){CORES}{_AFTER}")
# Without an addressee it is a bid where help is asked for.
_BID_HELP = re.compile(
    rf"{_TOPIC}{LEAD}(?:{HELP}|顺[便带]){LIGHT}*(?:(?:问|说|讲)(?:一?[声哈句嘴]|一?下(?![周个月次单午])|去)+|问问|问$"
    rf"|{OVER}(?=[：:，,\s]|$)){_AFTER}"
)
# A question that goes to him beside what he is told (另外问下能不能只寄气杆).
_ASKS_HIM_TOO = re.compile(
    r"(?:另外?|还有|顺便|对了|再|也|然后|帮我|给我|替我|你)+问(?:(?:一?[下哈声]|问|清楚|明白)(?![周个月次单午])|(?=能|有|是|可|几|什么|啥|多))[：:，,\s]*"
)
_CONTACTS = re.compile(rf"{LEAD}{HELP}{LIGHT}*联系{_SOME}{TO}[：:，,\s]*")
_DICTATES = re.compile(
    rf"{LEAD}(?:(?<=就)|(?<=再)|(?<=要)|(?<=^))(?:说|问|写)(?=[：:，,\s])[：:，,\s]*"
    rf"|{LEAD}(?:(?:(?<=就)|(?<=再))[说问话]|(?<=就)写)(?!明|不得|实话|[到了过的清好是几完话])"
)
_HAVE_HIM = re.compile(
    rf"{_TOPIC}{LEAD}(?:让|叫|请|喊|要求)一?下?{WHO}(?=[^，,\s])(?!一[声下]|(?:出|过|上)?[来线]$)"
)
_LOOKS = re.compile(
    rf"(?:让|叫|请|要求){WHO}(?:先|再|去|帮我|给我|尽快)*(?:(?:跟|和|与|找|联系|问)?(?:一下)?(?:快递|物流|仓库|网点)[^，,]{{0,3}})?"
    r"(?:查|核实|核查|确认|催|看看|说明|解释)(?![收过])"
)
_AT_END = re.compile(
    rf"(?P<told>.{{3,}}?)(?:的?(?:事儿?|情况)|[那这]个?(?:事儿?|情况|点)|[这那]个|[那这]句)?(?:[也都再你您恁]|一并|顺便|{HELP})+(?:{LIGHT}|{HELP})*{CORES}"
    r"(?:一?[下声]|行吗|行不行?|好吗|好不好|可以吗|吧|啊|呀|哦|呗|嘛|哈|[?？\s])*"
)
_SAYS = re.compile(r"说(?![明好话得不]|是的|实话)[：:，,\s]*")  # 捎句话给他 说我不在家
_TAG = re.compile(r"(?:这样)?(?:行不行?|行吗|好不好?|好吗|可以[吗不]|中不中?|要得不|成不)[啊呀嘛]*[?？]*")
_ASKS_LEAVE = re.compile(rf"[，,\s]*{_TAG.pattern}$")
_FOR_ME = re.compile(rf"{LEAD}{HELP}{LIGHT}*问")  # 那你帮我问 我要的是…
_NOTHING = re.compile(r"[吗嘛吧呀啊呢哈呗噻儿?？]*|[一几]?[件个句点]?(?:事|话|问题)儿?")
_PARTICLES = r"[吧啊呀哦呗嘛哈了呢嘞!！。.~～，,\s]*"
_PIECE = r"(?:[那这](?:一|几|半)*(?:些|句|段|条|截)话?)"
_ONLY_BIDS = re.compile(
    rf"{LEAD}(?:{CORES}|(?:转|发|说|写|问|用)?{_PIECE}(?:给{TO}|过去)?|[这那]?句?话?(?:不能|不要|别|莫)[这那](?:样|么)(?:转|说|写|发|讲|问)"
    rf"|(?:补上|加上|改好|写好|添上|改完)(?:以?后|之后|了)?再?(?:转|发|说)|(?:写|改|转|发|说|问)(?:成|为|一?下|上|去|好)?(?:给{TO}|过去|出去)?"
    rf"|需要?(?:补充)?说明(?:的是|一?下)?)(?:就行|就好)?{_PARTICLES}"
)
_COURTESY = re.compile(
    r"(?:谢谢?(?:你|您|了)?|多谢|非常感谢|感谢(?:您|你)?|[您你]好|此致|敬礼|祝好|辛苦(?:了|您|你)*|拜托(?:了|您|你)*|麻烦(?:了|您|你)*|亲+|在吗"
    rf"|顺颂商祺){_PARTICLES}"
)
_NAME = re.compile(  # of who signs
    "[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪"
    "田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文][一-鿿]{1,2}(?<![的了色吗呢吧])"
)
_SHIFTS = re.compile(r"(?:另外?|对了|还有|那(?![个种边些里么天])|不过|顺便)")
_OPEN = re.compile(r"(?<=应为|应是|如下|名是|址是|话是)，")  # 抬头应为，瑞和公司: what its own stop parted
_FALLS_OFF = re.compile(r"(?<=.{3})(?<![哈呗嘞])[呗哈嘞噻]$")  # 30码有没有货呗
_NOTHING_TOLD = re.compile(rf"{LEAD}|[你您恁].*|[这那].{{0,2}}|.*(?:我|俺|别|不|没|他|让|叫|已经)")
_THIS_IS_FOR_HIM = re.compile(rf"[这那上]一?句话?是?(?:让|叫|要|请)?你.{{0,2}}(?:{CORES}|转)")
MAX_ASKED = 60  # characters of a question that is passed on
_ASKS_FIRST = re.compile(
    r"^(?:(?:e*m+|额+|呃+|嗯+|哦|哎呀|另外?(?![外一])|还有|不过|对了|不是|那(?![个种边些里么天]))[，,\s]*)*"
    r"(?:(?:麻烦|你|再)?(?:帮我?|给我|替我)?(?:我|俺)?(?:就|只)?(?:是|想|要)?(?:问|说)(?:的是|的|是|一?下|问)*[，,：:\s]*)?(?=.{4,})"
)
_ASKS_LAST = re.compile(r"[，,\s]*(?:你说啊|你知道不|你问这个|就问这个|问这个)?[啊呀哦哈嘛吧]*[?？]*$")
# 你别写进去啊
_OF_LINES = re.compile(r"[，,\s]*(?:(?:你|您)?(?:别|不要|莫|甭)(?:再|给我)?写|说明(?:里|就|改成)*写).*$")
_NO_MATTER = re.compile(rf"{_TAG.pattern}|咋[办弄整]|怎么[办弄整]|[你您我俺恁他它这那个吧啊呀哦呢嘛啦哈亲了?？，,\s]")
_LEAST_ASKED = 4  # characters
_CRIES_OUT = re.compile(
    r"(?:什么|啥|咩|乜|哪来的|哪有|谁说)(?P<what>[^，,\s]{2,6}?)"
    r"[啊呀嘛哦]?(?:亲+)?[啊呀]*[?？!！…]*$"
)
_ASKS_FOR_IT = re.compile(rf"{HELP}|代问|说可以?|[你您恁去再]|问(?:问|一?[下哈声])")
MAY_SHOW = re.compile(r"图|照|拍|视频|录|发|传")  # a name is learned to be many things, and is no picture
_TO_DESK, _SURELY = ("photo", "rebuke", "yes", "ack", "nothing", "pause"), 0.7
_TELLS, _SHORT = 0.3, 6  # 说明书看不懂 tells him something, 看不懂 does not
_LEAST = 2  # characters that are words for somebody


def bids(text: str) -> bool:
    """Whether a clause bids to pass something on to a merchant who is named or pointed at (帮我跟商家说, 你问下老板).

    Not where it may only tell of it (问他他不理, 跟商家说他回我一句), nor where the desk's own people are meant.
    """
    bare = text.strip()
    match = _BID.match(bare)
    if speaks_of_people(bare):
        return False
    if match is None:
        return _before_bid(bare) > 0 or _FOR_ME.fullmatch(bare) is not None
    may_tell = "问" in match[0] or bare[match.end() :].startswith(("他", "她"))
    return not may_tell or _ASKS_FOR_IT.search(match[0]) is not None


def dictates(text: str) -> bool:
    """Whether a clause gives words to be said (就说老人每天要量; 那再转一句可以吗：…), where a message is spoken of."""
    told = r"(?:那|你|您|帮我)*(?:就[说问写](?!明|好|完|过|了)|再(?:帮我)?[转带捎传]一?[句条])"
    return re.match(told, text.strip()) is not None


def contacts(text: str) -> bool:
    """Whether a clause bids to get in touch with the merchant for something (麻烦联系商家更正)."""
    return _CONTACTS.match(text.strip()) is not None


def asks_him_to_look(text: str) -> bool:
    """Whether a clause has the merchant look into something (请商家查件, 先让商家跟快递核实)."""
    return _LOOKS.search(text.strip()) is not None


def only_bids(text: str) -> bool:
    """Whether a clause does no more than bid to pass on what stands (转这句, 再发给他, 话不能这样转)."""
    return _ONLY_BIDS.fullmatch(text.strip()) is not None


def for_merchant(clause: Clause) -> str:
    """A clause as it is said to the merchant himself; empty where it only bids, or is but a courtesy."""
    words = _without_bid(clause)
    return words if words != clause.text else trimmed(words)


def _without_bid(clause: Clause) -> str:
    plain, start, before = clause.plain[: len(clause.text)], 0, ""
    bare = plain.strip(" ，,。.!！~～")
    if only_bids(bare) or _COURTESY.fullmatch(bare):
        return ""
    end = _before_bid(plain) or len(plain)
    for pattern in (_BID, _BID_HELP, _ASKS_HIM_TOO, _CONTACTS, _DICTATES, _HAVE_HIM):
        match = pattern.match(plain[:end], start)
        if match is not None:
            start = match.end()
            before = "请" if pattern in (_CONTACTS, _HAVE_HIM) else before
    words = clause.text[start:end].strip(" ，,：:")
    if start and (_TAG.fullmatch(plain[start:end].strip()) or _NOTHING.fullmatch(plain[start:end].strip())):
        return ""  # 先跟店家说一声行不行: asks the desk
    if not start and end == len(plain):
        return clause.text
    words = _FALLS_OFF.sub("", words)
    if before:
        words = _ASKS_LEAVE.sub("", words)  # 让他们中午打我电话行不行
    return f"{before}{words.removeprefix(before)}" if words else ""


def said_of(clauses: Sequence[Clause]) -> str:
    """What clauses say to the merchant, as one text: without bids, courtesies and the name of who signs."""
    kept = [said for clause in clauses[: -1 if is_signed(clauses) else None] if (said := for_merchant(clause))]
    return as_one("，".join(dict.fromkeys(kept)))


def is_signed(clauses: Sequence[Clause]) -> bool:
    """Whether the last clause is but the name of who signs (此致 王敏)."""
    texts = [clause.plain.strip() for clause in clauses[-2:]]
    before = len(texts) > 1 and (_COURTESY.fullmatch(texts[0]) is not None or only_bids(texts[0]))
    return before and _NAME.fullmatch(texts[-1]) is not None


def as_one(words: str) -> str:
    """Words for the merchant as they are written: what its own stop parted is put together, no more than may go."""
    return _OPEN.sub("：", words)[:MAX_WORDS]


def asks_him_too(text: str) -> bool:
    """Whether a clause has something asked of him besides (顺便问问颜色能不能换, 另外问下能不能只寄气杆)."""
    return _ASKS_HIM_TOO.match(text.strip()) is not None or _BID_HELP.match(text.strip()) is not None


def passed_on(clauses: Sequence[Clause], asked: bool = True) -> str:
    """What a message bids to pass on (帮我问问商家 背带能不能留; 盖子漏了 跟他说一声); empty for nothing.

    `asked`: also what the merchant is to be asked, not only what he is to be told.
    """
    at = _pointed_at(clauses)
    if at is not None:
        return said_of(clauses[at : at + 1])
    at = _place_of_bid(clauses)
    if at is None or (not asked and "问" in clauses[at].plain):
        return ""
    bid = clauses[at].plain
    after = [clauses[at], *(c for c in clauses[at + 1 :] if not _is_of_desk(c))]
    if "问" not in bid:  # 跟他说今天发就留 另外迟发赔多少: the one for him, the other for the desk
        after = [
            c for c in after if not (is_question(c.plain) and _SHIFTS.match(c.plain))
            or _BID.match(c.plain) or _ASKS_HIM_TOO.match(c.plain.strip())
        ]
    before = [c for c in clauses[:at] if c.is_told and not (_is_of_desk(c) or says_no(c.plain))]
    before = [clause for clause in before if not quotes_merchant(clause.plain)]
    if _CONTACTS.match(bid):
        after = [*before, *after]
    if len(after) > 1 and only_bids(bid) and (says := _SAYS.match(after[1].plain)) is not None:
        after[1] = replace(after[1], text=after[1].text[says.end() :], normal=after[1].plain[says.end() :])
    said = said_of([c for c in after if not _only_to_desk(c)])
    if len(said) >= _LEAST and not _TAG.fullmatch(said):
        offered = re.match(_AS_OFFERED, bid.strip()) is not None and "问" in bid
        plain_ask = offered and not (is_question(said) or re.search(r"是否|能否|有无|可否", said))
        return f"能不能{said}" if plain_ask else said  # 你刚说可以替我问商家先发新的
    return said_of([c for c in before if not _only_to_desk(c)]) or _asked_before(clauses, at)


def _asked_before(clauses: Sequence[Clause], at: int) -> str:
    """What stands just before a bid that holds nothing itself (另外是否正版，请务必替我问商家)."""
    asks_him = "问" in clauses[at].plain and only_bids(clauses[at].plain)
    before = clauses[at - 1].plain if at else ""
    asked = is_question(before) or re.search(r"是否|能否|有无|可否", before) is not None
    return question_words(clauses[at - 1 : at]) if asks_him and asked else ""


def _only_to_desk(clause: Clause) -> bool:
    """Whether a clause is surely but talk with the desk, though no pattern knows it (照片我有 等下拍给你)."""
    acts = [act for act in _TO_DESK if act != "photo" or MAY_SHOW.search(clause.plain)]
    chance = max(sum(clause.does(act, place) for act in acts) for place in ("open", "more"))
    return chance >= _SURELY and not clause.does("pass", "open")


def for_desk(clauses: Sequence[Clause]) -> list[Clause]:
    """The clauses that are for the desk, where others are for the merchant (还能发不 你给他捎句话 就说…): questions."""
    at = _pointed_at(clauses)
    if at is not None:
        return [c for n, c in enumerate(clauses) if n not in (at, at + 1) and is_question(c.plain)]
    at = _place_of_bid(clauses)
    if at is None:
        return list(clauses)
    asked = [clause for clause in clauses if is_question(clause.plain)]
    tells = "问" not in clauses[at].plain
    return [c for c in asked if c in clauses[:at] or (tells and c in clauses[at + 1 :] and _SHIFTS.match(c.plain))]


def parted(clauses: Sequence[Clause]) -> tuple[list[Clause], str]:
    """The clauses that are for the desk, and what the others bid to pass on (提交吧 再跟卖家说一声 周五前要到).

    这句是让你转告卖家的 points at what stands before it. Where nothing is to be passed on, all are for the desk.
    """
    at = _pointed_at(clauses)
    if at is not None:
        return [*clauses[:at], *clauses[at + 2 :]], said_of(clauses[at : at + 1])
    at = next((n for n, c in enumerate(clauses) if bids(c.plain)), None)
    if at is None:
        return list(clauses), ""
    if (asked := _asked_before(clauses, at)) and at == len(clauses) - 1:
        return list(clauses[: at - 1]), asked
    own = [clause for n, clause in enumerate(clauses) if n < at or (n > at and says_yes(clause.plain, "提交|交"))]
    words = said_of([clause for clause in clauses[at:] if clause not in own])
    return (own, words) if words else (list(clauses), "")


def question_words(clauses: Sequence[Clause]) -> str:
    """A question as it is passed on: without what only introduces it (我是问白色的有没有货 你问这个)."""
    kept = [_OF_LINES.sub("", _without_bid(clause)) for clause in clauses if not is_to_bot(clause.plain)]
    bare = [_ASKS_LAST.sub("", _ASKS_FIRST.sub("", text.strip(" ，,。"))) for text in kept]
    return "，".join(text for text in bare if text)[:MAX_ASKED]


def worth_asking(words: str) -> bool:
    """Whether a question holds enough of a matter to be offered to be passed on (not 行不, 咋办呢)."""
    return len(_NO_MATTER.sub("", words)) >= _LEAST_ASKED


def echoes(text: str, said: Sequence[str]) -> bool:
    """Whether a question but cries out at what was just said to the buyer (什么送礼呀, where gifts were spoken of)."""
    match = _CRIES_OUT.match(text.strip())
    return match is not None and any(match["what"] in each for each in said)


def speaks_of_message(text: str) -> bool:
    """Whether words speak of a message that is left or passed on (请将留言改为…, 转的那句话)."""
    return re.search(r"留(?:个|条|句|一)*[言话]|(?:转|带|捎)的[那这]?一?(?:[句条段]话?|话)", text) is not None


def _pointed_at(clauses: Sequence[Clause]) -> Optional[int]:
    """The clause that the next one says to be for the merchant (周五没到才退 这句是让你转告卖家的); None for none."""
    return next((n - 1 for n, c in enumerate(clauses) if n and _THIS_IS_FOR_HIM.search(c.plain)), None)


def _place_of_bid(clauses: Sequence[Clause]) -> Optional[int]:
    """The clause from which on something is to be passed on; None for none."""
    for patterns in ((_BID,), (_BID_HELP, _CONTACTS), (_HAVE_HIM,), (_DICTATES,)):
        for place, clause in enumerate(clauses):
            bare = clause.plain.strip()
            found = any(pattern.match(bare) for pattern in patterns) or (_BID in patterns and _before_bid(bare) > 0)
            if found and not only_asks_an_answer(bare):
                return place
    return None


def _is_of_desk(clause: Clause) -> bool:
    """Whether a clause is for the desk, whatever else of the message is for the merchant."""
    to_bot = is_to_bot(clause.text) and not clause.is_told and (clause.tells < _TELLS or len(clause.text) < _SHORT)
    confirms = re.search(r"[说指问]的是.*吧[?？]*$", clause.plain) is not None  # 换货说的是被套吧
    return to_bot or confirms or only_asks_an_answer(clause.plain) or says_yes(clause.plain, "提交|交")


def _before_bid(plain: str) -> int:
    """Where a bid begins that ends a clause (原包装没了也跟商家说一声); 0 where none does."""
    match = _AT_END.fullmatch(plain.strip())
    told = match["told"].rstrip("你您恁") if match is not None else ""
    if not told or _NOTHING_TOLD.fullmatch(told):
        return 0
    return len(told) + len(plain) - len(plain.lstrip())
