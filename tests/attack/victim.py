"""Somebody with secrets: a request to a closed group, and everything a person gathers in Kordon. Each secret holds the same marker."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, text

from data.demo.sign_in import PASSWORD
from data.operations.access import sign_in
from data.operations.access_substitutions import add_substitution
from data.operations.mail import write_letter
from data.operations.processes import (
    edit_answer,
    keep_file,
    open_case,
    post_message,
    publish_definition,
    save_draft,
    save_task_fields,
    take_task,
)
from data.operations.saved_views import save_view
from data.queries.access import actor_of_cookie, bank_day
from data.session import Session, reading, transaction
from data.tables.processes import notification
from models.access.actor import SYSTEM
from tests.data.processes.conftest import MONDAY, Stage, set_stage
from tests.data.processes.sample import sample_process

MARKER = "ZQ9417"


# Everything that belongs to the victim or to the victim's case, as text.
_BELONGINGS = text(
    """
    SELECT to_jsonb(t)::text AS row FROM cases t WHERE t.id = :case_id
    UNION ALL SELECT to_jsonb(t)::text FROM task t WHERE t.case_id = :case_id
    UNION ALL SELECT to_jsonb(t)::text FROM message t WHERE t.case_id = :case_id
    UNION ALL SELECT to_jsonb(t)::text FROM attachment t WHERE t.case_id = :case_id OR t.uploaded_by = :person_id
    UNION ALL SELECT to_jsonb(t)::text FROM answer t WHERE t.case_id = :case_id
    UNION ALL SELECT to_jsonb(t)::text FROM case_event t WHERE t.case_id = :case_id
    UNION ALL SELECT to_jsonb(t)::text FROM participant t WHERE t.case_id = :case_id
    UNION ALL SELECT to_jsonb(t)::text FROM sla_pause t WHERE t.case_id = :case_id
    UNION ALL SELECT to_jsonb(t)::text FROM draft t WHERE t.person_id = :person_id
    UNION ALL SELECT to_jsonb(t)::text FROM notification t WHERE t.person_id = :person_id OR t.case_id = :case_id
    UNION ALL SELECT to_jsonb(t)::text FROM saved_view t WHERE t.person_id = :person_id
    UNION ALL SELECT to_jsonb(t)::text FROM substitution t WHERE :person_id IN (t.absent_id, t.substitute_id)
    UNION ALL SELECT to_jsonb(t)::text FROM web_session t WHERE t.person_id = :person_id
    UNION ALL SELECT to_jsonb(t)::text FROM person t WHERE t.id = :person_id
    UNION ALL SELECT to_jsonb(t)::text FROM outbox t WHERE t.case_id = :case_id
    """
)


@dataclass(frozen=True, slots=True)
class Victim:
    """Whose secrets they are, and every identifier by which somebody could ask for them."""

    stage: Stage
    person_id: UUID
    case_id: UUID
    number: str
    task_id: UUID
    file_id: UUID  # with the case, internal
    upload_id: UUID  # not sent yet
    view_id: UUID
    session_id: UUID
    substitution_id: UUID
    notification_id: UUID
    letter_id: UUID

    def cookie_of(self, login: str) -> str:
        """A fresh session of one of the bank's people."""
        with transaction(SYSTEM) as session:
            return sign_in(session, login=login, password=PASSWORD, ip="10.0.0.7", agent="Firefox").cookie

    def fingerprint(self) -> str:
        """Another one as soon as anything of the victim's was changed, added or taken away."""
        with reading(SYSTEM) as session:
            rows = session.rows(_BELONGINGS, {"case_id": self.case_id, "person_id": self.person_id})
        return hashlib.sha256("\n".join(sorted(row.row for row in rows)).encode()).hexdigest()


def _secret_service() -> dict[str, object]:
    document = sample_process(code="secret", group="investigations", prefix="СС")
    for step in document["steps"]:
        if step.get("group"):
            step["group"] = "investigations"
    document["steps"].insert(0, {"key": "first_words", "kind": "compose", "name": {"ru": "Ответ", "en": "Answer"}, "template": "letter"})
    document["routes"].append({"source": "first_words", "target": "intake"})
    return {**document, "first_step": "first_words"}


def make_victim(secret: str = MARKER) -> Victim:
    """The bank, and in it a request of Zaitseva's to a group whose cases nobody else may know of.

    `secret` stands in everything that is the victim's; it contains the marker.
    """
    stage = set_stage()
    with transaction(SYSTEM, at=MONDAY) as session:
        publish_definition(session, _secret_service())
    company = {"name": f"ООО {secret}", "inn": "7707083893"}
    opened = stage.do("zaitseva", lambda s: open_case(s, "secret", {"company": company}))
    task_id = stage.open_tasks(opened.id)["intake"].id
    stage.do("lapin", lambda s: take_task(s, task_id))
    stage.do("lapin", lambda s: save_task_fields(s, task_id, values={}, seen={}))
    file_id = stage.do("lapin", lambda s: _keep(s, f"note-{secret}"))
    stage.do("lapin", lambda s: post_message(s, opened.id, f"Записка {secret}", internal=True, attachments=[file_id]))
    stage.do("lapin", lambda s: post_message(s, opened.id, f"Ответьте, {secret}"))
    stage.do("lapin", lambda s: edit_answer(s, opened.id, subject=f"О {secret}", body=f"Выдано {secret}", seen_version=1))
    stage.do("zaitseva", lambda s: save_draft(s, "message", str(opened.id), content={"values": {"body": secret}}))
    stage.do("zaitseva", lambda s: save_draft(s, "order", "sample", content={"values": {"company": company}}))
    view_id = stage.do("zaitseva", lambda s: save_view(s, "queue", f"Вид {secret}"[:60], query="scope=mine"))
    upload_id = stage.do("zaitseva", lambda s: _keep(s, f"upload-{secret}"))
    with transaction(stage.actor("zaitseva")) as session:  # today, whichever day this is
        today = bank_day(session.now)
        substitution_id = add_substitution(
            session, absent_id=stage.bank.people["zaitseva"], substitute_id=stage.bank.people["belyaeva"], first_day=today,
            last_day=today + timedelta(days=9), reason=f"Отпуск {secret}",
        )  # fmt: skip
        letter_id = write_letter(session, recipient="z@oksky.example", subject=secret, body=secret, case_id=opened.id)
        found = session.scalar(select(notification.c.id).where(notification.c.person_id == session.actor.user_id).limit(1))
    with transaction(SYSTEM) as session:
        cookie = sign_in(session, login="zaitseva", password=PASSWORD, ip="10.0.0.9", agent=secret).cookie
    actor = actor_of_cookie(cookie, ip="")
    assert actor is not None
    assert actor.session_id is not None
    return Victim(
        stage, stage.bank.people["zaitseva"], opened.id, opened.number, task_id, file_id, upload_id, view_id, actor.session_id,
        substitution_id, found, letter_id,
    )  # fmt: skip


def _keep(session: Session, stem: str) -> UUID:
    return keep_file(session, f"{stem}.txt", io.BytesIO(f"Тайна {MARKER}".encode()))
