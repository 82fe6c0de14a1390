"""Which clauses may stand as the buyer's own words about goods, parcel or merchant, and which serve another end."""

import re
from collections.abc import Iterable, Sequence
from typing import Optional

from shouhou.dialogue.asking import is_question, is_to_bot, quotes_merchant
from shouhou.dialogue.dictation import MAX_WORDS, instructs, of_the_talk, trimmed
from shouhou.dialogue.message import Clause, Message
from shouhou.dialogue.yes_no import is_about_evidence, says_no, says_yes

LONG_TOLD = 6
_ASKS_IN_THE_END = re.compile(
    r"(?:你看|您看|这|那|该|我该|这个)*(?:怎么|咋|如何)(?:弄|办|整|处理|搞)[啊呀呢吧]*[?？]*$"
)
LEAST_TOLD = 2  # characters of a clause that tells anything
SHORT = 30  # a clause longer than this tells more than a reason
_CORRECTS = re.compile(
    r"^(?:就)?写(?!的|了|着|错|什么|的)"
    r"|^.*?(?:改成|改为|换成|应该(?:是|写)|写成|改一下|其实是|我说的是|我是说|说的是|改(?!天|日))(?:的)?"
    r"|^(?:不是|不对|错了|写错了?|填错了?|搞错了?)(?:了|的|吧|啊)*[，, ]*(?:是|$)"
    r"|^(?:原因|理由)(?:就)?(?:是|写|填)"
)
_ABOUT_REASON = re.compile(r"原因|理由")
_NOT_RECEIVED = re.compile(r"[没未](?:有)?(?:收|拿|取)到|收不到|没见(?:着|到)|没送到|没人收|丢了|不见了")
_WRONG = re.compile(r"(?:写|填|选|弄|搞)?(?:错|不对)(?:了|的|吧|啊)*")
_NO_REASON = re.compile(
    r"(?:写|填|选|弄|搞)?(?:错|不对)(?:了|的|吧|啊)*|(?:这个?|那个?)?(?:商家|卖家|店家|客服|平台|店铺?)"
)
_NOT_SO = re.compile(
    r"(?:可)?别(?:给我|让我|把)|(?:不是|没说|不要)(?!.*[，, ]?是).+"
    r"|(?:别的|其[他它]的?|剩下的?)(?:都|就)?(?:不动|不变|不改|照旧|一样|对)"
)
_POINTING = re.compile(r"[\s，,。.!！的]|不是|我说的是|我要的是|我说|就是|是|那个|这个|那件|这件|那条|那双|那款")
_ASKING = re.compile(
    r"想?(?:要|给我|帮我|麻烦|能不能|可以|可不可以)?(?:申请)?"
    r"(?:退货退款|仅退款|退款|退货|退钱|退掉|退了?|换货|换一?[个双件台只条套把部]?(?:新的?)?|换|维修|修一?修|修|补发"
    r"|补寄|补|售后|投诉|赔)"
)
_TELLING = ("inform", "nlu_fallback", "out_of_scope", "request_aftersales", "affirm", "deny")
COURTESY = ("greet", "thank", "goodbye", "bot_challenge", "request_human", "express_anger")


def corrects(text: str) -> bool:
    """Whether words set something right that stands."""
    return _CORRECTS.match(text) is not None


def without_correction(text: str) -> str:
    """What stands after the words that only say that something is to be set right."""
    return _CORRECTS.sub("", text, count=1).strip(" ，,。：:“”\"'")


def tells_not_received(text: str) -> bool:
    """Whether words say that the parcel never came."""
    return _NOT_RECEIVED.search(text) is not None


