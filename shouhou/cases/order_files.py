"""Reading a CSV file of orders: which encoding it has, and its records with the lines on which they stand.

The file is never held in memory: it is read once to decide the encoding by content, and once more for its records.
"""

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import Optional

_CHUNK = 1 << 16
_SURE_OF_UTF8 = 8  # so many wide characters never come out of GB18030 text by chance before its first failure
_WIDE = re.compile("[\u0800-\U0010ffff]")
_NOT_TEXT = (
    (b"PK\x03\x04", "is an Excel workbook or a zip file; save it as CSV first"),
    (b"\xd0\xcf\x11\xe0", "is an Excel workbook; save it as CSV first"),
    (b"\xff\xfe", "is UTF-16; save it as CSV in UTF-8 or GB18030"),
    (b"\xfe\xff", "is UTF-16; save it as CSV in UTF-8 or GB18030"),
)


class OrderFileError(ValueError):
    """An order file that cannot be imported; the message names the file, and where known its line and column."""

    def __init__(self, path: Path, what: str, line: Optional[int] = None, column: Optional[str] = None) -> None:
        places = [str(path)]
        if line is not None:
            places.append(f"line {line}")
        if column is not None:
            places.append(f"column {column}")
        super().__init__(f"{', '.join(places)}: {what}")


@dataclass(frozen=True)
class Record:
    """One record of a CSV file; `line` is the physical line, from 1, on which it begins."""

    line: int
    cells: list[str]


class OrderFile:
    """A CSV file, checked to be one as far as its bytes tell. Raises OrderFileError for what is no text file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.position = 0  # bytes read so far, of `size`
        try:
            if path.is_dir():
                raise OrderFileError(path, "is a folder, not a file")
            if path.exists() and not path.is_file():
                raise OrderFileError(path, "is not a regular file")
            self.size = path.stat().st_size
            self.encoding = _encoding(path)
        except OSError as error:
            raise OrderFileError(path, f"cannot be read: {error.strerror or error}") from error

    def records(self) -> Iterator[Record]:
        """Every record that is not blank. Raises OrderFileError naming the line on which the CSV breaks."""
        with self.path.open("rb") as raw:
            # newline="" leaves line ends inside quoted cells as they are, and counts each of them.
            reader = csv.reader(TextIOWrapper(raw, encoding=self.encoding, newline=""), strict=True)
            while True:
                begins = reader.line_num + 1
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    hint = "is a quotation mark opened here and not closed?"
                    raise OrderFileError(self.path, f"is not valid CSV ({error}); {hint}", begins) from error
                self.position = raw.tell()
                if any(cell.strip() for cell in cells):
                    yield Record(begins, cells)


@dataclass(frozen=True)
class _Fault:
    """Where a file stops being text of an encoding, and whether it was surely that encoding until there."""

    line: int
    was_surely: bool


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(4)
    for magic, what in _NOT_TEXT:
        if start.startswith(magic):
            raise OrderFileError(path, what)
    fault = _first_fault(path, "utf-8")
    if fault is None:
        return "utf-8-sig"
    if fault.was_surely or start.startswith(codecs.BOM_UTF8):
        raise OrderFileError(path, "is UTF-8, but a character here is damaged", fault.line)
    fault = _first_fault(path, "gb18030")
    if fault is not None:
        raise OrderFileError(path, "is neither UTF-8 nor GB18030: no character of either stands here", fault.line)
    return "gb18030"


def _first_fault(path: Path, encoding: str) -> Optional[_Fault]:
    """The first place that is not text of this encoding, None for a file that is text to its end."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line, wide = 1, 0

    def take(text: str) -> None:
        nonlocal line, wide
        line += text.count("\n")
        if wide < _SURE_OF_UTF8:
            wide += sum(1 for _ in islice(_WIDE.finditer(text), _SURE_OF_UTF8))

    with path.open("rb") as file:
        while True:
            chunk = file.read(_CHUNK)
            if b"\0" in chunk:
                raise OrderFileError(path, "is not a text file")
            try:
                take(decoder.decode(chunk, final=not chunk))
            except UnicodeDecodeError as error:
                take(error.object[: error.start].decode(encoding))
                return _Fault(line, was_surely=wide >= _SURE_OF_UTF8)
            if not chunk:
                return None
