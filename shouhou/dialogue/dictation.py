"""What a buyer tells to be written, struck or added, and which clauses belong to the talk and to no record."""

import re
from collections.abc import Sequence
from dataclasses import replace

from shouhou.dialogue.asking import is_question, is_to_bot, only_supposes
from shouhou.dialogue.message import Clause
from shouhou.dialogue.yes_no import leading_yes, says_no, says_yes

MAX_WORDS = 500  # characters kept of a reason, of details
_LIGHT = re.compile(
    r"^(?:你?就[说问](?!的|是|了|题|下)|其实(?:主要)?(?:就)?是|主要(?:就)?是|不过|但是|但(?!愿)|对了|哦|我说的是|我是说|我(?:的)?意思是|意思是|我说(?:的|了)?(?:是)?|我问的是|就是|那个啥?|这个|因为|就(?!来|剩|一|只|有|这么|那么|给|[0-9])|是(?!不是|否)|啊|嗯|呃|那(?![条个件双台款套本只张部把])|还有(?![个几些])|另外(?![一两二三四五六七八九十几0-9那])|我跟你说|原因是?|理由是?|没了|没有了?"
    r"|[，, ])+"
    r"|(?:[啊呀哦呢嘛吧呗啦哈，, ]|来着|的说)+$"
)
_WRITE = re.compile(
    r"(?:^|[你就给直接原因问题投诉内容要])"
    r"(?:^改(?=[：:，, ]|$)|写清楚(?=[^，,]{4})"
    r"|写成?(?!的|得|了|着|错|什么|啥|清楚|没|上|进|个|不|一起|一块|说明|备注|到|在|一?下|完|好|反正|就)"
    r"|改成|改为|换成)[：:，, ]*"
)
_ENOUGH_SAID = re.compile(
    r"(?:就|这)?[几四三五两]个字|别把|别写|不要写|就行了?|就可以|就好了?|然后|那个啥时候|我要的是"
)
# 改完就交, 弄好就上报: when all that is written, it is to be filed; it is no part of the words.
THEN_FILE = re.compile(
    r"[，,\s]*(?:(?:就)?(?:照|按)?(?:这样|这么)?(?:改|写|弄|加|添|搞|补|划)(?:完|好|上|对)?了?(?:就|马上|再|直接|才)?(?:给我|你就)?|再没别的(?:毛病|问题)?就)"
    r"(?:提交|上报|[交报递发]上?(?:去|上)?)(?:吧|了|哈|啊)*$"
)
_LEAST_ADDED = 3  # characters of words that are to be added, before the verb
_IS_IT_THERE = re.compile(  # 43写上了吧? only asks
    r"上?了(?:吧|吗|么)[?？]*$|有(?:没有?)?(?:给我)?[写加填记](?:上|进去?)?[没吗么了]*[?？]*$"
)
_YOURS = re.compile(r"(?:那|这)句.{0,3}(?:跟|对)你说")
_STRIKES = re.compile(
    r"说明.{0,3}(?:写)?(?:错|不对)|删|去掉|拿掉|(?:别|不要|不用).{0,6}写|(?:那|这)[几两]?句.{0,3}(?:去了|不要)|不要写"
    r"|(?:别|莫|不要)(?:跟他|给他)?(?:提|说)(?!了)"
)
_WHETHER = re.compile(r"要不要|需不需要|能不能|用不用|[吗么][?？]*$|[?？]$")
_INSTRUCTS = re.compile(
    r"写(?:上(?!门)|进|清楚|什么|的啥)|删|去掉|拿掉|(?:别|不要|不用).{0,6}写|(?:那|这)[几两]?句|加(?:上|进|到)去?"
    r"|改(?:一下|过来)|^然后(?=.{0,6}(?:交|写|加|改|行|可以|问|说))|^(?:就)?(?:提交|交)(?:吧|了)?$"
    r"|发过去|说明里|四个字|(?<!登)记(?:下来|上|下|一下)(?!的)"
)


_FACE = r"(?:\[[一-鿿]{1,4}\]|[\U0001F300-\U0001FAFF\u2600-\u27BF]\uFE0F?|[\s，,。.!！?？~～…])"
_AROUND = re.compile(rf"^{_FACE}+|{_FACE}+$")


