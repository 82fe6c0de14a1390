"""A trainer's files as they are written, each value with its line; a file that cannot be read is named and left out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from io import StringIO
from pathlib import Path
from typing import Any, Optional

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.reader import ReaderError

_KEYS = (
    "version|nlu|intent|examples|lookup|synonym|regex|responses|text|buttons|title|payload|metadata|stories|story|rules"
    "|rule|steps|action|checkpoint|slot_was_set|entities|or|intents|slots|actions|mappings|type|source|checked_on|confidence"
)
_FULL_COLON = re.compile(rf"\s*(?:- )?(?:{_KEYS}|utter_[\w/]+)：")
_EXAMPLES = re.compile(r"( +(?:- )?)examples: *\|[-+]?\s*$")
_KNOWN_PARTS = ("version", "nlu", "responses", "stories", "rules")
_OF_THE_DOMAIN = ("intents", "entities", "slots", "actions", "forms", "session_config")


@dataclass(frozen=True, order=True)
class Slip:
    """Something wrong: where, and what it is in words, with the mend where one is known."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.text}"


@dataclass(frozen=True)
class Place:
    """Where a thing stands."""

    file: str
    line: int

    def slip(self, text: str) -> Slip:
        """Something wrong here."""
        return Slip(self.file, self.line, text)

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}"


@dataclass(frozen=True)
class Response:
    """A response: its name, where it stands, its variations as they are written."""

    name: str
    place: Place
    variations: Sequence[Any]


@dataclass
class File:
    """A file that could be read."""

    name: str
    document: Any
    examples: dict[int, list[tuple[int, str]]] = field(default_factory=dict)  # by the line of `examples: |`

    def at(self, node: Any, key: Any = None) -> Place:
        """Where a mapping's key, a list's item, or the node itself stands."""
        return Place(self.name, line_of(node, key))

    def listed(self, part: str) -> list[Any]:
        """The entries of a part that is a list; empty for none."""
        entries = self.document.get(part)
        return [each for each in entries if isinstance(each, dict)] if isinstance(entries, list) else []


@dataclass
class Project:
    """The files below `home` that trainers write."""

    home: Path
    slips: list[Slip] = field(default_factory=list)

    @cached_property
    def files(self) -> list[File]:
        """Those of data/ that can be read; what is wrong with the others is in `slips`."""
        found = []
        for path in sorted((self.home / "data").rglob("*")):
            name = str(path.relative_to(self.home))
            if path.suffix == ".yaml":
                self.slips.append(Slip(name, 1, "is read by nobody: files of data/ end in .yml"))
            if path.suffix != ".yml":
                continue
            file = self.read(name)
            if file is None:
                continue
            found.append(file)
            for part in file.document:
                self._check_part(file, part)
        return found

    def _check_part(self, file: File, part: Any) -> None:
        if part in _OF_THE_DOMAIN:
            self.slips.append(file.at(file.document, part).slip(f"`{part}:` is read in domain.yml alone; put it there"))
        elif part not in _KNOWN_PARTS:
            self.slips.append(file.at(file.document, part).slip("unknown part"
                                                                f" `{part}:`{meant(str(part), _KNOWN_PARTS)}"))

    @cached_property
    def domain(self) -> File:
        """domain.yml; an empty one where it cannot be read."""
        return self.read("domain.yml") or File("domain.yml", {})

    def read(self, name: str) -> Optional[File]:
        """A file of the project as YAML; None, and a slip, for one that is none."""
        path = self.home / name
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            self.slips.append(Slip(name, 1, "is missing"))
            return None
        except UnicodeDecodeError:
            self.slips.append(Slip(name, 1, "is not UTF-8; save it as UTF-8"))
            return None
        colons = list(_full_colons(name, text))
        self.slips += colons
        rest, examples = _without_examples(text)
        try:
            document = YAML(typ="rt").load(StringIO(rest))
        except (MarkedYAMLError, ReaderError) as error:
            if not colons:
                self.slips.append(_unreadable(name, text, error))
            return None
        if document is None:
            return File(name, {})
        if not isinstance(document, dict):
            self.slips.append(Slip(name, 1, "expected parts such as `nlu:` or `responses:`"))
            return None
        return File(name, document, examples)

    @cached_property
    def responses(self) -> list[Response]:
        """Every response of domain.yml and data/, as often as it is written."""
        found = []
        for file in [self.domain, *self.files]:
            written = file.document.get("responses")
            for name in written if isinstance(written, dict) else ():
                place, given = file.at(written, name), written[name]
                if isinstance(given, list) and given and all(isinstance(each, dict) for each in given):
                    found.append(Response(str(name), place, given))
                else:
                    self.slips.append(place.slip(f"{name} has no text: expected `- text: …` below it"))
        return found

    @cached_property
    def intents(self) -> dict[str, Place]:
        """The domain's intents, and where each stands."""
        return self._named("intents")

    @cached_property
    def entities(self) -> dict[str, Place]:
        """The domain's entities."""
        return self._named("entities")

    @cached_property
    def actions(self) -> dict[str, Place]:
        """The domain's actions."""
        return self._named("actions")

    def _named(self, part: str) -> dict[str, Place]:
        entries = self.domain.document.get(part)
        if not isinstance(entries, list):
            return {}
        found: dict[str, Place] = {}
        for number, entry in enumerate(entries):
            name = str(next(iter(entry)) if isinstance(entry, dict) else entry)
            place = self.domain.at(entries, number)
            if name in found:
                self.slips.append(place.slip(f"{name} stands twice in `{part}:`, first in line {found[name].line}"))
            found.setdefault(name, place)
        return found


