"""Several people do the same thing at once: one wins, the others are told. The long form is `make races N=10000`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import empty_database
from tests.races.ground import Ground, Kind
from tests.races.kinds import KINDS
from tests.races.services import set_ground

ROUNDS = 15


@pytest.fixture(scope="module")
def ground(server: str, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """One for all kinds: each round has a case of its own, and a new bank costs more than fifteen rounds."""
    with empty_database(server, template, tmp_path_factory.mktemp("races")), set_ground() as found:
        yield found


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_whoever_comes_second_is_told_and_nothing_is_lost_or_doubled(ground: Ground, kind: Kind) -> None:
    tally = ground.run(kind, ROUNDS)
    assert not tally.broken, "\n".join([str(tally), *tally.broken])
