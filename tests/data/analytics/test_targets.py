"""What the service aims at."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from data.operations.analytics import WrongTarget, set_target
from data.queries.analytics.operations import figure_targets
from data.session import transaction
from data.tables.access import audit_event
from models.access.actor import Role
from models.errors import Forbidden
from tests.data.analytics.desk import reader


def _set(share: float, role: Role = Role.HEAD) -> dict[str, float]:
    with transaction(reader(role)) as session:
        set_target(session, "sla_compliance", share)
        return figure_targets(session)


def test_the_head_sets_a_target_and_the_trail_keeps_the_former_one(database: str) -> None:
    assert _set(0.9) == {"sla_compliance": 0.9}
    assert _set(0.925) == {"sla_compliance": 0.925}
    with transaction(reader(Role.HEAD)) as session:
        told = session.rows(select(audit_event.c.before, audit_event.c.after).where(audit_event.c.action == "target_changed").order_by(audit_event.c.seq))
    assert [(row.before, row.after) for row in told] == [({"value": "0.95"}, {"value": "0.9"}), ({"value": "0.9"}, {"value": "0.925"})]


@pytest.mark.parametrize("share", [0, -0.1, 1.01, 95])
def test_a_share_outside_of_0_to_1_is_refused(database: str, share: float) -> None:
    with pytest.raises(WrongTarget):
        _set(share)


@pytest.mark.parametrize("role", [Role.LEAD, Role.EXECUTIVE, Role.DESIGNER])
def test_nobody_else_sets_it(database: str, role: Role) -> None:
    with pytest.raises(Forbidden):
        _set(0.9, role)
