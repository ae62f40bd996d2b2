"""What every test may ask for: a PostgreSQL of its own, an empty migrated database per test."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import create_engine, make_url, text

from data import connection, embedded
from data.migrations import upgrade_database
from data.settings import read_settings

# How long an example takes says something about the machine, not about the law.
settings.register_profile("kordon", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("kordon")

_DURABILITY = ("fsync", "synchronous_commit", "full_page_writes")


@contextmanager
def own_server() -> Iterator[str]:
    """Address of a PostgreSQL for this test process: the embedded one, or `KORDON_TEST_DATABASE_URL` (the bank's own version)."""
    given = os.environ.get("KORDON_TEST_DATABASE_URL", "")
    if given:
        yield given.replace("postgresql://", "postgresql+psycopg://")
        return
    home = Path(tempfile.mkdtemp(prefix="kordon-test-"))
    home.chmod(0o755)
    own = read_settings({"KORDON_HOME": str(home)})
    place = embedded.place_of(own)
    try:
        with embedded.running(own):
            # Nothing here has to survive a power cut; half of the time of a test run would go into waiting for the disk.
            administer(place.url("postgres"), *(f"ALTER SYSTEM SET {name} = off" for name in _DURABILITY), "SELECT pg_reload_conf()")
            yield place.url("postgres")
    finally:
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    with own_server() as address:
        yield address


def administer(server: str, *statements: str) -> None:
    administrator = create_engine(server, isolation_level="AUTOCOMMIT")
    with administrator.connect() as direct:
        for statement in statements:
            direct.execute(text(statement))
    administrator.dispose()


def with_database(server: str, name: str) -> str:
    return make_url(server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def template(server: str) -> str:
    return make_template(server)


def make_template(server: str) -> str:
    """A migrated, empty database that every test copies."""
    name = f"kordon_template_{os.getpid()}"
    administer(server, f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KORDON_DATABASE_URL", with_database(server, name))
        upgrade_database()
        connection.engine().dispose()
    return name


@contextmanager
def empty_database(server: str, template: str, home: Path) -> Iterator[str]:
    """An empty migrated database; `transaction` and `reading` lead to it, files go to the folder `home`."""
    name = f"kordon_test_{os.getpid()}"
    administer(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name} TEMPLATE {template}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KORDON_DATABASE_URL", with_database(server, name))
        patch.setenv("KORDON_HOME", str(home))
        yield with_database(server, name)
        connection.engine().dispose()


@pytest.fixture
def database(server: str, template: str, tmp_path: Path) -> Iterator[str]:
    """An empty database of the test's own."""
    with empty_database(server, template, tmp_path) as address:
        yield address
