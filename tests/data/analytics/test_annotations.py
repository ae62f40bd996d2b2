"""Events on charts: who marks them, what is refused, where they stand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from data.operations.annotations import annotate, remove_annotation
from data.queries.analytics.annotations import annotations_between, latest_annotations
from data.queries.analytics.losses import loss_figures
from data.queries.analytics.operations import operations_figures
from data.session import reading, transaction
from models.access.actor import Actor, Role
from models.analytics.annotation import WrongAnnotation
from models.errors import Forbidden, NotFound
from tests.data.analytics.desk import NOW, reader, set_up

pytestmark = pytest.mark.usefixtures("database")
DAY = date(2026, 10, 12)


def someone(role: Role) -> Actor:
    return reader(role, user_id=None)


def test_an_event_stands_on_charts_until_it_is_taken_away() -> None:
    with transaction(someone(Role.HEAD), at=NOW) as session:
        desk = set_up(session)
        for days in (60, 5):
            desk.add_case(opened_at=NOW - timedelta(days=days), closed_at=NOW - timedelta(days=days - 1), sla_met=True)
        number = annotate(session, DAY, "  Новые   правила проверки ")
        annotate(session, date(2020, 1, 1), "Задолго до первого дела")
    told = [{"day": DAY, "words": "Новые правила проверки"}]
    with reading(someone(Role.EXECUTIVE), at=NOW) as session:
        assert operations_figures(session, "all", {}).figures["annotations"] == told
        assert loss_figures(session, "2026", {}).figures["annotations"] == told
        assert annotations_between(session, DAY + timedelta(days=1), date(2027, 1, 1)) == []
        with pytest.raises(Forbidden):
            latest_annotations(session)
    with transaction(someone(Role.HEAD), at=NOW) as session:
        assert latest_annotations(session)[0].words == "Новые правила проверки"
        remove_annotation(session, number)
        assert operations_figures(session, "all", {}).figures["annotations"] == []
        with pytest.raises(NotFound):
            remove_annotation(session, number)


@pytest.mark.parametrize(("day", "words", "field"), [
    (None, "Правила", "day"), (NOW.date() + timedelta(days=2), "Правила", "day"), (DAY, "  ", "words"), (DAY, "я" * 121, "words"),
], ids=["no day", "ahead", "no words", "too long"])  # fmt: skip
def test_what_is_no_event_is_refused(day: date | None, words: str, field: str) -> None:
    with pytest.raises(WrongAnnotation) as raised, transaction(someone(Role.HEAD), at=NOW) as session:
        annotate(session, day, words)
    assert raised.value.field == field


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.HEAD])
def test_only_the_head_marks_events(role: Role) -> None:
    with pytest.raises(Forbidden), transaction(someone(role), at=NOW) as session:
        annotate(session, DAY, "Правила")
