"""Trained models: one file for each state of the training data."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Optional

from shouhou.settings import HOME

MODELS = HOME / "models"
_KEPT = 3  # models kept beside the newest


def fingerprint() -> str:
    """A name for everything that a model is made of: data, domain, config, the components and the lock."""
    digest = hashlib.sha256()
    for path in _ingredients():
        digest.update(str(path.relative_to(HOME)).encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def model_for(name: str) -> Path:
    """Where the model of a fingerprint stands."""
    return MODELS / f"shouhou-{name}.tar.gz"


def newest_model() -> Optional[Path]:
    """The model of the present data if it is trained, else the newest there is; None for none."""
    present = model_for(fingerprint())
    if present.exists():
        return present
    return max(MODELS.glob("*.tar.gz"), key=os.path.getmtime, default=None)


def prune() -> None:
    """Remove old models."""
    models = sorted(MODELS.glob("shouhou-*.tar.gz"), key=os.path.getmtime, reverse=True)
    for old in models[1 + _KEPT:]:
        old.unlink()


def _ingredients() -> Iterator[Path]:
    for name in ("config.yml", "domain.yml", "uv.lock"):
        if (HOME / name).exists():
            yield HOME / name
    for folder, pattern in (("data", "*.yml"), ("shouhou/language", "*")):
        yield from sorted(
            path for path in (HOME / folder).rglob(pattern) if path.is_file() and "__pycache__" not in path.parts
        )
