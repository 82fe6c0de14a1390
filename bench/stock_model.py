"""The stock bot's model: the same data, domain and rules, trained by Rasa's own command, kept while nothing changes."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from bench.places import HOME, STOCK_FILES, WORK
from bench.stories import stories_of

JIEBA = WORK / "jieba"
MODELS = WORK / "stock-models"
_KEPT = 2  # models kept beside the newest


class BenchError(RuntimeError):
    """The benchmark cannot go on; the message names the cause."""


@dataclass(frozen=True)
class StockModel:
    """A trained stock model, and how many seconds its training took when it was made."""

    path: Path
    training_seconds: float
    cached: bool
    stale: bool = False  # trained on other data than the present


def stock_model(epochs: int, keep: bool, report: Callable[[str], None]) -> StockModel:
    """The model of the present data with this many epochs; trained when there is none (at 100 epochs: long).

    `keep` takes the newest one with these epochs though the data has changed since. Raises BenchError.
    """
    name = f"stock-{epochs}-{_fingerprint(epochs)}"
    made = _made(name)
    if made is not None:
        return StockModel(*made, cached=True)
    older = sorted(MODELS.glob(f"stock-{epochs}-*.json"), key=os.path.getmtime)
    if keep and older and (made := _made(older[-1].stem)) is not None:
        return StockModel(*made, cached=True, stale=True)
    report(f"training the stock bot, {epochs} epochs")
    seconds = _train(name, epochs)
    _prune(epochs)
    return StockModel(MODELS / f"{name}.tar.gz", seconds, cached=False)


def stock_environment() -> dict[str, str]:
    """The environment in which Rasa finds jieba and says nothing home. Raises BenchError when jieba cannot be had."""
    _install_jieba()
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return environment | {
        "PYTHONPATH": os.pathsep.join([str(HOME), str(JIEBA)]),
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    }


def _made(name: str) -> Optional[tuple[Path, float]]:
    model, note = MODELS / f"{name}.tar.gz", MODELS / f"{name}.json"
    if not (model.exists() and note.exists()):
        return None
    noted: dict[str, Any] = json.loads(note.read_text())
    return model, float(noted["training_seconds"])


def _train(name: str, epochs: int) -> float:
    """Train under Rasa's own command from a copy of the inputs; returns the seconds from its start to its end."""
    inputs = WORK / "stock-inputs" / name
    shutil.rmtree(inputs, ignore_errors=True)
    shutil.copytree(HOME / "data" / "nlu", inputs / "data" / "nlu")
    shutil.copytree(HOME / "data" / "rules", inputs / "data" / "rules")
    shutil.copy(HOME / "domain.yml", inputs)
    (inputs / "data" / "stories.yml").write_text(stories_of(HOME / "data" / "rules"), encoding="utf-8")
    (inputs / "config.yml").write_text(_config(epochs), encoding="utf-8")
    MODELS.mkdir(parents=True, exist_ok=True)
    log = inputs / "training.log"
    command = [
        sys.executable, "-m", "rasa", "train", "--force", "--config", "config.yml", "--domain", "domain.yml",
        "--data", "data", "--out", str(MODELS), "--fixed-model-name", f".{name}",
    ]
    started = time.monotonic()
    with log.open("w", encoding="utf-8") as out:
        code = subprocess.run(command, cwd=inputs, env=stock_environment(), stdout=out, stderr=out).returncode
    seconds = time.monotonic() - started
    unfinished = MODELS / f".{name}.tar.gz"
    if code != 0 or not unfinished.exists():
        raise BenchError(f"the stock bot could not be trained (code {code}): see {log}")
    unfinished.replace(MODELS / f"{name}.tar.gz")
    (MODELS / f"{name}.json").write_text(json.dumps({"training_seconds": round(seconds, 1)}))
    return seconds


def _config(epochs: int) -> str:
    return (STOCK_FILES / "config.yml").read_text(encoding="utf-8").replace("{epochs}", str(epochs))


def _fingerprint(epochs: int) -> str:
    digest = hashlib.sha256(_config(epochs).encode())
    for path in [HOME / "domain.yml", *sorted((HOME / "data").rglob("*.yml")), Path(__file__).with_name("stories.py")]:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _prune(epochs: int) -> None:
    for old in sorted(MODELS.glob(f"stock-{epochs}-*.json"), key=os.path.getmtime, reverse=True)[1 + _KEPT:]:
        old.with_suffix(".tar.gz").unlink(missing_ok=True)
        old.unlink()


def _install_jieba() -> None:
    if (JIEBA / "jieba" / "__init__.py").exists():
        return
    command = [
        _uv(), "pip", "install", "--quiet", "--python", sys.executable, "--target", str(JIEBA), "--no-deps",
        "--require-hashes", "-r", str(STOCK_FILES / "jieba.txt"),
    ]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise BenchError(f"jieba, which the stock bot needs, could not be installed: {done.stderr.strip()}")


def _uv() -> str:
    for candidate in (str(HOME / ".tools" / "bin" / "uv"), shutil.which("uv")):
        # A pyenv shim may stand on PATH for a version that is not selected: take the first uv that runs.
        if candidate and Path(candidate).exists() and _runs(candidate):
            return candidate
    raise BenchError("uv is not found: run `scripts/setup test` first")


def _runs(uv: str) -> bool:
    return subprocess.run([uv, "--version"], capture_output=True).returncode == 0
