"""What proves the audit trail and lies in KORDON_HOME, outside the database: the key of its digests, the file of its seals.

The key file is readable by Kordon's own user only and holds one key per line in hex. Rows are written with the last one; earlier ones still
verify, so a key is changed by adding a line. Machines that share a database must have the same file.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from functools import lru_cache
from pathlib import Path

from data.settings import read_settings


def audit_key_file(home: Path | None = None) -> Path:
    """Where the key of this instance lies."""
    return (home or read_settings().home) / "keys" / "audit.key"


def audit_keys(*, create: bool = True) -> tuple[bytes, ...]:
    """All keys, the present one last. Made on first use; without `create` an absent file gives an empty tuple."""
    path = audit_key_file()
    if create and not path.exists():
        _make(path)
    return _read(path, path.stat().st_mtime_ns) if path.exists() else ()


def seals_file() -> Path:
    """Where seals are told outside the database: one line of JSON each."""
    return read_settings().home / "seals" / "audit-seals.jsonl"


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
        handle.write(secrets.token_hex(32) + "\n")
        handle.flush()
        os.fsync(handle.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(fresh, path)  # whole or not at all, and the first of two starters wins
    fresh.unlink()


@lru_cache(maxsize=8)
def _read(path: Path, _changed_at: int) -> tuple[bytes, ...]:
    return tuple(bytes.fromhex(line.strip()) for line in path.read_text().splitlines() if line.strip())
