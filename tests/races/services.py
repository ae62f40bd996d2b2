"""Services so short that a case stands at once where two people meet over it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from data.demo.cast import Bank
from data.operations.processes import open_case, publish_definition
from data.session import Session, reading, transaction
from data.tables.access import membership
from data.tables.processes import cases, task
from models.access.actor import SYSTEM
from tests.data.processes.conftest import COMPANY, MONDAY, set_stage
from tests.data.processes.sample import both, outcome, sample_process
from tests.races.ground import Ground

FORM, APPROVAL, BRANCHES, COUNCIL = "race_form", "race_approval", "race_branches", "race_council"
CHILD, PARENT = "race_child", "race_parent"


def _short(code: str, prefix: str, steps: list[dict[str, Any]], routes: list[dict[str, Any]], **changes: Any) -> dict[str, Any]:
    end = {"key": "end", "kind": "end", "name": both("Готово", "Done"), "outcome": "clear"}
    return sample_process(
        code=code, prefix=prefix, steps=[*steps, end], routes=routes, first_step=steps[0]["key"], outcomes=sample_process()["outcomes"][:1],
        tables=[], priority_field="", **{"templates": [], **changes},
    )  # fmt: skip


def _task(key: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "kind": "task", "name": both(key, key), "group": "company_checks", "outcomes": [outcome("done")], **more}


def _approval(policy: str, group: str) -> dict[str, Any]:
    return {"key": "approve", "kind": "approval", "name": both("Акцепт", "Approval"), "group": group, "policy": policy,
            "outcomes": [outcome("agree"), outcome("rework", "secondary", needs_comment=True)]}  # fmt: skip


def _route(source: str, target: str, **more: Any) -> dict[str, Any]:
    return {"source": source, "target": target, **more}


def _documents() -> list[dict[str, Any]]:
    compose = {"key": "letter", "kind": "compose", "name": both("Ответ", "Answer"), "template": "letter"}
    split = {"key": "both", "kind": "split", "name": both("Параллельно", "In parallel")}
    join = {"key": "meet", "kind": "join", "name": both("Вместе", "Together")}
    wait = {"key": "visit_first", "kind": "subcase", "name": both("Выезд", "Visit"), "process": CHILD, "copy_fields": {"company": "company"}}
    fields = [{"key": "register"}, {"key": "visit"}]
    letter = {"templates": sample_process()["templates"]}
    return [
        _short(FORM, "РФ", [compose, _task("intake", fields=fields)], [_route("letter", "intake"), _route("intake", "end", outcome="done")], **letter),
        _short(APPROVAL, "РА", [_approval("one", "company_checks")], [_route("approve", "end", outcome="agree"), _route("approve", "end", outcome="rework")]),
        _short(COUNCIL, "РС", [_approval("all", "aml"), _task("after")],
               [_route("approve", "after", outcome="agree"), _route("approve", "after", outcome="rework"), _route("after", "end", outcome="done")]),
        _short(BRANCHES, "РВ", [split, _task("facts"), _task("site"), join, _task("after")],
               [_route("both", "facts"), _route("both", "site", priority=1), _route("facts", "meet", outcome="done"),
                _route("site", "meet", outcome="done"), _route("meet", "after"), _route("after", "end", outcome="done")]),
        _short(CHILD, "РД", [_task("go")], [_route("go", "end", outcome="done")]),
        _short(PARENT, "РР", [wait, _task("after")], [_route("visit_first", "after"), _route("after", "end", outcome="done")]),
    ]  # fmt: skip


@contextmanager
def set_ground() -> Iterator[Ground]:
    """The bank and the short services in the database that is there, and a team of racers."""
    stage = set_stage()
    _publish_short_services(stage.bank)
    ground = Ground(stage)
    try:
        yield ground
    finally:
        ground.close()


def _publish_short_services(bank: Bank) -> None:
    """With a second lead in one group, so that two must agree."""
    with transaction(SYSTEM, at=MONDAY) as session:
        session.execute(insert(membership), {"group_id": bank.groups["aml"], "person_id": bank.people["vershinina"], "is_lead": True})
        for document in _documents():
            publish_definition(session, document)


def opened(ground: Ground, service: str, many: int) -> list[UUID]:
    """So many fresh cases, in one transaction."""

    def order(session: Session) -> list[UUID]:
        return [open_case(session, service, {"company": COMPANY}).id for _one in range(many)]

    found: list[UUID] = ground.do("zaitseva", order)
    return found


def open_task(case_id: UUID, step: str) -> UUID:
    with reading(SYSTEM) as session:
        found = session.scalar(select(task.c.id).where(task.c.case_id == case_id, task.c.step == step, task.c.state == "open"))
    return UUID(str(found))


def row_of(case_id: UUID) -> Any:
    with reading(SYSTEM) as session:
        return session.first(select(cases).where(cases.c.id == case_id))
