"""Training, with its steps shown as they happen."""

import logging
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path

from shouhou.models import MODELS, fingerprint, model_for, prune
from shouhou.processes import quiet_logs
from shouhou.settings import HOME

_STEP = re.compile(r"(Starting to train|Finished training) component '(\w+)'")


class TrainingFailed(RuntimeError):
    """The data cannot be trained on; the message says what Rasa said."""


def train(report: Callable[[str], None], force: bool = False) -> tuple[Path, bool]:
    """The model of the present data, and whether it had to be trained; each step is reported as it begins.

    Raises TrainingFailed. A half-written model never stands under its name.
    """
    model = model_for(fingerprint())
    if model.exists() and not force:
        return model, False
    os.environ |= {"TF_CPP_MIN_LOG_LEVEL": "3", "LOG_LEVEL": "WARNING", "RASA_TELEMETRY_ENABLED": "false"}
    report("loading Rasa")
    quiet_logs()
    import rasa.model_training

    from shouhou.training_reads import read_once

    quiet_logs()  # again: importing Rasa sets its own
    MODELS.mkdir(exist_ok=True)
    with _steps(report), read_once(), redirect_stdout(StringIO()):
        try:
            result = rasa.model_training.train(
                domain=str(HOME / "domain.yml"),
                config=str(HOME / "config.yml"),
                training_files=str(HOME / "data"),
                output=str(MODELS),
                fixed_model_name=f".{model.name.removesuffix('.tar.gz')}",
                force_training=True,
            )
        except SystemExit as stop:
            raise TrainingFailed(f"Rasa gave up with code {stop.code}; `shouhou validate` says more") from stop
        except Exception as error:
            raise TrainingFailed(str(error)) from error
    if result.model is None:
        raise TrainingFailed("Rasa trained no model; `shouhou validate` says more")
    Path(result.model).replace(model)
    prune()
    return model, True


@contextmanager
def _steps(report: Callable[[str], None]) -> Iterator[None]:
    """Report what Rasa logs of its own steps."""
    logger = logging.getLogger("rasa.engine.training.hooks")

    class _Reporter(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            match = _STEP.search(record.getMessage())
            if match is not None and match[1].startswith("Starting"):
                report(f"training {match[2]}")

    handler, level, propagate = _Reporter(), logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
        logger.propagate = propagate
