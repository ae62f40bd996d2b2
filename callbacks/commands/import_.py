"""import event-log FILE --mapping MAPPING.toml: bring a foreign case log in (CSV, XES, .gz of both).

Prints what was read, added, changed and rejected; the rejected rows with line and reason. A second import of the same file changes nothing.
"""

from __future__ import annotations

import argparse
from itertools import islice
from pathlib import Path

from callbacks.commands import open_database
from data.importers.event_log import ImportResult, import_event_log, read_mapping_file
from data.operations.analytics import refresh_rollups
from data.session import transaction
from models.access.actor import SYSTEM
from pages.analytics.import_words import reject_words
from pages.formats import number
from pages.translations import _, ngettext

_MOST_PRINTED = 200


def run(arguments: list[str]) -> int:
    """Import one file; 0 when it was read, also with rejected rows: they are listed."""
    parser = argparse.ArgumentParser(prog="app.py import", description=__doc__)
    kinds = parser.add_subparsers(dest="kind", required=True)
    log = kinds.add_parser("event-log", help="a case log: one row per event")
    log.add_argument("file", type=Path)
    log.add_argument("--mapping", type=Path, required=True, help="TOML: which column means what (docs/event-logs)")
    given = parser.parse_args(arguments)
    mapping, document = read_mapping_file(given.mapping)
    with open_database():
        with transaction(SYSTEM) as session:
            result = import_event_log(session, given.file, mapping, document=document)
        with transaction(SYSTEM) as session:
            refresh_rollups(session, wait=True)
    _tell(result)
    return 0


def _tell(result: ImportResult) -> None:
    read = [result.format.upper(), result.encoding, repr(result.delimiter) if result.delimiter else ""]
    print(f"{result.source}: " + ", ".join(part for part in read if part))
    print(ngettext("{n} row read", "{n} rows read", result.rows_read))
    if result.left_out:
        print(ngettext("{n} row left out by the mapping", "{n} rows left out by the mapping", result.left_out))
    print(_("Cases: {all}, of them open {open}; new {added}, changed {changed}, the same {same}",
            all=number(result.cases), open=number(result.open_cases), added=number(result.added), changed=number(result.changed),
            same=number(result.same)))  # fmt: skip
    if not result.rejects:
        print(_("No row was rejected."))
        return
    print(ngettext("{n} row was rejected:", "{n} rows were rejected:", len(result.rejects)))
    for reject in islice(result.rejects, _MOST_PRINTED):
        cells = ", ".join(f"{name}={value!r}" for name, value in reject.row.items())
        print("  " + _("line {line}: {reason} ({cells})", line=reject.line, reason=reject_words(reject.reason), cells=cells))
    if len(result.rejects) > _MOST_PRINTED:
        print("  " + _("All of them are kept with the import."))
