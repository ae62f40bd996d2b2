"""Candidates arise by themselves, two people make them count, nothing counts twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from data.operations.loss_methods import draft_method, publish_method, set_loss_plan
from data.operations.prevented_loss import confirm_loss, correct_loss, mark_double, reject_loss, submit_loss
from data.session import reading, transaction
from models.access.actor import SYSTEM
from models.analytics.bookkeeping import SecondPersonNeeded, WrongAmount
from models.analytics.prevented_loss import (
    AlreadyCounted,
    EvidenceNeeded,
    LossBasis,
    LossNotWaiting,
    LossReasonNeeded,
    MethodNotDraft,
    NothingToCorrect,
    PossibleDouble,
    WrongMethod,
)
from models.errors import Conflict, Forbidden, NotFound
from tests.data.analytics.desk import NOW
from tests.data.analytics.loss_desk import EVIDENCE, SHARES, WORDS, LossDesk, loss_desk, write_method

WHY = "Другая сделка другого подразделения"


@pytest.fixture
def register(database: str) -> LossDesk:
    return loss_desk()


def counted() -> list[tuple[int, int]]:
    """(losses, kopecks) that count, straight from the table."""
    with reading(SYSTEM) as session:
        return [tuple(row) for row in session.rows(text(
            "SELECT count(*) FILTER (WHERE corrects_id IS NULL), coalesce(sum(loss_kopecks), 0)::bigint FROM prevented_loss WHERE state = 'confirmed'"
        ))]  # fmt: skip


def test_a_check_that_ended_badly_becomes_a_candidate_once(register: LossDesk) -> None:
    case = register.bad_end()
    register.bad_end(negative=False)
    register.bad_end(amount=0)
    assert [register.gather(), register.gather()] == [1, 0]
    loss = register.loss_of(case)
    assert (loss.category, loss.state, loss.at_stake_kopecks) == ("corporate_lending", "candidate", 3_000_000_00)
    assert loss.loss_kopecks == 162_000_00  # × 0.12 × 0.45
    assert (loss.object_key, loss.happened_on) == ("inn:7707083893", NOW.date())
    assert loss.number.startswith("ПУ-2026-")


def test_a_category_without_a_method_waits_for_one(register: LossDesk) -> None:
    made = register.bad_end(service="field_visit", outcome="not_confirmed", fields={"object_kind": "home"})  # retail lending
    assert register.gather() == 0
    write_method(register, "retail_lending")
    assert register.gather() == 1
    assert register.loss_of(made).category == "retail_lending"


def test_a_case_keeps_the_method_of_its_day(register: LossDesk) -> None:
    later = NOW + timedelta(days=1)
    write_method(register, "corporate_lending", "full", first_day=later.date(), at=NOW)
    case, next_case = register.bad_end(), register.bad_end(days_ago=-1, inn="5008012345")
    register.gather(later)
    assert register.loss_of(case).loss_kopecks == 162_000_00
    assert register.loss_of(next_case).loss_kopecks == 3_000_000_00


def test_a_sub_case_and_a_resubmission_are_the_same_event(register: LossDesk) -> None:
    first = register.bad_end(days_ago=20)
    visit = register.bad_end(service="field_visit", outcome="not_confirmed", parent_id=first, fields={"company": {"inn": "7707083893"}, "object_kind": "office"})
    again = register.bad_end(resubmits_id=first)
    register.gather()
    assert {register.loss_of(one).event_key for one in (first, visit, again)} == {f"case:{first}"}
    losses = [register.loss_of(one).id for one in (first, visit, again)]
    for one in losses:
        register.submit(one)
    register.confirm(losses[0])
    for one in losses[1:]:
        with pytest.raises(AlreadyCounted):
            register.confirm(one, distinct_reason=WHY)
    assert counted() == [(1, 162_000_00)]


def test_the_same_company_within_half_a_year_needs_a_reason_why_it_is_another_event(register: LossDesk) -> None:
    register.confirmed(days_ago=100)
    near = register.bad_end()
    far = register.bad_end(days_ago=-200)
    register.gather(NOW + timedelta(days=201))
    for one in (near, far):
        register.submit(register.loss_of(one).id)
    with pytest.raises(PossibleDouble) as asked:
        register.confirm(register.loss_of(near).id)
    assert asked.value.params["numbers"].startswith("ПУ-")
    register.confirm(register.loss_of(near).id, distinct_reason=WHY)
    assert register.loss_of(near).distinct_reason == WHY
    register.confirm(register.loss_of(far).id, distinct_reason=WHY)
    assert counted()[0][0] == 3


def test_handing_in_needs_evidence_and_a_sensible_amount(register: LossDesk) -> None:
    case = register.bad_end()
    register.gather()
    loss = register.loss_of(case)
    with pytest.raises(EvidenceNeeded):
        register.do("lead", lambda s: submit_loss(s, loss.id, evidence="да", revision=1))
    with pytest.raises(WrongAmount):
        register.submit(loss.id, at_stake_kopecks=0)
    with pytest.raises(NotFound):
        register.submit(loss.id, category="no_such")
    register.submit(loss.id, category="external_fraud", at_stake_kopecks=1_000_00)
    changed = register.row(loss.id)
    assert (changed.state, changed.category, changed.loss_kopecks, changed.evidence) == ("submitted", "external_fraud", 1_000_00, EVIDENCE)
    with pytest.raises(LossNotWaiting):
        register.submit(loss.id)


def test_nobody_decides_about_what_he_handed_in_himself(register: LossDesk) -> None:
    case = register.bad_end()
    register.gather()
    loss = register.loss_of(case).id
    register.submit(loss, who="head")
    for decide in (
        lambda s: confirm_loss(s, loss, revision=2), lambda s: reject_loss(s, loss, reason="Не ущерб вовсе", revision=2),
        lambda s: mark_double(s, loss, double_of="ПУ-1", reason="То же событие", revision=2),
    ):  # fmt: skip
        with pytest.raises(SecondPersonNeeded):
            register.do("head", decide)
    register.confirm(loss, who="second")
    assert register.row(loss).state == "confirmed"


@pytest.mark.parametrize("who", ["officer", "lead", "executive", "designer", "requester"])
def test_only_the_head_decides(register: LossDesk, who: str) -> None:
    case = register.bad_end()
    register.gather()
    loss = register.loss_of(case).id
    register.submit(loss, who="head")
    with pytest.raises(Forbidden):
        register.confirm(loss, who=who)


def test_what_belongs_to_a_closed_group_is_not_there_for_an_officer_outside(register: LossDesk) -> None:
    case = register.bad_end(group_id=register.desk.groups["secret"])
    register.gather()
    with pytest.raises(NotFound):
        register.submit(register.loss_of(case).id, who="officer")


def test_a_candidate_is_not_confirmed_before_it_is_handed_in(register: LossDesk) -> None:
    case = register.bad_end()
    register.gather()
    with pytest.raises(LossNotWaiting):
        register.confirm(register.loss_of(case).id)


def test_a_rejection_says_why_and_counts_nothing(register: LossDesk) -> None:
    case = register.bad_end()
    register.gather()
    loss = register.loss_of(case).id
    register.submit(loss)
    with pytest.raises(LossReasonNeeded):
        register.do("head", lambda s: reject_loss(s, loss, reason=" ", revision=2))
    register.do("head", lambda s: reject_loss(s, loss, reason="Сделки не было", revision=2))
    assert counted() == [(0, 0)]
    with pytest.raises(LossNotWaiting):
        register.confirm(loss)


def test_a_double_points_at_what_counts(register: LossDesk) -> None:
    first = register.confirmed(days_ago=3)
    case = register.bad_end()
    register.gather()
    loss = register.loss_of(case).id
    register.submit(loss)
    with pytest.raises(NotFound):
        register.do("head", lambda s: mark_double(s, loss, double_of="ПУ-0", reason="То же событие", revision=2))
    number = register.row(first).number
    register.do("head", lambda s: mark_double(s, loss, double_of=number, reason="То же событие", revision=2))
    assert register.row(loss).double_of == first
    assert counted()[0][0] == 1


def test_who_saw_an_older_state_is_told_so(register: LossDesk) -> None:
    case = register.bad_end()
    register.gather()
    loss = register.loss_of(case).id
    with pytest.raises(Conflict):
        register.do("lead", lambda s: submit_loss(s, loss, evidence=EVIDENCE, revision=7))


def test_a_correction_is_a_row_of_its_own_on_its_own_day(register: LossDesk) -> None:
    loss = register.confirmed(days_ago=40)
    with pytest.raises(NothingToCorrect):
        register.do("lead", lambda s: correct_loss(s, loss, at_stake_kopecks=3_000_000_00, reason="Сумма договора иная"))
    made = UUID(str(register.do("lead", lambda s: correct_loss(s, loss, at_stake_kopecks=1_000_000_00, reason="Сумма договора иная"))))
    with pytest.raises(LossNotWaiting):
        register.do("lead", lambda s: correct_loss(s, loss, at_stake_kopecks=1, reason="Сумма договора иная"))
    assert counted() == [(1, 162_000_00)]
    register.confirm(made)
    assert counted() == [(1, 54_000_00)]
    row = register.row(made)
    assert (row.counted_on, row.happened_on) == (NOW.date(), NOW.date() - timedelta(days=40))
    register.confirm(UUID(str(register.do("lead", lambda s: correct_loss(s, loss, at_stake_kopecks=0, reason="Сделки не было")))))
    assert counted() == [(1, 0)]


def test_two_who_confirm_two_halves_of_one_event_at_once_count_it_once(register: LossDesk) -> None:
    first = register.bad_end(days_ago=9)
    again = register.bad_end(resubmits_id=first)
    register.gather()
    losses = [register.loss_of(one).id for one in (first, again)]
    for one in losses:
        register.submit(one)

    def decide(place: int) -> str:
        try:
            register.confirm(losses[place], who=("head", "second")[place], distinct_reason=WHY)
        except (AlreadyCounted, PossibleDouble):
            return "refused"
        return "confirmed"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(decide, (0, 1))) == ["confirmed", "refused"]
    assert counted() == [(1, 162_000_00)]


ACTS = st.lists(st.tuples(st.sampled_from(["bad_end", "again", "gather", "submit", "confirm", "reject", "correct"]), st.integers(0, 5)), max_size=25)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS)
def test_whatever_people_do_no_event_of_an_object_counts_twice(register: LossDesk, acts: list[tuple[str, int]]) -> None:
    with transaction(SYSTEM, at=NOW) as session:
        session.execute(text("DELETE FROM prevented_loss"))
        session.execute(text("DELETE FROM cases"))
    made: list[UUID] = []
    for act, place in acts:
        try:
            if act == "bad_end":
                made.append(register.bad_end(inn=f"77070838{place}0"))
            elif act == "again" and made:
                made.append(register.bad_end(inn=f"77070838{place}0", resubmits_id=made[place % len(made)]))
            elif act == "gather":
                register.gather()
            elif made and (loss := register.loss_of(made[place % len(made)])):
                if act == "submit":
                    register.submit(loss.id)
                elif act == "confirm":
                    register.confirm(loss.id, distinct_reason=WHY)
                elif act == "reject":
                    register.do("head", lambda s, loss=loss: reject_loss(s, loss.id, reason="Не ущерб вовсе", revision=loss.revision))
                else:
                    register.do("lead", lambda s, loss=loss, place=place: correct_loss(s, loss.id, at_stake_kopecks=place, reason="Сумма иная"))
        except Conflict:
            continue
        except NothingToCorrect:
            continue
    with reading(SYSTEM) as session:
        twice = session.rows(text(
            "SELECT object_key, event_key FROM prevented_loss WHERE state = 'confirmed' AND corrects_id IS NULL GROUP BY 1, 2 HAVING count(*) > 1"
        ))  # fmt: skip
        over = session.rows(text("SELECT 1 FROM prevented_loss WHERE corrects_id IS NULL AND loss_kopecks > at_stake_kopecks"))
    assert (twice, over) == ([], [])


def test_a_method_is_published_by_a_second_person_once_and_does_not_reach_back(register: LossDesk) -> None:
    probability, share = SHARES["expected"]

    def draft(first_day: date) -> UUID:
        return UUID(str(register.do("designer", lambda s: draft_method(
            s, "security", basis=LossBasis.EXPECTED, probability=probability, loss_given_event=share, repeat_days=90, wording=WORDS,
            source="Протокол 5", first_day=first_day,
        ))))  # fmt: skip

    back = draft(NOW.date() - timedelta(days=1))
    with pytest.raises(SecondPersonNeeded):
        register.do("designer", lambda s: publish_method(s, back))
    with pytest.raises(WrongMethod):
        register.do("head", lambda s: publish_method(s, back))
    made = draft(NOW.date())
    register.do("head", lambda s: publish_method(s, made))
    with pytest.raises(MethodNotDraft):
        register.do("head", lambda s: publish_method(s, made))
    with pytest.raises(Forbidden):
        register.do("lead", lambda s: publish_method(s, made))


def test_a_plan_is_set_by_the_head_for_a_month(register: LossDesk) -> None:
    register.do("head", lambda s: set_loss_plan(s, "security", date(2026, 11, 7), 5_000_000_00))
    register.do("head", lambda s: set_loss_plan(s, "security", date(2026, 11, 1), 6_000_000_00))
    with reading(SYSTEM) as session:
        assert [tuple(row) for row in session.rows(text("SELECT month, kopecks FROM loss_plan"))] == [(date(2026, 11, 1), 6_000_000_00)]
    with pytest.raises(WrongAmount):
        register.do("head", lambda s: set_loss_plan(s, "security", date(2026, 11, 1), -1))
    with pytest.raises(Forbidden):
        register.do("lead", lambda s: set_loss_plan(s, "security", date(2026, 11, 1), 1))
