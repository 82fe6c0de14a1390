"""Settings from the environment or `.env`, read once per process."""

import os
import secrets
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Optional

from dotenv import dotenv_values

from shouhou.rules.policy import Policy, PolicyError, parse_policy

HOME = Path(__file__).resolve().parent.parent
MIN_SECRET_BYTES = 32


class SettingError(ValueError):
    """A setting cannot be used; the message names it and says what to write."""


@dataclass(frozen=True)
class Settings:
    """Where things are and how the processes are reached."""

    var: Path
    database_url: str
    redis_url: Optional[str]
    host: str
    port: int
    desk_port: int
    actions_port: int
    widget_secret: Optional[str]
    widget_origins: tuple[str, ...]
    rate_per_token: int
    rate_per_address: int
    time_offset: Optional[str]
    demo: bool
    credentials: Path

    @property
    def uploads(self) -> Path:
        """The folder of uploaded files."""
        return self.var / "uploads"

    @property
    def secret_file(self) -> Path:
        """Where `serve --demo` keeps the secret that it made."""
        return self.var / "widget_secret"

    @property
    def local_host(self) -> str:
        """How a process on this machine reaches the bot."""
        everywhere = ("0.0.0.0", "::")  # noqa: S104 (recognised, not bound)
        return "127.0.0.1" if self.host in everywhere else self.host

    def secret(self) -> str:
        """The widget secret: the setting, else the one that a demo has made. Raises SettingError when there is none."""
        if self.widget_secret is not None:
            return self.widget_secret
        if self.secret_file.exists():
            return self.secret_file.read_text().strip()
        raise SettingError(
            f"SHOUHOU_WIDGET_SECRET is not set. Put a random key of at least {MIN_SECRET_BYTES} bytes into .env, "
            "or run with --demo, which makes one."
        )

    def make_secret(self) -> None:
        """Make a secret for a demo unless there is one."""
        if self.widget_secret is None and not self.secret_file.exists():
            self.var.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self.secret_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(48))


def whole_environment() -> dict[str, str]:
    """`.env` under the environment."""
    from_file = {name: value for name, value in dotenv_values(HOME / ".env").items() if value is not None}
    return {**from_file, **os.environ}


def read_settings(environment: Optional[dict[str, str]] = None) -> Settings:
    """Settings from `.env` under the environment (the environment wins). Raises SettingError naming the setting."""
    if environment is None:
        environment = whole_environment()
    get = environment.get
    var = Path(get("SHOUHOU_VAR") or HOME / "var").resolve()
    secret = get("SHOUHOU_WIDGET_SECRET") or None
    if secret is not None and len(secret.encode()) < MIN_SECRET_BYTES:
        raise SettingError(f"SHOUHOU_WIDGET_SECRET is shorter than {MIN_SECRET_BYTES} bytes")
    return Settings(
        var=var,
        database_url=_database_url(get("DATABASE_URL"), var),
        redis_url=get("REDIS_URL") or None,
        host=get("SHOUHOU_HOST") or "127.0.0.1",
        port=_number(environment, "SHOUHOU_PORT", 5005, 1, 65535),
        desk_port=_number(environment, "SHOUHOU_DESK_PORT", 5080, 1, 65535),
        actions_port=_number(environment, "SHOUHOU_ACTIONS_PORT", 5055, 1, 65535),
        widget_secret=secret,
        widget_origins=tuple(o.strip() for o in (get("SHOUHOU_WIDGET_ORIGINS") or "").split(",") if o.strip()),
        rate_per_token=_number(environment, "SHOUHOU_RATE_PER_TOKEN", 30, 0),
        rate_per_address=_number(environment, "SHOUHOU_RATE_PER_ADDRESS", 600, 0),
        time_offset=get("SHOUHOU_TIME_OFFSET") or None,
        demo=get("SHOUHOU_DEMO") == "1",
        credentials=Path(get("SHOUHOU_CREDENTIALS") or HOME / "credentials.yml").resolve(),
    )


@lru_cache(maxsize=1)
def settings() -> Settings:
    """This process's settings."""
    return read_settings()


@lru_cache(maxsize=1)
def policy() -> Policy:
    """This process's policy, from policy.yml. Raises PolicyError naming the line."""
    path = HOME / "policy.yml"
    try:
        return parse_policy(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise PolicyError(f"policy.yml cannot be read: {error}") from error


def _database_url(url: Optional[str], var: Path) -> str:
    if not url:
        return f"sqlite:///{var / 'shouhou.db'}"
    if not url.startswith(("sqlite:", "postgresql:", "postgresql+", "postgres:")):  # not quoted: it may hold a password
        raise SettingError("DATABASE_URL is not the URL of an SQLite or PostgreSQL database (postgresql://…)")
    if url.startswith("postgres://"):  # a common spelling that SQLAlchemy no longer takes
        return "postgresql://" + url[len("postgres://"):]
    return url


def _number(
    environment: dict[str, str], name: str, default: int, least: int, most: Optional[int] = None
) -> int:
    text = environment.get(name)
    if not text:
        return default
    try:
        value = int(text)
    except ValueError as error:
        raise SettingError(f"{name} must be a whole number, not {text!r}") from error
    if value < least or (most is not None and value > most):
        raise SettingError(f"{name} must be {f'from {least} to {most}' if most else f'{least} or more'}, not {value}")
    return value