_CRY = re.compile(r"(?:呜|嘤|哈|嘿|啊|555+){3,}|呜呜+")
_PRIVATE = re.compile(
    r"(?:省得|免得|别到时候|到时候别|别回头|(?:不然|要不然?|否则)(?=[^，,]{1,6}(?:以为|当我|当成|说我|觉得|讲我)))"
    r"(?:他|她|商家|店家|卖家|人家|别人|老板|又)"
    r"|(?:(?:好让|好叫|让|这样)(?:商家|卖家|店家|他们?)(?:好|就|能|可以|也)*|(?:商家|卖家|店家|他们?)(?:好|也好|就好|就能|才好)+)"
    r"(?:知道|晓得|明白|清楚|有数|了解)(?:一?下)?[了吧啊哈]*$"
    r"|^(?:商家|卖家|店家|他们?)(?:也|就|才)*看(?:得|就)?(?:明白|清楚|懂|见)[了吧啊哈]*$"  # 商家好知道
)
_QUESTION_BEHIND = re.compile(
    r"[，,\s]*(?:还有|另外|对了)[^，,；]{0,6}(?:几天|多久|啥时候|什么时候|谁[出拿付掏]|怎么|咋)[^；]*$"
    r"|[，,\s]+[^，,；]{0,6}(?:运费|邮费)[^，,；]{0,2}谁[出拿付掏][^；]*$"
)


def is_private(text: str) -> bool:
    """Whether words are an aside to the bot, which the merchant is not to read (省得他们又叫我换针)."""
    return _PRIVATE.match(text.strip(" ，,")) is not None


def without_questions(text: str) -> str:
    """Words without a question that runs on behind them (吊牌没剪，还有钱几天到)."""
    cut = _QUESTION_BEHIND.search(text)
    return text[: cut.start()] if cut is not None and cut.start() else text


def trimmed(text: str) -> str:
    """Words without what only introduces or ends them, and without drawn-out cries (呜呜呜)."""
    bare = _AROUND.sub("", _CRY.sub("", text) or text)
    short = _LIGHT.sub("", bare)
    return short or bare


_OF_LINES_ONLY = re.compile(
    r"(?:你|那|这|里|的|还)*(?:说明|备注|原因|理由|申请|单子|收[件货]人|名字|电话|地址|内容|前面|上面|里面)(?:里面?|那里|上面?|和|跟|与|、|的|名字|电话|地址|收[件货]人)*"
    r"(?:也|都|又|还|咋|怎么|为啥|给我|你)*(?:没有?|不|漏了?|少了?|写得?|填得?)(?:给我)?(?:写|填|加|说|弄)*(?:得)?(?:上|全|完整?|清楚|明白|对|进去|到|好)*(?:一?[点些下])?[了的啊呀呢吧嘛]*"
)


_LEFT_SO = re.compile(r"(?:(?:不|别|不用)(?:改|换|动|变|写|加)[了吧啊]*)+")
_QUOTES_LINES = re.compile(  # 单子上写的是42.5吧
    r"(?:那|这|你|现在)*(?:单子|申请|说明|备注|原因|上面|里面|要换)(?:上面?|里面?)?(?:到底)?(?:写|填)的(?:是|不是)"
)
_ONE_MORE = re.compile(r"(?:还|就|好像)*[差缺漏少]了?[一这]句(?:话)?")


def speaks_of_lines(text: str) -> bool:
    """Whether words only find the written lines wanting (说明也没写完整), and hold nothing to be written."""
    bare = text.strip(" ，,")
    if _QUOTES_LINES.match(bare) or _LEFT_SO.fullmatch(bare):
        return True
    return _OF_LINES_ONLY.fullmatch(bare) is not None or _ONE_MORE.fullmatch(bare) is not None