def corrected_reason(clauses: Sequence[Clause]) -> Optional[str]:
    """What a correction of the reason puts in its place (原因改成掉皮; 原因写错了，是掉皮); None for no correction."""
    if not any(speaks_of_reason(clause.text) for clause in clauses):
        return None
    named = [clause for clause in clauses if clause.text.lstrip().startswith("是")]
    for clause in [*named, *reversed(clauses)]:
        if is_question(clause.plain) or is_to_bot(clause.text) or _NOT_SO.match(clause.text):
            continue
        if _ASKING.fullmatch(trimmed(clause.text)):
            continue
        if instructs(clause.text) and not speaks_of_reason(clause.text):
            continue
        words = trimmed(without_correction(clause.text)).removeprefix("是")
        if words and not speaks_of_reason(words) and not _WRONG.fullmatch(words):
            return words[:MAX_WORDS]
    return None


def names_goods(text: str, titles: Iterable[str]) -> bool:
    """Whether words only say which of some goods is meant, by their titles."""
    bare = _POINTING.sub("", text.lower())
    return len(bare) > 0 and any(bare in re.sub(r"\s", "", title.lower()) for title in titles)


def speaks_of_reason(text: str) -> bool:
    """Whether words name the reason as the thing they are about (原因写错了)."""
    return _ABOUT_REASON.search(text) is not None


def reason_in(clauses: Iterable[Clause]) -> Optional[str]:
    """The reason that clauses give, in the buyer's words; None when they give none.

    A short clause that only says what is wrong stands whole; of one that asks for something too, what is marked in it.
    """
    parts: list[str] = []
    asked: list[str] = []
    for clause in clauses:
        marked = clause.entity("reason")
        tells = clause.told_class is not None and clause.intent in _TELLING and not is_question(clause.text)
        if not (marked or tells) or quotes_merchant(clause.text) or is_about_evidence(clause.text):
            continue
        if (marked is not None and _NO_REASON.fullmatch(str(marked.value))) or _NOT_SO.match(clause.text):
            continue
        text = trimmed(without_correction(clause.text) if corrects(clause.text) else clause.text)
        if instructs(clause.text):
            continue
        if len(text) <= SHORT and not _ASKING.search(text) and not is_question(text) and not is_to_bot(text):
            parts.append(text)
        elif marked is not None:
            (asked if is_question(clause.text) else parts).append(str(marked.value))
    parts = parts or asked
    parts = [part for number, part in enumerate(parts) if not any(part in other for other in parts[:number])]
    return "，".join(parts)[:MAX_WORDS] or None


def free_words(clauses: Sequence[Clause], verbs: str = "") -> str:
    """The clauses that tell something of the matter itself, as they were written; empty when none does."""
    kept = [
        clause for clause in clauses
        if not (of_the_talk(clause) or says_yes(clause.text, verbs) or says_no(clause.text, verbs))
    ]
    return joined(kept)


def joined(clauses: Sequence[Clause]) -> str:
    """Clauses as one text, with the stops that stood between them made plain."""
    return "，".join(part for clause in clauses if (part := trimmed(clause.text)))[:MAX_WORDS]


def beside(reason: str, clauses: Sequence[Clause], verbs: str = "") -> str:
    """What clauses tell of the matter beside the reason: for the details of what is filed."""
    kept = [
        clause for clause in clauses
        if not (is_question(clause.text) or is_about_evidence(clause.text) or _ASKING.search(clause.text))
        and not (corrects(clause.text) or speaks_of_reason(clause.text) or _NOT_SO.match(clause.text))
        and clause.intent not in COURTESY and len(trimmed(clause.text)) > 3
        and trimmed(clause.text) not in reason and reason not in clause.text
    ]
    return free_words(kept, verbs)


def told_in(message: Message) -> str:
    """All that a message tells of the matter, in the buyer's words."""
    parts = []
    for clause in message.clauses:
        if not is_question(clause.plain):
            parts.append(free_words([clause]) if len(trimmed(clause.text)) >= LEAST_TOLD else "")
            continue
        bare = trimmed(_ASKS_IN_THE_END.sub("", clause.text))  # what it asks in the end is cut off (不热了咋整)
        parts.append(bare if bare != trimmed(clause.text) and len(bare) >= LONG_TOLD and not is_question(bare) else "")
    return "，".join(part for part in parts if part)[:MAX_WORDS]
