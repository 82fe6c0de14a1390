"""actions/words.yml and policy.yml, and what of domain.yml and config.yml Rasa would stumble over."""

from collections.abc import Iterator
from string import Formatter
from typing import Any

from shouhou.rules.policy import PolicyError, parse_policy
from shouhou.validating.code import Code, values_of
from shouhou.validating.project import File, Project, Slip, line_of, meant

WORDS = "actions/words.yml"
_SLOTS = ("any", "bool", "categorical", "float", "list", "text")
_MAPPINGS = ("custom", "from_entity", "from_intent", "from_text", "from_trigger_intent")


def check_tables(project: Project, code: Code) -> Iterator[Slip]:
    """Words, policy, the domain's slots and forms, the configuration."""
    yield from _words(project, code)
    yield from _policy(project)
    yield from _domain(project)
    yield from _config(project)


def _words(project: Project, code: Code) -> Iterator[Slip]:
    if not code.said.words:
        return
    file = project.read(WORDS)
    if file is None:
        return
    for (group, name), (passed, where) in sorted(code.said.words.items(), key=str):
        words = file.document.get(group)
        if not isinstance(words, dict):
            yield Slip(WORDS, 1, f"the group {group} is missing, which {where} names{meant(group, [*file.document])}")
        elif name is not None and group != "ask":
            yield from _word(file, group, name, passed, where)
    for group, words in file.document.items():
        if isinstance(words, dict):
            for value in sorted(values_of(str(group)) - set(words)):
                yield Slip(WORDS, line_of(file.document, group), f"{group} has no word for"
                                                                 f" {value}{meant(value, [*words])}")


def _word(file: File, group: str, name: str, passed: set[str], where: str) -> Iterator[Slip]:
    words = file.document[group]
    if name not in words:
        yield Slip(WORDS, line_of(file.document, group), f"{group} has no word {name}, which {where} names"
                                                         f"{meant(name, [str(each) for each in words])}")
        return
    line = line_of(words, name)
    try:
        blanks = {blank for _, blank, _, _ in Formatter().parse(str(words[name])) if blank}
    except ValueError:
        yield Slip(WORDS, line, f"a {{ or }} stands alone in {group}.{name}")
        return
    for blank in sorted(blanks - passed):
        yield Slip(WORDS, line, f"{{{blank}}} in {group}.{name} is filled by nothing{meant(blank, sorted(passed))}")


def _policy(project: Project) -> Iterator[Slip]:
    path = project.home / "policy.yml"
    if not path.exists():
        yield Slip("policy.yml", 1, "is missing")
        return
    try:
        parse_policy(path.read_text(encoding="utf-8"))
    except PolicyError as error:
        where, _, text = str(error).partition(": ")
        line = where.rpartition(" ")[2]
        yield Slip("policy.yml", int(line) if line.isdigit() else 1, text)


def _domain(project: Project) -> Iterator[Slip]:
    document = project.domain.document
    if document.get("forms"):
        yield project.domain.at(document, "forms").slip(
            "forms of the domain are run by nobody here: forms are Python's (actions/forms/); what a story asks with"
            " buttons and slots does the work of a small one")
    slots = document.get("slots") or {}
    written: dict[int, str] = {}
    for name in slots if isinstance(slots, dict) else ():
        first = written.setdefault(id(slots[name]), str(name))
        if first != str(name):
            yield project.domain.at(slots, name).slip(
                f"the slot {name} borrows the entry of {first} with a *, which Rasa empties as it reads; write it out")
        else:
            yield from _slot(project, slots, name)


def _slot(project: Project, slots: Any, name: Any) -> Iterator[Slip]:
    place, slot = project.domain.at(slots, name), slots[name]
    kind = slot.get("type") if isinstance(slot, dict) else None
    if kind not in _SLOTS:
        yield place.slip(f"the slot {name} needs a type: one of {', '.join(_SLOTS)}{meant(str(kind), _SLOTS)}")
        return
    mappings = slot.get("mappings")
    if not isinstance(mappings, list) or not mappings:
        yield place.slip(f"the slot {name} needs `mappings: [{{type: custom}}]`: stories fill it")
        return
    for number, mapping in enumerate(mappings):
        at = project.domain.at(mappings, number)
        given = mapping.get("type") if isinstance(mapping, dict) else None
        if given not in _MAPPINGS:
            yield at.slip(f"{given!r} is no mapping of a slot: one of"
                          f" {', '.join(_MAPPINGS)}{meant(str(given), _MAPPINGS)}")
        elif given == "from_entity" and mapping.get("entity") not in project.entities:
            yield at.slip(f"the slot {name} comes from the entity {mapping.get('entity')}, which the domain does not"
                          " name"
                          f"{meant(str(mapping.get('entity')), [*project.entities])}")


def _config(project: Project) -> Iterator[Slip]:
    file = project.read("config.yml")
    if file is None:
        return
    for part in ("pipeline", "policies"):
        for entry in file.listed(part):
            if "name" not in entry:
                yield file.at(entry).slip(f"an entry of `{part}:` needs a name")
            for number, intent in enumerate(entry.get("intents") or []):
                if intent not in project.intents:
                    yield file.at(entry["intents"], number).slip(
                        f"{intent} is no intent of domain.yml{meant(str(intent), [*project.intents])}")
