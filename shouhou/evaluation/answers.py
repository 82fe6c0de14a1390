"""What a model makes of labelled sentences."""

import asyncio
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shouhou.evaluation.labels import Label, Span
from shouhou.processes import quiet_logs

OUT_OF_SCOPE, FALLBACK = "out_of_scope", "nlu_fallback"
REJECTED = (OUT_OF_SCOPE, FALLBACK)
_NOTHING, _SURELY = "none", 0.6  # of questions in a talk: what asks nothing, and how sure the dialogue has to be


class ModelError(RuntimeError):
    """A file cannot be used as a model; the message names it and says why."""


@dataclass(frozen=True)
class Answer:
    """One labelled sentence, what the model made of it, and how long that took.

    is_told: whether the model holds it to tell something of the matter; about: what it holds the stretch that the label
    names to ask about.
    ranking: the intents, the likeliest first; FALLBACK stands before them when the model is unsure. A found span's
    norm is the value that the model gives it.
    """

    label: Label
    ranking: tuple[tuple[str, float], ...]
    found: tuple[Span, ...]
    milliseconds: float
    is_told: bool = False
    about: str = ""

    @property
    def wanted(self) -> str:
        """The intent that the label names."""
        return self.label.intent

    @property
    def got(self) -> str:
        """The intent that the model found."""
        return self.ranking[0][0] if self.ranking else FALLBACK

    @property
    def candidates(self) -> tuple[tuple[str, float], ...]:
        """The ranking without the fallback: what the model would have said, had it been sure enough."""
        return tuple(each for each in self.ranking if each[0] != FALLBACK)

    @property
    def in_scope(self) -> bool:
        """Whether the sentence is one of the desk's."""
        return self.wanted != OUT_OF_SCOPE

    @property
    def newly_in_scope(self) -> bool:
        """Whether the sentence is one of the desk's, and was not before the scope widened."""
        return self.in_scope and self.label.was is not None

    @property
    def right(self) -> bool:
        """Whether the intent is one of the right ones; out of scope may also be a fallback."""
        return self.got in self.label.right or (OUT_OF_SCOPE in self.label.right and self.got in REJECTED)

    @property
    def counted(self) -> str:
        """The intent that the answer counts as: the wanted one where it is right in another way."""
        return self.wanted if self.right and self.in_scope else self.got


def answer_of(label: Label, parse: dict[str, Any], milliseconds: float) -> Answer:
    """The answer in what Rasa says of a message."""
    ranking = [(str(each["name"]), float(each["confidence"])) for each in parse["intent_ranking"] if each["name"]]
    found = [Span(each["entity"], each["start"], each["end"], norm=str(each["value"])) for each in parse["entities"]]
    return Answer(label, tuple(ranking), tuple(found), milliseconds, bool(parse.get("is_told")), _about(label, parse))


def _about(label: Label, parse: dict[str, Any]) -> str:
    """What the clauses in the stretch in question ask about, the surest; where none is sure, what the whole does."""
    start, end = label.asking
    inside = [each["asked"][0] for each in parse.get("clauses") or [] if start < each["end"] and each["start"] < end]
    told = [each for each in inside if each[0] != _NOTHING and each[1] >= _SURELY] or (parse.get("asked") or inside)[:1]
    return str(max(told, key=lambda each: each[1])[0]) if told else ""


def answers_of(model: Path, labels: Sequence[Label], advance: Callable[[], None]) -> list[Answer]:
    """Parse each sentence as the bot would; `advance` is called after each. Raises ModelError."""
    return asyncio.run(_answers(_agent(model), labels, advance))


async def _answers(agent: Any, labels: Sequence[Label], advance: Callable[[], None]) -> list[Answer]:
    await agent.parse_message("你好")  # the first message loads what the later ones find loaded
    answers = []
    for label in labels:
        begun = time.perf_counter()
        parse = await agent.parse_message(label.text)
        answers.append(answer_of(label, parse, (time.perf_counter() - begun) * 1000))
        advance()
    return answers


def _agent(model: Path) -> Any:
    if not model.is_file():  # of a folder Rasa would take any model
        raise ModelError(f"{model}: there is no such model")
    os.environ |= {"TF_CPP_MIN_LOG_LEVEL": "3", "LOG_LEVEL": "WARNING", "RASA_TELEMETRY_ENABLED": "false"}
    quiet_logs()
    from rasa.core.agent import Agent

    quiet_logs()  # again: importing Rasa sets its own
    try:
        return Agent.load(str(model))
    except Exception as error:  # whatever a file that is no model leads Rasa into
        reason = str(error).strip().splitlines()
        raise ModelError(f"{model}: not a model of this version: {reason[0] if reason else error!r}") from error