_LEAD_IN = (
    r"(?:再|还有?|对了|帮我|给我|麻烦|你|另外|那|我(?=[加补写说])|可以|行|好|嗯|也|把|这句|那句|这个|，|,|\s"
    r"|(?:给|往|在)(?:我的?)?(?:申请|单子|售后单)(?:里面?|上)?"
)
_ADD = re.compile(
    rf"^{_LEAD_IN}|给(?=[写加补备])|就是|原因|理由|说明里?)*"
    r"(?:加(?:上)?一?[句条点](?:话)?|顺便(?:跟他|给他|跟商家)?(?:问问|说说|[说提问])一?[声下句]?|加上(?!了|.{0,3}没(?!货|有货))|再加个|补上(?!.{0,3}没(?!货|有货))|补(?:上)?一?句"
    r"|(?:投诉|说明|申请|单子|备注)里(?:再|要)?写(?![的得着了错没])(?:上(?!门)|明白?|清楚)?|补充(?:一?[句下点]|说明)?|备注(?:上(?!门)|一?下|写(?:上(?!门)|明)?)?"
    r"|写上(?!.{0,3}没(?!货|有货)|了)|注明)[：:，, ]*(?P<told>.*)$"
)
_ADDED = re.compile(
    rf"^{_LEAD_IN}|把|将|能不能|可不可以|能|就(?=把|将))*(?P<told>.*?)(?:那个|这个|这句|那句|这事|[那这]?[几两三四五]个字|冇写|冇)?(?:也|都|一并|一起|一块|给我|帮我|你给|给|你|要|得|必须)*"
    r"(?:(?:写|加|填|放|备注)(?:上|入|进去?|到|在|落|回|清[楚爽]|明白)(?:[去来])?(?:说明|备注|补寄|申请|单子|售后单?|投诉|里)*|写说明里?|备注里?写"
    r"|写在?(?:头里|上头|前头|里头|后头)|保留(?:着|下来)?|(?:(?<=句也要)|(?<=句要)|(?<=句也)|(?<=些也要)|(?<=些也))留(?:着|下)|(?:记|补|添)一笔|(?:写|记|加)一下(?=$|[吧呗])|放进(?:说明|备注|去)里?|算(?:上|进去)(?=$|[吧啊呀])|(?<!登)记(?:上|下来?)(?=$|[吧啊呀])"
    r"|写给(?:商家|卖家|店家|他们?)看?)"
    r"(?:去)?(?:了?没有?)?[啊哈嘛吧呗哦呀了噻撒咯哟]*[?？]*(?:$|(?=那|另外|还有|剩下)(?P<more>.{3,})$)"
)
_WHY_NOT = re.compile(
    r"^(?P<told>.{3,}?)(?:的|这个|那个)?你?(?:咋|怎么|为啥)(?:也|又|还)?没(?:有)?(?:给我)?写(?:上"
    r"|进去)?[啊呀呢]*$"
)
_LEFT_OUT = re.compile(
    r"^(?:你|上面|里面|这里|那里)?(?:咋|怎么)?(?:还)?没(?:有|给我|帮我)*写(?:清楚|上|明白"
    r"|进去)?[是：:，, ]*(?P<told>.{2,}?)[啊呀呢]*$"
)
_NOT_YET = re.compile(r"(?:怎么|咋|为啥|都|还|也)*(?:没有?|冇|未)(?:给我|帮我)?$")
_KEPT = re.compile(r"保留|留[着下]|加回")  # 起球那句也要留着 may name what stands in two characters
_POINTS_AT_ALL = re.compile(r"些$")  # 这些也要保留
_POINTS = re.compile(r"[那这](?:[条个句事点件]|件事|个事|些)$")
_AND = re.compile(r"^(?:还有|另外|而且)|^.{1,6}(?:留着|不用?动|不用?换|不用?退)的?$")  # 只换女款 写上 男款留着的
_THEN_YES = re.compile(r"(?:就|再|然后|了)*(?:提交|交|行|好|可以|确认)(?:吧|了|就行)?")
# 就是帮我在申请里写清楚 要换2.7米的: where it is to be written, and nothing of what.
_FRAME = re.compile(
    r"(?:就是|我(?:的)?意思是?|我是说|麻烦|请|你|您|帮我|给我|替我|在|往|把|这个?|那个?|我的|申请|单子|售后单?|说明|备注|里面?|上面?|中)+"
)
_BESIDE_ADDED = re.compile(r"^(?:其他|别的|剩下)|没错|^(?:提交|交)|^(?:对|行|好|嗯)(?!的那)")


_A_SENTENCE = re.compile(r"(?<=..)的?[那这](?:一|几|两|半)?(?:句|段)(?:话)?$")


def additions(clauses: Sequence[Clause], verbs: str = "") -> str:
    """What is to be written besides what is, without the words that only point at it (缺16页那句加进去)."""
    return without_pointing(_additions(clauses, verbs))


def without_pointing(words: str) -> str:
    """Words without an end that only points at them (缺16页那句)."""
    return _A_SENTENCE.sub("", words)


