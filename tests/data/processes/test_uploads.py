"""Files that were uploaded and never sent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import UUID

import pytest

from data.ids import new_id
from data.operations.processes import (
    content_without_rows,
    discard_upload,
    forget_lost_uploads,
    keep_file,
    path_of,
    remove_content,
    save_draft,
)
from data.session import Session, transaction
from models.access.actor import SYSTEM
from tests.data.processes.conftest import MONDAY, Stage


def _upload(stage: Stage) -> UUID:
    return stage.do("zaitseva", lambda session: keep_file(session, "договор.txt", BytesIO("Договор".encode())))


def _forget(after_days: int) -> list[UUID]:
    with transaction(SYSTEM, at=MONDAY + timedelta(days=after_days)) as session:
        return forget_lost_uploads(session)


def test_a_file_that_was_never_sent_is_forgotten_in_the_end(stage: Stage) -> None:
    lost = _upload(stage)
    assert _forget(after_days=89) == []
    assert _forget(after_days=91) == [lost]
    assert path_of(lost).exists()  # until the commit has held
    remove_content([lost, lost])
    assert not path_of(lost).exists()


def test_content_is_there_until_the_commit_that_takes_it_back_has_held(stage: Stage) -> None:
    kept = _upload(stage)

    def take_back_and_fail(session: Session) -> None:
        assert discard_upload(session, kept) == [kept]
        raise ConnectionError

    with pytest.raises(ConnectionError):
        stage.do("zaitseva", take_back_and_fail)
    assert path_of(kept).exists()


def test_content_that_no_row_knows_is_found_a_day_later(stage: Stage) -> None:
    known = _upload(stage)
    killed = [new_id(), new_id()]
    for one, path in zip(killed, (path_of(killed[0]), path_of(killed[1]).with_suffix(".part")), strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(str(one))
    for at, expected in ((datetime.now(UTC), []), (datetime.now(UTC) + timedelta(days=2), sorted(killed))):
        with transaction(SYSTEM, at=at) as session:
            assert sorted(content_without_rows(session)) == expected
    remove_content(killed)
    with transaction(SYSTEM, at=datetime.now(UTC) + timedelta(days=2)) as session:
        assert content_without_rows(session) == []
    assert path_of(known).exists()


def test_a_file_that_a_draft_waits_for_stays(stage: Stage) -> None:
    awaited = _upload(stage)

    def write(session: Session) -> None:
        save_draft(session, "order", "company_check", content={"values": {}, "files": {"contract": [str(awaited)]}})

    stage.do("zaitseva", write)
    assert _forget(after_days=91) == []
