"""Reading single cells of an order file: text that fits its column, money, moments, counts."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Optional

from dateutil.parser import isoparse

from shouhou.rules.window import SHANGHAI

_AMOUNT = re.compile(r"[0-9]{1,10}(\.[0-9]{1,2})?")
_COUNT = re.compile(r"[0-9]{1,9}")
_DAY = r"(\d{4}-\d{2}-\d{2}|\d{8})"
_TIME = r"(\d{2}:\d{2}(:\d{2}([.,]\d+)?)?|\d{4}(\d{2}([.,]\d+)?)?)"
_MOMENT = re.compile(rf"{_DAY}([T ]{_TIME}(Z|[+-]\d{{2}}(:?\d{{2}})?)?)?", re.ASCII)
_USUAL = re.compile(r"\d{4}-\d{2}-\d{2}[T ]([01]\d|2[0-3]):\d{2}:\d{2}([+-]\d{2}:\d{2})?", re.ASCII)
_SLASHED = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})(?: (\d{1,2}):(\d{2})(?::(\d{2}))?)?", re.ASCII)
_ROUNDED = re.compile(r"[0-9](\.[0-9]+)?E\+[0-9]+", re.IGNORECASE)
_YEARS = range(2000, 2101)


class BadCell(ValueError):
    """A cell that cannot be read; `column` is its header as the file has it."""

    def __init__(self, column: str, what: str) -> None:
        super().__init__(what)
        self.column = column


class Cells:
    """The cells of one record by their headers. Each reader raises BadCell; a missing column reads as empty.

    `clean` undoes what the program that wrote the file put around a cell.
    """

    def __init__(self, cells: Mapping[str, str], clean: Callable[[str], str]) -> None:
        self._cells = cells
        self._clean = clean

    def raw(self, column: str) -> str:
        """The cell without what was put around it."""
        return self._clean(self._cells.get(column, ""))

    def text(self, column: str, most: int) -> str:
        """Text of at most `most` characters, possibly empty."""
        text = self.raw(column)
        if len(text) > most:
            raise BadCell(column, f"{_shown(text)} has {len(text)} characters; at most {most} fit")
        return text

    def key(self, column: str, most: int) -> str:
        """A number or an id: as text, but made of printable characters alone."""
        text = self.text(column, most)
        if not text.isprintable():
            raise BadCell(column, f"{_shown(text)} has characters that cannot be printed")
        if _ROUNDED.fullmatch(text):
            raise BadCell(column, f"{text} was rounded by a spreadsheet; export the column as text")
        return text

    def required_key(self, column: str, most: int) -> str:
        """A key that is not empty."""
        text = self.key(column, most)
        if not text:
            raise BadCell(column, "is empty")
        return text

    def amount(self, column: str) -> int:
        """An amount in yuan with at most two decimals, as fen."""
        text = self.raw(column)
        if not text:
            raise BadCell(column, "is empty; an amount in yuan such as 129.00 is needed")
        if not _AMOUNT.fullmatch(text):
            raise BadCell(column, f"{_shown(text)} is not an amount in yuan such as 129.00")
        return int(Decimal(text) * 100)

    def moment(self, column: str, *, slashed: bool = False) -> Optional[datetime]:
        """A moment in ISO 8601, in Shanghai when it names no offset; None for an empty cell.

        With `slashed` also 2026/12/1 9:05, which is what a spreadsheet makes of a time.
        """
        text = self.raw(column)
        if not text:
            return None
        try:
            moment = _read_moment(text, slashed)
        except (ValueError, OverflowError) as error:
            wanted = "is not a time such as 2026-12-01T10:00:00+08:00 or 2026-12-01 10:00:00"
            raise BadCell(column, f"{_shown(text)} {wanted}") from error
        if moment.year not in _YEARS:
            raise BadCell(column, f"{_shown(text)} is not in the years {_YEARS[0]} to {_YEARS[-1]}")
        return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)

    def count(self, column: str, most: int) -> Optional[int]:
        """A whole number from 0 to `most`; None for an empty cell."""
        text = self.raw(column)
        if not text:
            return None
        if not _COUNT.fullmatch(text) or int(text) > most:
            raise BadCell(column, f"{_shown(text)} is not a whole number from 0 to {most}")
        return int(text)


def _read_moment(text: str, slashed: bool) -> datetime:
    if _USUAL.fullmatch(text):
        return datetime.fromisoformat(text)  # several times as fast as isoparse, and nearly every cell reads like this
    if _MOMENT.fullmatch(text):
        moment: datetime = isoparse(text)
        return moment
    match = _SLASHED.fullmatch(text) if slashed else None
    if match is None:
        raise ValueError(text)
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
    return datetime(year, month, day, hour, minute, second)


def _shown(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:40] + "…")
