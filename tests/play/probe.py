"""Single lines said in their place to the real bot: does it do with them what they do?

    python -m tests.play.probe [--out probes.tsv] trainers/lines/*.txt

A file holds lines in the form of shouhou/language/acts.txt: a place, then the parts of the line, each with its act.
Each line is said in that place (a summary is shown, a draft to the merchant is, …) of a fresh talk about one order, and
what the bot wrote, filed and said is held against the acts by coarse rules. They count kinds of fault over hundreds of
lines, which no reading of talks can; of a single line they may err: it may speak of goods that this order has not.
"""

import argparse
import asyncio
import json
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from rasa.core.channels import UserMessage

from actions.turn import Said
from shouhou.cases.database import Database
from shouhou.cases.schema import upgrade
from shouhou.evaluation.answers import _agent
from shouhou.language.acts import PLACES, parts_of_line
from shouhou.models import newest_model
from tests.leading import NOW, Talk, add_order, begin

# What leads to each place. An offer hangs too much on what it is of to be probed so.
_LEADS = {
    "summary": ("收到就是坏的 退货退款", "没有"), "more": ("收到就是坏的 退货退款",), "kind": ("收到就是坏的",),
    "why": ("我要退货退款",), "message": ("帮我跟商家说一声快点处理",),
    "open": ("收到就是坏的 退货退款", "没有", "确认提交"),
}
_EDITS = {"set", "add", "strike", "wrong"}
_OFF = {"leave", "pause", "cancel", "human", "complain", "no"}
_NEVER_WRITTEN = ("ask", "ack", "rebuke", "anger", "yes", "strike", "pass", "human", "complain")
_NEVER_SENT = ("ack", "rebuke", "yes", "strike", "human")
_CLOSINGS = (
    "affirm_nothing", "thank", "thank_waiting", "goodbye", "deny_nothing", "acknowledged", "take_your_time", "greet",
    "paused",
)
_LEAST = 4  # characters that tell one part from another
_STOPS = " ,，。.!！?？~～"


@dataclass(frozen=True)
class Probe:
    """A line, and what became of it."""

    place: str
    parts: Sequence[tuple[str, str]]
    said: Sequence[Said]
    last: str  # what the bot had said before
    before: dict[str, Any]
    after: dict[str, Any]
    form: Optional[str]

    @property
    def acts(self) -> set[str]:
        return {act for act, _ in self.parts}

    @property
    def filed(self) -> bool:
        return "utter_application_filed" in self.names

    @property
    def names(self) -> list[str]:
        return [each.response for each in self.said]

    def words(self, *acts: str) -> Iterator[tuple[str, str]]:
        """The parts of these acts that are long enough to be told from others."""
        for act, text in self.parts:
            if act in acts and len(bare := text.strip(_STOPS)) >= _LEAST:
                yield act, bare

    def written(self, draft: dict[str, Any]) -> str:
        """What stands in a draft in the buyer's words."""
        return "|".join(str(draft.get(line) or "") for line in ("reason", "details", "words", "wanted"))

    def faults(self) -> Iterator[str]:
        """The kinds of fault, each by its name."""
        if not self.said:
            yield "silent"
        if any("not_understood" in name for name in self.names):
            yield "not_understood"
        if "utter_out_of_scope" in self.names:
            yield "turned_away"
        yield from _OF_PLACE.get(self.place, _in_form)(self)
        if self.form in ("application", "merchant"):
            yield from self._of_writing()

    def _of_writing(self) -> Iterator[str]:
        now, then = self.written(self.after), self.written(self.before)
        never = _NEVER_WRITTEN if self.form == "application" else _NEVER_SENT
        for act, text in self.words(*never):
            grams = [text[at : at + _LEAST] for at in range(len(text) - _LEAST + 1)]
            if any(gram in now and gram not in then for gram in grams):
                yield f"wrote_{act}"
        if self.place in ("summary", "more", "kind"):
            kept = ("add", "fallback") if self.place == "summary" else ("add", "fallback", "tell")
            for act, text in self.words(*kept):
                pairs = [text[at : at + 2] for at in range(len(text) - 1)]
                if sum(pair in now for pair in pairs) < len(pairs) * 0.4:
                    yield f"lost_{act}"


