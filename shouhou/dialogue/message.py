"""A buyer's message as the language component read it: the whole, and each of its clauses."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Optional

from shouhou.dialogue.liking import only_liking, tells_liking, tells_measure

FALLBACK, OUT_OF_SCOPE, INFORM = "nlu_fallback", "out_of_scope", "inform"
_UNASKED, _LIKELY = "open", 0.55  # what a clause does where nothing is asked
_GOODS, _PERSONAL = "goods", "personal"  # classes of reason, as shouhou.rules.kinds names them
Ranking = tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Entity:
    """A thing found in the text, characters `start` to `end`; a pressed button's stand at 0 to 0."""

    kind: str
    value: Any
    start: int = 0
    end: int = 0
    group: Optional[str] = None
    confidence: float = 1.0


@dataclass(frozen=True)
class Clause:
    """A part of the message, and what it would mean alone; `ranking` holds intents, the likeliest first."""

    text: str
    start: int
    end: int
    ranking: Ranking
    entities: tuple[Entity, ...] = ()
    told_class: Optional[str] = None  # the class of reason that its words tell
    tells: float = 1.0  # how likely it tells the merchant something of the matter; of what was not weighed, sure
    is_told: bool = True  # and is not only said to the desk
    normal: Optional[str] = None  # simplified, half width, lower case; a clause's with the question mark behind it
    acts: Mapping[str, Ranking] = field(default_factory=dict)  # what it does, likeliest first, by where the talk stands
    asked: Ranking = ()  # what it would ask about, if it asks, likeliest first (language/asked.py)

    def __hash__(self) -> int:
        return hash((self.start, self.end, self.text))  # an entity's value (a day) may have no hash of its own

    @property
    def plain(self) -> str:
        """The text in its normal form, for patterns; what is recorded stays as the buyer wrote it."""
        return self.normal if self.normal is not None else self.text.lower()

    @property
    def intent(self) -> str:
        return self.ranking[0][0] if self.ranking else FALLBACK

    @property
    def confidence(self) -> float:
        return self.ranking[0][1] if self.ranking else 0.0

    def entity(self, kind: str) -> Optional[Entity]:
        """The first entity of a kind, None for none."""
        return next((each for each in self.entities if each.kind == kind), None)

    def does(self, act: str, place: str) -> float:
        """How likely it does that where the talk stands (acts.py names both); 0 where that was not weighed."""
        return dict(self.acts.get(place, ())).get(act, 0.0)


@dataclass(frozen=True)
class Message:
    """What the buyer sent: words, a pressed button (`pressed` is its scope, "" for one that always stands), or a file.

    `heard`: the words were spoken, and a machine wrote them down. `left_queue`: with them the buyer stopped waiting for
    a person. `own_people`: who asks for one waits in the channel's own queue, from which the bot cannot call back.
    """

    key: str
    whole: Clause
    clauses: tuple[Clause, ...]
    told_class: Optional[str] = None
    pressed: Optional[str] = None
    heard: bool = False
    left_queue: bool = False
    own_people: bool = False

    @property
    def text(self) -> str:
        return self.whole.text

    @property
    def intent(self) -> str:
        return self.whole.intent

    @property
    def entities(self) -> tuple[Entity, ...]:
        return self.whole.entities

    @property
    def is_press(self) -> bool:
        return self.pressed is not None

    def entity(self, kind: str) -> Any:
        """The value of the first entity of a kind; None for none."""
        found = self.whole.entity(kind)
        return None if found is None else found.value

    def group(self, kind: str) -> Optional[str]:
        """The group of the first entity of a kind that has one."""
        return next((each.group for each in self.entities if each.kind == kind and each.group), None)

    def has(self, *kinds: str) -> bool:
        """Whether an entity of one of these kinds stands in it."""
        return any(each.kind in kinds for each in self.entities)


def read_message(parse: Mapping[str, Any]) -> Message:
    """A message from what Rasa says of it (a tracker's latest_message)."""
    parse = _acts_of(parse)
    text: str = parse.get("text") or ""
    entities = tuple(_entity(each) for each in parse.get("entities") or [])
    ranking = _ranking(parse.get("intent_ranking") or [parse.get("intent") or {}])
    plain = parse.get("plain")
    told = _told(parse)
    acts = _acts(parse)
    whole = Clause(text, 0, len(text), ranking, entities, parse.get("told_reason_class"), *told, _plain(plain), acts,
                   _asked(parse))
    metadata = parse.get("metadata") or {}
    clauses = tuple(_clause(text, plain, each, entities) for each in parse.get("clauses") or []) or (whole,)
    told_class = parse.get("told_reason_class")
    if told_class in (None, _GOODS) and only_liking([each.plain for each in clauses]):
        told_class, clauses = _PERSONAL, tuple(_as_liking(each) for each in clauses)  # 没毛病 就是盖子太沉了
        whole = replace(whole, told_class=_PERSONAL, entities=_reasons_as_liking(whole.entities))
    return Message(
        parse.get("message_id") or "", whole, clauses, told_class, parse.get("pressed"),
        bool(metadata.get("heard")), bool(metadata.get("left_queue")),
        bool(metadata.get("own_people")),
    )


