"""The sentences under the tiles of a dashboard: a sign for the mood, the strong words, a way to what proves it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from dash import html
from dash.development.base_component import Component

from pages.analytics.findings import Sentence
from pages.components.icons import Icon, icon

# What stands before a sentence, by its mood: never colour alone.
_SIGNS = {"good": (Icon.CHECK_CIRCLE, "c-ok"), "bad": (Icon.WARNING, "c-warn"), "neutral": (Icon.INFO, "t3")}


def strong(text: str) -> list[Any]:
    """`**so**` → bold."""
    return [html.B(piece) if place % 2 else piece for place, piece in enumerate(re.split(r"\*\*(.+?)\*\*", text)) if piece]


def sentence_list(sentences: Iterable[Sentence], *, proof: Callable[[Sentence], tuple[str, str]] | None = None) -> Component:
    """`proof(sentence)`: words and address of the rows, for sentences that have some."""
    lines = []
    for sentence in sentences:
        sign, colour = _SIGNS[sentence.mood]
        parts: list[Any] = [icon(sign, size=14, class_name=colour), html.Span(strong(sentence.text))]
        if proof is not None and sentence.rows:
            words, href = proof(sentence)
            parts.append(html.A(words, href=href))
        lines.append(html.Li(parts))
    return html.Ul(lines, className="sents")
