"""What people say about a project, a stage, a member of the team."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from models.workforce.projects import LONGEST_GOAL, LONGEST_TEXT
from pages.components.buttons import button
from pages.components.forms import dropdown, labelled, text_input
from pages.formats import roubles_to_type
from pages.translations import _
from pages.workforce.projects import error_id, ids, input_id

Options = Sequence[tuple[str, str]]


def _line(name: str, label: str, value: str = "", *, hint: str = "", must: bool = True, **more: Any) -> Component:
    control = text_input(id=input_id(name), value=value, debounce=False, **more)
    return labelled(label, control, error_id=error_id(name), hint=hint, is_required=must)


def _choice(name: str, label: str, options: Options, value: str | None = None) -> Component:
    return labelled(label, dropdown(options, id=input_id(name), value=value), error_id=error_id(name), is_required=True)


def _days(first: date | None, last: date | None) -> Component:
    def typed(day: date | None) -> str:
        return f"{day:%d.%m.%Y}" if day else ""

    lines = [
        _line("first_day", _("First day, dd.mm.yyyy"), typed(first), max_length=10),
        _line("last_day", _("Last day, dd.mm.yyyy"), typed(last), max_length=10),
    ]
    return html.Div(lines, className="field-row")


def _form(*fields: Component) -> Component:
    return html.Div([*fields, html.Div(button(_("Save"), id=ids.SAVE, kind="primary"), className="form-foot")])


def project_form(row: Any | None, people: Options) -> Component:
    name, goal = (dict(row.name), dict(row.goal or {})) if row is not None else ({}, {})
    code = [_line("code", _("Code"), hint=_("Small Latin letters, digits, hyphens: it stands in addresses."), max_length=40)]
    return _form(
        _line("name_ru", _("Title in Russian"), name.get("ru", ""), max_length=LONGEST_TEXT),
        _line("name_en", _("Title in English"), name.get("en", ""), max_length=LONGEST_TEXT), *(code if row is None else []),
        _line("goal_ru", _("Goal in Russian"), goal.get("ru", ""), max_length=LONGEST_GOAL),
        _line("goal_en", _("Goal in English"), goal.get("en", ""), max_length=LONGEST_GOAL),
        _choice("owner", _("Answers for it"), people, str(row.owner_id) if row is not None and row.owner_id else None),
        _days(row.first_day if row is not None else None, row.last_day if row is not None else None),
        _line("budget", _("Budget, ₽"), roubles_to_type(row.budget_kopecks) if row is not None else "", max_length=24, inputmode="decimal"),
    )  # fmt: skip


def stage_form(stage: Any | None) -> Component:
    name, first, last = (stage.name, stage.first_day, stage.last_day) if stage is not None else ("", None, None)
    return _form(_line("stage_name", _("Stage"), name, max_length=LONGEST_TEXT), _days(first, last))


def member_form(member: Any | None, people: Options, *, first: date | None, last: date | None) -> Component:
    """`first` and `last`: the days of the project, for somebody new."""
    share = str(member.share) if member is not None else ""
    days = (member.first_day, member.last_day) if member is not None else (first, last)
    hint = _("Per cent of his time in these days; 0 takes him out of the team.")
    return _form(
        _choice("person", _("Person"), people, str(member.person_id) if member is not None else None),
        _line("share", _("Share, %"), share, hint=hint, max_length=3, inputmode="numeric"), _days(*days),
    )  # fmt: skip
