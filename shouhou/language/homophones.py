"""Words mistyped by sound, which is how Chinese input goes wrong: 退宽 for 退款, 客福 for 客服."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_HERE = Path(__file__).parent
_RETROFLEX = re.compile(r"^([zcs])h")
_NASAL_START = re.compile(r"^n(?=[aeiouv])")
_NASAL_END = re.compile(r"(?<=[aei])ng$")
_SHORTEST = 2
Sound = tuple[str, ...]


@dataclass(frozen=True)
class _Words:
    by_sound: dict[Sound, str]
    meant: frozenset[str]
    longest: int


def syllables(text: str) -> list[str]:
    """The sound of each character of a normalised text, near sounds alike (zh and z, n and l, ing and in).

    Characters without a known sound stand for themselves.
    """
    sounds = _sounds()
    return [sounds.get(char, char) for char in text]


def correct(text: str) -> str:
    """A normalised text of the same length in which words of the desk are spelled as meant."""
    words, sounds, result = _words(), syllables(text), list(text)
    settled = [False] * len(text)
    for length in range(min(words.longest, len(text)), _SHORTEST - 1, -1):
        for start in range(len(text) - length + 1):
            word = words.by_sound.get(tuple(sounds[start : start + length]))
            if word is None or any(settled[start : start + length]):
                continue
            written = text[start : start + length]
            if written in words.meant and written != word:
                continue
            if any(one == other for one, other in zip(written, word, strict=True)):
                result[start : start + length] = word
                settled[start : start + length] = [True] * length
    return "".join(result)


@lru_cache(maxsize=1)
def _sounds() -> dict[str, str]:
    table: dict[str, str] = {}
    for line in (_HERE / "pinyin.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            sound, characters = line.split()
            table.update(dict.fromkeys(characters, _near(sound)))
    return table


def _near(sound: str) -> str:
    sound = _NASAL_START.sub("l", _RETROFLEX.sub(r"\1", sound))
    return _NASAL_END.sub("n", sound)


@lru_cache(maxsize=1)
def _words() -> _Words:
    words: list[str] = []
    others: list[str] = []
    for line in (_HERE / "homophones.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("-"):
            others += line[1:].split()
        elif not line.startswith("#"):
            words += line.split()
    by_sound: dict[Sound, str] = {}
    for word in words:
        by_sound.setdefault(tuple(syllables(word)), word)
    return _Words(by_sound, frozenset(words) | frozenset(others), max(map(len, words)))
