"""A new version of a service comes while people order it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from uuid import UUID

from sqlalchemy import func, select

from data.operations.processes import open_case, publish_definition
from data.session import Session, reading
from data.tables.processes import process, process_version
from models.access.actor import SYSTEM
from tests.data.processes.conftest import COMPANY
from tests.data.processes.sample import both, sample_process
from tests.races.ground import Deed, Ground, Kind, Outcome, Race
from tests.races.services import row_of

_NUMBERS = count(1)


def _document(code: str = "sample") -> dict[str, object]:
    """The small process with another summary each time: every publication is a version of its own."""
    number = next(_NUMBERS)
    return sample_process(code=code, summary=both(f"Проверка {number}", f"Check {number}"))


def _published(code: str) -> UUID:
    with reading(SYSTEM) as session:
        return UUID(str(session.scalar(select(process.c.published_id).where(process.c.code == code))))


def _whole(code: str) -> Iterator[str]:
    """Exactly one version is in force, it is the newest, and no number is given twice."""
    versions = process_version.c
    with reading(SYSTEM) as session:
        said = session.rows(
            select(func.count().label("many"), func.count(versions.number.distinct()).label("numbers"), func.max(versions.number).label("last"),
                   func.count().filter(versions.state == "published").label("in_force"))
            .select_from(process_version).join(process, process.c.id == versions.process_id).where(process.c.code == code)
        )[0]  # fmt: skip
        current = session.rows(select(versions.state, versions.number).where(versions.id == _published(code)))[0]
    if said.in_force != 1 or (current.state, current.number) != ("published", said.last):
        yield "not exactly one version is in force, or not the newest"
    if not said.many == said.numbers == said.last:
        yield "a number of a version is missing or given twice"


def _order(session: Session) -> UUID:
    return open_case(session, "sample", {"company": COMPANY}).id


def _publish_against_order(ground: Ground, many: int) -> list[Race]:
    """A case is on the version that was in force before, or on the one in force after; who orders later gets the new one."""

    def race() -> Race:
        before, ordered = _published("sample"), list[UUID]()

        def judge(_outcomes: Sequence[Outcome]) -> Iterator[str]:
            yield from _whole("sample")
            after = _published("sample")
            if after == before or row_of(ordered[0]).version_id not in {before, after}:
                yield "the case is on a version that was not in force"
            if row_of(ground.do("zaitseva", _order)).version_id != after:
                yield "who ordered after the publication got the old version"

        return Race(
            (Deed("kim", lambda s: publish_definition(s, _document())), Deed("zaitseva", lambda s: ordered.append(_order(s)))), judge
        )

    return [race()] if many else []  # one at a time: what was in force before is read before each


def _publish_against_publish(ground: Ground, many: int) -> list[Race]:
    def race() -> Race:
        return Race(tuple(Deed("kim", lambda s: publish_definition(s, _document())) for _one in range(2)), lambda _outcomes: _whole("sample"))

    return [race() for _one in range(many)]


def _first_publication_twice(ground: Ground, many: int) -> list[Race]:
    """Two who bring in the same new service: there is one service with two versions."""

    def race() -> Race:
        code = f"brand_new_{next(_NUMBERS)}"
        return Race(tuple(Deed("kim", lambda s: publish_definition(s, _document(code))) for _one in range(2)), lambda _outcomes: _whole(code))

    return [race() for _one in range(many)]


PUBLISHING = (
    Kind("publication × order", _publish_against_order, frozenset({2})),
    Kind("publication × publication", _publish_against_publish, frozenset({2})),
    Kind("first publication × the same", _first_publication_twice, frozenset({2})),
)
