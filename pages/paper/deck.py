"""A report as a presentation: cover, the page that is read, a slide for every chart and table, how it is computed.

Gets the same plain data as the template of the PDF. Loaded in the printing process only.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Mm, Pt

from pages.paper.deck_charts import FONT, draw_chart, paint
from pages.paper.packing import with_fixed_dates
from pages.translations import _

WIDTH, HEIGHT = Mm(338.6), Mm(190.5)
SIDE, TOP = Mm(18), Mm(40)
INNER = Emu(WIDTH - 2 * SIDE)
ROWS_OF_SLIDE, SLIDES_OF_TABLE = 12, 3
DEFINITIONS_OF_SLIDE = 7
_MOODS = {"good": "ok", "bad": "danger", "neutral": "ink-2"}


def build_deck(data: Mapping[str, Any], charts: Sequence[Mapping[str, Any]], *, formed_at: int) -> bytes:
    """PPTX bytes. `data` as `report_job` makes it."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    when = datetime.fromtimestamp(formed_at, UTC).replace(tzinfo=None)
    told = deck.core_properties
    told.title, told.author, told.last_modified_by, told.language = data["title"], data["author"], data["author"], data["lang"]
    told.created = told.modified = when
    told.revision = 1
    _cover(deck, data)
    if data["tiles"] or data["findings"]:
        _summary(deck, data)
    figures = iter(charts)
    for section in data["sections"]:
        _section(deck, data, section, figures)
    for start in range(0, len(data["definitions"]), DEFINITIONS_OF_SLIDE):
        _definitions(deck, data, data["definitions"][start : start + DEFINITIONS_OF_SLIDE])
    out = io.BytesIO()
    deck.save(out)
    return with_fixed_dates(out.getvalue())


def _slide(deck: Any, data: Mapping[str, Any], title: str) -> Any:
    """A slide with its title in the place for titles, the confidentiality mark, the foot and its number."""
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    head = slide.shapes.title
    head.left, head.top, head.width, head.height = SIDE, Mm(14), Emu(INNER - Mm(60)), Mm(18)
    head.text_frame.margin_left = 0
    _write(head.text_frame, [[(title, True)]], size=26, colour="ink")
    _mark(slide, data["confidentiality"])
    foot = _box(slide, SIDE, Mm(178), Emu(INNER - Mm(20)), Mm(7))
    _write(foot, [[(f"{data['running']} · {data['footer'][0]}", False)]], size=9, colour="ink-3")
    number = _box(slide, Emu(WIDTH - SIDE - Mm(18)), Mm(178), Mm(18), Mm(7))
    _write(number, [[(str(len(deck.slides)), False)]], size=9, colour="ink-3", align=PP_ALIGN.RIGHT)
    return slide


def _mark(slide: Any, words: str) -> None:
    mark = slide.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, Emu(WIDTH - SIDE - Mm(52)), Mm(16), Mm(52), Mm(8))
    mark.fill.background()
    mark.line.color.rgb, mark.line.width = paint("danger-line"), Pt(0.75)
    mark.shadow.inherit = False
    _write(mark.text_frame, [[(words, True)]], size=10, colour="danger", align=PP_ALIGN.CENTER)
    mark.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE


def _cover(deck: Any, data: Mapping[str, Any]) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.background.fill.solid()
    slide.background.fill.fore_color.rgb = paint("canvas")
    bar = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, SIDE, Mm(46), Mm(1.6), Mm(46))
    bar.fill.solid()
    bar.fill.fore_color.rgb = paint("accent")
    bar.line.fill.background()
    _write(_box(slide, SIDE, Mm(16), Mm(180), Mm(9)), [[(data["organisation"], True)]], size=14, colour="ink")
    _mark(slide, data["confidentiality"])
    _write(_box(slide, Mm(28), Mm(44), Mm(280), Mm(10)), [[(data["period"], True)]], size=16, colour="accent")
    head = slide.shapes.title
    head.left, head.top, head.width, head.height = Mm(28), Mm(54), Mm(284), Mm(22)
    head.text_frame.margin_left = 0
    _write(head.text_frame, [[(data["title"], True)]], size=40, colour="ink")
    _write(_box(slide, Mm(28), Mm(78), Mm(284), Mm(16)), [[(data["subtitle"], False)]], size=18, colour="ink-2")
    facts = [[(f"{fact['label']}: ", False), (fact["value"], True)] for fact in data["facts"]]
    _write(_box(slide, Mm(28), Mm(116), Mm(284), Mm(60)), facts, size=12, colour="ink-2", gap=4)


