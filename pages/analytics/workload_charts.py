"""Charts of labour: pure functions from figures to plain dicts, the same on screen and on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from models.analytics.workload import LONGEST_BY_DAY
from pages.analytics.figures import Chart
from pages.analytics.view import PeriodView
from pages.analytics.workload_view import WorkloadView, expected_load, person_name, stretch_words
from pages.formats import date_long, number, percent
from pages.translations import _
from pages.workforce.words import ABSENCES, hours

_MARGIN = {"l": 38, "r": 12, "t": 12, "b": 22}
_MOST_TICKS = 9


def _hours(minutes: float) -> float:
    return round(minutes / 60, 2)


def _ticks(days: Sequence[date]) -> dict[str, Any]:
    """Days below bars, as many as fit."""
    step = max(1, -(-len(days) // _MOST_TICKS))
    shown = [place for place in range(len(days)) if place % step == 0]
    return {
        "tickvals": shown, "ticktext": [f"{days[place]:%d.%m}" for place in shown], "range": [-0.6, max(len(days) - 0.4, 0.6)],
        "fixedrange": True, "showgrid": False,
    }  # fmt: skip


def weeks_chart(view: PeriodView) -> Chart:
    """Hours of each week, routine and projects on top of each other, with what was owed as marks."""
    rows = view.figures["by_week"]
    mondays = [date.fromisoformat(str(row["monday"])) for row in rows]
    parts = (("routine_minutes", _("on cases"), "var(--k-accent)"), ("project_minutes", _("on projects"), "var(--k-c2)"))
    words = [date_long(monday) for monday in mondays]
    data = [_bars(name, colour, [_hours(row[key]) for row in rows], words) for key, name, colour in parts]
    return _with_marks(data, [row["owed_minutes"] for row in rows], mondays, words, name=_("owed"))


def weeks_summary(view: PeriodView) -> str:
    """The chart in one sentence."""
    told = view.figures
    return _("Entered {minutes} of {owed} owed.", minutes=hours(told["minutes"]), owed=hours(told["owed_minutes"]))


def ahead_chart(view: WorkloadView) -> Chart:
    """Hours that cases will need in each stretch ahead, open ones and those to come, with the crew's time for cases as marks."""
    rows = view.weeks_ahead
    days = [date.fromisoformat(row["first_day"]) for row in rows]
    parts = (("carried_minutes", _("open now"), "var(--k-accent)"), ("arriving_minutes", _("to come"), "var(--k-c2)"))
    words = [f"{stretch_words(row)}: {percent(expected_load(row))}" for row in rows]
    data = [_bars(name, colour, [_hours(row[key]) for row in rows], words) for key, name, colour in parts]
    return _with_marks(data, [row["capacity_minutes"] for row in rows], days, words, name=_("the crew's time"))


def ahead_summary(view: WorkloadView) -> str:
    """The chart in one sentence."""
    loads = [(expected_load(row), row) for row in view.weeks_ahead]
    known = [(load, row) for load, row in loads if load is not None]
    if not known:
        return _("Nobody is there in the weeks ahead, or their calendar is not loaded.")
    load, row = max(known, key=lambda pair: pair[0])
    return _("The fullest days ahead are {days}: {load} of the crew's time for cases.", days=stretch_words(row), load=percent(load))


def _bars(name: str, colour: str, values: Sequence[float], words: Sequence[str]) -> dict[str, Any]:
    told = [[word, f"{name}: {number(value, digits=0)} {_('h')}"] for word, value in zip(words, values, strict=True)]
    return {
        "type": "bar", "name": name, "x": list(range(len(values))), "y": list(values), "marker": {"color": colour},
        "customdata": told, "hovertemplate": "%{customdata[0]}<br><b>%{customdata[1]}</b><extra></extra>",
    }  # fmt: skip


def _with_marks(data: list[dict[str, Any]], marks: Sequence[int], days: Sequence[date], words: Sequence[str], *, name: str) -> Chart:
    shapes = [
        {
            "type": "line", "x0": place - 0.42, "x1": place + 0.42, "y0": _hours(mark), "y1": _hours(mark),
            "line": {"color": "var(--k-c-target)", "width": 1.5}, "name": name,
        }
        for place, mark in enumerate(marks)
    ]  # fmt: skip
    tops = [sum(trace["y"][place] for trace in data) for place in range(len(days))]
    top = max([1.0, *tops, *(_hours(mark) for mark in marks)])
    layout = {
        "margin": _MARGIN, "xaxis": _ticks(days), "meta": {"categories": list(words)}, "shapes": shapes, "hovermode": "closest",
        "bargap": 0.3, "barmode": "stack",
        "yaxis": {"range": [0, top * 1.12], "nticks": 4, "fixedrange": True},
    }  # fmt: skip
    return {"data": data, "layout": layout}


