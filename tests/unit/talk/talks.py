"""Words as the language component reads them, cut into clauses as it cuts them; and what stands in the database."""

from collections.abc import Mapping, Sequence
from typing import Any, Optional

from sqlalchemy import select, update

from shouhou.cases import tables as t
from shouhou.cases.applications import Application, apply
from shouhou.cases.complaints import Grievance, complain
from shouhou.cases.database import Database
from shouhou.cases.evidence import StoredFile, add_file
from shouhou.cases.speakers import Speaker
from shouhou.dialogue import offers
from shouhou.language.acts import PLACES
from shouhou.language.clauses import clauses
from shouhou.language.normalise import normalise
from shouhou.rules.kinds import ReasonClass, RequestType
from shouhou.settings import policy
from tests.leading import NOW, Talk

TALK = "widget:buyer:anna"


def tells(
    talk: Talk, text: str, intent: str = "inform", reason: Sequence[str] | str = (), group: Optional[str] = None,
    asks: Optional[Mapping[str, str]] = None, sure: float = 0.95, heard: bool = False,
    acts: Optional[Mapping[str, str]] = None, asked: Optional[Mapping[str, str]] = None,
    about_sure: float = 0.95, **entities: Any,
) -> list[str]:
    """Say something: `reason` is marked in it, of class `group`; `asks` gives clauses intents of their own.

    `acts` says what the clauses that hold its words surely do, wherever the talk stands; `asked` what they ask about,
    `about_sure` how likely.
    """
    plain, marked = normalise(text), [reason] if isinstance(reason, str) else list(reason)
    found = [_entity(text, "reason", each, group) for each in marked]
    found += [_entity(text, kind, value) for kind, value in entities.items()]
    parts = []
    for start, end in clauses(plain):
        words = text[start:end]
        name = next((meant for part, meant in (asks or {}).items() if part in words), "inform" if asks else intent)
        mine = group if any(each in words for each in marked) else None
        done = [act for part, act in (acts or {}).items() if part in words]
        about = [(name, about_sure) for part, name in (asked or {}).items() if part in words]
        does = {place: [(act, 0.95) for act in done] for place in PLACES.values()}
        parts.append({"start": start, "end": end, "ranking": [{"name": name, "confidence": sure}], "told_class": mine,
                      "acts": does, "asked": about})
    return talk._lead({
        "text": text, "plain": plain, "intent_ranking": [{"name": intent, "confidence": sure}], "entities": found,
        "clauses": parts, "told_reason_class": group,
    }, heard=heard)


def _entity(text: str, kind: str, value: Any, group: Optional[str] = None) -> dict[str, Any]:
    at = max(text.find(str(value)), 0)
    return {"entity": kind, "value": value, "start": at, "end": at + len(str(value)) if str(value) in text else 0,
            **({"group": group} if group else {})}


def payload(talk: Talk, title: str) -> str:
    """What the latest button of that title carries, to be pressed now or later."""
    return next(b["payload"] for said in reversed(talk.said) for b in said.buttons if b["title"] == title)


def press(talk: Talk, carried: str, title: str) -> list[str]:
    """Press a button that carries this, however old it is."""
    given = offers.parse(carried)
    return talk._lead({
        "text": title, "pressed": given.scope, "intent_ranking": [{"name": given.intent, "confidence": 1.0}],
        "entities": [{"entity": kind, "value": value} for kind, value in given.entities.items()],
    })


def titles(talk: Talk) -> list[str]:
    """The buttons of the last turn's last message."""
    return [each["title"] for each in talk.last.buttons]


def summed_up(talk: Talk, request_type: str = "return_refund", reason: str = "杯盖裂了") -> Talk:
    """An application led to its summary."""
    talk.asks("request_aftersales", request_type=request_type)
    tells(talk, reason, reason=reason, group="goods")
    tells(talk, "没有", "deny")
    assert talk.last.response == "utter_confirm_application", talk.text
    return talk


def file_case(
    database: Database, number: str = "N1", request_type: RequestType = RequestType.RETURN_REFUND, reason: str = "裂了",
    key: str = "before",
) -> str:
    """A case filed before the talk; its number."""
    wanted = Application(number, request_type, ReasonClass.GOODS, reason)
    done = apply(database, policy(), Speaker(TALK, "anna"), wanted, NOW, f"{key}-{number}")
    assert done.case is not None, done.verdict
    return done.case.case_number


def file_complaint(database: Database, number: str = "N1") -> str:
    """A complaint filed before the talk; its number."""
    grievance = Grievance(number, ReasonClass.SERVICE, "商家骂人")
    done = complain(database, policy(), Speaker(TALK, "anna"), grievance, NOW, f"complaint-{number}")
    assert done is not None
    return done.complaint_number


def upload(database: Database, *file_ids: str) -> None:
    """Files that the buyer uploaded."""
    for file_id in file_ids:
        add_file(database, StoredFile(file_id, TALK, "image/png", 100), NOW)


def rows(database: Database, table: Any) -> list[Any]:
    """All rows of a table."""
    with database.read() as connection:
        return list(connection.execute(select(table)))


def cases(database: Database) -> list[Any]:
    return rows(database, t.cases)


def complaints(database: Database) -> list[Any]:
    return rows(database, t.complaints)


def set_order(database: Database, number: str, **values: Any) -> None:
    """Change an order behind the talk's back, as an import does."""
    with database.write() as connection:
        connection.execute(update(t.orders).where(t.orders.c.order_number == number).values(**values))
