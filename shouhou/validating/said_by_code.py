"""What the code says, read and not run: the responses that it names, the blanks that it fills, the words it takes."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Optional, Union

from shouhou.settings import HOME

_NAME = re.compile(r"utter_[a-z0-9_]+")
_NO_BLANKS = {"facts", "buttons", "order", "sender"}  # keywords of Turn.say that fill nothing
_PARTS = ("actions", "shouhou")
_NOT_OF_TALK = ("shouhou/language", "shouhou/validating", "shouhou/evaluation")
Function = Union[ast.FunctionDef, ast.AsyncFunctionDef]


@dataclass
class SaidByCode:
    """`names`: where each response is named. `patterns`: names made of parts. `blanks`: what is filled in each;
    `passed`: for each call that says one of these responses, the blanks that it passes. `words`: group and name of
    each word asked for (a name of None: made at run time), with the blanks passed.
    """

    names: dict[str, str] = field(default_factory=dict)
    patterns: list["re.Pattern[str]"] = field(default_factory=list)
    suffixes: set[str] = field(default_factory=set)
    blanks: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    pattern_blanks: list[tuple["re.Pattern[str]", set[str]]] = field(default_factory=list)
    passed: list[tuple[tuple[str, ...], frozenset[str], str]] = field(default_factory=list)
    words: dict[tuple[str, Optional[str]], tuple[set[str], str]] = field(default_factory=dict)

    def says(self, name: str) -> bool:
        """Whether the code says a response of that name."""
        if name in self.names or any(pattern.fullmatch(name) for pattern in self.patterns):
            return True
        return any(name.endswith(end) and self.says(name[: -len(end)]) for end in self.suffixes)

    def fills(self, name: str) -> set[str]:
        """The blanks that the code fills in a response."""
        found = set(self.blanks.get(name, set()))
        for pattern, blanks in self.pattern_blanks:
            if pattern.fullmatch(name):
                found |= blanks
        for end in self.suffixes:
            if name.endswith(end):
                found |= self.fills(name[: -len(end)])
        return found


@lru_cache(maxsize=1)
def said_by_code(home: Path = HOME) -> SaidByCode:
    """Everything that actions/ and shouhou/ say."""
    code = SaidByCode()
    trees = list(_trees(home))
    returned = _returned_keys(tree for _, tree in trees)
    for name, tree in trees:
        _Module(name, code, returned).read(tree)
    return code


def _trees(home: Path) -> Iterator[tuple[str, ast.Module]]:
    for part in _PARTS:
        for path in sorted((home / part).rglob("*.py")):
            name, text = str(path.relative_to(home)), path.read_text(encoding="utf-8")
            if part == "actions" or ("utter_" in text and not name.startswith(_NOT_OF_TALK)):
                yield name, ast.parse(text)


def _returned_keys(trees: Iterable[ast.Module]) -> dict[str, set[str]]:
    """For each function the keys of the dicts that stand in it: what `**function(…)` passes."""
    found: dict[str, set[str]] = defaultdict(set)
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                found[node.name] |= _keys_in(node)
    return found


def _keys_in(node: ast.AST) -> set[str]:
    keys = set()
    for each in ast.walk(node):
        if isinstance(each, ast.Dict):
            keys |= {key.value for key in each.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)}
        elif isinstance(each, ast.Subscript) and isinstance(each.slice, ast.Constant):
            keys |= {str(each.slice.value)} if isinstance(each.slice.value, str) else set()
        elif isinstance(each, ast.Call) and isinstance(each.func, ast.Name) and each.func.id == "dict":
            keys |= {keyword.arg for keyword in each.keywords if keyword.arg}
    return keys


class _Module:
    """One module: its calls, and the names of responses that stand loose in it."""

    def __init__(self, name: str, code: SaidByCode, returned: dict[str, set[str]]) -> None:
        self.name = name
        self.code = code
        self.returned = returned

    def read(self, tree: ast.Module) -> None:
        inside_strings = {part for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
        functions = [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
        everything: set[str] = set()
        before = len(self.code.pattern_blanks)
        loose: list[tuple[str, set[str]]] = []
        seen: set[ast.AST] = set()
        for function in [*functions, tree]:
            open_blanks: set[str] = set()
            names: set[str] = set()
            for node in ast.walk(function):
                if node in seen and isinstance(function, ast.Module):
                    continue
                seen.add(node)
                if isinstance(node, ast.Call):
                    open_blanks |= self._call(node, function)
                elif isinstance(node, ast.JoinedStr):
                    self._pattern(node, function)
                elif node not in inside_strings and (name := _response_name(node)):
                    self.code.names.setdefault(name, f"{self.name}, line {getattr(node, 'lineno', 1)}")
                    names.add(name)
            everything |= open_blanks
            loose += [(name, open_blanks) for name in names]
        for name, blanks in loose:
            self.code.blanks[name] |= blanks or everything
        for _, blanks in self.code.pattern_blanks[before:]:
            blanks |= set() if blanks else everything

    def _call(self, call: ast.Call, function: Union[Function, ast.Module]) -> set[str]:
        """Note what a call says and passes; what it passes is returned where it does not name what it says."""
        called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if called in ("word", "has_word", "moment_text", "money_text"):
            self._word(call, called)
            return set()
        explicit = {each.arg for each in call.keywords if each.arg} - _NO_BLANKS
        spread = set()
        for each in call.keywords:
            if each.arg is None:
                spread |= self._spread(each.value, function)
        told = [arg for arg in (*call.args, *(each.value for each in call.keywords)) if _names_in(arg)]
        names = tuple(name for arg in told for name in _names_in(arg))
        for name in names:
            self.code.blanks[name] |= explicit | spread
        if names and called == "say" and call.args and not _is_made(call.args[0]):
            where = f"{self.name}, line {call.lineno}"
            self.code.passed.append((names, frozenset(explicit), where))
        return explicit | spread if called in ("say", "response", "_say", "ask", "offer") or spread else set()

    def _spread(self, value: ast.expr, function: Union[Function, ast.Module]) -> set[str]:
        """The keys of what is passed with **."""
        keys = _keys_in(value)
        for each in ast.walk(value):
            if isinstance(each, ast.Call):
                called = each.func.attr if isinstance(each.func, ast.Attribute) else getattr(each.func, "id", "")
                keys |= self.returned.get(called, set())
            elif isinstance(each, ast.Name):
                for node in ast.walk(function):
                    targets = node.targets if isinstance(node, ast.Assign) else (
                        [node.target] if isinstance(node, (ast.AnnAssign, ast.AugAssign)) else [])
                    for target in targets:
                        base = target.value if isinstance(target, ast.Subscript) else target
                        if isinstance(base, ast.Name) and base.id == each.id:
                            keys |= _keys_in(target)
                            given = getattr(node, "value", None)
                            if isinstance(given, ast.expr) and given is not value:
                                keys |= self._keys_of(given)
        return keys

    def _keys_of(self, value: ast.expr) -> set[str]:
        keys = _keys_in(value)
        for each in ast.walk(value):
            if isinstance(each, ast.Call):
                called = each.func.attr if isinstance(each.func, ast.Attribute) else getattr(each.func, "id", "")
                keys |= self.returned.get(called, set())
        return keys

    def _pattern(self, node: ast.JoinedStr, function: Union[Function, ast.Module]) -> None:
        parts = [part.value if isinstance(part, ast.Constant) else None for part in node.values]
        if not parts or any(part is not None and not re.fullmatch(r"[a-z0-9_/]*", str(part)) for part in parts):
            return
        first, last = parts[0], parts[-1]
        if first is None and last is not None and re.fullmatch(r"_[a-z_]+", str(last)) and len(parts) == 2:
            self.code.suffixes.add(str(last))
        if first is None or not str(first).startswith("utter_") or (first == "utter_" and last is None):
            return
        pattern = re.compile("".join(re.escape(str(part)) if part is not None else r"[a-z0-9_]*" for part in parts))
        self.code.patterns.append(pattern)
        blanks: set[str] = set()
        for call in ast.walk(function):
            if isinstance(call, ast.Call) and any(each is node for arg in call.args for each in ast.walk(arg)):
                blanks |= {each.arg for each in call.keywords if each.arg} - _NO_BLANKS
                for each in call.keywords:
                    blanks |= self._spread(each.value, function) if each.arg is None else set()
        self.code.pattern_blanks.append((pattern, blanks))

    def _word(self, call: ast.Call, called: str) -> None:
        if called not in ("word", "has_word") or len(call.args) < 2 or not isinstance(call.args[0], ast.Constant):
            return
        group = str(call.args[0].value)
        constants = [each for each in _choices(call.args[1]) if isinstance(each, ast.Constant)]
        names: list[Optional[str]] = [str(each.value) for each in constants if each.value]
        known, where = {each.arg for each in call.keywords if each.arg}, f"{self.name}, line {call.lineno}"
        for name in names or [None]:
            blanks, first = self.code.words.get((group, name), (set(), where))
            self.code.words[(group, name)] = (blanks | known, first)


def _choices(node: ast.expr) -> list[ast.expr]:
    """What an expression may be, where it says so: both sides of `a if … else b`."""
    if isinstance(node, ast.IfExp):
        return [*_choices(node.body), *_choices(node.orelse)]
    return [node]


def _is_made(node: ast.expr) -> bool:
    """Whether a name is made at run time, in part."""
    return any(not isinstance(each, ast.Constant) for each in _choices(node))


def _names_in(node: ast.expr) -> list[str]:
    return [name for each in _choices(node) if (name := _response_name(each))]


def _response_name(node: ast.AST) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and _NAME.fullmatch(node.value):
        return node.value
    return ""