def _additions(clauses: Sequence[Clause], verbs: str) -> str:
    """What is to be written besides what is (加一句 …; …也写上; …写说明里), as it was said; empty for nothing.

    `verbs`: words of a yes to what is open, which are no part of it.
    """
    for place, clause in enumerate(clauses):
        text = clause.text.strip(" ，,。.!！~")
        if (left_out := _LEFT_OUT.match(text) or _WHY_NOT.match(text)) is not None:
            rest = _to_write(clauses[place + 1 :], verbs)  # 你没写清楚是你们发成300的了
            if rest and speaks_of_lines(text):
                return rest  # 收件人和电话怎么没写上 王丽 138…
            return "，".join(part for part in (left_out["told"].strip(" 的"), rest) if part)[:MAX_WORDS]
        added, add = _ADDED.match(text), _ADD.match(text)
        if added is not None and not _STRIKES.search(text) and not _IS_IT_THERE.search(text):
            told = _NOT_YET.sub("", added["told"])
            said = "，".join(part.strip(" ，,") for part in (told, added["more"] or "") if part.strip(" ，,"))
            is_frame = _FRAME.fullmatch(said) is not None
            said = "" if is_frame else said
            others = [each for each in clauses if each is not clause]
            if _POINTS.search(said) and (words := _to_write(others, verbs, bool(_POINTS_AT_ALL.search(said)))):
                return words  # 头发那条也得写上 刷子里有头发: what it points at
            if len(said) >= _LEAST_ADDED or (said and _KEPT.search(text)):
                is_left_out = told != added["told"]  # 380医药费没写进去 又吐又拉四天了: all that is told behind it
                behind = list(clauses[place + 1 :])
                others = behind if is_left_out else [each for each in others if _AND.match(each.text)]
                more = _to_write(others, verbs)  # 还有袋子收到就是破口的
                return "，".join(part for part in (said, more) if part)[:MAX_WORDS]
            before, after = clauses[:place], clauses[place + 1 :]
            told_before = any(c.is_told for c in before) or not any(c.is_told for c in after)
            around = before if before and told_before and not (is_frame and after) else after
            words = _to_write(around, verbs)
            if words and said not in ("没", "还没", "不", "别"):
                return words
        elif add is not None:
            told = add["told"].strip(" ，,")
            if _IS_IT_THERE.search(text) or re.match(r"啥|什么", told):
                continue
            told = re.sub(r"^(?:就)?是(?!不是|否)|(?:^|(?<=..))[哈哦啊呀嘛呗噻]+$", "", told)  # 加上是A键和空格键哈
            if told and _THEN_YES.fullmatch(told):  # 白色绿尾 写上就提交: what stands before
                return _to_write(clauses[:place], verbs)
            after = list(clauses[place + 1 :])
            if not told and after and not (is_question(after[0].plain) or says_yes(after[0].plain, verbs)):
                told = trimmed(after.pop(0).text)  # 加一句：希望先发新的: whatever comes first
            parts = [told, _to_write(after, verbs)]
            return "，".join(part for part in parts if part)[:MAX_WORDS]
    return ""


def before_writing(clauses: Sequence[Clause]) -> list[Clause]:
    """The clauses before the first one that tells what is to be written (那就换 说明里写一下 …)."""
    for place, clause in enumerate(clauses):
        if instructs(clause.plain) or additions([clause]):
            return list(clauses[:place])
    return list(clauses)


def _to_write(clauses: Sequence[Clause], verbs: str, whole: bool = False) -> str:
    left = [
        c for c in clauses
        if not (is_question(c.plain) or _SETS_TALK_RIGHT.match(c.plain) or is_private(c.plain))
        and not (_BESIDE_ADDED.search(c.text) or instructs(without_pointing(c.plain)))
        and not (says_yes(c.plain, verbs) or says_no(c.plain))
    ]
    kept = [_NOT_THERE.sub("", trimmed(c.text)) for c in [c for c in left if whole or c.is_told] or left]
    return without_questions("，".join(text for text in kept if len(text) > 1))[:MAX_WORDS]


_SETS_TALK_RIGHT = re.compile(r"^(?:我)?(?:不是|没)(?:要?你?打(?:个)?电话|(?:在"
    r"|有)?[问说叫让要])")  # 不是打电话 我是说…
_NOT_THERE = re.compile(  # 竿尖没写，加上去
    r"也(?:要|得)?写$|(?:还是|也|都|还)?(?:冇|没有?|未)写(?:上|进去)?[呢呀啊]*$"
)
_OF_DETAILS = re.compile(r"说明.{0,4}(?:写|填)?(?:的|得|了|成)?(?:啥|什么|错|不对|乱)")
_THEN_WRITE = re.compile(r"(?:给我|你|就|要|应该)*(?:写成?|改成|改为|换成)(?P<told>.*)$")
_DETAILS = re.compile(r"说明.{0,8}?(?:写成|改成|换成|改为|写)(?:完整一?点|清楚一?点|成)?[：:，, ]*(?P<told>.*)$")


