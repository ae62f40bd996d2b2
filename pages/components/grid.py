"""Lists of more than twenty rows: AG Grid over the server, block by block. Cell drawings are in `assets/grid.js`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import dash_ag_grid as dag
from dash.development.base_component import Component

from pages.components.grid_texts import grid_texts

BLOCK_ROWS = 60
MOST_ROWS_OF_A_BLOCK = 200  # the server never gives more, whatever it is asked for

Renderer = Literal["", "Subject", "Sla", "Status", "Risk", "Person", "Link", "Number", "Tags"]


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A column over key `name` of a row.

    What a renderer expects in a row: `Subject` {"text", "detail", "href"}, `Sla` `SlaWords.as_cell()`, `Status` `status_cell(…)`,
    `Risk` `risk_cell(…)`, `Person` {"name", "initials"} or None, `Link` {"text", "href"}, `Number` and "" a ready text.
    """

    name: str
    title: str
    renderer: Renderer = ""
    width: int = 0
    flex: int = 0
    is_sortable: bool = False
    is_hidden: bool = False
    min_width: int = 0
    more: Mapping[str, Any] = field(default_factory=dict)


def grid(
    columns: Sequence[GridColumn], *, id: Any, is_selectable: bool = False, row_key: str = "id", row_height: int = 34, height: str = "100%",
    sort: Sequence[tuple[str, Literal["asc", "desc"]]] = (), is_infinite: bool = True, rows: Sequence[Mapping[str, Any]] | None = None,
) -> Component:  # fmt: skip
    """A grid. Infinite: `Input(id, "getRowsRequest")` → `Output(id, "getRowsResponse")` with `{"rowData": […], "rowCount": n or -1}`.

    Rows carry `id` and, to be opened by Enter or a click, `href`. Chosen ones are in `Input(id, "selectedRows")`.
    """
    options: dict[str, Any] = {
        "theme": {"function": "kordonTheme(themeQuartz, colorSchemeVariable)"},
        "rowHeight": row_height,
        "headerHeight": 32,
        "suppressCellFocus": False,
        "suppressDragLeaveHidesColumns": True,
        "animateRows": False,
        "enableCellTextSelection": True,
        "localeText": grid_texts(),
    }
    if is_infinite:
        # With two requests at once one is lost and its rows load forever.
        options |= {
            "cacheBlockSize": BLOCK_ROWS,
            "maxConcurrentDatasourceRequests": 1,
            "maxBlocksInCache": 20,
            "infiniteInitialRowCount": 1,
        }
    if is_selectable:
        options["rowSelection"] = {"mode": "multiRow", "headerCheckbox": False, "enableClickSelection": False}
        options["selectionColumnDef"] = {
            "width": 40,
            "pinned": None,
            "sortable": False,
            "resizable": False,
            "suppressHeaderMenuButton": True,
        }
    given: dict[str, Any] = {} if is_infinite else {"rowData": list(rows or [])}
    return dag.AgGrid(
        id=id,
        columnDefs=[_definition(column, dict(sort)) for column in columns],
        defaultColDef={"sortable": False, "resizable": True, "suppressHeaderMenuButton": True, "suppressMovable": False, "filter": False},
        rowModelType="infinite" if is_infinite else "clientSide",
        getRowId=f"params.data.{row_key}",
        dashGridOptions=options,
        className="grid-k",
        style={"height": height, "width": "100%"},
        **given,
    )


def _definition(column: GridColumn, sort: Mapping[str, str]) -> dict[str, Any]:
    definition: dict[str, Any] = {
        "field": column.name,
        "headerName": column.title,
        "sortable": column.is_sortable,
        "hide": column.is_hidden,
    }
    if column.renderer:
        definition["cellRenderer"] = f"Kordon{column.renderer}"
    if column.renderer == "Number":
        definition |= {"type": "rightAligned"}
    if column.width:
        definition["width"] = column.width
    if column.min_width:
        definition["minWidth"] = column.min_width
    if column.flex:
        definition["flex"] = column.flex
    if column.name in sort:
        definition["sort"] = sort[column.name]
    return definition | dict(column.more)


def asked_block(request: Mapping[str, Any] | None) -> tuple[int, int, list[tuple[str, str]]]:
    """First row, number of rows and sort order of a `getRowsRequest`, whatever the browser sent."""
    given = request or {}
    first, last = given.get("startRow"), given.get("endRow")
    start = max(0, first) if isinstance(first, int) else 0
    wanted = last - start if isinstance(last, int) else BLOCK_ROWS
    model = given.get("sortModel")
    order = [
        (str(item["colId"]), "desc" if item.get("sort") == "desc" else "asc")
        for item in (model if isinstance(model, list) else [])
        if isinstance(item, dict) and "colId" in item
    ]
    return start, max(1, min(wanted, MOST_ROWS_OF_A_BLOCK)), order
