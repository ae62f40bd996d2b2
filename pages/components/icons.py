"""Icons: a subset of Bootstrap Icons and a few glyphs of our own, in one sprite (`assets/icons.svg`).

To add one, name it here and run `python app.py icons`, which takes the drawings from the Bootstrap-Flask wheel. A test compares
the names with the sprite.
"""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import Any

from dash.development.base_component import Component

from pages.components.svg import NAMESPACE

SPRITE = Path(__file__).resolve().parents[2] / "assets" / "icons.svg"


class Icon(StrEnum):
    """The value is the name in the sprite. Names that begin with `k-` are our own drawings."""

    # our own: status (how far), risk (how much), the logo
    LOGO = "k-logo"
    STATUS_NEW = "k-status-new"
    STATUS_WORK = "k-status-work"
    STATUS_APPROVAL = "k-status-approval"
    STATUS_WAITING = "k-status-waiting"
    STATUS_DONE = "k-status-done"
    STATUS_REFUSED = "k-status-refused"
    RISK_NONE = "k-none"
    RISK_LOW = "k-low"
    RISK_MEDIUM = "k-mid"
    RISK_HIGH = "k-high"
    STEP_HERE = "k-step-here"
    STEP_TODO = "k-step-todo"
    # SLA
    CLOCK = "clock"
    ALARM = "alarm"
    LATE = "exclamation-circle-fill"
    PAUSED = "pause-circle"
    # menu and pages
    HOUSE = "house"
    INBOX = "inbox"
    LIST_TASK = "list-task"
    GRID = "grid"
    GRID_FILL = "grid-fill"
    CARD_LIST = "card-list"
    BELL = "bell"
    CHECK_SQUARE = "check2-square"
    BAR_CHART = "bar-chart"
    SPEEDOMETER = "speedometer2"
    TREND = "graph-up-arrow"
    PAY_BACK = "piggy-bank"
    RULER = "rulers"
    INITIATIVE = "rocket-takeoff"
    REPORT = "file-earmark-text"
    REPORT_DOWN = "file-earmark-arrow-down"
    PEOPLE = "people"
    PERSON = "person"
    PERSON_CHECK = "person-check"
    PERSON_PLUS = "person-plus"
    PERSON_GEAR = "person-gear"
    PERSON_WALKING = "person-walking"
    BUILDING = "building"
    BUILDING_CHECK = "building-check"
    BANK = "bank"
    PIN = "geo-alt"
    CHAT = "chat-left-dots"
    CHAT_TEXT = "chat-left-text"
    MEGAPHONE = "megaphone"
    INCIDENT = "exclamation-diamond"
    DIAGRAM = "diagram-3"
    BRIEFCASE = "briefcase"
    SHIELD = "shield-check"
    SHIELD_LOCK = "shield-lock"
    CALENDAR = "calendar3"
    CALENDAR_WEEK = "calendar-week"
    JOBS = "cpu"
    AUDIT = "journal-check"
    JOURNAL = "journal-text"
    CALCULATOR = "calculator"
    PIE = "pie-chart"
    CHECKS = "clipboard-check"
    SHARED = "share"
    SIDEBAR = "layout-sidebar"
    STAR = "star"
    STAR_FILL = "star-fill"
    ACTIVITY = "activity"
    # actions
    SEARCH = "search"
    PLUS = "plus"
    CROSS = "x"
    CROSS_LARGE = "x-lg"
    CHECK = "check"
    CHECK_LARGE = "check-lg"
    CHECK_CIRCLE = "check-circle"
    CHECK_CIRCLE_FILL = "check-circle-fill"
    CROSS_CIRCLE = "x-circle"
    WARNING = "exclamation-triangle"
    INFO = "info-circle"
    FULLSCREEN = "arrows-fullscreen"
    BOOKMARK = "bookmark"
    KANBAN = "kanban"
    CHEVRON_DOWN = "chevron-down"
    CHEVRON_RIGHT = "chevron-right"
    CHEVRON_LEFT = "chevron-left"
    ARROW_UP = "arrow-up"
    ARROW_DOWN = "arrow-down"
    ARROW_RIGHT = "arrow-right"
    ARROW_LEFT = "arrow-left"
    ARROW_RETURN = "arrow-return-left"
    ARROW_REPEAT = "arrow-repeat"
    RETRY = "arrow-clockwise"
    UNDO = "arrow-counterclockwise"
    SORT = "sort-down-alt"
    COLUMNS = "layout-three-columns"
    DOWNLOAD = "download"
    UPLOAD = "upload"
    EXPAND = "arrows-angle-expand"
    EXTERNAL = "box-arrow-up-right"
    SIGN_OUT = "box-arrow-right"
    PAUSE = "pause"
    PLAY = "play"
    PENCIL = "pencil"
    TRASH = "trash3"
    COPY = "copy"
    PAPERCLIP = "paperclip"
    AT = "at"
    LOCK = "lock"
    UNLOCK = "unlock"
    KEY = "key"
    EYE = "eye"
    EYE_SLASH = "eye-slash"
    CAPS_LOCK = "capslock"
    FILTER = "funnel"
    DOTS = "three-dots"
    GEAR = "gear"
    HALF = "circle-half"
    SUN = "sun"
    MOON = "moon"
    TRANSLATE = "translate"
    SEND = "send"
    REPLY = "reply"
    FORWARD = "arrow-90deg-right"
    HOURGLASS = "hourglass-split"
    CLOCK_HISTORY = "clock-history"
    STOPWATCH = "stopwatch"
    ROBOT = "robot"
    FILE = "file-earmark"
    FILE_PDF = "file-earmark-pdf"
    FILE_SHEET = "file-earmark-spreadsheet"
    FILE_SLIDES = "file-earmark-slides"
    FILE_WORD = "file-earmark-word"
    FILE_IMAGE = "file-earmark-image"
    ENVELOPE = "envelope"
    TELEPHONE = "telephone"
    LINK = "link-45deg"
    TAG = "tag"
    FLAG = "flag"
    LAYERS = "layers"
    QUESTION = "question-circle"
    CASH = "cash-coin"
    WIFI_OFF = "wifi-off"


