"""One written form for many: traditional to simplified, full to half width, lower case, nothing invisible.

Every character maps to exactly one character, so a span found in the normalised text is the same span in the
buyer's own text.
"""

import unicodedata
from functools import lru_cache
from itertools import chain

from opencc import OpenCC

_SPACE = " "
_TAGS = range(0xE0000, 0xE1000)
_HAN = (range(0x2E80, 0x2FE0), range(0x3400, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x2FA20))
# Variants that opencc leaves alone because they are correct in some words; buyers' chat does not need those words.
_VARIANTS = {"著": "着", "妳": "你", "祇": "只", "乾": "干", "帳": "账", "帐": "账", "伩": "信"}
_DASHES = "‐‑‒–—―−﹣"
_MAX_STEPS = 4


def normalise(text: str) -> str:
    """The text in its normal form, of the same length. Idempotent; never raises, lone surrogates included."""
    return text.translate(_table())


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    """From each code point that changes to its final character, built once (some 0.3 s)."""
    converter = OpenCC("t2s")
    simplified = {chr(code): converter.convert(chr(code)) for code in chain(*_HAN)}
    table: dict[int, str] = {}
    for code in chain(range(0x30000), _TAGS):
        char = chr(code)
        final = _settle(char, simplified)
        if final != char:
            table[code] = final
    return table


def _settle(char: str, simplified: dict[str, str]) -> str:
    """Follow single steps until nothing changes, so that normalising twice is normalising once."""
    for _ in range(_MAX_STEPS):
        following = _step(char, simplified)
        if following == char:
            return char
        char = following
    return char


def _step(char: str, simplified: dict[str, str]) -> str:
    if char in _DASHES:
        return "-"
    if _is_blank(char):
        return _SPACE
    compatible = unicodedata.normalize("NFKC", char)
    candidates = (_VARIANTS.get(char, char), simplified.get(char, char), compatible, char.lower())
    return next((other for other in candidates if other != char and len(other) == 1), char)


def _is_blank(char: str) -> bool:
    """Spaces of any width, line ends, controls, invisible format characters, lone surrogates."""
    return char != _SPACE and unicodedata.category(char) in ("Zs", "Zl", "Zp", "Cc", "Cf", "Cs")
