"""bi dictionary [--lang ru|en] · bi export --out FOLDER [--view NAME …]: the feed of an outside BI (docs/bi-feed.md)."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from callbacks.commands import open_database
from data.operations.analytics import refresh_rollups
from data.operations.workforce import write_efforts
from data.queries.analytics.feed import feed_rows
from data.session import Session, reading, transaction
from data.settings import read_settings
from models.access.actor import SYSTEM
from models.analytics.feed import VIEWS, FeedView, Type
from models.errors import InvalidInput
from pages.analytics.feed_words import dictionary_markdown
from pages.formats import number
from pages.translations import LANGUAGES, _, ngettext, use_language


def run(arguments: list[str]) -> int:
    """Print the dictionary, or write every view as a Parquet file."""
    parser = argparse.ArgumentParser(prog="app.py bi", description=__doc__)
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("dictionary").add_argument("--lang", choices=LANGUAGES, default=read_settings().lang)
    export = actions.add_parser("export")
    export.add_argument("--out", type=Path, required=True)
    export.add_argument("--view", action="append", default=[], metavar="NAME")
    given = parser.parse_args(arguments)
    if given.action == "dictionary":
        with use_language(given.lang):
            print(dictionary_markdown())
        return 0
    if unknown := sorted(set(given.view) - set(VIEWS)):
        raise InvalidInput(f"{', '.join(unknown)}: {', '.join(VIEWS)}", field="view")
    with open_database():
        with transaction(SYSTEM) as session:
            refresh_rollups(session)
            write_efforts(session)
        with reading(SYSTEM) as session:
            for name in given.view or VIEWS:
                count = export_view(session, VIEWS[name], given.out)
                print(f"{name}.parquet: " + ngettext("{rows} row", "{rows} rows", count, rows=number(count)))
    print(_("Written to {path}", path=given.out))
    return 0


def export_view(session: Session, view: FeedView, folder: Path) -> int:
    """Write `folder/<view>.parquet`, whole or not at all. Returns how many rows it has."""
    import pyarrow as pa  # only here: it is large, and no process that serves people needs it
    import pyarrow.parquet as pq

    folder.mkdir(parents=True, exist_ok=True)
    schema = pa.schema([
        pa.field(column.name, _arrow(pa, column.type), metadata={"ru": column.meaning["ru"], "en": column.meaning["en"]})
        for column in view.columns
    ], metadata={"ru": view.meaning["ru"], "en": view.meaning["en"]})  # fmt: skip
    unfinished, count = folder / f".{view.name}.parquet.part", 0
    try:
        with pq.ParquetWriter(unfinished, schema, compression="zstd") as writer:
            for batch in _batches(pa, feed_rows(session, view), schema):
                writer.write_batch(batch)
                count += batch.num_rows
        unfinished.replace(folder / f"{view.name}.parquet")
    finally:
        unfinished.unlink(missing_ok=True)
    return count


def _batches(pa: Any, rows: Iterator[Sequence[Any]], schema: Any) -> Iterator[Any]:
    for part in rows:
        columns = zip(*part, strict=True)
        yield pa.record_batch([pa.array(column, type=field.type) for column, field in zip(columns, schema, strict=True)], schema=schema)


def _arrow(pa: Any, type: Type) -> Any:
    return {
        "text": pa.string(), "integer": pa.int32(), "bigint": pa.int64(), "numeric(18,2)": pa.decimal128(18, 2),
        "numeric(18,6)": pa.decimal128(18, 6), "date": pa.date32(), "boolean": pa.bool_(),
        "timestamp with time zone": pa.timestamp("us", tz="UTC"),
    }[type]  # fmt: skip
