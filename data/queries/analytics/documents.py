"""From figures to plain documents: what `app.py figures` prints, what pages draw, what reports are stored with.

The documented part is in docs/figures.md. To it come the names of what the figures speak of, in both languages, so that a stored document
says the same for ever. JSON all through: reading it back from the database changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from data.queries.analytics.allocations import AllocationFigures
from data.queries.analytics.losses import LossFigures
from data.queries.analytics.operations import OperationsFigures
from data.queries.analytics.own_work import OwnFigures
from data.queries.analytics.workload import WorkloadFigures
from models.analytics.figure_rules import FIGURES, FigureRule
from models.analytics.loss_figure_rules import LOSS_FIGURES
from models.analytics.workload_figure_rules import WORKLOAD_FIGURES

Choices = Mapping[str, Sequence[tuple[str, Mapping[str, str]]]]
NOBODY = "none"


def period_document(dashboard: str, found: Any, where: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """What the documented figures of every dashboard begin with."""
    return {
        "dashboard": dashboard,
        "period": {"code": found.period.code, "first_day": found.stretch[0], "day_after": found.stretch[1]},
        "where": {key: list(values) for key, values in where.items()},
        "data_as_of": found.data_as_of,
        "figures": dict(found.figures),
        "compared_with": None if found.compared is None else {"first_day": found.compared[0], "day_after": found.compared[1]},
    }


def named_document(documented: Mapping[str, Any], found: Any, *, wording: Mapping[str, Mapping[str, Any]], **more: Any) -> dict[str, Any]:
    """The documented figures with the kind of their period, the chosen filters in words (`wording` by filter and value), and `more`."""
    document = {**documented, **more}
    document["period"] = {
        **document["period"],
        "kind": found.period.kind.value,
        "is_over": found.stretch[1] == found.period.end and found.period.code != "all",
    }
    # Lists, because the database keeps no order of keys, and a report is to be printed again byte for byte.
    document["where_names"] = [
        [key, [(value, dict(wording.get(key, {}).get(value) or {})) for value in values]] for key, values in document["where"].items()
    ]
    read: dict[str, Any] = orjson.loads(orjson.dumps(document))
    return read


def rules_document(rules: Mapping[str, FigureRule]) -> list[dict[str, Any]]:
    """What each figure meant when the document was made."""
    return [{"key": key, "name": dict(rule.name), "formula": dict(rule.formula)} for key, rule in rules.items()]


def operations_figures_document(found: OperationsFigures) -> dict[str, Any]:
    """`figures operations`."""
    return period_document("operations", found, found.scope.chosen) | {
        "targets": dict(found.targets),
        "previous": dict(found.previous) if found.previous is not None else None,
    }


def operations_document(found: OperationsFigures, choices: Choices) -> dict[str, Any]:
    """With the names of services and filters."""
    names = {key: {value: named(choices, key, value) for value in values} for key, values in found.scope.chosen.items()}
    services = {code: dict(name) for code, name in found.services.items()}
    return named_document(operations_figures_document(found), found, wording=names, services=services, rules=rules_document(FIGURES))


def loss_figures_document(found: LossFigures) -> dict[str, Any]:
    """`figures prevented-loss`."""
    return period_document("prevented-loss", found, found.where)


def loss_document(found: LossFigures, choices: Choices) -> dict[str, Any]:
    """With the names of categories, services, units and business lines."""
    services = service_names(choices)
    return named_document(
        loss_figures_document(found),
        found,
        wording={"category": found.categories, "service": services, **found.names},
        categories=found.categories,
        services=services,
        names=found.names,
        rules=rules_document(LOSS_FIGURES),
    )


def allocation_figures_document(found: AllocationFigures) -> dict[str, Any]:
    """`figures allocations`."""
    return period_document("allocations", found, found.where)


def allocation_document(found: AllocationFigures, choices: Choices) -> dict[str, Any]:
    """With the names of units and services."""
    return named_document(
        allocation_figures_document(found), found, wording={"unit": found.units}, units=found.units, services=service_names(choices)
    )


def workload_figures_document(found: WorkloadFigures) -> dict[str, Any]:
    """`figures workload`."""
    previous = dict(found.previous) if found.previous is not None else None
    return period_document("workload", found, found.where) | {"previous": previous}


def workload_document(found: WorkloadFigures, choices: Choices) -> dict[str, Any]:
    """With the names of services and groups."""
    names = {"group": {value: named(choices, "group", value) for value in found.where.get("group", ())}}
    documented = workload_figures_document(found)
    return named_document(documented, found, wording=names, services=service_names(choices), rules=rules_document(WORKLOAD_FIGURES))


def own_document(found: OwnFigures, choices: Choices) -> dict[str, Any]:
    """With the names of services."""
    services = service_names(choices)
    documented = period_document("own", found, found.scope.chosen) | {"targets": dict(found.targets), "previous": found.previous}
    rules = rules_document({**FIGURES, **WORKLOAD_FIGURES})
    return named_document(documented, found, wording={"service": services}, services=services, rules=rules)


def service_names(choices: Choices) -> dict[str, Mapping[str, str]]:
    """What services are called."""
    return {code: name for code, name in choices["service"]}


def source_name(source: str) -> dict[str, str]:
    """Where cases come from: ours, or an imported log by its name."""
    return {"ru": "Кордон", "en": "Kordon"} if source == "kordon" else {"ru": f"журнал «{source}»", "en": f"log “{source}”"}


def named(choices: Choices, key: str, value: str) -> Mapping[str, str]:
    """A chosen value in both languages."""
    if key == "source":
        return source_name(value)
    known = {code: name for code, name in choices.get(key, ())}
    return known.get(value) or ({"ru": "не указано", "en": "not given"} if value == NOBODY else {})


def labelled(choices: Choices) -> dict[str, list[tuple[str, Mapping[str, str]]]]:
    """The choices with words for sources, which have no names of their own."""
    return {key: [(value, name or named(choices, key, value)) for value, name in values] for key, values in choices.items()}
