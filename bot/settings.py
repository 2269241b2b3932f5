"""Settings: read once from the environment and `.env`, checked at start, passed on."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

ROOT = Path(__file__).resolve().parent.parent
SECRET_KEY_LENGTH = 32
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


class SettingsRefused(Exception):  # noqa: N818 - named for what happened
    """The settings cannot be used; each line of the message is one mistake and its remedy."""


def _http_url(value: str) -> str:
    if value and not value.startswith(("http://", "https://")):
        raise ValueError("must begin with http:// or https://")
    return value.rstrip("/")


def _database_url(value: str) -> str:
    if not value.startswith(("sqlite+aiosqlite:///", "postgresql+psycopg://")):
        raise ValueError("must begin with sqlite+aiosqlite:/// or postgresql+psycopg://")
    try:
        make_url(value)
    except (ArgumentError, ValueError):
        raise ValueError(
            "is no address of a database; write for example postgresql+psycopg://user@host:5432/clsm"
        ) from None
    return value


def _address(value: str) -> str:
    _, colon, port = value.rpartition(":")
    if not colon or not port.isdecimal():
        raise ValueError("must be an address and a port, for example 127.0.0.1:8443")
    return value


def _log_level(value: str) -> str:
    if value.upper() not in LOG_LEVELS:
        raise ValueError(f"must be one of {', '.join(LOG_LEVELS)}")
    return value.upper()


def _webhook_secret(value: SecretStr) -> SecretStr:
    if value.get_secret_value() and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value.get_secret_value()):
        raise ValueError("may hold letters of the English alphabet, digits, _ and - only: Telegram refuses others")
    return value


def _long_enough(value: SecretStr) -> SecretStr:
    if value.get_secret_value() and len(value.get_secret_value()) < SECRET_KEY_LENGTH:
        raise ValueError(f"must have at least {SECRET_KEY_LENGTH} characters; `clsm-bot secret` prints a good one")
    return value


HttpUrl = Annotated[str, AfterValidator(_http_url)]


class Settings(BaseSettings):
    """All that an operator decides. Every name can be set in the environment or in `.env`."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True)

    telegram_token: SecretStr = SecretStr("")
    telegram_api_url: HttpUrl = "https://api.telegram.org"
    secret_key: Annotated[SecretStr, AfterValidator(_long_enough)] = SecretStr("")
    data_dir: Path = ROOT / "var"
    content_dir: Path = ROOT / "content"
    nlu_data_dir: Path = ROOT / "nlu_data"
    models_dir: Path = ROOT / "models"
    database_url: Annotated[str, AfterValidator(_database_url)] = f"sqlite+aiosqlite:///{ROOT / 'var' / 'clsm.db'}"
    nlu_url: HttpUrl = ""
    nlu_token: SecretStr = SecretStr("")
    webhook_url: HttpUrl = ""
    webhook_listen: Annotated[str, AfterValidator(_address)] = "127.0.0.1:8443"
    webhook_secret: Annotated[SecretStr, AfterValidator(_webhook_secret)] = SecretStr("")
    log_level: Annotated[str, AfterValidator(_log_level)] = "INFO"
    messages_per_second: float = Field(default=29.0, gt=0, le=1000)

    @property
    def uses_webhook(self) -> bool:
        """True if updates are pushed to us rather than fetched."""
        return bool(self.webhook_url)


def read_settings(env_file: Path | None = Path(".env"), **overrides: object) -> Settings:
    """Read and check the settings; raise SettingsRefused with one sentence a mistake."""
    try:
        return Settings(_env_file=env_file, **overrides)  # type: ignore[arg-type]  # checked by pydantic
    except ValidationError as error:
        raise SettingsRefused("\n".join(_sentence(problem) for problem in error.errors())) from None


def require_production(settings: Settings) -> None:
    """Check what only a real bot needs; raise SettingsRefused naming every missing value and how to get it."""
    mistakes = []
    token = settings.telegram_token.get_secret_value()
    if not token:
        mistakes.append("TELEGRAM_TOKEN is missing: ask @BotFather for one, then put TELEGRAM_TOKEN=… in .env.")
    elif ":" not in token:
        mistakes.append("TELEGRAM_TOKEN does not look like 123456:ABC…: copy it again from @BotFather.")
    if not settings.secret_key.get_secret_value():
        mistakes.append("SECRET_KEY is missing: run `clsm-bot secret` and put the line it prints in .env. Keep a copy.")
    if settings.uses_webhook and not settings.webhook_secret.get_secret_value():
        mistakes.append("WEBHOOK_SECRET is missing: Telegram's calls could be forged without it.")
    if settings.nlu_url and not settings.nlu_token.get_secret_value():
        mistakes.append("NLU_TOKEN is missing: NLU_URL points to a server that asks for it.")
    if mistakes:
        raise SettingsRefused("\n".join(mistakes))


def _sentence(problem: object) -> str:
    location, message = problem["loc"], problem["msg"]  # type: ignore[index]  # pydantic types its errors as dicts
    name = ".".join(str(part) for part in location).upper()
    return f"{name} {str(message).removeprefix('Value error, ')}"