def _summary(deck: Any, data: Mapping[str, Any]) -> None:
    slide = _slide(deck, data, data["words"]["summary"])
    columns = min(len(data["tiles"]), 3) or 1
    width, height = Emu(INNER // columns), Mm(30)
    for at, tile in enumerate(data["tiles"]):
        left, top = Emu(SIDE + width * (at % columns)), Emu(TOP + height * (at // columns))
        lines = [[(tile["label"], False)], [(f"{tile['value']} {tile['unit']}".strip(), True)]]
        frame = _box(slide, left, top, width, height)
        _write(frame, lines, size=12, colour="ink-2")
        frame.paragraphs[1].runs[0].font.size, frame.paragraphs[1].runs[0].font.color.rgb = Pt(26), paint("ink")
        under = " ".join(part for part in (tile["change"], tile["base"], tile["target"]) if part)
        if under:
            _add(frame, [(under, False)], size=11, colour=_MOODS[tile["mood"]] if tile["change"] else "ink-3")
    rows = -(-len(data["tiles"]) // columns)
    top = Emu(TOP + height * rows + Mm(4))
    said = [
        [("▲ " if one["mood"] == "good" else "▼ " if one["mood"] == "bad" else "• ", True), *_spans(one["text"])]
        for one in data["findings"]
    ]
    _write(_box(slide, SIDE, top, INNER, Emu(Mm(174) - top)), said, size=14 if rows < 3 else 12, colour="ink", gap=6)


def _section(deck: Any, data: Mapping[str, Any], section: Mapping[str, Any], figures: Any) -> None:
    for row in section["rows"]:
        if row["kind"] == "paragraph":
            slide = _slide(deck, data, section["title"])
            _write(_box(slide, SIDE, TOP, INNER, Mm(130)), [_spans(row["text"])], size=16, colour="ink")
        elif row["kind"] == "table":
            _table(deck, data, section, row)
        else:
            _charts(deck, data, section, row["charts"], figures)


def _charts(deck: Any, data: Mapping[str, Any], section: Mapping[str, Any], charts: Sequence[Mapping[str, Any]], figures: Any) -> None:
    slide = _slide(deck, data, section["title"])
    width = Emu(INNER // len(charts) - (Mm(4) if len(charts) > 1 else 0))
    for at, chart in enumerate(charts):
        left = Emu(SIDE + at * (width + Mm(8)))
        title = [(chart["title"], True), (f"  {chart['unit']}" if chart["unit"] else "", False)]
        _write(_box(slide, left, Mm(36), width, Mm(9)), [title], size=14, colour="ink")
        draw_chart(slide, next(figures)["figure"], alt=chart["alt"], place=(left, Mm(46), width, Mm(108)))
        _write(_box(slide, left, Mm(157), width, Mm(18)), [[(chart["alt"], False)]], size=12, colour="ink-2")


def _table(deck: Any, data: Mapping[str, Any], section: Mapping[str, Any], table: Mapping[str, Any]) -> None:
    """At most three slides of a table; what is beyond stands in the PDF and the workbook, and the last slide says so."""
    rows, columns = list(table["rows"]), table["columns"]
    shown = rows[: ROWS_OF_SLIDE * SLIDES_OF_TABLE]
    for start in range(0, len(shown), ROWS_OF_SLIDE):
        is_last = start + ROWS_OF_SLIDE >= len(shown)
        part = [
            *shown[start : start + ROWS_OF_SLIDE],
            *([table["total"]] if is_last and table["total"] and len(rows) == len(shown) else []),
        ]
        slide = _slide(deck, data, section["title"])
        _write(_box(slide, SIDE, Mm(36), INNER, Mm(9)), [[(table["title"], True)]], size=14, colour="ink")
        _grid(slide, columns, part, has_total=is_last and bool(table["total"]) and len(rows) == len(shown))
        note = table["note"]
        if is_last and len(rows) > len(shown):
            note = _("{shown} of {all} rows; all of them stand in the PDF and in the workbook.", shown=len(shown), all=len(rows))
        if note:
            _write(_box(slide, SIDE, Mm(168), INNER, Mm(8)), [[(note, False)]], size=10, colour="ink-3")


def _grid(slide: Any, columns: Sequence[Mapping[str, Any]], rows: Sequence[Sequence[str]], *, has_total: bool) -> None:
    frame = slide.shapes.add_table(len(rows) + 1, len(columns), SIDE, Mm(47), INNER, Mm(8.6 * (len(rows) + 1)))
    grid = frame.table
    grid.horz_banding, grid.last_row = False, has_total
    style = frame._element.xpath(".//a:tableStyleId")
    style[0].text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # no style, no grid: ours are the hairlines of the text itself
    widths = _widths(columns, rows)
    for at, column in enumerate(columns):
        grid.columns[at].width = Emu(int(INNER * widths[at]))
        _cell(grid.cell(0, at), column["title"], is_number=column["kind"] == "number", colour="ink-3", strong=True)
        for down, row in enumerate(rows, start=1):
            _cell(grid.cell(down, at), row[at], is_number=column["kind"] == "number", colour="ink", strong=has_total and down == len(rows))


def _widths(columns: Sequence[Mapping[str, Any]], rows: Sequence[Sequence[str]]) -> list[float]:
    """Shares of the width by what the cells need; the longest word of a head always fits."""
    needs = []
    for at, column in enumerate(columns):
        longest_word = max(len(word) for word in column["title"].split() or [""])
        needs.append(max(7, longest_word * 1.25, min(44, max([0, *(len(row[at]) for row in rows)]))))
    return [need / sum(needs) for need in needs]


def _cell(cell: Any, words: str, *, is_number: bool, colour: str, strong: bool) -> None:
    cell.margin_left = cell.margin_right = Mm(2)
    cell.margin_top = cell.margin_bottom = Mm(1.2)
    _write(cell.text_frame, [[(words, strong)]], size=11, colour=colour, align=PP_ALIGN.RIGHT if is_number else PP_ALIGN.LEFT)


def _definitions(deck: Any, data: Mapping[str, Any], definitions: Sequence[Mapping[str, Any]]) -> None:
    slide = _slide(deck, data, data["words"]["definitions"])
    lines = [[(f"{one['term']}. ", True), *_spans(one["text"])] for one in definitions]
    _write(_box(slide, SIDE, Mm(38), INNER, Mm(134)), lines, size=12, colour="ink-2", gap=8)


def _spans(pieces: Sequence[Mapping[str, Any]]) -> list[tuple[str, bool]]:
    return [(piece["text"], piece["strong"]) for piece in pieces]


def _box(slide: Any, left: int, top: int, width: int, height: int) -> Any:
    frame = slide.shapes.add_textbox(left, top, width, height).text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    return frame


def _write(
    frame: Any, lines: Sequence[Sequence[tuple[str, bool]]], *, size: float, colour: str, align: Any = PP_ALIGN.LEFT, gap: float = 0
) -> None:
    frame.word_wrap = True
    for at, line in enumerate(lines):
        _fill(frame.paragraphs[0] if at == 0 else frame.add_paragraph(), line, size=size, colour=colour, align=align, gap=gap)


def _add(frame: Any, line: Sequence[tuple[str, bool]], *, size: float, colour: str) -> None:
    _fill(frame.add_paragraph(), line, size=size, colour=colour, align=PP_ALIGN.LEFT, gap=0)


def _fill(paragraph: Any, line: Sequence[tuple[str, bool]], *, size: float, colour: str, align: Any, gap: float) -> None:
    paragraph.alignment = align
    paragraph.space_after = Pt(gap)
    for words, strong in line:
        run = paragraph.add_run()
        run.text = words
        run.font.size, run.font.bold, run.font.name, run.font.color.rgb = Pt(size), strong, FONT, paint(colour)
