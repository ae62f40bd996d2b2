"""The route of a case with "you are here", and the time line of its conversation and events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from dash import html
from dash.development.base_component import Component

from pages.components.icons import Icon, icon
from pages.components.people import avatar, machine_avatar
from pages.translations import _

StepState = Literal["done", "here", "todo", "skipped", "returned"]
_STEPS: dict[StepState, tuple[Icon, str]] = {
    "done": (Icon.CHECK_CIRCLE_FILL, "ok"),
    "here": (Icon.STEP_HERE, "here"),
    "todo": (Icon.STEP_TODO, "todo"),
    "skipped": (Icon.STEP_TODO, "todo skipped"),
    "returned": (Icon.UNDO, "todo"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the route: `detail` stands below it, `when` at its right end. `depth` 1 is a branch of a parallel block."""

    title: str
    state: StepState
    detail: str = ""
    when: str = ""
    depth: int = 0


def route_list(steps: Sequence[Step]) -> Component:
    """From the request to the answer, top down."""
    return html.Ol([_step(step) for step in steps], className="route")


def _step(step: Step) -> Component:
    sign, classes = _STEPS[step.state]
    body: list[Any] = [html.Span(step.title, className="fwb" if step.state == "here" else "")]
    if step.state == "here":
        body.append(html.Span(_("you are here"), className="visually-hidden"))
    if step.detail:
        body.append(html.Div(step.detail, className="s12 c-acc" if step.state == "here" else "s12 t3"))
    given = {"aria-current": "step"} if step.state == "here" else {}
    indent = {"style": {"marginLeft": 20 * step.depth}} if step.depth else {}
    return html.Li([icon(sign), html.Div(body), html.Span(step.when, className="s12 t3 nw")], className=classes, **indent, **given)


# --- time line ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Attached:
    """A file under a message."""

    name: str
    href: str
    size: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: a message (with `text`) or an event (with `words`). An internal note is tinted and says so."""

    author: str
    when: str
    text: str = ""
    words: Any = None
    role: str = ""
    is_internal: bool = False
    is_me: bool = False
    sign: Icon = Icon.CLOCK_HISTORY
    files: Sequence[Attached] = ()
    key: str = ""
    tone: Literal["", "danger", "warn"] = ""


def timeline(entries: Sequence[Entry], *, id: Any = None) -> Component:
    """Conversation and events in one list; the caller decides the order."""
    given = {"id": id} if id is not None else {}
    return html.Ul([_message(entry) if entry.text or entry.files else _event(entry) for entry in entries], className="tl", **given)


def _message(entry: Entry) -> Component:
    head: list[Any] = [html.B(entry.author)]
    if entry.role:
        head.append(html.Span(entry.role))
    if entry.is_internal:
        head.append(html.Span([icon(Icon.LOCK, size=12), " ", _("internal note")], className="nw"))
    head += [html.Span(className="sp"), html.Span(entry.when, className="nw")]
    paragraphs = [html.P(part) for part in entry.text.split("\n") if part.strip()]
    files = [file_link(file) for file in entry.files]
    body: list[Any] = [html.Header(head), *paragraphs, *([html.Div(files, className="files")] if files else [])]
    message = html.Article(body, className="msg int" if entry.is_internal else "msg")
    given = {"data-key": entry.key} if entry.key else {}
    return html.Li([avatar(entry.author, is_me=entry.is_me), message], **given)


def _event(entry: Entry) -> Component:
    sign = machine_avatar() if not entry.author else html.Span(icon(entry.sign), className="evi")
    words = [entry.words, html.Span(f" · {entry.when}", className="t3 nw")]
    tone = f"c-{entry.tone}" if entry.tone else "t2"
    given = {"data-key": entry.key} if entry.key else {}
    return html.Li([sign, html.Div(words, className=f"s12 {tone}")], className="ev", **given)


def file_link(file: Attached) -> Component:
    """A document one may open."""
    ending = file.name.rpartition(".")[2].lower()
    sign = {"pdf": Icon.FILE_PDF, "xlsx": Icon.FILE_SHEET, "csv": Icon.FILE_SHEET, "docx": Icon.FILE_WORD}.get(ending, Icon.FILE)
    if ending in {"png", "jpg", "jpeg", "gif", "webp"}:
        sign = Icon.FILE_IMAGE
    return html.A(
        [icon(sign, size=14), html.Span(file.name, className="ell"), *([html.Span(file.size, className="t3")] if file.size else [])],
        href=file.href,
        className="file",
    )
