"""A report: from the stored document to what stands on paper, on slides and in the workbook. The same document, the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pages.analytics.blocks import BLOCKS, SOURCES, Source
from pages.analytics.findings import Sentence
from pages.analytics.view import PeriodView
from pages.paper.model import Definition, Finding, ReportModel, Section, Tile
from pages.paper.report import render_pdf
from pages.paper.slides import render_slides
from pages.paper.workbook import About, Sheet, render_workbook
from pages.translations import _, text_of, use_language

MOST_TILES = 9
MOST_FINDINGS = 6


@dataclass(frozen=True)
class ReportView(PeriodView):
    """Wraps the document of a report: the documents of its sources under `parts`, what was asked for beside them."""

    @property
    def title(self) -> str:
        return text_of(self.document["name"])

    def parts(self) -> list[tuple[Source, Any]]:
        """Every source with its view, in the order of the report; what the reader may not see or the filter does not fit is not there."""
        return [
            (SOURCES[key], SOURCES[key].view(self.document["parts"][key]))
            for key in self.document["sources"]
            if key in self.document["parts"]
        ]

    def notes(self) -> list[str]:
        """What a reader has to know before he believes the figures."""
        notes = [
            _("Reconciliation found rows that break a rule these figures rest on: {source}.", source=_(SOURCES[key].name))
            for key in self.document["doubted"]
        ]
        notes += [
            _("“{source}” is left out: the chosen filter does not apply to it.", source=_(SOURCES[key].name))
            for key in self.document["left_out"]
        ]
        return notes


def render_report(document: Mapping[str, Any]) -> bytes:
    """The file of a stored document: everything it needs, language and author too, is in it."""
    told = document["report"]
    with use_language(told["lang"]):
        if told["format"] == "xlsx":
            return render_workbook(sheets(document), _about(document))
        model = report_model(document)
    return render_pdf(model) if told["format"] == "pdf" else render_slides(model)


def file_name(document: Mapping[str, Any]) -> str:
    """«Kordon-operations-2026-Q1-ru.pdf»: the same in all languages, harmless on every disk."""
    told = document["report"]
    return f"Kordon-{document['kind']}-{document['period']['code']}-{told['lang']}.{told['format']}"


def report_model(document: Mapping[str, Any]) -> ReportModel:
    """What the report says. The language must be the report's own."""
    view, told = ReportView(document), document["report"]
    parts = view.parts()
    return ReportModel(
        title=view.title,
        subtitle=text_of(document["about"]) or _("Report of the security service"),
        lang=told["lang"],
        organisation=_("Security service"),
        period_label=view.period_label(),
        author=told["author"],
        data_as_of=view.as_of,
        generated_at=datetime.fromisoformat(told["made_at"]),
        zone=told["zone"],
        compared_with=view.compared_label(),
        filters=tuple([(_("Days"), view.stretch_label()), *view.filters()]),
        tiles=_tiles(parts),
        findings=_findings(view, parts),
        sections=_sections(document, parts),
        definitions=_definitions(parts),
    )


def _tiles(parts: list[tuple[Source, Any]]) -> tuple[Tile, ...]:
    """The first tiles of every source, as many as one page takes."""
    each = max(2, MOST_TILES // max(len(parts), 1))
    return tuple(tile for source, part in parts for tile in source.tiles(part)[:each])[:MOST_TILES]


def _findings(view: ReportView, parts: list[tuple[Source, Any]]) -> tuple[Finding, ...]:
    doubts = tuple(Finding(note, "bad") for note in view.notes())
    return (*doubts, *(Finding(sentence.text, sentence.mood) for sentence in strongest(parts, MOST_FINDINGS)))


def strongest(parts: list[tuple[Source, Any]], most: int) -> list[Sentence]:
    """The first sentences of every source, turn by turn, so that none of them talks the others down."""
    said = [list(source.findings(part)) for source, part in parts]
    turns = [(turn, place) for place, sentences in enumerate(said) for turn in range(len(sentences))]
    kept = sorted(sorted(turns)[:most], key=lambda one: (one[1], one[0]))
    return [said[place][turn] for turn, place in kept]


def _sections(document: Mapping[str, Any], parts: list[tuple[Source, Any]]) -> tuple[Section, ...]:
    views = {source.key: part for source, part in parts}
    drawn = [BLOCKS[key].draw(views[key.partition(".")[0]]) for key in document["blocks"] if key.partition(".")[0] in views]
    return tuple(section for section in drawn if section is not None and section.blocks)


def _definitions(parts: list[tuple[Source, Any]]) -> tuple[Definition, ...]:
    """Of one source every rule; of several only those of the figures on the first page, or the board reads rules for pages."""
    all_of_them = tuple(one for source, part in parts for one in source.definitions(part))
    named = {tile.label for tile in _tiles(parts)} | {definition.term for definition in all_of_them if definition.is_general}
    return all_of_them if len(parts) == 1 else tuple(one for one in all_of_them if one.term in named)


def _about(document: Mapping[str, Any]) -> About:
    view, told = ReportView(document), document["report"]
    rules = [f"{one.term}: {one.text}" for one in _definitions(view.parts())]
    return About(
        title=f"{view.title}: {view.period_label()}",
        lang=told["lang"],
        author=told["author"],
        formed_at=datetime.fromisoformat(told["made_at"]),
        data_as_of=view.as_of,
        filters=tuple([(_("Period"), view.period_label()), (_("Days"), view.stretch_label()), *view.filters()]),
        notes=(*view.notes(), *rules),
        zone=told["zone"],
    )


def sheets(document: Mapping[str, Any]) -> list[Sheet]:
    """The workbook: every table of every source, whatever blocks were chosen for paper."""
    return [sheet for source, part in ReportView(document).parts() for sheet in source.sheets(part)]
