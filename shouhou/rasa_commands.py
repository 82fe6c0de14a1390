"""Rasa's own commands in this project: which of them runs, and what to type instead of one that cannot work here."""

import sys
from pathlib import Path
from typing import Optional

_INSTEAD = {
    "interactive": "one action leads every turn here, so there is no next action to choose: write the story in"
                   " data/stories/ and talk it through with `shouhou serve --demo`",
    "run": "`rasa run` starts the bot without its action server and its case database: `shouhou serve` starts them all",
    "test core": "one action leads every turn here, so names of actions tell nothing: talks are tested with"
                 " `shouhou test`, sentences with `rasa test nlu` or `shouhou evaluate`",
}


def rasa_command() -> tuple[str, ...]:
    """The words of the `rasa` command that this process runs; empty for any other program."""
    program = Path(sys.argv[0])
    if program.name != "rasa" and program.parts[-2:] != ("rasa", "__main__.py"):
        return ()
    return tuple(word for word in sys.argv[1:3] if not word.startswith("-"))


def instead() -> Optional[str]:
    """One line naming the command to use, where the `rasa` command that runs cannot do its work here; else None."""
    command = rasa_command()
    if command[:1] == ("test",):
        return None if command[1:] == ("nlu",) else _INSTEAD["test core"]
    if command[:1] == ("run",):
        return None if command[1:] == ("actions",) else _INSTEAD["run"]
    return _INSTEAD["interactive"] if command[:1] == ("interactive",) else None
