"""The dictionary of the BI feed: what an outside tool reads, and how to connect one."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from models.analytics.feed import SCHEMA, VIEWS
from pages.components.page import page, section
from pages.components.tables import Column, short_table
from pages.translations import _, ngettext, text_of

_ACCESS = f"""CREATE ROLE bank_bi LOGIN;
GRANT USAGE ON SCHEMA {SCHEMA} TO bank_bi;
GRANT SELECT ON ALL TABLES IN SCHEMA {SCHEMA} TO bank_bi;
ALTER DEFAULT PRIVILEGES IN SCHEMA {SCHEMA} GRANT SELECT ON TABLES TO bank_bi;"""


def layout() -> Component:
    """Nothing is asked of the database: the dictionary is part of the code."""
    state = ngettext(
        "{n} view in the schema “{schema}”: columns are added, never renamed or removed.",
        "{n} views in the schema “{schema}”: columns are added, never renamed or removed.",
        len(VIEWS), schema=SCHEMA,
    )  # fmt: skip
    links = [html.A(name, href=f"#view-{name}") for name in VIEWS]
    nav = html.Nav(links, className="names-k mono", **{"aria-label": _("Views of the feed")})
    return page(_("BI feed"), state=state, body=[html.Div([nav, *_access()], className="blk"), *(_view(name) for name in VIEWS)])


def _access() -> list[Component]:
    return [
        section([_("How to connect")]),
        html.P(
            _("A role of its own reads these views and nothing else. Names of people, titles of cases and objects of checks are not there.")
        ),
        html.Pre(_ACCESS, className="code-k", tabIndex=0),
        html.P([_("The same as Parquet files:"), " ", html.Code("python app.py bi export --out FOLDER")]),
    ]


def _view(name: str) -> Component:
    view = VIEWS[name]
    rows = [[html.Code(column.name), html.Span(column.type, className="t2"), text_of(column.meaning)] for column in view.columns]
    columns = [Column(_("Column"), "210px"), Column(_("Type"), "210px"), Column(_("Meaning"))]
    table = short_table(columns, rows, caption=text_of(view.meaning))
    return html.Section([section([html.Code(f"{SCHEMA}.{name}")], small=text_of(view.meaning)), table], id=f"view-{name}", className="blk")