class _Icon(Component):
    _namespace = NAMESPACE
    _type = "Icon"
    _children_props: list[str] = []
    _base_nodes: list[str] = []
    _prop_names = ["id", "name", "className", "label"]
    _valid_wildcard_attributes: list[str] = []
    available_properties = ["id", "name", "className", "label"]
    available_wildcard_properties: list[str] = []


def icon(name: Icon, *, size: int = 16, label: str = "", class_name: str = "") -> Component:
    """An icon of 16, 14 or 12 px. Without `label` it is decoration beside words; with one it is read out."""
    classes = " ".join(part for part in ({16: "", 14: "i-s", 12: "i-xs"}[size], class_name) if part)
    given: dict[str, Any] = {"name": str(name)} | ({"className": classes} if classes else {}) | ({"label": label} if label else {})
    return _Icon(**given)


def build_sprite() -> str:
    """The sprite of all named icons, from the wheel's drawings and ours (`pages/components/glyphs.svg`)."""
    import flask_bootstrap

    wheel = Path(flask_bootstrap.__file__).parent / "static" / "bootstrap5" / "icons" / "bootstrap-icons.svg"
    drawings = _symbols(wheel.read_text(encoding="utf-8")) | _symbols(SPRITE_OF_OURS.read_text(encoding="utf-8"))
    chosen = "\n".join(drawings[name] for name in Icon)
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{chosen}\n</svg>\n'


SPRITE_OF_OURS = Path(__file__).with_name("glyphs.svg")


def _symbols(svg: str) -> dict[str, str]:
    found = {}
    for symbol in re.finditer(r"<symbol\b(?P<head>[^>]*)>(?P<body>.*?)</symbol>", svg, flags=re.DOTALL):
        head = symbol["head"]
        name, box = re.search(r'id="([^"]+)"', head), re.search(r'viewBox="([^"]+)"', head)
        if name and box:
            body = re.sub(r"\s*\n\s*", "", symbol["body"])
            found[name[1]] = f'<symbol id="{name[1]}" viewBox="{box[1]}">{body}</symbol>'
    return found