def _without_examples(text: str) -> tuple[str, dict[int, list[tuple[int, str]]]]:
    """The text without the lines below each `examples: |`, and those lines: YAML would take long to read them."""
    kept: list[str] = []
    found: dict[int, list[tuple[int, str]]] = {}
    depth, indent, block = 0, None, None
    for number, line in enumerate(text.splitlines(), 1):
        inside = len(line) - len(line.lstrip(" "))
        if block is not None and (not line.strip() or inside > depth):
            indent = inside if indent is None and line.strip() else indent
            # A line that stands further left than the first is told by what it then lacks.
            block.append((number, line[indent or 0 :] if inside >= (indent or 0) else f" {line.strip()}"))
            kept.append("")
            continue
        match = _EXAMPLES.match(line)
        depth, indent, block = (len(match[1]), None, found.setdefault(number, [])) if match else (0, None, None)
        kept.append(line)
    return "\n".join(kept), found


def line_of(node: Any, key: Any = None) -> int:
    """The 1-based line of a mapping's key, a list's item, or of the node; 1 where it is not known."""
    try:
        if key is None:
            return int(node.lc.line) + 1
        find = node.lc.key if hasattr(node, "keys") else node.lc.item
        return int(find(key)[0]) + 1
    except (AttributeError, KeyError, IndexError, TypeError):
        try:
            return int(node.lc.line) + 1
        except AttributeError:
            return 1


def meant(name: str, known: Sequence[str]) -> str:
    """A question for the nearest known name; empty when none is near."""
    near = get_close_matches(name, list(known), n=1, cutoff=0.75)
    return f"; is {near[0]} meant?" if near else ""


def _full_colons(name: str, text: str) -> Iterator[Slip]:
    for number, line in enumerate(text.splitlines(), 1):
        if _FULL_COLON.match(line):
            yield Slip(name, number, f"a full-width colon ： stands where a : and a space belong: {line.strip()}")


def _unreadable(name: str, text: str, error: Exception) -> Slip:
    """Why a file is no YAML, in words: the slips that trainers make, and the parser's own words for the rest."""
    lines = text.splitlines()
    if isinstance(error, ReaderError):
        line = text.count("\n", 0, error.position) + 1
        return Slip(name, line, f"a character that no text file holds: {text[error.position]!r}; delete it")
    assert isinstance(error, MarkedYAMLError)
    mark = error.problem_mark or error.context_mark
    number = min(mark.line + 1 if mark else 1, max(len(lines), 1))
    at_mark = lines[number - 1] if lines else ""
    tab = next((n for n in (number, number - 1) if 0 < n <= len(lines) and re.match(r" *\t", lines[n - 1])), None)
    if tab is not None:
        return Slip(name, tab, "a tab stands at the beginning of the line; use spaces")
    problem = str(error.problem or "")
    if "duplicate key" in problem:
        key = problem.partition('"')[2].partition('"')[0]
        return Slip(name, number, f"{key} stands twice here; the first would be lost, so put both into one")
    if re.search(r"payload: */\w+\{", at_mark):
        return Slip(name, number, f"a payload with {{…}} stands in single quotation marks: {at_mark.strip()}")
    if "mapping values are not allowed" in problem:
        return Slip(name, number, f"a : too many, or the line above is not finished: {at_mark.strip()}"
                                  " (a text with a colon and a space in it stands in quotation marks)")
    if "undefined alias" in problem:
        return Slip(name, number, f"{problem}: a * needs the & of that name above it in the same file")
    return Slip(name, number, f"the indent is broken here or just above: {at_mark.strip()!r} ({problem})")
