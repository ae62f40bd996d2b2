"""Every figure of effect and of return is that of the raw rows, counted once more in plain Python from the tables of a demo bank."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from fractions import Fraction
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, text

from data.demo.seed import seed_bank
from data.operations.analytics import refresh_rollups
from data.queries.analytics.effect import effect_figures
from data.queries.analytics.initiatives import initiatives
from data.queries.analytics.roi import roi_figures
from data.session import Session, reading, transaction
from data.tables.analytics import reconciliation_run
from data.tables.costs import cost_entry, cost_pool
from data.tables.effect import effect_baseline, initiative, initiative_cash, initiative_source, report_preparation
from data.tables.losses import prevented_loss
from data.tables.processes import cases
from data.tables.workforce import effort, grade_rate, person_grade
from models.access.actor import SYSTEM
from models.analytics.cash_flow import LIMITS
from models.analytics.period import month_after, parse_period
from tests.conftest import empty_database

NOW = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)
THIS = date(2026, 11, 1)
BANK = ZoneInfo("Europe/Moscow")


@pytest.fixture(scope="module", params=[True, False], ids=["prepared", "just written"])
def bank(request: pytest.FixtureRequest, server: str, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A demo bank, once with its figures prepared, once without: nobody may see the difference."""
    with empty_database(server, template, tmp_path_factory.mktemp("effect")) as address:
        seed_bank(cases_wanted=300, months=4, seed=11, now=NOW)
        with transaction(SYSTEM, at=NOW) as session:
            if request.param:
                refresh_rollups(session, wait=True)
            else:
                session.execute(text("INSERT INTO dirty (name) VALUES ('cases'), ('task'), ('effort'), ('worked')"))
        yield address


def day_of(moment: datetime) -> date:
    return moment.astimezone(BANK).date()


def in_days(rows: list[Any], name: str, start: date, end: date) -> list[Any]:
    return [row for row in rows if getattr(row, name) is not None and start <= day_of(getattr(row, name)) < end]


def worked(session: Session) -> dict[Any, int]:
    minutes: dict[Any, int] = defaultdict(int)
    for row in session.rows(select(effort).where(effort.c.cancelled_at.is_(None), effort.c.case_id.is_not(None))):
        minutes[row.case_id] += row.minutes
    return minutes


def by_hand(session: Session, start: date, end: date) -> dict[tuple[str, str], tuple[float, int]]:
    """(measure, service) → value and rows."""
    found: dict[tuple[str, str], tuple[float, int]] = {}
    minutes = worked(session)
    closed = in_days(list(session.rows(select(cases))), "closed_at", start, end)
    for service in {row.service for row in closed}:
        own = [row for row in closed if row.service == service]
        handled = [row.handling_minutes for row in own if row.handling_minutes is not None]
        if handled:
            found["handling", service] = (median(handled) / 60, len(handled))
        ours = [row for row in own if row.source == "kordon"]
        told = sum(row.id in minutes for row in ours)
        if told:
            found["labour", service] = (sum(minutes.get(row.id, 0) for row in ours) / len(ours), told)
    prepared = in_days(list(session.rows(select(report_preparation))), "at", start, end)
    if prepared:
        found["report_time", ""] = (median(row.seconds for row in prepared) / 60, len(prepared))
        found["report_clicks", ""] = (median(row.clicks for row in prepared), len(prepared))
    runs = in_days(list(session.rows(select(reconciliation_run))), "at", start, end)
    checked = sum(row.checked for row in runs)
    if checked:
        found["report_errors", ""] = (sum(row.failed for row in runs) / checked, checked)
    costs = [row for row in session.rows(select(cost_entry)) if start <= row.month < end]
    months = {row.month for row in costs}
    if months:
        found["budget", ""] = (sum(row.kopecks for row in costs) / len(months), len(months))
    return found


@pytest.mark.parametrize("period", ["2026-09", "2026-Q3", "2026-11"])
def test_every_measure_is_that_of_the_rows(bank: str, period: str) -> None:
    with reading(SYSTEM, at=NOW) as session:
        told = effect_figures(session, period, {}).figures
        asked = parse_period(period, everything=(THIS, THIS))
        rows = by_hand(session, asked.start, min(asked.end, date(2026, 11, 21)))
        newest = {(row.measure, row.service): row for row in session.rows(select(effect_baseline).order_by(effect_baseline.c.entered_at))}
    shown = {(row["measure"], row["service"]): row for row in (*told["services"], *(one for one in told["measures"] if one["measure"] not in {"handling", "labour"}))}
    assert {measure for measure, _service in rows} >= {"handling", "labour", "report_time", "report_errors"}
    for key, (value, count) in rows.items():
        assert shown[key]["now"] == pytest.approx(value, abs=1e-3 if key[0] == "budget" else 6e-5), key
        assert shown[key]["rows"] == count, key
    assert [key for key, row in shown.items() if row["now"] is not None and key not in rows] == []
    for key, row in shown.items():
        assert row["before"] == (float(newest[key].value) if key in newest else None)
    for measure in ("handling", "labour"):  # the whole is the mean of the services with both sides, weighted by their cases now
        both = [(float(newest[key].value), *rows[key]) for key in rows if key[0] == measure and key in newest]
        whole = next(one for one in told["measures"] if one["measure"] == measure)
        cases_now = sum(count for _before, _now, count in both)
        assert whole["now"] == pytest.approx(sum(now * count for _before, now, count in both) / cases_now, abs=1e-3)
        assert whole["before"] == pytest.approx(sum(before * count for before, _now, count in both) / cases_now, abs=1e-3)


def half_up(exact: Fraction) -> int:
    return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)


