"""Cells that a spreadsheet would run as a formula: marked on the way out, unmarked on the way in.

A buyer's words may begin with `=`; opened in a spreadsheet they must stay words. The mark is the apostrophe that
spreadsheets themselves use for text, and what the export marks the import reads back unchanged.
"""

import re

_STARTS_A_FORMULA = "[=+\\-@\t\r＝＋－＠]"
_MUST_BE_MARKED = re.compile(f"'*{_STARTS_A_FORMULA}")
_IS_MARKED = re.compile(f"'+{_STARTS_A_FORMULA}")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")  # +8613800138000: a spreadsheet shows it and runs nothing


def guard(cell: str) -> str:
    """The cell as it may stand in a CSV file that somebody opens in a spreadsheet."""
    if _MUST_BE_MARKED.match(cell) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def unguard(cell: str) -> str:
    """What guard made of a cell, undone: `unguard(guard(cell)) == cell` for every cell."""
    return cell[1:] if _IS_MARKED.match(cell) else cell
