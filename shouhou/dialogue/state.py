"""What a talk remembers from turn to turn: one typed value, kept as JSON in the one slot `talk`.

A memory of another version, or one that cannot be read, is dropped: the talk begins anew, nothing breaks.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Optional

VERSION = 1


@dataclass(frozen=True)
class Offer:
    """A choice put before the buyer: what its button says, and the payload that it carries (without its scope)."""

    title: str
    payload: str


@dataclass
class Question:
    """The question that waits for an answer.

    `id` is the scope of its buttons: they stand as long as it does. `of` is the form that asks, or "offer", "order",
    "story", "words"; `slot` is what is asked for. A summary's id is made of its content. `times`: asked so often.
    """

    id: str
    of: str
    slot: str
    offers: list[Offer] = field(default_factory=list)
    times: int = 1
    does: str = ""  # of an offer: the payload that a yes carries out


@dataclass
class Told:
    """What the buyer said of goods and wishes outside a form, or that a form gave up: never asked for again.

    `order` is the order it was said of, None while none was named.
    """

    order: Optional[str] = None
    reason: Optional[str] = None
    reason_class: Optional[str] = None
    details: Optional[str] = None
    request_type: Optional[str] = None
    amount: Optional[int] = None
    wanted: Optional[str] = None
    share: Optional[float] = None
    grievance: Optional[str] = None  # what the merchant did or left undone, told of `grievance_order`
    grievance_order: Optional[str] = None
    files: list[str] = field(default_factory=list)
    asked: Optional[str] = None  # what was to be asked of this order's merchant


@dataclass
class Draft:
    """A form under way: its name, a number of its own, and its fields as its dataclass reads them.

    `order` is the order it is about, once it is put by: the talk may be about another one meanwhile.
    """

    form: str
    number: int
    fields: dict[str, Any] = field(default_factory=dict)
    order: Optional[str] = None


@dataclass
class StoryPlace:
    """How far a story has come: the steps gone so far, by which its further course is known, and what it asked last."""

    gone: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    slots: dict[str, Any] = field(default_factory=dict)
    given: dict[str, Any] = field(default_factory=dict)  # of these, what the story itself or a choice of it says


@dataclass
class State:
    """The talk so far. `order` is the order in view; `waiting` the intents that wait until one is named."""

    order: Optional[str] = None
    question: Optional[Question] = None
    draft: Optional[Draft] = None
    aside: Optional[Draft] = None  # a form left for another matter, to be gone on with afterwards
    left: list[Draft] = field(default_factory=list)  # forms given up, one for an order: they come back when asked for
    told: Told = field(default_factory=Told)
    story: Optional[StoryPlace] = None
    waiting: list[str] = field(default_factory=list)
    topic: Optional[str] = None  # the intent answered last
    topics: list[str] = field(default_factory=list)  # the last few, for whoever takes over
    failures: int = 0
    anger: int = 0
    count: int = 0  # of forms and offers so far: makes ids
    said: list[str] = field(default_factory=list)  # the texts of the last turn
    written: Optional[str] = None  # the number of what was written last
    filed_type: Optional[str] = None  # the type of the request filed last: another order's may be the same
    claimed_order: Optional[str] = None
    claimed_tail: Optional[str] = None
    calculation_product: Optional[str] = None
    later: list[str] = field(default_factory=list)  # jobs that were wished for beside another one
    next_up: list[Told] = field(default_factory=list)  # what was told of other orders, to be applied for one by one
    asked: Optional[str] = None  # a question in a form that only the merchant can answer: offered once it is done
    asked_last: Optional[str] = None  # the latest question, as it would be passed on
    to_tell: dict[str, str] = field(default_factory=dict)  # by order, what its merchant is told after what is open
    tracking_number: Optional[str] = None
    person_offered: bool = False  # with the last reply
    warned: list[str] = field(default_factory=list)  # the dangers whose advice was given: once is enough
    harm: Optional[str] = None  # the kind of harm that was warned of
    harm_of_pet: bool = False  # it was an animal that came to harm
    knows_unhurt: bool = False  # the buyer said that nobody is hurt
    begun: Optional[str] = None  # a fragment that only named what it is about (锅胆): what is told next is told of it
    place_told: int = 0  # in the queue for a person, as the buyer was told it last
    takes_message: bool = False  # the desk is shut and the buyer was invited to leave word
    word_left: Optional[str] = None  # for the people of the desk, as it was left last

    def next_number(self) -> int:
        """A number that this talk has not used."""
        self.count += 1
        return self.count

    def put_by(self, draft: Draft) -> None:
        """Keep a form that was given up, should the buyer come back to it."""
        self.forget(draft.order)
        self.left.append(draft)

    def forget(self, order: Optional[str]) -> None:
        """The form that was given up for an order comes back no more."""
        self.left = [each for each in self.left if each.order != order]

    def drop_aside(self, done: Optional[str] = None) -> None:
        """Let the form that was put aside go: an application that is not `done` may still be come back to."""
        if self.aside is not None and self.aside.form == "application" and self.aside.order != done:
            self.put_by(self.aside)
        self.aside = None

    def standing(self) -> list[str]:
        """The scopes whose buttons may still be pressed."""
        return [self.question.id] if self.question is not None else []


def dump(state: State) -> dict[str, Any]:
    """The state as JSON-ready values; what is empty is left out."""
    values = {name: value for name, value in asdict(state).items() if value not in (None, [], {}, "", 0, False)}
    return {"version": VERSION, **values}


def load(values: Any) -> State:
    """The state in what dump made; a fresh one for nothing, another version, or what cannot be read."""
    if not isinstance(values, Mapping) or values.get("version") != VERSION:
        return State()
    try:
        known = {each.name for each in fields(State)}
        given = {name: value for name, value in values.items() if name in known}
        for name, kind in (("told", Told), ("story", StoryPlace), ("draft", Draft), ("aside", Draft)):
            if given.get(name) is not None:
                given[name] = kind(**given[name])
        given["next_up"] = [Told(**each) for each in given.get("next_up") or []]
        given["left"] = [Draft(**each) for each in given.get("left") or []]
        if given.get("question") is not None:
            question = dict(given["question"])
            question["offers"] = [Offer(**each) for each in question.get("offers", [])]
            given["question"] = Question(**question)
        return State(**given)
    except (TypeError, ValueError, KeyError):
        return State()