def _at_summary(probe: Probe) -> Iterator[str]:
    acts, form = probe.acts, probe.form
    lines = [{key: value for key, value in each.items() if key != "denied"} for each in (probe.before, probe.after)]
    if "yes" in acts and acts <= {"yes", "chat", "rebuke", "anger", "ack", "ask", "photo", "pass"} and not probe.filed:
        yield "yes_not_heard"
    if probe.filed and "yes" not in acts:
        yield "filed_without_yes"
    if probe.filed and acts & _EDITS:
        yield "filed_without_edit"
    if not probe.filed and form != "application" and not acts & {*_OFF, "pass"}:
        yield "left_form"
    if form != "application":
        return
    if "leave" in acts and not acts & {"want", "set", "yes"}:
        yield "leave_not_heard"
    for line, changing in (("request_type", {"want", "unwanted", "no"}), ("amount", {"want"})):
        if probe.before.get(line) != probe.after.get(line) and not acts & (changing | _EDITS):
            yield f"{line}_changed"
    if acts & {"set", "add", "strike"} and not probe.filed and lines[0] == lines[1]:
        yield "edit_unread"
    if acts == {"ask"} and [each.text for each in probe.said] == [probe.last]:
        yield "ask_unanswered"


def _in_form(probe: Probe) -> Iterator[str]:
    if not probe.acts & {*_OFF, "pass", "ask"} and probe.form != "application" and not probe.filed:
        yield "left_form"
    if "leave" in probe.acts and "want" not in probe.acts and probe.form == "application":
        yield "leave_not_heard"


def _at_message(probe: Probe) -> Iterator[str]:
    if "yes" in probe.acts and probe.acts <= {"yes", "chat", "rebuke", "ack", "anger", "ask"} and probe.form:
        yield "yes_not_heard"
    if probe.form != "merchant" and not probe.acts & {*_OFF, "yes", "want", "ask", "ack", "wrong"}:
        yield "left_form"
    if probe.form == "merchant" and probe.acts & {"set", "add", "strike"} and probe.before == probe.after:
        yield "edit_unread"


def _when_filed(probe: Probe) -> Iterator[str]:
    closes = len(probe.said) == 1 and any(name in probe.names[0] for name in _CLOSINGS)
    if probe.acts <= {"ack", "chat"} and not closes:
        yield "ack_misread"
    wants = {"want", "cancel", "pass", "complain", "fallback", "unwanted", "photo", "point", *_EDITS}
    if probe.form and not probe.acts & wants:
        yield "form_opened"


_OF_PLACE: dict[str, Callable[[Probe], Iterator[str]]] = {
    "summary": _at_summary, "message": _at_message, "open": _when_filed,
}


def probes(files: Sequence[Path]) -> Iterator[Probe]:
    """Say every line of the files in its place."""
    model = newest_model()
    assert model is not None, "no model: make train"
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    agent = _agent(model)
    parsed: dict[str, Any] = {}

    def says(talk: Talk, text: str) -> list[Said]:
        if text not in parsed:
            said = UserMessage(text, sender_id="probe", metadata={"at": NOW.isoformat()})
            parsed[text] = loop.run_until_complete(agent.processor.parse_message(said))
        spoken = len(talk.said)
        talk._lead({**parsed[text], "text": text})
        return talk.said[spoken:]

    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/shouhou.db")
        upgrade(database)
        lines = [line for path in files for line in path.read_text("utf-8").splitlines() if line and line[0] != "#"]
        for number, line in enumerate(lines):
            place, parts = parts_of_line(line)
            if place not in _LEADS:
                continue
            buyer = f"probe{number}"
            add_order(database, f"{number:018d}", "家用多功能套装", buyer, paid_amount=20000, category="日用")
            talk = begin(database, buyer=buyer, conversation=f"widget:buyer:{buyer}")
            for lead in _LEADS[place]:
                last = says(talk, lead)[-1].text
            before = dict(talk.state.draft.fields) if talk.state.draft else {}
            said = says(talk, "".join(text for _, text in parts).strip())
            draft = talk.state.draft
            after, form = (dict(draft.fields), draft.form) if draft else ({}, None)
            yield Probe(place, parts, said, last, before, after, form)
        database.dispose()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.play.probe", description=__doc__)
    parser.add_argument("--out", type=Path, help="write each line with its faults here, tab-separated")
    parser.add_argument("files", nargs="+", type=Path)
    asked = parser.parse_args()
    lines, faulty, kinds = Counter[str](), Counter[str](), Counter[tuple[str, str]]()
    rows = []
    for probe in probes(asked.files):
        faults = list(dict.fromkeys(probe.faults()))
        lines[probe.place] += 1
        faulty[probe.place] += bool(faults)
        kinds.update((probe.place, fault) for fault in faults)
        marked = "".join(f"[{act}]{text}" for act, text in probe.parts)
        changed = {key: value for key, value in probe.after.items() if value != probe.before.get(key)}
        replies = " / ".join(each.text.replace("\n", " | ") for each in probe.said)
        told = (",".join(faults) or "ok", probe.place, marked, json.dumps(changed, ensure_ascii=False), replies)
        rows.append("\t".join(told))
    for place in PLACES.values():
        if lines[place]:
            counts = {kind: count for (where, kind), count in kinds.most_common() if where == place}
            print(f"{place:8} {lines[place]:5} lines {faulty[place]:5} faulty {counts}")
    if asked.out is not None:
        asked.out.write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
