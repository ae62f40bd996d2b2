"""SVG as Dash components: what `dash.html` lacks. The browser's half is `assets/components.js`.

Colours are written as `var(--k-…)`, so drawings follow the theme. Attributes are named as React names them (`strokeWidth`, `className`).
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from dash.development.base_component import Component

NAMESPACE = "kordon_svg"
# Dash imports the namespace of every element it makes; a module that is nowhere is looked for on the disk, eighty times a dashboard.
sys.modules.setdefault(NAMESPACE, ModuleType(NAMESPACE))

_ATTRIBUTES = (
    "children", "id", "className", "style", "role", "tabIndex", "title",
    "viewBox", "width", "height", "preserveAspectRatio", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "d", "points",
    "fill", "fillOpacity", "fillRule", "opacity",
    "stroke", "strokeWidth", "strokeDasharray", "strokeLinecap", "strokeLinejoin", "strokeOpacity",
    "transform", "textAnchor", "dominantBaseline", "fontSize", "fontWeight", "dx", "dy", "href", "focusable", "vectorEffect", "clipPath",
    "markerEnd", "markerStart", "markerWidth", "markerHeight", "refX", "refY", "orient", "n_clicks",
)  # fmt: skip


class _Element(Component):
    _namespace = NAMESPACE
    _children_props: list[str] = []
    _base_nodes = ["children"]
    _type = "G"
    _prop_names = list(_ATTRIBUTES)
    _valid_wildcard_attributes = ["data-", "aria-"]
    available_properties = list(_ATTRIBUTES)
    available_wildcard_properties = ["data-", "aria-"]

    def __init__(self, children: Any = None, **attributes: Any) -> None:
        if children is not None:
            attributes["children"] = children
        super().__init__(**attributes)


class Svg(_Element):
    _type = "Svg"


class Path(_Element):
    _type = "Path"


class Circle(_Element):
    _type = "Circle"


class Line(_Element):
    _type = "Line"


class Polyline(_Element):
    _type = "Polyline"


class Text(_Element):
    _type = "Text"