def _as_liking(clause: Clause) -> Clause:
    likes = clause.told_class == _GOODS or tells_liking(clause.plain) or tells_measure(clause.plain)
    entities = _reasons_as_liking(clause.entities)
    return replace(clause, told_class=_PERSONAL if likes else clause.told_class, entities=entities)


def _reasons_as_liking(entities: tuple[Entity, ...]) -> tuple[Entity, ...]:
    return tuple(replace(each, group=_PERSONAL) if each.kind == "reason" else each for each in entities)


def _entity(found: Mapping[str, Any]) -> Entity:
    return Entity(
        found["entity"], found["value"], found.get("start") or 0, found.get("end") or 0, found.get("group"),
        found.get("confidence_entity") or 1.0,
    )


def _ranking(found: Sequence[Mapping[str, Any]]) -> Ranking:
    return tuple((str(each["name"]), float(each.get("confidence") or 0.0)) for each in found if each.get("name"))


# Whom the words are said to, behind them: 能退回去吗亲 asks, as 能退回去吗 does.
_ADDRESSED = re.compile(
    r"(?<=[^\s，,])(?:亲亲?|宝宝?|宝子|大佬|老板|美女|帅哥|小姐姐|小哥哥?|妹儿|老铁|姑娘|同志)[啊呀哦呢~～]*(?=[?？]?$)"
)


_SLIP_OF_SIZE = re.compile(r"(?<=[换要拿][大小][一半两])[吗嘛妈马](?=[?？]?$)")  # 想换大一吗: 码, as it is typed


def _plain(normal: Optional[str]) -> Optional[str]:
    if normal is None:
        return None
    bare = _SLIP_OF_SIZE.sub("码", _ADDRESSED.sub("", normal))
    return bare if len(bare.strip("?？ ")) > 1 else normal


def _clause(text: str, plain: Optional[str], found: Mapping[str, Any], entities: Sequence[Entity]) -> Clause:
    start, end = int(found["start"]), int(found["end"])
    inside = tuple(each for each in entities if start <= each.start and each.end <= end)
    # A question mark behind it belongs to it: 提交? is no yes.
    normal = plain[start:end] + ("?" if plain[end : end + 1] == "?" else "") if plain is not None else None
    ranking, told_class, acts = _ranking(found["ranking"]), found.get("told_class"), _acts(found)
    tells, is_told = _told(found)
    told = dict(acts.get(_UNASKED, ())).get("tell", 0.0)
    is_told = is_told or told + tells >= 1 or (told_class is not None and told >= _LIKELY)  # 一开箱就看到了
    return Clause(text[start:end], start, end, ranking, inside, told_class, tells, is_told, _plain(normal), acts,
                  _asked(found))


def _asked(found: Mapping[str, Any]) -> Ranking:
    return tuple((name, float(sure)) for name, sure in found.get("asked") or ())


def _acts(found: Mapping[str, Any]) -> dict[str, Ranking]:
    return {place: tuple((act, float(sure)) for act, sure in acts) for place, acts in (found.get("acts") or {}).items()}


def _acts_of(parse: Mapping[str, Any]) -> Mapping[str, Any]:
    """The parse with the acts that may count: none of a typed intent, no yes of what was spoken and only written down.

    What was learned is evidence of how people write; a program's words and a machine's hearing are neither.
    """
    text = str(parse.get("text") or "").lstrip()
    if text.startswith(("/", "／")) or re.search(r"[{}｛｝]", text):
        parts = [{**each, "acts": {}, "asked": []} for each in parse.get("clauses") or []]
        return {**parse, "acts": {}, "asked": [], "clauses": parts}
    if not (parse.get("metadata") or {}).get("heard"):
        return parse

    def silent(found: Mapping[str, Any]) -> dict[str, Any]:
        acts = found.get("acts") or {}
        return {**found, "acts": {place: [each for each in told if each[0] != "yes"] for place, told in acts.items()}}

    return {**silent(parse), "clauses": [silent(each) for each in parse.get("clauses") or []]}


def _told(found: Mapping[str, Any]) -> tuple[float, bool]:
    return float(found.get("tells", 1.0)), bool(found.get("is_told", True))


def without(message: Message, left_out: Sequence[Clause]) -> Message:
    """The message as if some of its clauses had not been said."""
    if not left_out:
        return message
    rest: list[Clause] = []
    for clause in message.clauses:
        if clause in left_out:
            continue
        start = rest[-1].end + 1 if rest else 0
        by = start - clause.start
        entities = tuple(replace(each, start=each.start + by, end=each.end + by) for each in clause.entities)
        rest.append(replace(clause, start=start, end=clause.end + by, entities=entities))
    whole = replace(
        message.whole, text=" ".join(clause.text for clause in rest), normal=" ".join(clause.plain for clause in rest),
        end=rest[-1].end if rest else 0, entities=tuple(each for clause in rest for each in clause.entities),
    )
    told = next((clause.told_class for clause in rest if clause.told_class is not None), None)
    if len(rest) == 1:
        whole = replace(rest[0], start=0)
    return replace(message, whole=whole, clauses=tuple(rest) or (whole,), told_class=told)
