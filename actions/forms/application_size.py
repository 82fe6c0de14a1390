"""The size or colour that is wanted instead."""

from collections.abc import Sequence

from actions.forms.application_draft import ApplicationDraft
from actions.forms.base import Answer
from shouhou.dialogue.asking import is_question
from shouhou.dialogue.sizes import is_relative, is_size, size_asked_for, wanted_instead, with_wanted
from shouhou.dialogue.wishes import type_said, without_leave
from shouhou.dialogue.words import names_goods
from shouhou.rules.kinds import RequestType


def read_wanted(draft: ApplicationDraft, answer: Answer, titles: Sequence[str]) -> bool:
    """The size or colour that is wanted instead; whether it is news."""
    if answer.reading.message.is_press:  # a type that is typed may have a size beside it (换货吧 换成43码的)
        return False
    said = [without_leave(c.plain) for c in answer.reading.message.clauses if not names_goods(c.text, titles)]
    exchanges = draft.request_type == RequestType.EXCHANGE.value
    exchanges = exchanges or any(type_said(text) == RequestType.EXCHANGE.value for text in said)
    wanted, named = draft.wanted, False
    for text in said:
        asks = is_question(text)
        size = size_asked_for(text) if asks and wanted is not None and is_relative(wanted) else None  # 28的有吗
        each = size if asks else wanted_instead(text, exchanges)
        exact = wanted is not None and is_size(wanted) and not is_relative(wanted)
        if each is not None and not (exact and is_relative(each)):  # 42.5码 says more than 大半码
            wanted, named = with_wanted(wanted, each), True
    draft.wanted = wanted
    return named and draft.request_type in (None, RequestType.EXCHANGE.value)
