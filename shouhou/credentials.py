"""The credentials file, `credentials.yml`: which channels there are, and their secrets.

Read here for the bot and for the commands, so that what is wrong with it is said in words that quote nothing of it.
"""

import os
import re
from pathlib import Path
from typing import Any

from shouhou.settings import whole_environment


class CredentialsError(ValueError):
    """A file that cannot be read; the message says why and quotes none of its lines."""


def read_credentials(path: Path) -> dict[str, Any]:
    """The channels and their settings, what the file names filled in from the environment and `.env`.

    Raises CredentialsError.
    """
    from rasa.shared.exceptions import RasaException
    from rasa.shared.utils.io import read_config_file
    from ruamel.yaml.error import YAMLError

    for name, value in whole_environment().items():
        os.environ.setdefault(name, value)  # what the file names may stand in .env
    try:
        found: dict[str, Any] = read_config_file(path)
    except (RasaException, YAMLError, OSError, ValueError) as error:
        raise CredentialsError(f"{path} cannot be read: {_reason(error)}") from None
    return found


def _reason(error: Exception) -> str:
    """Why the file cannot be read: never in the reader's own words, which quote the lines that it stumbled over."""
    words = str(error)
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    unset = re.findall(r"\$\{(\w+)\}", words) if "environment variables" in words else []
    if unset:
        return f"it names {unset[-1]}, and no such variable is set in the environment or .env"
    places = re.findall(r"line (\d+), column \d+", words)
    if places:
        return f"it is no YAML, or says something twice: look at line {places[-1]}"
    return "it must be UTF-8 and name channels, each with its settings"
