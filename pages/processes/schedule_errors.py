"""Words for what can go wrong with background work, letters and calendars. `pages/errors.py` gathers them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from pages.translations import N_

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "job_already_finished": N_("This job has already come to its end."),
        "job_not_finished": N_("This job still waits or runs: asking for it again would do the work twice."),
        "job_cancelled": N_("This job was cancelled."),
        "job_taken_over": N_("Another worker has taken this job over."),
        "job_interrupted": N_("The process was stopped; the job goes on after its start."),
        "address_is_wrong": N_("“{recipient}” is not a mail address."),
        "calendar_year_already_loaded": N_("{year} has been loaded already. Its days are edited one by one."),
        "calendar_day_changed_meanwhile": N_("Somebody else has saved this day meanwhile. The page now shows how it stands."),
        "calendar_note_too_long": N_("At most {most} characters."),
        "hours_not_readable": N_("“{part}” cannot be read. Write hours as 9:00–13:00, 14:00–18:00."),
    }
)
