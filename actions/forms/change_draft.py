"""What a change makes different of a filed request, and its lines as they become."""

from dataclasses import dataclass
from typing import Optional

from actions.words import word
from shouhou.cases.orders import CaseRecord
from shouhou.rules.kinds import RequestType


@dataclass
class ChangeDraft:
    """What is to be different; None for what stays."""

    request_type: Optional[str] = None
    reason: Optional[str] = None
    reason_class: Optional[str] = None
    details: Optional[str] = None
    amount: Optional[int] = None
    wanted: Optional[str] = None  # the size or colour wanted instead
    rewrites: bool = False  # the details are all of them, not only what stands beside those filed
    overwritten: Optional[str] = None  # what the last change of the details left out
    begun: bool = True

    @property
    def is_empty(self) -> bool:
        of_words = self.reason or self.reason_class or self.details or self.rewrites
        return not (of_words or self.request_type or self.amount or self.wanted)


def class_shown(case: CaseRecord, draft: ChangeDraft) -> str:
    """The class behind a new reason, where it is another one than was filed: the freight follows it."""
    if draft.reason_class is None or (case.reason_class is not None and draft.reason_class == case.reason_class.value):
        return ""
    return word("format", "in_brackets", text=word("reason_class", draft.reason_class))


def wanted_of(case: Optional[CaseRecord]) -> str:
    """What is wanted instead, as it was filed; empty for nothing."""
    before = word("said", "wanted", value="")
    parts = case.details.split("；") if case is not None else []
    return " ".join(part.removeprefix(before) for part in parts if part.startswith(before))


def filed_details(case: CaseRecord) -> list[str]:
    """The parts of the details as they were filed, without what is wanted instead."""
    before = word("said", "wanted", value="")
    return [part for part in case.details.split("；") if part and not part.startswith(before)]


def details_of(case: CaseRecord, draft: ChangeDraft) -> Optional[str]:
    """The details as they become; None where they stay. What is wanted instead belongs to an exchange alone."""
    before = word("said", "wanted", value="")
    kept = [] if draft.rewrites else filed_details(case)
    exchanges = (draft.request_type or case.request_type.value) == RequestType.EXCHANGE.value
    wanted = (draft.wanted or wanted_of(case)) if exchanges else ""
    told = [draft.details] if draft.details and draft.details not in kept else []
    lines = "；".join([*([f"{before}{wanted}"] if wanted else []), *kept, *told])
    return lines if lines != case.details else None
