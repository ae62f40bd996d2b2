"""The first start of an installation."""

from __future__ import annotations

from sqlalchemy import func, select

from data.operations.founding import make_first_administrator, prepare_installation
from data.queries.processes.definitions import published_definitions
from data.session import reading
from data.tables.processes import process_version
from models.access.actor import SYSTEM


def test_a_fresh_installation_offers_the_eight_services(database: str) -> None:
    prepare_installation()
    with reading(SYSTEM) as session:
        assert len(published_definitions(session)) == 8


def test_a_second_start_changes_nothing(database: str) -> None:
    prepare_installation()
    prepare_installation()
    with reading(SYSTEM) as session:
        assert session.scalar(select(func.count()).select_from(process_version)) == 8


def test_the_first_administrator_is_made_once(database: str) -> None:
    made = make_first_administrator()
    assert made is not None
    assert made[0] == "admin"
    assert make_first_administrator() is None