def days_chart(view: WorkloadView, links: Mapping[tuple[str, str], str] | None = None) -> Chart:
    """People × days (weeks in a long period): entered ÷ owed as colour, hours as text.

    `links` lead to entries, by login and day; that of the empty day stands where a day has none.
    """
    columns = _columns(view)
    people = view.people
    cells = _cells(view, by_week=len(columns) != (view.last_day - view.first_day).days + 1)
    z, texts, told = [], [], []
    for row in people:
        own = [cells.get((row["login"], day)) for day in columns]
        z.append([_ratio(cell) for cell in own])
        texts.append([_text(cell) for cell in own])
        told.append([
            [(links or {}).get((row["login"], day.isoformat())) or (links or {}).get((row["login"], "")) or "", _hover(row, day, cell)]
            for day, cell in zip(columns, own, strict=True)
        ])  # fmt: skip
    names = [f"{person_name(row)}  {percent(row['load'])}" for row in people]
    layout = {
        "margin": {"l": 176, "r": 8, "t": 22, "b": 4}, "hovermode": "closest",
        "xaxis": {**_ticks_of_days(columns), "side": "top"},
        "yaxis": {
            "tickvals": list(range(len(people))), "ticktext": names, "autorange": "reversed", "fixedrange": True, "showgrid": False,
        },
    }  # fmt: skip
    trace = {
        "type": "heatmap", "x": list(range(len(columns))), "y": list(range(len(people))), "z": z, "text": texts, "texttemplate": "%{text}",
        "textfont": {"size": 10}, "zmin": 0, "zmax": 2, "zmid": 1, "showscale": False, "xgap": 1, "ygap": 1, "hoverongaps": False,
        "colorscale": [[place / 6, f"var(--k-d{7 - place})"] for place in range(7)], "customdata": told,
        "hovertemplate": "%{customdata[1]}<extra></extra>",
    }  # fmt: skip
    return {"data": [trace], "layout": layout}


def days_summary(view: WorkloadView) -> str:
    """The heat map in one sentence."""
    told = view.figures
    return _(
        "Load of {people} people by day: {load} of the time owed, {over} days with more than the calendar has.",
        people=number(len(view.people)), load=percent(told["load"]), over=number(told["overfull_days"]),
    )  # fmt: skip


def _columns(view: WorkloadView) -> list[date]:
    count = (view.last_day - view.first_day).days + 1
    if count <= LONGEST_BY_DAY:
        return [view.first_day + timedelta(days=place) for place in range(count)]
    monday = view.first_day - timedelta(days=view.first_day.weekday())
    return [monday + timedelta(days=7 * place) for place in range((view.last_day - monday).days // 7 + 1)]


def _ticks_of_days(columns: Sequence[date]) -> dict[str, Any]:
    step = max(1, -(-len(columns) // 31))
    shown = [place for place in range(len(columns)) if place % step == 0]
    is_month = (columns[-1] - columns[0]).days < LONGEST_BY_DAY // 2
    return {
        "tickvals": shown, "ticktext": [f"{columns[place].day}" if is_month else f"{columns[place]:%d.%m}" for place in shown],
        "fixedrange": True, "showgrid": False,
    }  # fmt: skip


Cell = dict[str, Any]


def _cells(view: WorkloadView, *, by_week: bool) -> dict[tuple[str, date], Cell]:
    """What is known of a person on a day, or in the week that begins on it."""
    found: dict[tuple[str, date], Cell] = {}
    for row in view.figures["days"]:
        day = date.fromisoformat(str(row["day"]))
        key = (row["login"], day - timedelta(days=day.weekday()) if by_week else day)
        cell = found.setdefault(key, {"minutes": 0, "owed": 0, "absence": row["absence"]})
        cell["minutes"] += row["minutes"]
        cell["owed"] += row["owed"]
        cell["absence"] = row["absence"] if cell["absence"] == row["absence"] else None
    return found


def _ratio(cell: Cell | None) -> float | None:
    """Entered ÷ owed, at most twice; work on a free day is over whatever is owed; a free day without work is empty."""
    if cell is None or not (cell["minutes"] or cell["owed"]):
        return None
    return min(2.0, round(cell["minutes"] / cell["owed"], 3)) if cell["owed"] else 2.0


def _text(cell: Cell | None) -> str:
    if cell is None:
        return ""
    if cell["absence"] and not cell["minutes"]:
        return "–"
    return number(cell["minutes"] / 60, digits=0) if cell["minutes"] or cell["owed"] else ""


def _hover(row: Mapping[str, Any], day: date, cell: Cell | None) -> str:
    head = f"{person_name(row)}, {date_long(day)}"
    if cell is None:
        return head
    told = _("{minutes} of {owed}", minutes=hours(cell["minutes"]), owed=hours(cell["owed"]))
    return f"{head}<br><b>{told}</b>" + (f"<br>{_(ABSENCES[cell['absence']])}" if cell["absence"] else "")