_RIDER = re.compile(
    r"^(?:不过|但是?|就是|只是|记得|千万|一定|还有)*(?:我?(?:要|得要)(?!快|赶|尽|是|等|求|几|多)|别(?:给我|再|又)*(?:发|弄|搞|寄|换))"
    r"|^(?:不过|但是?)?(?:记得|千万|一定)(?!.{0,2}(?:快|赶|尽|告诉|通知)).{3,}"
)


_HANGS_ON = re.compile(r"要是|如果|万一|没有?(?:货|了|的话)")
_GIVES = re.compile(r"(?:就|那就?)?(?:给我|给俺|发|寄|换|来|要)")
_CONDITION = re.compile(
    r"(?:要是|如果|只要|除非|得|必须|让|叫|要求)(?:你们?|商家|他们?|店家|卖家)?(?:能|肯|那边|得|先)*"
    r"(?:派人|来人|安排人?|上门|包邮|(?:出|承担|付)(?:运费|邮费)|到付)(?!.{0,4}[吗么?？])"
)
_OF_DESK = re.compile(r"人工|客服|真人|电话|投诉|快点|尽快")


def riders(clauses: Sequence[Clause]) -> str:
    """What is asked for beside a yes (对的，不过要奶白色的，别发成粉的): it is written before anything is filed.

    With what it hangs on (白色要是没了 就给我黑的).
    """
    said = []
    for place, clause in enumerate(clauses):
        hangs = place > 0 and _HANGS_ON.search(clauses[place - 1].plain) is not None
        rides = _RIDER.match(clause.plain) or (hangs and _GIVES.match(clause.plain))
        rides = rides or _CONDITION.search(clause.plain)  # 行吧 你们要是派人上门来拿 我就给
        if not rides or is_question(clause.plain) or says_yes(clause.plain) or _OF_DESK.search(clause.plain):
            continue
        if only_supposes(clause.plain) and not (hangs or _CONDITION.search(clause.plain)):
            continue
        said += [clauses[place - 1], clause] if hangs else [clause]
    parts = [trimmed(re.sub(r"^(?:不过|但是?|就是|只是|还有)+", "", clause.text)) for clause in dict.fromkeys(said)]
    return "，".join(part for part in parts if len(part) >= _LEAST_ADDED)[:MAX_WORDS]


def dictated_details(clauses: Sequence[Clause]) -> str:
    """What the buyer wants the details to be (说明写成…); empty for nothing."""
    for place, clause in enumerate(clauses):
        match = _DETAILS.search(clause.text)
        if match is None and place and _OF_DETAILS.search(clauses[place - 1].text):
            match = _THEN_WRITE.match(clause.text)  # 说明写的啥 改成重装驱动也连不上
        if match is None or is_question(clause.plain) or "加" in clause.text[: match.start() + 8]:
            continue
        if strikes(clause.plain) or re.match(r"[的得]|成?(?:啥|什么)", match["told"]):
            continue  # 说明写错了, 说明写的啥: it is taken out, not dictated
        first = re.sub(r"^一?下[，, ]*|^写上?(?!字|真)", "", match["told"].strip(" ，,"))
        parts = [first, _to_write(clauses[place + 1 :], "")]
        words = "，".join(part for part in parts if part)
        return words[:MAX_WORDS] if len(words) >= _LEAST_ADDED else ""
    return ""


_STRIKING = re.compile(
    r"[那这]?(?:几个|几|一|两|个|些)?[句字话]|把|请|给我|帮我|说明|备注|里面?|的|了|都|全部?|删(?:除|掉|去)?|去掉|拿掉|别|不要|不用|写|上|要|吧|啊|嘛|呀|[，,\s]"
)
_LEAST_NAMED = 3  # characters that name what is struck


