"""The demo bank's people with the shipped services."""

from __future__ import annotations

import pytest

from data.demo.cast import found_bank
from data.operations.calendars import seed_calendars
from data.operations.processes import install_shipped_definitions
from data.session import transaction
from models.access.actor import SYSTEM
from tests.data.processes.conftest import MONDAY, Stage


@pytest.fixture
def stage(database: str) -> Stage:
    with transaction(SYSTEM, at=MONDAY) as session:
        seed_calendars(session)
        bank = found_bank(session)
        install_shipped_definitions(session)
    return Stage(bank)
