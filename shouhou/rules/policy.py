"""The shop's after-sales policy: what policy.yml may say, checked before anything relies on it."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from io import StringIO
from typing import Any, Generic, Literal, Optional, TypeVar, Union

from dateutil.relativedelta import relativedelta
from pydantic import BaseModel, Extra, StrictStr, ValidationError, conint, root_validator, validator
from pydantic.generics import GenericModel
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.reader import ReaderError

T = TypeVar("T")
Confidence = Literal["high", "medium", "low"]
# A hundred years in days: anything above is a slip, and would run off the calendar.
Count = conint(strict=True, ge=0, le=36_500)
Months = conint(strict=True, ge=0, le=1_200)
Years = conint(strict=True, ge=0, le=100)


class PolicyError(ValueError):
    """policy.yml cannot be used; the message names the line and what to write there."""


class _Strict(BaseModel):
    class Config:
        extra = Extra.forbid
        allow_mutation = False


class Entry(GenericModel, Generic[T]):
    """One rule: its value, where it comes from, when somebody last looked, and how sure we are."""

    value: T
    source: Optional[StrictStr]
    checked_on: date
    confidence: Confidence

    class Config:
        extra = Extra.forbid
        allow_mutation = False

    @validator("checked_on", pre=True)
    def _a_day(cls, value: Any) -> Any:
        # Left to itself, pydantic would read a number as seconds since 1970.
        if not isinstance(value, date) or isinstance(value, datetime):
            raise ValueError("a date reads like 2026-11-22, without quotation marks")
        return value

    @root_validator(pre=True)
    def _source_is_written_even_if_null(cls, values: dict[str, Any]) -> dict[str, Any]:
        if "source" not in values:
            raise ValueError("source is missing; write `source: null` where there is none")
        return values


class Period(_Strict):
    """A span in calendar units."""

    days: Count = 0  # type: ignore[valid-type]
    months: Months = 0  # type: ignore[valid-type]
    years: Years = 0  # type: ignore[valid-type]

    @root_validator(skip_on_failure=True)
    def _not_empty(cls, values: dict[str, int]) -> dict[str, int]:
        if not any(values.values()):
            raise ValueError("a period needs days, months or years above zero")
        return values

    def after(self, start: date) -> date:
        """The last day of the period that begins on `start` (day 0); months and years are calendar ones."""
        last: date = start + relativedelta(days=self.days, months=self.months, years=self.years)
        return last


class Category(_Strict):
    """A product category with an after-sales period of its own, found by its words."""

    name: StrictStr
    words: list[StrictStr]
    period: Union[Period, Literal["default"]]
    main_parts: Optional[Period]  # warranty of the main parts, where longer than the whole machine's
    confidence: Confidence
    caveat: Optional[Literal["warranty_card", "order_page"]]  # what outranks this entry

    @validator("words")
    def _words_not_empty(cls, words: list[str]) -> list[str]:
        if not words or not all(word.strip() for word in words):
            raise ValueError("a category needs at least one word, and none of them empty")
        return words


class Arrival(_Strict):
    """Working days until refunded money arrives by one way of payment."""

    way: StrictStr
    first: Count  # type: ignore[valid-type]
    last: Count  # type: ignore[valid-type]

    class Config:
        fields = {"first": "from", "last": "to"}

    @root_validator(skip_on_failure=True)
    def _in_order(cls, values: dict[str, Any]) -> dict[str, Any]:
        if values["first"] > values["last"]:
            raise ValueError("`from` is later than `to`")
        return values


class Hours(_Strict):
    """Daily hours, Asia/Shanghai; `closes` is the first moment shut."""

    opens: time
    closes: time

    @validator("opens", "closes", pre=True)
    def _clock_time(cls, value: Any) -> Any:
        if not isinstance(value, str) or not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
            raise ValueError('a time reads like "09:00", in quotation marks')
        return value

    @root_validator(skip_on_failure=True)
    def _in_order(cls, values: dict[str, Any]) -> dict[str, Any]:
        if values["opens"] >= values["closes"]:
            raise ValueError("`opens` must be earlier than `closes`")
        return values


class Policy(_Strict):
    """Every rule that a number needs. Durations carry their unit in the name."""

    version: StrictStr
    cancellation_limit: Entry[Count]  # type: ignore[valid-type]
    window_days: Entry[Count]  # type: ignore[valid-type]
    no_reason_days: Entry[Count]  # type: ignore[valid-type]
    categories: Entry[list[Category]]
    merchant_answer_hours: Entry[Count]  # type: ignore[valid-type]
    merchant_refund_hours: Entry[Count]  # type: ignore[valid-type]
    consent_answer_hours: Entry[Count]  # type: ignore[valid-type]
    return_goods_days: Entry[Count]  # type: ignore[valid-type]
    complaint_working_days: Entry[Count]  # type: ignore[valid-type]
    refund_arrival: Entry[list[Arrival]]
    phone_number: Entry[Optional[StrictStr]]
    phone_hours: Entry[Hours]
    desk_hours: Entry[Hours]

    def category_of(self, *texts: str) -> Optional[Category]:
        """The category whose word stands in one of the texts; earlier texts and entries win, None when none does."""
        for text in texts:
            for category in self.categories.value:
                if any(_is_named(word, text) for word in category.words):
                    return category
        return None


# What an appliance's name goes on with where only a part, a case or furniture for it is meant (电脑书包).
_ONLY_FOR_IT = re.compile(
    r"(?:双肩|单肩|手提|斜挎|内胆|收纳|防尘|保护|防摔|防水|透明|磨砂|清洁|专用|充电|散热|转接|背)*"
    r"(?:书?包|壳|膜|套|罩|架|桌|椅|贴|垫|袋|被|毯|衫|柜|槽|线|底座|支架|配件|滤[芯网]|清洁剂|除味)"
)


def _is_named(word: str, text: str) -> bool:
    """Whether a text names the thing itself, and not only what belongs to it."""
    at = text.find(word)
    while at >= 0:
        if _ONLY_FOR_IT.match(text, at + len(word)) is None:
            return True
        at = text.find(word, at + 1)
    return False


def parse_policy(text: str, name: str = "policy.yml") -> Policy:
    """Read a policy from YAML text.

    Raises PolicyError naming `name`, the line and the mend: not YAML, an unknown or missing key, a wrong type,
    a negative number.
    """
    try:
        document = YAML(typ="rt").load(StringIO(text))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise PolicyError(f"{name}, line {line}: not valid YAML: {error.problem}") from error
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise PolicyError(f"{name}, line {line}: not valid YAML: the character {text[error.position]!r}") from error
    if not isinstance(document, dict):
        raise PolicyError(f"{name}, line 1: expected entries such as `window_days:`")
    for line, key in _keys_that_are_no_words(document):
        raise PolicyError(f"{name}, line {line}: a key must be a word, not {key!r}")
    try:
        return Policy.parse_obj(document)
    except ValidationError as error:
        # A misspelt key is both unknown and missing: the unknown one has a line to point at.
        first = min(error.errors(), key=lambda item: item["type"] != "value_error.extra")
        place = [part for part in first["loc"] if part != "__root__"]
        where = ".".join(str(part) for part in place) or "the document"
        raise PolicyError(f"{name}, line {_line_of(document, place)}: {where}: {first['msg']}") from error


def _keys_that_are_no_words(node: Any) -> Iterator[tuple[int, Any]]:
    """The 1-based line of each key that is not text (a number, null, a list), with the key."""
    if isinstance(node, dict):
        for key, value in node.items():
            if not isinstance(key, str):
                yield _line_at(node, key), key
            yield from _keys_that_are_no_words(value)
    elif isinstance(node, list):
        for item in node:
            yield from _keys_that_are_no_words(item)


def _line_of(document: Any, place: Sequence[Union[str, int]]) -> int:
    """The 1-based line of the deepest part of `place` that the document has."""
    line = 1
    node = document
    for part in place:
        try:
            line = _line_at(node, part)
            node = node[part]
        except (KeyError, IndexError, AttributeError, TypeError):
            break
    return line


def _line_at(node: Any, part: Any) -> int:
    """The 1-based line on which a mapping's key or a list's item stands."""
    find = node.lc.key if hasattr(node, "keys") else node.lc.item
    return int(find(part)[0]) + 1