def rate_of(day: date, person: Any, grades: list[Any], rates: list[Any]) -> int | None:
    own = [one for one in grades if one.person_id == person and one.first_day <= day]
    if not own:
        return None
    grade = max(own, key=lambda one: one.first_day).grade_id
    known = [one for one in rates if one.grade_id == grade and one.first_day <= day]
    return max(known, key=lambda one: one.first_day).kopecks_per_hour if known else None


def saved_by_hand(session: Session, service: str, month: date) -> int | None:
    """What minutes saved against the baseline are worth at the price of this service's labour in the month."""
    newest = [row for row in session.rows(select(effect_baseline).where(effect_baseline.c.measure == "labour", effect_baseline.c.service == service))]
    if not newest:
        return None
    before = max(newest, key=lambda row: (row.entered_at, row.id)).value
    end, minutes = month_after(month, 1), worked(session)
    closed = [row for row in in_days(list(session.rows(select(cases))), "closed_at", month, end) if row.service == service and row.source == "kordon"]
    if not any(row.id in minutes for row in closed):
        return None
    saved = Fraction(before) * len(closed) - sum(minutes.get(row.id, 0) for row in closed)
    grades, rates = list(session.rows(select(person_grade))), list(session.rows(select(grade_rate)))
    spent = [row for row in session.rows(select(effort).where(effort.c.service == service, effort.c.cancelled_at.is_(None))) if month <= row.day < end]
    priced = [(row.minutes, rate) for row in spent if (rate := rate_of(row.day, row.person_id, grades, rates)) is not None]
    total = sum(count for count, _rate in priced)
    kopecks = round(Fraction(sum(count * rate for count, rate in priced), 60) + Fraction(1, 10**9))
    return half_up(saved * kopecks / total) if total else None


def worth_by_hand(session: Session, kind: str, ref: str, month: date) -> int | None:
    end = month_after(month, 1)
    if kind == "labour":
        return saved_by_hand(session, ref, month)
    if kind == "pool":
        pool = next(row.id for row in session.rows(select(cost_pool)) if row.code == ref)
        found = [row.kopecks for row in session.rows(select(cost_entry)) if row.pool_id == pool and row.month == month]
    else:
        found = [row.loss_kopecks for row in session.rows(select(prevented_loss))
                 if row.state == "confirmed" and row.category == ref and month <= row.counted_on < end]  # fmt: skip
    return sum(found) if found else None


def test_every_sum_of_return_is_that_of_the_rows(bank: str) -> None:
    with reading(SYSTEM, at=NOW) as session:
        told = roi_figures(session).figures
        with_losses = roi_figures(session, {"losses": "1"}).figures
        confirmed = [row for row in session.rows(select(initiative)) if row.state == "confirmed"]
        cash = {(row.initiative_id, row.month): row for row in session.rows(select(initiative_cash))}
        sources = list(session.rows(select(initiative_source)))
        months: dict[str, list[tuple[date, int, int, int]]] = {}
        for one in confirmed:
            own = [row for row in sources if row.initiative_id == one.id]
            months[one.code] = [month_by_hand(session, one, month_after(one.first_month, place), cash, own) for place in range(one.horizon)]
        live = {one.row.code: [month.prevented for month in one.months] for one in initiatives(session)}
    assert {row["code"] for row in told["initiatives"]} == set(months)
    for row in told["initiatives"]:
        assert (row["costs"], row["benefits"]) == tuple(sum(month[place] for month in months[row["code"]]) for place in (1, 2))
        assert live[row["code"]] == [month[3] for month in months[row["code"]]]
    by_month: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for own_months in months.values():
        for month, cost, benefit, _losses in own_months:
            by_month[f"{month:%Y-%m}"][0] += cost
            by_month[f"{month:%Y-%m}"][1] += benefit
    assert [(row["month"], row["cost"], row["benefit"]) for row in told["months"]] == [(name, *sums) for name, sums in sorted(by_month.items())]
    costs, benefits = (sum(sums[place] for sums in by_month.values()) for place in (0, 1))
    losses = sum(month[3] for own_months in months.values() for month in own_months)
    assert (told["together"]["costs"], told["together"]["benefits"], told["prevented"]) == (costs, benefits, losses)
    assert with_losses["together"]["benefits"] == benefits + losses
    assert told["together"]["roi"] == pytest.approx((benefits - costs) / costs, abs=5e-5)
    rate = told["scenario"]["rate"]
    assert LIMITS["rate"][0] <= rate <= LIMITS["rate"][1]
    discounted = sum((sums[1] - sums[0]) / (1 + rate / 100) ** (place / 12) for place, (_name, sums) in enumerate(sorted(by_month.items())))
    assert told["together"]["present_value"] == pytest.approx(discounted, abs=1)


def month_by_hand(session: Session, one: Any, month: date, cash: Any, own: list[Any]) -> tuple[date, int, int, int]:
    """Month, cost, benefit, prevented loss: facts and live parts of a month that is over, else the plan."""
    row, is_over = cash.get((one.id, month)), month < THIS
    parts: dict[str, list[int]] = defaultdict(list)
    for each in own if is_over else []:
        worth = worth_by_hand(session, each.kind, each.ref, month)
        if worth is not None:
            parts[each.kind].append(half_up(worth * Fraction(each.share)))

    def told(entered: int | None, live: list[int], planned: int | None) -> int:
        known = [*([entered] if entered is not None else []), *live]
        return sum(known) if is_over and known else planned or 0

    cost = told(row.actual_cost if row else None, parts["pool"], row.planned_cost if row else None)
    benefit = told(row.actual_benefit if row else None, parts["labour"], row.planned_benefit if row else None)
    return month, cost, benefit, sum(parts["prevented"])
