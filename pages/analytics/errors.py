"""Words for what can go wrong with figures, reports and imported logs. `pages/errors.py` puts them beside the others."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from pages.translations import N_

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "unknown_report": N_("There is no such report, format or language."),
        "unknown_period": N_("A period is written all, 2026, 2026-Q1 or 2026-03; “{given}” is none of them."),
        "unknown_filter": N_("Nothing here is called “{given}”."),
        "wrong_target": N_("A target lies between 0 and 100%."),
        "mapping_is_wrong": N_("The mapping is wrong at {path}: {reason}."),
        "log_unreadable": N_("The log was not imported: {reason}."),
        "service_code_taken": N_("The code “{service}” belongs to a service of ours. Choose another one in the mapping."),
        "case_number_taken": N_("There is a case {number} already. Choose another prefix in the mapping."),
    }
)
