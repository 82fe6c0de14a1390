"""Messages that hold more than one ask (还能撤销几次，另外怎么投诉): where one ends and the next begins.

Texts are canonical ones (features.canonical). Cutting is generous; what the classifier makes of the parts decides.
"""

import re
from dataclasses import dataclass

LONGEST = 200  # a longer message tells a story; its clauses are no list of asks
MOST_PARTS = 4
_LEAST_CHARACTERS = 3
# What buyers say before a further ask. 还有 and 再 also belong to asks themselves (还有几次, 再申请).
_JOINT = re.compile(
    r"(?:另外|顺便|顺带|顺道|对了|再问|还想问|还想知道|也想问|也想知道|再就是|还有就是|以及"
    r"|(?<=[,.?!;~ ])还有(?!几|多|没|机会|人|救|效)|(?<=[,.?!;~ ])然后(?=怎|咋|多|什|我想问|请问|问))"
    r"(?:一下|一句|下|就是|个|问|请问|想问|想问问|我想问|我想知道|说|,|\s)*"
)
_CLAUSE_END = re.compile(r"[,.?!;~\s]+")
_QUESTION = re.compile(r"[吗么呢?]|几|多少|怎|咋|如何|哪|什么|啥|谁|多久|多长|能不能|可不可以|行不|可以不|是不是|有没有|没有$|[能行]不$")


@dataclass(frozen=True)
class Parts:
    """The texts that may each be an ask; `joined` by words that announce a further one, else by stops alone."""

    texts: tuple[str, ...]
    joined: bool


def parts_of(text: str) -> Parts:
    """Where a canonical text may be cut into asks; no parts when it is one."""
    if len(text) > LONGEST:
        return Parts((), joined=False)
    joined = _long_enough(_JOINT.split(text))
    if len(joined) > 1:
        return Parts(joined[:MOST_PARTS], joined=True)
    questions = tuple(part for part in _long_enough(_CLAUSE_END.split(text)) if _QUESTION.search(part))
    return Parts(questions, joined=False) if 1 < len(questions) <= MOST_PARTS else Parts((), joined=False)


def _long_enough(parts: list[str]) -> tuple[str, ...]:
    stripped = (part.strip(" ,.?!;~") for part in parts)
    return tuple(part for part in stripped if len(part) >= _LEAST_CHARACTERS)
