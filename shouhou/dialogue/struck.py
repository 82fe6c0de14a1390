"""What goes of a record where the buyer strikes or swaps words: the parts that are named, by words or by place."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Optional

from shouhou.dialogue.asking import is_question
from shouhou.dialogue.dictation import trimmed
from shouhou.dialogue.message import Clause

_LEAST = 2  # characters that two texts share
_FROM_TO = re.compile(
    r"^(?:能不能|可不可以|可以|请|你|帮我|给我)*(?:把|将)?[“”\"']?(?P<old>.{1,20}?)[“”\"']?(?:这?[一两俩几]个?字)?"
    r"(?:改成|改为|换成)[“”\"']?(?P<new>.{1,40}?)[“”\"']?(?:[呀啊吧呗嘛]|行吗|可以吗|[?？])*$"
)
# Quoted words stand where they stand, whatever line is named before them (说明里那个“前天晚上”改成…).
_QUOTED = re.compile(
    r"[“\"「](?P<old>[^“”\"「」]{2,20})[”\"」](?:这?[一两俩几]个?字|这半?句)?(?:给我|帮我|请)*(?:改成|改为|换成)[“\"「]?"
    r"(?P<new>.{1,40}?)[”\"」]?(?:[呀啊吧呗嘛]|行吗|可以吗|[?？])*$"
)
NOT_IT = re.compile(r"^(?:不对[，, ]*)?不是(?P<old>.{2,20})$")
BUT = re.compile(r"^(?:而)?是(?P<new>.{2,40})$")
MAY_YOU = re.compile(r"^[^，,]{0,4}?(?:能不能|可不可以|能否|可以)")
_FILLING = re.compile(
    r"[那这]?(?:几个|几|一|两|个|些)?[句字话条]|把|请|给我|帮我|说明|备注|原因|里面?|上面|前面|后面|最后|的|了|都|全部?"
    r"|也|就|你|写|上|干啥|干嘛|呢|还有|任何|内容|一?栏|东西|[，,\s]"
)


def content_of(words: str) -> str:
    """Words without what only points or orders."""
    return _FILLING.sub("", words)


_FIRST = "一二三四五"
PLACE = re.compile(
    rf"(?:最后|末尾|末)(?:头|面|的)?(?:那|这)?(?:一|半)*句|第(?P<nth>[{_FIRST}])句|(?:开头|最前面?)(?:那|这)?一?句"
)


def without(words: str, named: str) -> str:
    """The parts of a record that a strike does not mean; `named`: its words, empty where all is meant.

    A part is meant where it shares the longest run of characters with what is named, two of them at least, or by its
    place (最后那句). Where one sentence of several is named (拿了150那句), all of it goes.
    """
    stops = "；" if "；" in words and "句" in named else "；，,"
    parts = [part for part in re.split(f"[{stops}]", words) if part]
    if (at := PLACE.search(named)) is not None and len(content_of(PLACE.sub("", named))) < _LEAST:
        last = at[0].startswith(("最", "末"))
        del parts[-1 if last else min(_FIRST.index(at["nth"]) if at["nth"] else 0, len(parts) - 1)]
        return ("；" if stops == "；" else "，").join(parts)
    struck: set[str] = set()
    for each in re.split(r"[，,；\s]+", named):
        bare = content_of(each)
        if not bare:
            continue
        shared = {part: max(_longest_shared(part, bare), _longest_shared(part, each)) for part in parts}
        most = max(shared.values(), default=0)
        struck |= {part for part, length in shared.items() if length == most >= min(_LEAST, len(bare))}
    if not content_of(named):
        return ""
    pieces = re.split(f"([{stops}])", words)
    kept = [(stop, part) for stop, part in zip(["", *pieces[1::2]], pieces[::2], strict=True) if part not in struck]
    return "".join(f"{stop if place else ''}{part}" for place, (stop, part) in enumerate(kept) if part)


def _longest_shared(one: str, other: str) -> int:
    """The length of the longest run of characters that two texts share."""
    best = 0
    for start in range(len(one)):
        while one[start : start + best + 1] in other and start + best < len(one):
            best += 1
    return best


# 牙打错了 是芽: a character that the buyer mistyped, wherever it stands.
_MISTYPED = re.compile(
    r"(?:^|[，,。 ])(?:那个|把|是)?[“\"]?(?P<old>[一-鿿a-z0-9]{1,4}?)[”\"]?(?:这?个?字)?(?:打|写|输|敲|按)(?:错"
    r"|成别)(?:字)?了?(?:的)?[，,。 ]*"
    r"(?:应该|应当|要|正确的?)?是[“\"]?(?P<new>[一-鿿a-z0-9]{1,4}?)[”\"]?(?:这?个?字)?(?=[，,。 ]|$)", re.IGNORECASE
)
_RATHER = re.compile(
    r"^(?:哎呀?|啊|不对|都说了?|说了)*[，, ]*不是(?P<old>[^，,不是]{2,10}?)[，, ]*(?:而|就|都|其实"
    r"|明明)*是(?P<new>[^，,]{4,40}?)"
    r"(?:[，, ]*(?:你|您)?(?:给我|帮我|请|就|麻烦)*写(?:得|的)?(?:清楚|明白|详细|准确)(?:一?[点些下])?)?[啊呀吧呢嘛]*$"
)


def put_rightly(clauses: Sequence[Clause], reason: str) -> Optional[tuple[str, str, Clause]]:
    """What of the reason is denied in one breath with what is meant (不是黑屏是开车的时候自动重启), and the clause."""
    for clause in clauses:
        match = _RATHER.match(clause.text.strip())
        if match is not None and match["old"] in reason and not is_question(clause.plain):
            return match["old"], trimmed(match["new"]), clause
    return None


def swaps(clauses: Sequence[Clause], reason: str, details: str) -> Optional[tuple[str, str]]:
    """The words to be replaced where they stand, and those instead (把5盒改成6盒); None for none.

    What is only denied (不是响 是收不到台) is replaced in the details: a reason that is denied is told anew, whole.
    """
    for before, after in pairwise(clauses):
        denied, meant = NOT_IT.match(before.plain.strip()), BUT.match(after.text.strip())
        if denied is not None and meant is not None and not is_question(after.plain) and denied["old"] in details:
            return denied["old"], trimmed(meant["new"])
    mistyped = _MISTYPED.search("，".join(clause.text for clause in clauses))
    if mistyped is not None and mistyped["old"] in f"{reason}；{details}":
        return mistyped["old"], mistyped["new"]
    if mistyped is not None and mistyped["new"] in f"{reason}；{details}":
        return mistyped["new"], mistyped["new"]  # it stands as it is meant
    for clause in clauses:
        match = _QUOTED.search(clause.text) or _FROM_TO.match(trimmed(clause.text))
        asks = is_question(MAY_YOU.sub("", clause.plain))
        if match is not None and match["old"] in f"{reason}；{details}" and not asks:
            return match["old"], _fitting(match["old"], trimmed(match["new"]), f"{reason}；{details}")
    return None


def _fitting(old: str, new: str, lines: str) -> str:
    """New words without an end that stands behind the old ones already (“前天晚上”拆的: 昨天拆的)."""
    behind = lines[lines.index(old) + len(old) :]
    shared = next((n for n in range(min(len(new) - 1, len(behind)), 1, -1) if behind.startswith(new[-n:])), 0)
    return new[: len(new) - shared]
