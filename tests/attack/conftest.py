"""A whole bank behind the web server, with somebody whose secrets others are after."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from callbacks.web.server import Web, build_web
from tests.attack.victim import Victim, make_victim
from tests.conftest import empty_database


@pytest.fixture(scope="module")
def web(server: str, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """One database for a file of attacks: none of them may change anything that another one looks at."""
    with empty_database(server, template, tmp_path_factory.mktemp("attack")):
        yield build_web()


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    """Crooked calls are written down as defects by the thousand; what is tested here is what the caller is told."""
    caplog.set_level(logging.CRITICAL, logger="kordon.web")


@pytest.fixture(scope="module")
def victim(web: Web) -> Victim:
    return make_victim()
