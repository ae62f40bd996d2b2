"""The dictionary of the BI feed in words: as a document, and for the screen."""

from __future__ import annotations

from models.analytics.feed import SCHEMA, VIEWS
from pages.translations import _, text_of


def dictionary_markdown() -> str:
    """Every view with its columns as tables, in the language that is in use."""
    heads = (_("Column"), _("Type"), _("Meaning"))
    parts: list[str] = []
    for view in VIEWS.values():
        parts.append(f"### `{SCHEMA}.{view.name}`\n\n{text_of(view.meaning)}.\n")
        parts.append(f"| {' | '.join(heads)} |\n|---|---|---|")
        parts.append("\n".join(f"| `{column.name}` | {column.type} | {text_of(column.meaning)} |" for column in view.columns) + "\n")
    return "\n".join(parts).rstrip("\n")
