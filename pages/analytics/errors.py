"""Words for what can go wrong with figures, reports and imported logs. `pages/errors.py` puts them beside the others."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from pages.translations import N_

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "unknown_report": N_("There is no such report, format or language."),
        "report_changed_meanwhile": N_("Somebody else has changed this report. Open it anew."),
        "table_unreadable": N_("The file cannot be read."),
        "table_too_large": N_("The file is larger than {megabytes} MB."),
        "table_encoding_unsure": N_("It is not certain how the letters of this file are encoded. Save it as UTF-8."),
        "table_columns_wrong": N_("The first line names these columns, each once: {columns}"),
        "table_broken": N_("Line {line} cannot be taken apart into cells: look at its quotation marks."),
        "wrong_source_name": N_("A source is named with small Latin letters, digits, hyphens."),
        "wrong_discount_rate": N_("A rate is a whole number of per cent from 0 to 50 and holds from a day at most a year ahead."),
        "cash_outside": N_("There is cash in {months} mo. outside of these months: clear it first, nothing entered is lost silently."),
        "fact_ahead": N_("Facts are entered once their month has begun."),
        "wrong_annotation": N_("An event needs a day that is not ahead and at most {limit} characters of words."),
        "wrong_report": N_("A report needs a name in both languages and at least one part, each once."),
        "wrong_schedule": N_("This schedule cannot be kept: look at the day, the hour and the readers."),
        "unknown_period": N_("A period is written all, 2026, 2026-Q1 or 2026-03; “{given}” is none of them."),
        "unknown_filter": N_("Nothing here is called “{given}”."),
        "wrong_target": N_("A target lies between 0 and 100%."),
        "loss_not_waiting": N_("Entry {number} is in another state by now. Look at it again."),
        "second_person_needed": N_("Whoever handed it in does not decide about it: another person does."),
        "evidence_needed": N_("Say in a sentence what shows that this loss was prevented."),
        "loss_reason_needed": N_("Say in a sentence why."),
        "wrong_amount": N_("An amount is written like 1 250 000,50 and lies between 0 and ten trillion roubles."),
        "possible_double": N_(
            "The same object has confirmed entries close by: {numbers}. Say why this is another event, or mark it as a double."
        ),
        "already_counted": N_("This event is counted already, in entry {number}. Mark this one as a double."),
        "nothing_to_correct": N_("This amount is counted already."),
        "wrong_method": N_(
            "Shares lie above 0 and up to 100%; wording in both languages and a source are needed; a version begins today or later."
        ),
        "method_not_draft": N_("This version is in force already."),
        "shares_are_wrong": N_("Each share is above 0, belongs to a unit there is, and together they are 100%."),
        "weights_are_wrong": N_("A weight is a number above 0."),
        "month_not_closable": N_(
            "{month} cannot be closed yet: a month is closed when it is over, in its order, with a key for every pool."
        ),
        "month_changed": N_("The costs have changed since you looked at them. Look at the preview again."),
        "wrong_pool": N_("A pool has a name in both languages and a code of its own in small Latin letters."),
        "key_not_draft": N_("Only a draft is put into force, from a month on that is not closed."),
        "key_draft_there": N_("A draft of {name} waits for this pool. It is published or thrown away first."),
        "dispute_there": N_("This share is disputed already. It is answered first."),
        "claim_needed": N_("Say it in ten letters or more."),
        "dispute_answered": N_("This dispute has been answered by now. Look at it again."),
        "wrong_correction": N_("Take off more than 0 and no more than what is left of the share; another unit bears it, or nobody."),
        "wrong_baseline": N_("Look at this again: a baseline has a measure, its service, a value above zero and days that are over."),
        "baseline_source_needed": N_("Name the document, log or measurement it comes from, in ten letters or more."),
        "baselines_unreadable": N_("Nothing was imported. {place}: {reason}."),
        "wrong_initiative": N_("An initiative has a code of its own, a name in both languages, an owner, and months within its horizon."),
        "wrong_share": N_("A share lies above 0 and up to 100%."),
        "counted_twice": N_("Initiatives together may take no more than the whole; {left}% of it is left."),
        "initiative_not_waiting": N_("This initiative is confirmed or changed by now. Look at it again."),
        "wrong_scenario": N_("Costs and benefits are scaled by 0 to 200%, the delay is 0 to 24 months, the rate 0 to 50% a year."),
        "wrong_horizon": N_("A horizon is 1 to 120 months."),
        "mapping_is_wrong": N_("The mapping is wrong at {path}: {reason}."),
        "log_unreadable": N_("The log was not imported: {reason}."),
        "service_code_taken": N_("The code “{service}” belongs to a service of ours. Choose another one in the mapping."),
        "case_number_taken": N_("There is a case {number} already. Choose another prefix in the mapping."),
    }
)
