"""What a dashboard is asked, as it stands in the address: period, filters, the figure whose rows are open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, urlencode

from pages.paths import Path

FILTERS = ("category", "source", "service", "group", "unit", "business_line")


WHAT_IF = ("initiative", "benefit", "cost", "delay", "rate", "losses")
ROWS = ("rows_period", "rows_service", "rows_category")


@dataclass(frozen=True, slots=True)
class Asked:
    """`rows` names the figure whose rows are shown; the other `rows_…` narrow them to one point of a chart. `path`: which dashboard."""

    period: str = ""
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rows: str = ""
    rows_period: str = ""
    rows_service: str = ""
    rows_category: str = ""
    path: Path = Path.OPERATIONS
    what_if: Mapping[str, str] = field(default_factory=dict)  # initiative and scenario of the dashboard of return

    def search(self) -> str:
        """As a query string, in one order, without what is empty."""
        pairs = [("period", self.period), *((key, ",".join(self.where.get(key, ()))) for key in FILTERS)]
        pairs += [(key, self.what_if.get(key, "")) for key in WHAT_IF]
        pairs += [("rows", self.rows), *((name, getattr(self, name)) for name in ROWS)]
        return urlencode([(key, value) for key, value in pairs if value], safe=",:")

    @property
    def href(self) -> str:
        search = self.search()
        return str(self.path) + (f"?{search}" if search else "")

    def at(self, period: str) -> Asked:
        """The same question about another period; open rows are closed."""
        return replace(self, period=period, rows="", rows_period="", rows_service="", rows_category="")

    def cleared(self) -> Asked:
        """The same period without filters."""
        return replace(self.at(self.period), where={})

    def without(self, key: str) -> Asked:
        return replace(self.at(self.period), where={name: values for name, values in self.where.items() if name != key})

    def toggled(self, key: str, value: str) -> Asked:
        """With this value of a filter added, or taken away if it is chosen already."""
        values = self.where.get(key, ())
        changed = tuple(one for one in values if one != value) if value in values else (*values, value)
        return replace(self.at(self.period), where={**self.where, key: changed}) if changed else self.without(key)

    def behind(self, figure: str, *, period: str = "", service: str = "", category: str = "") -> str:
        """The address of the rows behind a figure."""
        return replace(self, rows=figure, rows_period=period, rows_service=service, rows_category=category).href

    def supposing(self, **changed: str) -> Asked:
        """With another initiative or scenario; an empty value leaves it to what is usual."""
        return replace(self, what_if={key: value for key, value in {**self.what_if, **changed}.items() if value}, rows="")

    def row_filters(self) -> dict[str, str]:
        """What the rows are asked with."""
        where = {key: ",".join(values) for key, values in self.where.items()}
        if self.rows_service:
            where["service"] = self.rows_service
        if self.rows_category:
            where["category"] = self.rows_category
        return {**where, "period": self.rows_period or self.period}


def read_address(search: Mapping[str, str] | str, *, path: Path = Path.OPERATIONS) -> Asked:
    """From a query string or its pairs; unknown keys are left alone. `path`: the dashboard it stands on."""
    pairs = dict(parse_qsl(search.lstrip("?"))) if isinstance(search, str) else dict(search)
    where = {key: tuple(part for part in pairs.get(key, "").split(",") if part) for key in FILTERS}
    return Asked(
        path=path, what_if={key: pairs[key] for key in WHAT_IF if pairs.get(key)}, period=pairs.get("period", ""),
        where={key: values for key, values in where.items() if values},
        rows=pairs.get("rows", ""), **{name: pairs.get(name, "") for name in ROWS},
    )  # fmt: skip
