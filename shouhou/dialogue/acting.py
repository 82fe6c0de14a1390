"""What clauses surely do by what was learned of them (acts.py), where no pattern knows the words."""

from collections.abc import Sequence

from shouhou.dialogue.asking import is_question
from shouhou.dialogue.message import Clause

SURELY = 0.78  # how likely words agree, leave or wait that are taken so by that alone: nine of ten such do
RATHER = 0.5  # that they do so, where other words say the same
_IDLE = ("yes", "ack", "chat", "rebuke", "anger")
_EDITS, _WANTS = ("set", "add", "strike", "wrong"), ("want", "set", "fallback")
_LOOSE = ("product_category", "reason")  # entities that words beside a message to be sent may hold


def surely_leaves(clauses: Sequence[Clause], place: str) -> bool:
    """Whether some words give the matter up (唉为这十几块钱不值当), and none wants anything."""
    wants = any(clause.does(act, place) >= RATHER for clause in clauses for act in _WANTS)
    return not wants and any(clause.does("leave", place) >= SURELY for clause in clauses)


def orders_lines(clauses: Sequence[Clause], place: str) -> bool:
    """Whether some words order what the written lines shall say, or find fault with them."""
    return any(clause.does(act, place) >= SURELY for clause in clauses for act in _EDITS)


def says_nothing_to_it(clause: Clause, place: str) -> bool:
    """Whether words beside a yes are said to nobody in particular (提交吧 我说了好几遍了; 中 孙子吵着要吃呢)."""
    if max(clause.does("rebuke", place), clause.does("ack", place)) >= SURELY:
        return not clause.plain.endswith(("?", "吗", "么"))
    loose = _LOOSE if place == "message" else ("product_category",)
    if any(each.kind not in loose for each in clause.entities) or clause.told_class or is_question(clause.plain):
        return False
    return sum(clause.does(act, place) for act in _IDLE) >= SURELY
