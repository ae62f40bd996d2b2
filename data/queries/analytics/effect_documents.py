"""The documents of measured effect and of return on investment (docs/figures.md), for screens, reports and `app.py figures`."""

from __future__ import annotations

from typing import Any

from data.queries.analytics.documents import Choices, named_document, period_document, rules_document, service_names
from data.queries.analytics.effect import EffectFigures
from data.queries.analytics.roi import RoiFigures
from models.analytics.effect_figure_rules import EFFECT_FIGURES, ROI_FIGURES


def effect_figures_document(found: EffectFigures) -> dict[str, Any]:
    """`figures effect`."""
    return period_document("effect", found, found.where)


def effect_document(found: EffectFigures, choices: Choices) -> dict[str, Any]:
    """With the names of services and of what each figure means."""
    services = service_names(choices)
    return named_document(
        effect_figures_document(found), found, wording={"service": services}, services=services,
        rules=rules_document(EFFECT_FIGURES) + rules_document(ROI_FIGURES),
    )  # fmt: skip


def roi_figures_document(found: RoiFigures) -> dict[str, Any]:
    """`figures roi`."""
    return period_document("roi", found, found.where)


def roi_document(found: RoiFigures, choices: Choices) -> dict[str, Any]:
    """With the names of initiatives and of their sources."""
    return named_document(
        roi_figures_document(found), found, wording=found.names, names=found.names, services=service_names(choices),
        rules=rules_document(ROI_FIGURES),
    )  # fmt: skip
