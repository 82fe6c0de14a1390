"""How Rasa reads this project (config.yml, `importers`): its files as ever, and our checks where Rasa would check them.

Rasa's own validator names no lines, and takes all that one action says for unused.
"""

import sys
from typing import Any, Optional

import rasa.cli.utils
from rasa.shared.exceptions import RasaException
from rasa.shared.importers.rasa import RasaFileImporter

from shouhou.rasa_commands import instead, rasa_command


class Importer(RasaFileImporter):
    """Rasa's reading of files; `rasa data validate` and `rasa train` look at them with `shouhou validate`."""

    def __init__(
        self,
        config_file: Optional[str] = None,
        domain_path: Optional[str] = None,
        training_data_paths: Optional[Any] = None,
    ) -> None:
        command = rasa_command()
        if command[:1] == ("interactive",):
            raise RasaException(str(instead()))
        if command == ("data", "validate"):
            sys.exit(1 if _validate() else 0)
        if command[:1] == ("train",):
            rasa.cli.utils.validate_files = _validate
        super().__init__(config_file, domain_path, training_data_paths)


def _validate(*_: Any, **__: Any) -> int:
    """Print what `shouhou validate` finds; how many slips that is."""
    from shouhou.validation import findings

    slips = findings().slips
    for slip in slips:
        print(slip, file=sys.stderr)
    print(f"{len(slips)} slips, as `shouhou validate` names them" if slips else "sound, as `shouhou validate` sees it")
    return len(slips)
