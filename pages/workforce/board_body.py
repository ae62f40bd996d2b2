"""What is drawn of the board: columns of cards, the burndown, the backlog, the forms. `assets/board.js` moves cards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from models.workforce.sprints import COLUMNS, Burn, Column
from pages.analytics.figures import Chart
from pages.components.buttons import button, icon_button
from pages.components.charts import graph
from pages.components.drawings import legend
from pages.components.forms import dropdown, labelled, text_input
from pages.components.icons import Icon
from pages.components.page import section
from pages.components.states import empty
from pages.formats import date_long, day_month, number, short_name
from pages.translations import _, current_language, ngettext, text_of
from pages.workforce.board import ACTS, EDITS, PLANS, error_id, ids, input_id
from pages.workforce.words import hours

_CHART_HEIGHT = 190


def column_name(column: Column) -> str:
    return {
        Column.TO_DO: _("To do"), Column.DOING: _("In progress"), Column.REVIEW: _("In review"), Column.DONE: _("Finished"),
    }[column]  # fmt: skip


def state_words(board: Any) -> str:
    """«Спринт 16–27 ноября: перенос данных. Осталось 31 ч»"""
    if board.sprint is None:
        return _("No sprint runs.")
    left = sum(card.minutes for card in board.cards if card.stage != Column.DONE)
    return _(
        "Sprint {days}: {goal}. Left: {left}.", days=_days(board.sprint), goal=board.sprint.goal.rstrip("."), left=hours(left),
    )  # fmt: skip


def actions(board: Any, *, manages: bool) -> list[Component]:
    """A new card for everybody; sprints for those who manage."""
    parts: list[Component] = []
    if manages and board.sprint is not None:
        parts.append(button(_("Close the sprint"), id=_act("close", board.sprint.id)))
    if manages and board.sprint is None and board.planned:
        parts.append(button(_("Start the sprint"), id=_act("start", board.planned[0].id)))
    if manages:
        parts.append(button(_("Plan a sprint"), id={"type": EDITS, "what": "sprint", "card": ""}, sign=Icon.CALENDAR))
    parts.append(button(_("New card"), id={"type": EDITS, "what": "new", "card": ""}, kind="primary", sign=Icon.PLUS))
    return parts


def _act(what: str, sprint_id: Any) -> dict[str, str]:
    return {"type": ACTS, "what": what, "sprint": str(sprint_id)}


def body(board: Any, *, me: Any, manages: bool) -> list[Component]:
    """Columns first, then what is left and what waits."""
    parts: list[Component] = []
    if board.sprint is None:
        parts.append(empty(_("No sprint runs. Take cards into a planned one and start it."), sign=Icon.KANBAN))
    else:
        columns = [_column(column, board, me=me, manages=manages) for column in COLUMNS]
        words = {
            "data-grabbed": _("{title} is picked up. Arrows move it, space puts it down, Escape leaves it where it was."),
            "data-over": _("{column}, place {place}"), "data-dropped": _("{title}: {column}, place {place}"),
            "data-left": _("Left where it was"),
        }
        parts.append(html.Div(columns, className="board-k", **words))
    burn = [_burndown(board)] if board.burn else []
    parts.append(html.Div([*burn, _backlog(board, me=me, manages=manages)], className="quad"))
    return parts


def _column(column: Column, board: Any, *, me: Any, manages: bool) -> Component:
    cards = [card for card in board.cards if card.stage == column]
    name = column_name(column)
    minutes = sum(card.minutes for card in cards)
    head = html.H2([name, html.Small(f"{number(len(cards))} · {hours(minutes)}")], className="sec")
    rows = [_card(card, moves=manages or card.assignee_id in (None, me), manages=manages) for card in cards]
    return html.Section([head, html.Ul(rows, className="col-k", **{"data-column": column.value, "data-name": name})], className="col-box")


def _card(card: Any, *, moves: bool, manages: bool) -> Component:
    """Name, project, who, estimate. It is picked up with space and moved with arrows, or dragged."""
    facts = [
        html.Span(text_of(card.project), className="ell"), html.Span(_who(card), className="nw"),
        html.Span(hours(card.minutes), className="nw num"),
    ]  # fmt: skip
    edit = _edit_button(card)
    out = [_plan_button(card, "", Icon.ARROW_DOWN, _("Back into the backlog: {title}", title=card.title))] if manages else []
    grip = html.Button(
        card.title, type="button", className="card-name", disabled=not moves, **{"aria-roledescription": _("card"), "data-grip": "1"},
    )  # fmt: skip
    return html.Li(
        [html.Div([grip, *([*out, edit] if moves else [])], className="row-f top"), html.Div(facts, className="card-facts")],
        className="card-k", draggable="true" if moves else "false",
        **{"data-card": str(card.id), "data-revision": str(card.revision), "data-title": card.title},
    )  # fmt: skip


def _who(card: Any) -> str:
    name = card.person_en if current_language() == "en" and card.person_en else card.person
    return short_name(name) if name and len(name.split()) == 3 else name or _("nobody yet")


def _edit_button(card: Any) -> Component:
    what = {"type": EDITS, "what": "card", "card": str(card.id)}
    return icon_button(Icon.PENCIL, _("Edit “{title}”", title=card.title), id=what, small=True)


def _plan_button(card: Any, sprint_id: Any, sign: Icon, words: str) -> Component:
    what = {"type": PLANS, "card": str(card.id), "sprint": str(sprint_id), "revision": str(card.revision)}
    return icon_button(sign, words, id=what, small=True)


def _backlog(board: Any, *, me: Any, manages: bool) -> Component:
    """What waits: first what is planned for the next sprint, then the rest, each in its order."""
    target = board.sprint or (board.planned[0] if board.planned else None)
    head = section([_("Backlog")], small=ngettext("{n} card", "{n} cards", len(board.backlog)))
    if not board.backlog:
        return html.Section([head, empty(_("Nothing waits."), compact=True, sign=Icon.INBOX)])
    planned = {one.id: _days(one) for one in board.planned}
    rows = []
    for card in board.backlog:
        facts = [html.Span(text_of(card.project), className="ell"), html.Span(hours(card.minutes), className="nw num")]
        if card.sprint_id in planned:
            facts.append(html.Span(_("sprint {days}", days=planned[card.sprint_id]), className="tag"))
        acts = []
        if manages and target is not None and card.sprint_id != target.id:
            acts.append(_plan_button(card, target.id, Icon.ARROW_UP, _("Into the sprint: {title}", title=card.title)))
        if manages or card.assignee_id in (None, me):
            acts.append(_edit_button(card))
        rows.append(html.Li([html.Span(card.title, className="fw ell fill", title=card.title), *facts, *acts], className="row-f"))
    return html.Section([head, html.Ul(rows, className="backlog-k")])


def _days(sprint: Any) -> str:
    first, last = sprint.first_day, sprint.last_day
    same_month = (first.year, first.month) == (last.year, last.month)
    return f"{first.day}–{day_month(last)}" if same_month else f"{day_month(first)} – {day_month(last)}"


def _burndown(board: Any) -> Component:
    marks = legend([("accent", _("left")), ("ink", _("ideal"))])
    chart = graph(burndown_chart(board.burn), summary=burndown_summary(board.burn), id=ids.CHART, height=_CHART_HEIGHT)
    pace = _("a sprint does {minutes}", minutes=hours(board.velocity)) if board.velocity else None
    return html.Section([section([_("Burndown")], small=pace, aside=marks), chart])


def burndown_chart(burn: Sequence[Burn]) -> Chart:
    """Hours that are left at the end of each day, against an even course."""
    days = [one.day for one in burn]
    left = [None if one.left is None else round(one.left / 60, 2) for one in burn]
    ideal = [round(one.ideal / 60, 2) for one in burn]
    step = max(1, -(-len(days) // 7))
    shown = [place for place in range(len(days)) if place % step == 0]
    data = [
        _line(ideal, days, _("ideal"), "var(--k-c-target)", dash="4px,3px"), _line(left, days, _("left"), "var(--k-accent)"),
    ]  # fmt: skip
    top = max([1.0, *ideal, *(value for value in left if value is not None)])
    layout = {
        "margin": {"l": 34, "r": 12, "t": 10, "b": 22}, "hovermode": "closest", "showlegend": False,
        "xaxis": {
            "tickvals": shown, "ticktext": [day_month(days[place]) for place in shown], "range": [-0.3, max(len(days) - 0.7, 0.7)],
            "fixedrange": True, "showgrid": False,
        },
        "yaxis": {"range": [0, top * 1.1], "nticks": 4, "fixedrange": True},
    }  # fmt: skip
    return {"data": data, "layout": layout}


def _line(values: Sequence[float | None], days: Sequence[date], name: str, colour: str, *, dash: str = "solid") -> dict[str, Any]:
    words = [[date_long(day), number(value, digits=0)] for day, value in zip(days, values, strict=True)]
    return {
        "type": "scatter", "mode": "lines", "name": name, "x": list(range(len(values))), "y": list(values), "connectgaps": False,
        "line": {"color": colour, "width": 2.25 if dash == "solid" else 1.25, "dash": dash, "shape": "hv" if dash == "solid" else "linear"},
        "customdata": words, "hovertemplate": f"%{{customdata[0]}}<br>{name} <b>%{{customdata[1]}}</b> {_('h')}<extra></extra>",
    }  # fmt: skip


def burndown_summary(burn: Sequence[Burn]) -> str:
    """The chart in one sentence."""
    told = [one for one in burn if one.left is not None]
    if not told:
        return _("The sprint has not begun.")
    last = told[-1]
    assert last.left is not None
    words = {"left": hours(round(last.left)), "ideal": hours(round(last.ideal)), "day": date_long(last.day)}
    return _("{day}: {left} are left; by an even course it would be {ideal}.", **words)


def card_form(card: Any | None, projects: Sequence[Any], people: Sequence[Any]) -> Component:
    """A new card, or one as it stands; the project of a card does not change."""
    name = "full_name_en" if current_language() == "en" else "full_name"
    options = [(str(one.id), getattr(one, name) or one.full_name) for one in people]
    fields = [_text("title", _("What is to be done"), card.title if card else "", 120)]
    if card is None:
        kinds = [(str(one.id), text_of(one.name)) for one in projects]
        control = dropdown(kinds, id=input_id("project"), value=kinds[0][0] if kinds else None)
        fields.append(labelled(_("Project"), control, error_id=error_id("project"), is_required=True))
    estimate = f"{card.minutes // 60}:{card.minutes % 60:02}" if card else ""
    fields.append(_text("minutes", _("Estimate"), estimate, 6, hint=_("hours:minutes, for instance 6:00")))
    who = dropdown(options, id=input_id("assignee"), value=str(card.assignee_id) if card and card.assignee_id else None, clearable=True)
    fields.append(labelled(_("Who"), who, error_id=error_id("assignee")))
    return html.Div([*fields, html.Div(button(_("Save"), id=ids.SAVE, kind="primary"), className="form-foot")])


def sprint_form() -> Component:
    return html.Div([
        _text("goal", _("Goal of the sprint"), "", 200),
        html.Div([_text("first_day", _("First day"), "", 10), _text("last_day", _("Last day"), "", 10)], className="field-row"),
        html.Div(button(_("Plan the sprint"), id=ids.SAVE, kind="primary"), className="form-foot"),
    ])  # fmt: skip


def _text(field: str, label: str, value: str, most: int, *, hint: str = "") -> Component:
    control = text_input(id=input_id(field), value=value, debounce=False, max_length=most)
    return labelled(label, control, error_id=error_id(field), hint=hint, is_required=True)


