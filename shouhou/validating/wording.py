"""The responses: their names, their blanks, where their buttons lead, where their answers come from."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from string import Formatter
from typing import Any

from shouhou.dialogue import offers
from shouhou.validating.answers import FAQ, Rules
from shouhou.validating.code import Code, values_of
from shouhou.validating.examples import Examples
from shouhou.validating.project import Place, Project, Response, Slip, line_of, meant

_KEYS = ("text", "buttons", "metadata", "condition", "channel", "custom", "image")
_CONFIDENCE = ("high", "medium", "low", "none")
_TITLE = range(3, 13)  # characters that a button has room for
_OLD = timedelta(days=365)


class Texts:
    """What the checks of one project's responses need to know."""

    def __init__(
        self, project: Project, examples: Examples, rules: Rules, told: Mapping[str, Place], code: Code, today: date
    ) -> None:
        """`told`: the responses that stories say, and where."""
        self.project, self.rules, self.told, self.code, self.today = project, rules, told, code, today
        self.by_name: dict[str, list[Response]] = defaultdict(list)
        for response in project.responses:
            self.by_name[response.name].append(response)
        self.intents = {*project.intents, *examples.blocks, *code.answers, *code.forms, *code.led} - {FAQ}
        self.answering = {f"utter_{name}" for name in examples.blocks if name.startswith(f"{FAQ}/")} | {
            action for intent, (action, _) in rules.given.items() if intent != FAQ and not code.does(intent)}

    def slips(self) -> Iterator[Slip]:
        """Everything wrong with the responses."""
        yield from self._missing()
        for responses in self.by_name.values():
            response = responses[0]
            for other in responses[1:]:
                yield other.place.slip(f"{other.name} is written a second time (first: {response.place}); one of"
                                       " them is lost")
            yield from self._unsaid(response)
            yield from self._blanks(response)
            for number, variation in enumerate(response.variations):
                place = Place(response.place.file, line_of(response.variations, number))
                yield from self._variation(response, place, variation)
            yield from self._source(response)
        yield from self._dropped()

    def _missing(self) -> Iterator[Slip]:
        for name, where in self.code.said.names.items():
            if name not in self.by_name:
                near = next(iter(self._unsaid_like(name)), None)
                place = near.place if near else Place("domain.yml", 1)
                yield place.slip(f"{name} is gone: {where} says it" + (f"; was {near.name} meant to be"
                                                                       " it?" if near else ""))

    def _unsaid_like(self, name: str) -> list[Response]:
        from difflib import get_close_matches

        unsaid = [each for each in self.by_name if not self._is_said(each)]
        return [self.by_name[each][0] for each in get_close_matches(name, unsaid, n=1, cutoff=0.8)]

    def _is_said(self, name: str) -> bool:
        base = name.removesuffix("_again")
        return (
            self.code.said.says(name) or any(each in self.answering or each in self.told for each in (name, base))
            or base.removeprefix("utter_") in self.code.led
        )

    def _unsaid(self, response: Response) -> Iterator[Slip]:
        name = response.name
        if self._is_said(name):
            return
        if name.startswith(f"utter_{FAQ}/"):
            known = [f"utter_{each}" for each in self.intents if each.startswith(f"{FAQ}/")]
            yield response.place.slip(f"{name} answers nothing: no `- intent: {name.removeprefix('utter_')}` has"
                                      " examples"
                                      f"{meant(name, known)}")
        elif not name.startswith("utter_"):
            yield response.place.slip(f"a response is called utter_…, not {name}")
        else:
            known = [*self.code.said.names, *self.answering, *self.told]
            yield response.place.slip(f"{name} is said by nobody: no rule, no story and no code names it"
                                      f"{meant(name, known)}")

    def _blanks(self, response: Response) -> Iterator[Slip]:
        filled = self.code.blanks | self.code.said.fills(response.name)
        for number, variation in enumerate(response.variations):
            place = Place(response.place.file, line_of(response.variations, number))
            text = str(variation.get("text") or "")
            try:
                blanks = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
            except ValueError:
                yield place.slip(f"a {{ or }} stands alone in the text; a blank is written {{name}}: {text[:40]}")
                continue
            for name in blanks:
                if name not in filled:
                    yield place.slip(f"{{{name}}} is filled by nothing, and buyers would read it"
                                     f"{meant(name, sorted(filled))}; what may stand here: {_listed(filled)}")
            for wide in ("｛", "｝"):
                if wide in text:
                    yield place.slip(f"a full-width {wide} makes no blank; write {{ and }}")

    def _dropped(self) -> Iterator[Slip]:
        """A blank that the code passes because buyers should hear it, and that no variation says any more."""
        for names, passed, where in self.code.said.passed:
            known = [response for name in names for response in self.by_name.get(name, [])]
            if not known:
                continue
            said = {blank for response in known for blank in _blanks_of(response)}
            for blank in sorted(passed - said):
                yield known[0].place.slip(f"no variation of {known[0].name} says {{{blank}}} any more, which {where}"
                                          " passes")

    def _variation(self, response: Response, place: Place, variation: Mapping[str, Any]) -> Iterator[Slip]:
        for key in variation:
            if key not in _KEYS:
                yield Place(place.file, line_of(variation, key)).slip(f"unknown key `{key}`{meant(str(key), _KEYS)}")
            elif key in ("condition", "channel", "custom", "image"):
                yield Place(place.file, line_of(variation, key)).slip(
                    f"`{key}` is not looked at here: every variation is said in every channel, as text and buttons")
        if not str(variation.get("text") or "").strip():
            yield place.slip(f"a variation of {response.name} has no text")
        buttons = variation.get("buttons") or []
        for number, button in enumerate(buttons):
            at = Place(place.file, line_of(buttons, number))
            yield from self._button(at, button) if isinstance(button, Mapping) else [at.slip("a button has `title:`"
                                                                                             " and `payload:`")]

    def _button(self, place: Place, button: Mapping[str, Any]) -> Iterator[Slip]:
        title, payload = str(button.get("title") or ""), str(button.get("payload") or "")
        if "url" in button or button.get("type") == "web_url" or payload.startswith(("http://", "https://")):
            yield place.slip(f"the button {title!r} opens a link, which no channel here does; put the address into"
                             " the text")
            return
        if not title or not payload:
            yield place.slip("a button needs both `title:` and `payload:`")
            return
        try:
            given = offers.parse(payload)
        except ValueError:
            mend = "full-width marks stand in it" if any(each in payload for each in "“”｛｝：，") else (
                'expected /intent or /intent{"name": "value"}, within single quotation marks')
            yield place.slip(f"the payload of the button {title!r} cannot be read: {payload} ({mend})")
            return
        if given.intent not in self.intents:
            yield place.slip(f"the button {title!r} leads to {given.intent}, which is no intent"
                             f"{meant(given.intent, sorted(self.intents))}")
        elif given.intent in self.code.forms:
            yield from self._presets(place, title, given)

    def _presets(self, place: Place, title: str, given: offers.Payload) -> Iterator[Slip]:
        fields = self.code.forms[given.intent] | self.code.read | {"order_number"}
        for name, value in given.entities.items():
            if name not in fields:
                yield place.slip(f"the button {title!r} presets {name}, which the form of {given.intent} does not have"
                                 f"{meant(name, sorted(fields))}")
            elif values_of(name) and str(value) not in values_of(name):
                yield place.slip(f"the button {title!r} presets {name} with {value!r}; it may be"
                                 f" {_listed(values_of(name))}")

    def _source(self, response: Response) -> Iterator[Slip]:
        """An answer is data with a source, like policy.yml; what a story says is, where it carries any."""
        answers = response.name in self.answering
        for number, variation in enumerate(response.variations):
            place = Place(response.place.file, line_of(response.variations, number))
            metadata = variation.get("metadata")
            if metadata is None and not answers:
                continue
            if not isinstance(metadata, Mapping):
                yield place.slip(f"{response.name} says nothing of its source: write `metadata:"
                                 f" {{source: …, checked_on:"
                                 " \"2026-11-30\", confidence: high}`")
                continue
            yield from self._metadata(Place(place.file, line_of(variation, "metadata")), metadata)
        if answers:
            yield from self._title(response)

    def _metadata(self, place: Place, metadata: Mapping[str, Any]) -> Iterator[Slip]:
        for key in ("source", "checked_on", "confidence"):
            if key not in metadata:
                yield place.slip(f"metadata without {key}" + (": write `source: null` where there is"
                                                              " none" if key == "source" else ""))
        for key in metadata:
            if key not in ("source", "checked_on", "confidence", "title"):
                yield place.slip("metadata knows no"
                                 f" {key}{meant(str(key), ['source', 'checked_on', 'confidence', 'title'])}")
        confidence = metadata.get("confidence")
        if "confidence" in metadata and confidence not in _CONFIDENCE:
            yield place.slip(f"confidence is one of {_listed(_CONFIDENCE)}, not {confidence!r}")
        if "source" in metadata and not metadata["source"] and confidence in ("high", "medium"):
            yield place.slip(f"a confidence of {confidence} needs a source; without one it is low or none")
        if "checked_on" in metadata:
            yield from self._checked(place, metadata["checked_on"])

    def _checked(self, place: Place, written: Any) -> Iterator[Slip]:
        try:
            day = written if isinstance(written, date) else date.fromisoformat(str(written))
        except ValueError:
            yield place.slip(f'checked_on reads like "2026-11-30", not {written!r}')
            return
        if day > self.today:
            yield place.slip(f"checked_on is a day to come: {day}")
        elif self.today - day > _OLD:
            yield place.slip(f"last checked on {day}, more than a year ago: look at its source again, and set the day")

    def _title(self, response: Response) -> Iterator[Slip]:
        first = response.variations[0].get("metadata")
        if not isinstance(first, Mapping):
            return
        title = str(first.get("title") or "")
        place = Place(response.place.file, line_of(response.variations[0], "metadata"))
        if not title:
            yield place.slip(f"{response.name} has no title, so that the bot cannot offer it when it is unsure: write"
                             " `title: …` into the metadata of its first variation")
        elif len(title) not in _TITLE:
            yield place.slip(f"the title {title!r} has {len(title)} characters; 3 to 12 go on a button")


def _blanks_of(response: Response) -> set[str]:
    found: set[str] = set()
    for variation in response.variations:
        try:
            found |= {name for _, name, _, _ in Formatter().parse(str(variation.get("text") or "")) if name}
        except ValueError:
            continue
    return found


def _listed(names: Any) -> str:
    return ", ".join(sorted(str(each) for each in names))
