"""What words at a summary mean beside a yes or a no."""

from actions.turn import Said, Turn
from actions.words import has_word, word
from shouhou.dialogue.asking import is_question, says_what_is_meant
from shouhou.dialogue.beside_yes import puts_off
from shouhou.dialogue.dictation import additions
from shouhou.dialogue.edits import edits
from shouhou.dialogue.line_orders import Act
from shouhou.dialogue.sizes import wanted_instead
from shouhou.dialogue.wishes import keeps_goods, type_said, wants_money_back, wishes, without_leave

_SURELY, _LEAST_TOLD = 0.6, 5


def say_paused(turn: Turn, form: str) -> Said:
    """Say that a summary waits: of an application all that was filled in, of a step that it is not done yet."""
    if has_word("put_off", form):
        return turn.say("utter_paused_step", done=word("put_off", form))
    return turn.say("utter_paused")


def says_again(turn: Turn) -> bool:
    """Whether a no goes with what is wanted, which stands in the summary already."""
    clauses = [clause for clause in turn.message.clauses if not is_question(clause.plain)]
    if any(each.act is Act.SET for each in edits(clauses)) or additions(clauses):
        return True  # 类型改退货退款 上衣不退: it stands so
    return len(clauses) > 1 and any(
        wishes(c.plain) or keeps_goods(c.plain) or c.entity("amount") is not None or wanted_instead(c.plain, True)
        for c in clauses
    )


def sets_a_question_right(turn: Turn) -> bool:
    """Whether a no only says what was asked (不是降价，我问43码要不要加钱)."""
    return any(says_what_is_meant(clause.plain) for clause in turn.message.clauses)


def wants_something(turn: Turn) -> bool:
    """Whether a bid to wait goes with what is wanted or told instead (等等 直接退我钱; 等会 又点了一遍 有5个不亮)."""
    rest = [c for c in turn.message.clauses if c not in turn.reading.yes_no.used and not puts_off(c.plain)]
    told = any(c.is_told and c.tells >= _SURELY and len(c.text) >= _LEAST_TOLD for c in rest)
    sums = any(c.entity("amount") is not None or c.entity("quantity") is not None for c in rest)
    return told or sums or any(type_said(without_leave(c.plain)) or wants_money_back(c.plain) for c in rest)
