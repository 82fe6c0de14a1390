"""What a clause asks about in the middle of a talk, if it asks: named as the answer to it is registered.

The intents are told apart as if each message began a talk, beside everything else that a buyer may say. A question in the
middle is shorter and hangs on what stands around it; here only questions are told apart, learned from asked.txt.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from shouhou.language.acts import clause_texts
from shouhou.language.around import NO_CLAUSE, NO_PLACE, Example, Ranking, fit_around, neighbour, read_around
from shouhou.language.clauses import clauses
from shouhou.language.features import Features, Featurizer, canonical
from shouhou.language.normalise import normalise
from shouhou.language.softmax import Softmax

NOTHING = "none"  # it asks nothing, or nothing of after-sales
TOLD_OF_EACH = 3  # matters told of a clause
_FILE = Path(__file__).with_name("asked.txt")
_LINE = re.compile(r"(?P<name>[a-z_]+(?:/[a-z_]+)?) (?P<before>[^【】]*)(?:【(?P<asking>[^【】]+)】(?P<behind>[^【】]*))?")
# 不是问多久 我问的是要不要寄: what is said not to be meant names another matter; 我问你 names none.
_NOT_MEANT = r"(?:不是|[没不别](?:有)?问|我[没不]|答[偏错]).*?"
_I_ASK = r"(?:就|只|是|想|刚|在)*(?:问|说|讲)(?:的|哩|嘞|你)?(?:是|就是)?"
_LEADS = re.compile(rf"(?:{_NOT_MEANT}(?:[我俺咱]|(?<=.{{4}})是)|[我俺咱](?:是|就|只)*){_I_ASK}(?=.{{2}})")
_STRENGTH = 5.0  # scikit-learn's C; measured on held-out questions


@lru_cache(maxsize=1)
def examples() -> tuple[Example, ...]:
    """The asking clauses of all lines of the file. Raises ValueError on a line of another form."""
    found: list[Example] = []
    for number, line in enumerate(_FILE.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            found += _examples(*parts_of_line(line))
        except ValueError as error:
            raise ValueError(f"{_FILE.name}:{number}: {error}") from None
    return tuple(dict.fromkeys(found))


def parts_of_line(line: str) -> tuple[str, str, str, str]:
    """Of a line its name, what stands before the words that ask, these, and what stands behind. Raises ValueError."""
    told = _LINE.fullmatch(line.strip())
    if told is None or not (told["before"] or told["asking"]):
        raise ValueError(f"expected a name and a text, the words that ask in 【】 where others stand by: {line!r}")
    if told["asking"] is None:
        return told["name"], "", told["before"], ""
    return told["name"], told["before"], told["asking"], told["behind"]


def _examples(name: str, before: str, asking: str, behind: str) -> Iterator[Example]:
    around = [_clauses(text) for text in (before, behind)]
    yield Example(to_the_point(canonical(asking)), neighbour(around[0], len(around[0]) - 1), neighbour(around[1], 0), NO_PLACE, name)


def to_the_point(text: str) -> str:
    """A canonical clause without what it says is not meant, and without the words that it asks by."""
    lead = _LEADS.match(text)
    return text[lead.end() :].strip(" ,") if lead is not None else text


def _clauses(text: str) -> Sequence[str]:
    return clause_texts(text, clauses(normalise(text))) if text.strip() else (NO_CLAUSE,)


def fit_asked(featurizer: Featurizer, iterations: int) -> Softmax:
    """A weighing of the matters over a featurizer that knows its n-grams."""
    return fit_around(featurizer, examples(), (), _STRENGTH, iterations)


def read_asked(weighing: Softmax, rows: Features, own: Sequence[int]) -> list[Ranking]:
    """For each clause of a message the likeliest of what it may ask about.

    The first rows are those of the clauses, in their order; `own` says which row each is weighed by: that of the clause
    without what leads to its point.
    """
    return [told[NO_PLACE] for told in read_around(weighing, rows, own, (), TOLD_OF_EACH)]