def struck(words: str, clauses: Sequence[Clause]) -> str:
    """Words without the parts that the buyer has struck (别写不是改另外一个): all of them where none is named."""
    named = "".join(clause.text for clause in clauses if strikes(clause.plain) or _YOURS.search(clause.text))
    if len(_STRIKING.sub("", named)) < _LEAST_NAMED:  # 把 的啥玩意 那几个字删了: it is named beside
        named = "".join(c.text for c in clauses if not (says_yes(c.plain) or says_no(c.plain)))
    parts = re.split(r"([；，])", words)
    kept = [part for part in parts[::2] if not _is_named(part, named)]
    if len(kept) == len(parts[::2]):
        return words if len(_STRIKING.sub("", named)) >= _LEAST_NAMED else ""  # what it names is not there: 把X删了
    return "，".join(kept)


def _is_named(part: str, named: str) -> bool:
    """Whether what is struck quotes a part, or most of it."""
    pairs = [part[at : at + 2] for at in range(len(part) - 1)]
    return bool(pairs) and sum(pair in named for pair in pairs) >= max(1, len(pairs) // 2)


def strikes(text: str) -> bool:
    """Whether words tell to take out what was noted (那句别写, 把说明去掉)."""
    return _STRIKES.search(text) is not None and _WHETHER.search(text) is None


def dictated(clauses: Sequence[Clause], whole: bool = False) -> str:
    """What the buyer dictates for the record (就写发错货，给我发成女式了): all from there on; empty for nothing.

    `whole`: with what it asks, where somebody else is to read it.
    """
    return _from(_WRITE, clauses, whole)


def _from(pattern: "re.Pattern[str]", clauses: Sequence[Clause], whole: bool = False) -> str:
    for place, clause in enumerate(clauses):
        match = pattern.search(clause.text)
        if match is None or is_question(clause.plain) or strikes(clause.plain):
            continue
        rest = [each for each in clauses[place + 1 :] if whole or not of_the_talk(each)]
        parts = [clause.text[match.end() :], *(trimmed(each.text) for each in rest)]
        text = "，".join(part.strip(" ，,") for part in parts if part.strip(" ，,"))
        text = THEN_FILE.sub("", text)
        cut = _ENOUGH_SAID.search(text)
        return (text[: cut.start()] if cut is not None and cut.start() else text).strip(" ，,")[:MAX_WORDS]
    return ""


def of_the_talk(clause: Clause) -> bool:
    """Whether a clause belongs to the talk itself and to no record: a question, an instruction, a word to the bot."""
    bare = clause.plain.strip()
    return bool(
        is_to_bot(bare) or is_question(bare) or "人工" in bare or _INSTRUCTS.search(bare)
        or says_yes(bare) or says_no(bare) or says_no(bare[leading_yes(bare) :])
    )


def instructs(text: str) -> bool:
    """Whether words tell how something is to be written, and tell nothing themselves."""
    return _INSTRUCTS.search(text) is not None


def wants_it_anew(text: str) -> bool:
    """Whether words want what was noted written anew (写的什么呀, 重写)."""
    return re.search(r"删|去掉|重新?写|写的(?:是)?(?:什么|啥)|不是这个|写错|不对", text) is not None


_ADDS = re.compile(
    r"(?:对了)?(?:.{0,6}?单子?里|(?:帮我|给我)?(?:给|往|在)?(?:申请|售后单)里?|给单子|再)*(?:加上去?|加一[句条点]|补充(?:说明|一句|一下)?|添上)[：:，,]*(?:吧|啊|没有|没)?"
)
_NOTE = re.compile(r"^(?:那|就|我)?(?:帮我|给客服|给你们)?留(?:个|一)?(?:言|话)(?:给客服)?[：:，, ]*")


def to_be_added(clauses: Sequence[Clause]) -> list[Clause]:
    """The clauses that are to be added to what is filed (口子在盘子边上，加上去); none where nothing is."""
    if len(clauses) < 2 or not any(_ADDS.search(clause.plain) for clause in clauses):
        return []
    kept = [c for c in clauses if not _ADDS.fullmatch(c.plain) and not is_question(c.plain)]
    return [replace(clause, text=_ADDS.sub("", clause.text)) for clause in kept]


def note_in(text: str) -> str:
    """What is to be noted, without the words that ask for it (留言：…)."""
    return _NOTE.sub("", text.strip()) or text.strip()


def adds(text: str) -> bool:
    """Whether words want something put beside what stands, not instead of it (原因再加一句)."""
    return "加" in text


_DICTATES = re.compile(r"加一?[句条个]|写[上进清到]|写一|备注|注明|改成")


def dictates(text: str) -> bool:
    """Whether words speak of writing something down (再加一句能不能先发新的)."""
    return _DICTATES.search(text) is not None
