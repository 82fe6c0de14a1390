"""What `shouhou validate` finds: Rasa's own checks with their warnings read, and examples that repeat or contradict."""

import contextlib
import io
import logging
import os
import warnings
from collections import Counter
from collections.abc import Iterator

from ruamel.yaml import YAML

from shouhou.near_duplicates import contradicting, repeated
from shouhou.settings import HOME
from shouhou.training_examples import Example, domain_intents, examples

LEAST_EXAMPLES = 40
REVIEWED = HOME / "tests" / "nlu" / "alike.yml"
_UNTRAINED = {"nlu_fallback", "send_file", "send_unreadable"}  # set by the classifier, and by channels
_SAID_FOR_NOTHING = (
    "pkg_resources is deprecated",  # Rasa's own imports
    "Slot auto-fill has been removed",  # our slots are filled by our actions, though some are named as entities are
    "'send_file'",  # made by a channel, never trained
    "'send_unreadable'",
)


def findings() -> list[str]:
    """Everything that is wrong, a line each; empty when all is sound."""
    given = list(examples())
    return [*_repeated_examples(given), *_contradictions(given), *_rare_intents(given), *_rasas_findings()]


def _repeated_examples(given: list[Example]) -> Iterator[str]:
    for same in repeated(given):
        yield "the same example stands more than once: " + " | ".join(map(str, same))


def _contradictions(given: list[Example]) -> Iterator[str]:
    for one, other in contradicting(given, _reviewed()):
        yield f"two intents, and nothing to tell them by: {one} | {other}"


def _reviewed() -> set[frozenset[str]]:
    """The pairs of the list of those that were looked at and are right."""
    return {frozenset(pair) for pair in YAML(typ="safe").load(REVIEWED.read_text(encoding="utf-8"))}


def _rare_intents(given: list[Example]) -> Iterator[str]:
    counts = Counter(example.intent for example in given)
    for intent in sorted(domain_intents() - _UNTRAINED):
        if counts[intent] < LEAST_EXAMPLES:
            yield f"{intent} has {counts[intent]} examples; at least {LEAST_EXAMPLES} are wanted"


def _rasas_findings() -> Iterator[str]:
    """Rasa's validator warns and still exits 0: its words are read instead."""
    os.environ |= {"TF_CPP_MIN_LOG_LEVEL": "3", "LOG_LEVEL": "WARNING", "RASA_TELEMETRY_ENABLED": "false"}
    warnings.simplefilter("ignore")
    from rasa.shared.importers.importer import TrainingDataImporter
    from rasa.validator import Validator

    heard = _Listener()
    logger = logging.getLogger("rasa")
    logger.addHandler(heard)
    try:
        with contextlib.redirect_stdout(io.StringIO()) as said, warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            importer = TrainingDataImporter.load_from_config(
                str(HOME / "config.yml"), str(HOME / "domain.yml"), [str(HOME / "data")]
            )
            validator = Validator.from_importer(importer)
            sound = [
                validator.verify_domain_validity(),
                validator.verify_intents_in_stories(ignore_warnings=False),
                validator.verify_example_repetition_in_intents(ignore_warnings=False),
                validator.verify_story_structure(ignore_warnings=False),
                validator.verify_forms_in_stories_rules(),
                validator.verify_actions_in_stories_rules(),
                validator.verify_form_slots(),
                validator.verify_slot_mappings(),
            ]
    finally:
        logger.removeHandler(heard)
    told = [str(warning.message) for warning in warned if "rasa" in warning.filename]
    for line in [*heard.lines, *told, *_warnings_in(said.getvalue())]:
        if not any(part in line for part in _SAID_FOR_NOTHING):
            yield f"Rasa: {line}"
    if not all(sound):
        yield "Rasa: the data is not valid"


def _warnings_in(text: str) -> list[str]:
    return [line for line in text.splitlines() if "[warning" in line or "[error" in line]


class _Listener(logging.Handler):
    """Keeps what Rasa warns of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())
