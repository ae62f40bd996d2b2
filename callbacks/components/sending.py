"""What a callback answers, as the bytes that go out.

Dash walks every answer twice in Python, once for components and once for JSON; a dashboard spent an eighth of its time there. orjson walks
it once, in C, and Dash passes on what is finished.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import orjson
from dash import no_update

_PLAIN = (str, int, float, type(None))


def as_json(drawn: Any) -> bytes:
    """Components, figures and plain values as JSON. Raises `TypeError` naming the type that has no such form."""
    return orjson.dumps(drawn, default=_form_of, option=orjson.OPT_NON_STR_KEYS | orjson.OPT_SERIALIZE_NUMPY)


def as_sent(answer: Any, outputs: Any) -> Any:
    """The answer of a callback in the shape of its outputs (one, several, or however many a pattern has), each part finished."""
    if answer is no_update or isinstance(answer, _PLAIN):
        return answer
    if isinstance(outputs, list):
        parts = list(answer)
        return [as_sent(part, output) for part, output in zip(parts, outputs, strict=True)] if len(parts) == len(outputs) else parts
    return orjson.Fragment(as_json(answer))


def _form_of(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    try:
        return value.to_plotly_json()
    except AttributeError:
        raise TypeError(f"{type(value).__qualname__} cannot be sent to a browser") from None
