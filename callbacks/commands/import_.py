"""import event-log FILE --mapping MAPPING.toml | absences FILE [--source hr] | baselines FILE | costs FILE.

Brings a foreign case log (CSV, XES, .gz), absences, baselines or costs in.

Prints what was read, added, changed and rejected; the rejected rows with line and reason. A second import of the same file changes nothing.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from callbacks.commands import open_database
from data.importers.absences import AbsencesImported, import_absences
from data.importers.baselines import BaselinesFile, import_baselines
from data.importers.costs import import_costs
from data.importers.event_log import ImportResult, import_event_log, read_mapping_file
from data.importers.event_log_rows import Reject
from data.importers.small_csv import Rejected
from data.importers.tables import SheetUnreadable
from data.operations.analytics import refresh_rollups
from data.session import transaction
from models.access.actor import SYSTEM
from pages.analytics.import_words import reject_words, table_words
from pages.formats import money, number
from pages.translations import _, ngettext

_MOST_PRINTED = 200


def run(arguments: list[str]) -> int:
    """Import one file; 0 when it was read, also with rejected rows: they are listed. Baselines come in whole or not at all: 1."""
    parser = argparse.ArgumentParser(prog="app.py import", description=__doc__)
    kinds = parser.add_subparsers(dest="kind", required=True)
    log = kinds.add_parser("event-log", help="a case log: one row per event")
    log.add_argument("file", type=Path)
    log.add_argument("--mapping", type=Path, required=True, help="TOML: which column means what (docs/event-logs)")
    away = kinds.add_parser("absences", help="absences of the personnel system: login;first_day;last_day;kind")
    away.add_argument("file", type=Path)
    away.add_argument("--source", default="hr", help="what the system is called here (default hr)")
    before = kinds.add_parser("baselines", help="what was before the hub: measure;service;value;rows;first_day;last_day;source")
    before.add_argument("file", type=Path)
    books = kinds.add_parser("costs", help="costs of the service: CSV or XLSX, also the account card of 1C (docs/costs.md)")
    books.add_argument("file", type=Path)
    given = parser.parse_args(arguments)
    if given.kind == "baselines":
        with open_database(), transaction(SYSTEM) as session:
            found = import_baselines(session, given.file)
        _tell_baselines(found)
        return 1 if found.rejects else 0
    if given.kind == "costs":
        return _import_costs(given.file)
    if given.kind == "absences":
        with open_database(), transaction(SYSTEM) as session:
            imported = import_absences(session, given.file, source=given.source)
        _tell_absences(imported)
        return 0
    mapping, document = read_mapping_file(given.mapping)
    with open_database():
        with transaction(SYSTEM) as session:
            result = import_event_log(session, given.file, mapping, document=document)
        with transaction(SYSTEM) as session:
            refresh_rollups(session, wait=True)
    _tell(result)
    return 0


def _import_costs(path: Path) -> int:
    """0 when the file was taken, 1 when a row of it cannot be used: then nothing was."""
    try:
        with open_database(), transaction(SYSTEM) as session:
            told = import_costs(session, path.read_bytes(), file_name=path.name)
    except (OSError, SheetUnreadable) as fault:
        print(table_words(str(fault)) if isinstance(fault, SheetUnreadable) else str(fault))
        return 1
    for one in told.sums:
        late = "" if one.counts_in == one.of_month else f" → {one.counts_in:%Y-%m}"
        print(f"{one.of_month:%Y-%m}{late}  {one.pool:<20} {money(one.kopecks, exact=True):>20}  {one.rows}")
    print(_("Costs: new {new}, known {known}", new=number(told.new), known=number(told.known)))
    for reject in told.rejects[:_MOST_PRINTED]:
        cells = " | ".join(cell for cell in reject.cells if cell)[:200]
        print("  " + _("line {line}: {reason} ({cells})", line=reject.line, reason=reject_words(reject.reason), cells=cells))
    if told.rejects:
        print(_("Nothing was brought in: every row has to be usable."))
    return 1 if told.rejects else 0


def _tell_absences(result: AbsencesImported) -> None:
    print(f"{result.source}: {result.encoding}")
    print(ngettext("{n} row read", "{n} rows read", result.rows_read))
    print(_("Absences: new {added}, changed {changed}, the same {same}",
            added=number(result.added), changed=number(result.changed), same=number(result.same)))  # fmt: skip
    _tell_rejects(result.rejects)


def _tell_baselines(found: BaselinesFile) -> None:
    print(ngettext("{n} row read", "{n} rows read", found.rows_read))
    if found.rejects:
        print(_("Nothing was brought in: all rows of a file count or none."))
    else:
        print(_("Baselines: new {added}, the same {same}", added=number(len(found.new)), same=number(found.same)))
    _tell_rejects(found.rejects, are_kept=False)


def _tell(result: ImportResult) -> None:
    read = [result.format.upper(), result.encoding, repr(result.delimiter) if result.delimiter else ""]
    print(f"{result.source}: " + ", ".join(part for part in read if part))
    print(ngettext("{n} row read", "{n} rows read", result.rows_read))
    if result.left_out:
        print(ngettext("{n} row left out by the mapping", "{n} rows left out by the mapping", result.left_out))
    print(_("Cases: {all}, of them open {open}; new {added}, changed {changed}, the same {same}",
            all=number(result.cases), open=number(result.open_cases), added=number(result.added), changed=number(result.changed),
            same=number(result.same)))  # fmt: skip
    _tell_rejects(result.rejects)


def _tell_rejects(rejects: Sequence[Reject | Rejected], *, are_kept: bool = True) -> None:
    if not rejects:
        print(_("No row was rejected."))
        return
    print(ngettext("{n} row was rejected:", "{n} rows were rejected:", len(rejects)))
    for reject in islice(rejects, _MOST_PRINTED):
        cells = ", ".join(f"{name}={value!r}" for name, value in reject.row.items())
        print("  " + _("line {line}: {reason} ({cells})", line=reject.line, reason=reject_words(reject.reason), cells=cells))
    if len(rejects) > _MOST_PRINTED:
        hidden = ngettext("… and {n} more", "… and {n} more", len(rejects) - _MOST_PRINTED)
        print("  " + (_("All of them are kept with the import.") if are_kept else hidden))
