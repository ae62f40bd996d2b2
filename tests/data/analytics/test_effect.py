"""What was before is kept with its source; what is now is measured; both sides are told with their rows and doubts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from data.ids import new_id
from data.operations.effect import enter_baseline, record_report_preparation
from data.operations.reports import ReportOrder, compute_report, keep_report
from data.queries.analytics.effect import EffectFigures, all_baselines, effect_figures
from data.queries.analytics.filters import UnknownFilter
from data.session import Session
from models.analytics.effect import Baseline, BaselineSourceNeeded, Measure, Preparation, WrongBaseline
from models.errors import Forbidden
from tests.data.analytics.effect_desk import EffectDesk, effect_desk


@pytest.fixture
def desk(database: str) -> EffectDesk:
    return effect_desk()


def figures(desk: EffectDesk, period: str = "2026-10", where: dict[str, str] | None = None, who: str = "head") -> dict[str, Any]:
    found: EffectFigures = desk.see(who, lambda s: effect_figures(s, period, where or {}))
    return dict(found.figures)


def measure(told: dict[str, Any], name: Measure) -> dict[str, Any]:
    return dict(next(row for row in told["measures"] if row["measure"] == name))


def test_handling_and_labour_are_compared_by_service_and_together_by_their_cases(desk: EffectDesk) -> None:
    for handling, minutes in ((60, 30), (120, 50), (180, 40)):
        desk.closed(handling=handling, minutes=minutes)
    desk.closed(service="visit", handling=600, minutes=200)
    desk.baseline(Measure.HANDLING, "8", "check")
    desk.baseline(Measure.HANDLING, "20", "visit")
    desk.baseline(Measure.LABOUR, "80", "check")
    told = figures(desk)
    by_service = {(row["measure"], row["service"]): row for row in told["services"]}
    check = by_service["handling", "check"]
    assert (check["before"], check["now"], check["change"], check["speed_up"], check["rows"]) == (8.0, 2.0, -0.75, 3.0, 3)
    assert by_service["labour", "check"]["now"] == 40.0
    together = measure(told, Measure.HANDLING)
    assert (together["before"], together["now"]) == (11.0, 4.0)  # (8 × 3 + 20 × 1) / 4 and (2 × 3 + 10 × 1) / 4
    assert measure(told, Measure.LABOUR)["services"] == ["check"]  # visits have no baseline of labour
    assert by_service["labour", "visit"]["doubts"] == ["few_rows", "no_baseline"]


def test_what_nothing_is_measured_of_is_absent_and_says_why(desk: EffectDesk) -> None:
    desk.baseline(Measure.REACTION, "15.5", rows=None)
    reaction = measure(figures(desk), Measure.REACTION)
    assert (reaction["before"], reaction["now"], reaction["change"]) == (15.5, None, None)
    assert reaction["doubts"] == ["nothing_now", "baseline_rows_unknown"]


def test_the_newest_baseline_counts_and_the_earlier_one_stays(desk: EffectDesk) -> None:
    desk.baseline(Measure.REPORT_TIME, "480")
    desk.baseline(Measure.REPORT_TIME, "360", source="Хронометраж за второе полугодие")
    assert measure(figures(desk), Measure.REPORT_TIME)["before"] == 360.0
    assert [row.value for row in desk.see("lead", all_baselines)] == [360, 480]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"service": ""}, "service"),
        ({"service": "unknown"}, "service"),
        ({"value": Decimal(0)}, "value"),
        ({"value": Decimal("NaN")}, "value"),
        ({"last_day": date(2027, 1, 1)}, "last_day"),
        ({"rows": 0}, "rows"),
    ],
)
def test_a_baseline_that_cannot_be_is_refused_at_its_field(desk: EffectDesk, given: dict[str, Any], field: str) -> None:
    whole = {"measure": Measure.HANDLING, "service": "check", "value": Decimal(8), "source": "Журнал заявок отдела",
             "first_day": date(2025, 1, 1), "last_day": date(2025, 3, 1), "rows": 5, **given}  # fmt: skip
    with pytest.raises(WrongBaseline) as fault:
        desk.do("lead", lambda s: enter_baseline(s, Baseline(**whole)))
    assert fault.value.field == field
    with pytest.raises(BaselineSourceNeeded):
        desk.baseline(Measure.HANDLING, "8", "check", source="слышал")


def test_only_those_who_keep_baselines_enter_them_and_the_executive_sees_the_sums(desk: EffectDesk) -> None:
    given = Baseline(Measure.BUDGET, "", Decimal(700_000_000), "Бюджет службы на 2025 год", date(2025, 1, 1), date(2025, 12, 31), 12)
    with pytest.raises(Forbidden):
        desk.do("executive", lambda s: enter_baseline(s, given))
    with pytest.raises(Forbidden):
        figures(desk, who="officer")
    desk.do("head", lambda s: enter_baseline(s, given))
    budget = measure(figures(desk, who="executive"), Measure.BUDGET)
    assert (budget["before"], budget["now"], budget["rows"], budget["doubts"]) == (700_000_000.0, 9_000_000.0, 1, ["few_rows"])


def test_a_report_is_prepared_once_by_whoever_made_it(desk: EffectDesk) -> None:
    def make(session: Session) -> Any:
        document = compute_report(session, ReportOrder("operations", "2026-10"))
        return keep_report(session, document, file_name="x.pdf", content=b"x")

    made = desk.do("head", make)
    desk.do("lead", lambda s: record_report_preparation(s, made, Preparation(500, 9)))  # not his report
    desk.do("head", lambda s: record_report_preparation(s, made, Preparation(90, 2)))
    desk.do("head", lambda s: record_report_preparation(s, made, Preparation(10, 1)))  # told again
    desk.do("head", lambda s: record_report_preparation(s, new_id(), Preparation(10, 1)))  # nobody's
    told = figures(desk, "2026-11")
    assert (measure(told, Measure.REPORT_TIME)["now"], measure(told, Measure.REPORT_TIME)["rows"]) == (1.5, 1)
    assert measure(told, Measure.REPORT_CLICKS)["now"] == 2.0


def test_each_month_says_what_is_left_of_the_baseline(desk: EffectDesk) -> None:
    desk.closed(handling=120, minutes=30)
    desk.baseline(Measure.HANDLING, "8", "check")
    by_month = {row["month"]: row for row in figures(desk, "2026-11")["by_month"]}
    assert (len(by_month), by_month["2026-10"]["handling"], by_month["2026-11"]["handling"]) == (12, 0.25, None)


def test_a_filter_narrows_to_services_and_unknown_ones_are_refused(desk: EffectDesk) -> None:
    desk.closed(handling=120, minutes=30)
    desk.closed(service="visit", handling=120, minutes=30)
    assert {row["service"] for row in figures(desk, where={"service": "visit"})["services"]} == {"visit"}
    with pytest.raises(UnknownFilter):
        figures(desk, where={"unit": "branch"})
