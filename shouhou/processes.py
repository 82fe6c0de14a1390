"""What every process of the group does: logs without buyers' words, and an end together with its parent."""

import logging
import os
import signal
import sys
import threading

PARENT_PIPE = "SHOUHOU_PARENT_PIPE"  # set by the supervisor: standard input closes when it is gone


def quiet_logs() -> None:
    """Log warnings and errors alone: below them Rasa logs what buyers write."""
    import structlog

    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger().setLevel(logging.WARNING)
    # Deprecations in what Rasa imports: nothing that an operator could mend. Rasa resets filters, so they are caught here.
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)
    for name in ("rasa", "rasa_sdk", "sanic.root", "sanic.error", "sanic.access", "matplotlib", "tensorflow"):
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))


def exit_with_parent() -> None:
    """End this process when its supervisor ends, however that ends."""
    if os.environ.get(PARENT_PIPE) != "1":
        return

    def watch() -> None:
        while os.read(0, 1024):  # not through sys.stdin, whose lock a dying interpreter would want
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True, name="parent").start()
