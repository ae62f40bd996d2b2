"""Files that were uploaded and never sent."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from uuid import UUID

from data.operations.processes import forget_lost_uploads, keep_file, path_of, remove_content, save_draft
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


def test_a_file_that_a_draft_waits_for_stays(stage: Stage) -> None:
    awaited = _upload(stage)

    def write(session: Session) -> None:
        save_draft(session, "order", "company_check", content={"values": {}, "files": {"contract": [str(awaited)]}})

    stage.do("zaitseva", write)
    assert _forget(after_days=91) == []
