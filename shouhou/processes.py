"""What every process of the group does: logs without buyers' words, and an end together with its parent."""

import logging
import os
import signal
import sys
import threading
import traceback
from types import TracebackType
from typing import Any, Optional, Union

_ExcInfo = Union[
    tuple[type[BaseException], BaseException, Optional[TracebackType]], tuple[None, None, None]
]

PARENT_PIPE = "SHOUHOU_PARENT_PIPE"  # set by the supervisor: standard input closes when it is gone


class PlainFormatter(logging.Formatter):
    """Says where an error came from and what kind it is.

    Not its message: that may quote what a buyer wrote, as the database's errors quote a statement's values and the
    action server's a whole request. The machine's own errors (disk, network, imports) keep theirs.
    """

    _SPOKEN = (OSError, ImportError, RuntimeError)

    def formatException(self, ei: _ExcInfo) -> str:
        """The frames and the kind of the error and of what caused it."""
        parts: list[str] = []
        error: Optional[BaseException] = ei[1]
        while error is not None:
            words = f": {error}" if isinstance(error, self._SPOKEN) else ""
            parts.insert(0, "".join(traceback.format_tb(error.__traceback__)) + type(error).__qualname__ + words)
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\nwhich led to\n".join(parts)


def quiet_logs() -> None:
    """Log warnings and errors alone, and of them no buyer's words: below them Rasa logs what buyers write."""
    import structlog

    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    for handler in logging.getLogger().handlers:
        handler.setFormatter(PlainFormatter("%(levelname)s %(name)s: %(message)s"))
    logging.getLogger().setLevel(logging.WARNING)
    # Deprecations in what Rasa imports, which no operator could mend. Rasa resets filters, so they are caught here.
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)
    for name in ("rasa", "rasa_sdk", "sanic.root", "sanic.error", "sanic.access", "matplotlib", "tensorflow"):
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        processors=[_event_name],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def _event_name(_logger: Any, level: str, event: dict[str, Any]) -> str:
    """A structured log entry as its name alone: its other fields are where Rasa puts messages and local variables."""
    return f"{level.upper()} rasa: {event.get('event')}"


def exit_with_parent() -> None:
    """End this process when its supervisor ends, however that ends."""
    if os.environ.get(PARENT_PIPE) != "1":
        return

    def watch() -> None:
        while os.read(0, 1024):  # not through sys.stdin, whose lock a dying interpreter would want
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True, name="parent").start()
