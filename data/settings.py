"""Everything that is decided outside the code: read from the environment, checked, explained."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from models.errors import InvalidInput


class WrongSetting(InvalidInput):
    """A variable of the environment cannot be right."""

    code = "wrong_setting"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the bank has decided. `home` holds the database, files, logs and keys of this instance."""

    home: Path
    host: str = "127.0.0.1"
    port: int = 8050
    demo: bool = True
    lang: str = "ru"
    zone: str = "Europe/Moscow"
    external_database_url: str = ""
    smtp_host: str = ""
    smtp_port: int = 25
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_tls: bool = False
    mail_from: str = "kordon@localhost"
    public_url: str = ""
    upload_megabytes: int = 25
    session_minutes: int = 30
    workers: int = 2
    https: bool = False

    EXPLAINED: ClassVar[dict[str, str]] = {
        "KORDON_HOME": "folder of this instance's database, files, logs and keys (default ./var)",
        "KORDON_HOST": "address to listen on (default 127.0.0.1)",
        "KORDON_PORT": "port to listen on, 1–65535 (default 8050)",
        "KORDON_DEMO": "1: fill an empty database with the demo bank, 0: do not (default 1)",
        "KORDON_LANG": "language before a person has chosen one: ru or en (default ru)",
        "KORDON_ZONE": "time zone of the bank (default Europe/Moscow)",
        "KORDON_DATABASE_URL": "postgresql://user:password@host:5432/name of the bank's own PostgreSQL 15+ (default: the embedded one)",
        "KORDON_SMTP_HOST": "mail server; without one letters wait in the outbox",
        "KORDON_SMTP_PORT": "its port (default 25)",
        "KORDON_SMTP_USER": "its user, if it asks for one",
        "KORDON_SMTP_PASSWORD": "the user's password",
        "KORDON_SMTP_TLS": "1: STARTTLS (default 0)",
        "KORDON_MAIL_FROM": "sender of letters (default kordon@localhost)",
        "KORDON_PUBLIC_URL": "address under which people open Kordon, for links in letters (default http://HOST:PORT)",
        "KORDON_UPLOAD_MB": "largest attachment in megabytes, 1–500 (default 25)",
        "KORDON_SESSION_MINUTES": "minutes of silence after which one signs in again, 5–1440 (default 30)",
        "KORDON_WORKERS": "jobs that run at once in one jobs process, 1–32 (default 2)",
        "KORDON_HTTPS": "1: people reach Kordon over HTTPS, cookies are marked Secure (default 0)",
    }

    @property
    def is_embedded(self) -> bool:
        """Does Kordon bring its own database?"""
        return not self.external_database_url

    @property
    def address(self) -> str:
        """Where people open Kordon, without a trailing slash."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def files(self) -> Path:
        """Uploaded and produced files, outside the web root."""
        return self.home / "files"


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment. Raises `WrongSetting` naming the variable, the value and what is expected."""
    given = os.environ if environment is None else environment

    def refuse(name: str) -> WrongSetting:
        return WrongSetting(f"{name}={given.get(name)!r}: {Settings.EXPLAINED[name]}", field=name)

    def number(name: str, default: int, low: int, high: int) -> int:
        raw = given.get(name) or str(default)
        if not raw.isdecimal() or not low <= int(raw) <= high:
            raise refuse(name)
        return int(raw)

    def flag(name: str, default: bool) -> bool:
        raw = given.get(name) or str(int(default))
        if raw not in {"0", "1"}:
            raise refuse(name)
        return raw == "1"

    lang = given.get("KORDON_LANG") or "ru"
    if lang not in {"ru", "en"}:
        raise refuse("KORDON_LANG")
    zone = given.get("KORDON_ZONE") or "Europe/Moscow"
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise refuse("KORDON_ZONE") from None
    url = given.get("KORDON_DATABASE_URL") or ""
    if url and not url.startswith(("postgresql://", "postgres://", "postgresql+psycopg://")):
        raise refuse("KORDON_DATABASE_URL")
    return Settings(
        home=Path(given.get("KORDON_HOME") or "var").absolute(),
        host=given.get("KORDON_HOST") or "127.0.0.1",
        port=number("KORDON_PORT", 8050, 1, 65535),
        demo=flag("KORDON_DEMO", True),
        lang=lang,
        zone=zone,
        external_database_url=url,
        smtp_host=given.get("KORDON_SMTP_HOST") or "",
        smtp_port=number("KORDON_SMTP_PORT", 25, 1, 65535),
        smtp_user=given.get("KORDON_SMTP_USER") or "",
        smtp_password=given.get("KORDON_SMTP_PASSWORD") or "",
        smtp_tls=flag("KORDON_SMTP_TLS", False),
        mail_from=given.get("KORDON_MAIL_FROM") or "kordon@localhost",
        public_url=given.get("KORDON_PUBLIC_URL") or "",
        upload_megabytes=number("KORDON_UPLOAD_MB", 25, 1, 500),
        session_minutes=number("KORDON_SESSION_MINUTES", 30, 5, 1440),
        workers=number("KORDON_WORKERS", 2, 1, 32),
        https=flag("KORDON_HTTPS", False),
    )
