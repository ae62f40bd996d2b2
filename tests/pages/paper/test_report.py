"""The printed report and letter: what they say, in which language, and that printing again gives the same bytes."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from functools import cache

import pytest
from pypdf import PdfReader

from pages.paper.letter import letter_hash, render_letter
from pages.paper.model import Chart, Column, Paragraph, ReportTooLong, Section, Table
from pages.paper.report import render_pdf, report_job, spans
from pages.paper.sandbox import Limits, PrintingFailed, PrintingTooHeavy, PrintJob, print_document
from pages.translations import Language, use_language
from tests.pages.paper import sample

CYRILLIC = re.compile("[а-яёА-ЯЁ]+")
LATIN = re.compile("[a-zA-Z]{2,}")


@cache
def report(lang: Language) -> bytes:
    return render_pdf(sample.report(lang))


@cache
def letter(lang: Language) -> bytes:
    return render_letter(sample.letter(lang))


def text_of_pdf(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def said(pdf: bytes) -> str:
    """The text without the places where lines end."""
    return re.sub(r"\s+", " ", text_of_pdf(pdf))


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_the_same_model_is_printed_byte_for_byte_alike(lang: Language) -> None:
    assert render_pdf(sample.report(lang)) == report(lang)


def test_another_figure_gives_another_report() -> None:
    model = sample.report("ru")
    assert render_pdf(replace(model, tiles=(replace(model.tiles[0], value="214,7"), *model.tiles[1:]))) != report("ru")


def test_the_russian_report_has_no_english_words() -> None:
    assert LATIN.findall(text_of_pdf(report("ru"))) == []


def test_the_english_report_has_no_russian_letters() -> None:
    assert CYRILLIC.findall(text_of_pdf(report("en"))) == []


def test_letters_and_reports_speak_one_language() -> None:
    assert CYRILLIC.findall(text_of_pdf(letter("en"))) == []
    russian = said(letter("ru"))
    assert LATIN.findall(re.sub(r"(?:[0-9a-f]{8} ?){8}", "", russian)) == []


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("ru", ["Предотвращённый ущерб", "214,6", "+15 % к 186,5 в октябре", "цель 200", "Корпоративные кредиты", "янв", "до копейки",
                "Как посчитано", "методика № 4", "Всего", "2026-1081", "Конфиденциально", "Данные на", "Страница 2 из"]),
        ("en", ["Prevented loss", "₽214.6", "+15% on 186.5 in October", "target 200", "Corporate lending", "Jan", "to the kopeck",
                "How it is computed", "method 4", "Total", "2026-1081", "Confidential", "Data as of", "Page 2 of"]),
    ],
)  # fmt: skip
def test_the_report_says_everything_of_its_model(lang: Language, words: list[str]) -> None:
    text = said(report(lang))
    assert [word for word in words if word not in text] == []


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_every_page_after_the_cover_names_its_author_time_and_filter(lang: Language) -> None:
    model = sample.report(lang)
    pages = PdfReader(io.BytesIO(report(lang))).pages
    for number, page in enumerate(pages[1:], start=2):
        text = re.sub(r"\s+", " ", page.extract_text())
        assert model.author in text
        assert f"{model.filters[0][0]}: {model.filters[0][1]}" in text
        assert ("1 декабря 2026 г., 8:00" if lang == "ru" else "1 December 2026, 8:00") in text
        assert (f"{number} из {len(pages)}" if lang == "ru" else f"{number} of {len(pages)}") in text


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_the_report_is_tagged_and_has_an_outline(lang: Language) -> None:
    reader = PdfReader(io.BytesIO(report(lang)))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"].value  # type: ignore[index]
    assert str(reader.trailer["/Root"]["/Lang"]).startswith(lang)  # type: ignore[index]
    assert reader.metadata is not None
    assert reader.metadata.title == sample.report(lang).title
    metadata = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()  # type: ignore[index]
    assert re.search(r"pdfaid:part[>=\"']+2", metadata)
    assert re.search(r"pdfuaid:part[>=\"']+1", metadata)
    assert len(reader.outline) >= 3


def test_every_chart_tells_its_summary_to_those_who_do_not_see_it() -> None:
    reader = PdfReader(io.BytesIO(report("ru")))
    alternatives = {
        str(thing["/Alt"]) for at in range(1, len(reader.xref[0]) + 1) if isinstance(thing := _object(reader, at), dict) and "/Alt" in thing
    }
    summaries = {block.summary for section in sample.report("ru").sections for block in section.blocks if isinstance(block, Chart)}
    assert summaries <= alternatives


def _object(reader: PdfReader, at: int) -> object:
    return reader.get_object(at) if at in reader.xref[0] or at in reader.xref_objStm else None


def test_only_our_typeface_is_used() -> None:
    for page in PdfReader(io.BytesIO(report("ru"))).pages:
        fonts = page["/Resources"].get("/Font", {})  # type: ignore[union-attr]
        assert all("Inter" in str(font.get_object()["/BaseFont"]) for font in fonts.values())


def test_words_of_users_are_never_a_program() -> None:
    evil = '#read("/etc/passwd") $x^2$ *b* _i_ @ref <label> \\ // "`'
    model = sample.report("ru")
    section = Section(evil, (Paragraph(evil), Table(evil, (Column(evil),), ((evil,),))), evil)
    text = said(render_pdf(replace(model, title=evil, sections=(section,), filters=((evil, evil),), author=evil)))
    assert text.count('#read("/etc/passwd") $x^2$ *b* _i_ @ref') >= 6
    assert "root:" not in text


def test_a_report_without_figures_is_a_report_as_well() -> None:
    model = replace(sample.report("ru"), tiles=(), findings=(), sections=(), definitions=(), filters=())
    text = said(render_pdf(model))
    assert model.title in text
    assert "Главное" not in text


@pytest.mark.parametrize("count", range(1, 7))
def test_any_number_of_tiles_finds_its_place(count: int) -> None:
    model = sample.report("ru")
    small = replace(model, tiles=model.tiles[:count], findings=(), sections=(), definitions=())
    assert said(render_pdf(small)).count("214,6") == 1


def test_a_table_longer_than_a_person_reads_is_refused() -> None:
    with pytest.raises(ReportTooLong, match="501"):
        Table("Реестр", (Column("Номер"),), tuple((str(at),) for at in range(501)))


def test_a_row_with_a_cell_too_many_is_refused() -> None:
    with pytest.raises(ValueError, match="2 cells for 1 columns"):
        Table("Реестр", (Column("Номер"),), (("1", "2"),))


def test_strong_words_are_marked_by_two_stars() -> None:
    assert spans("рост на **28 млн ₽** и **всё**") == [
        {"text": "рост на ", "strong": False},
        {"text": "28 млн ₽", "strong": True},
        {"text": " и ", "strong": False},
        {"text": "всё", "strong": True},
    ]
    assert spans("2 ** 3 = 8") == [{"text": "2 ** 3 = 8", "strong": False}]


def test_halves_stand_in_pairs() -> None:
    with use_language("ru"):
        rows = report_job(sample.report("ru"), template="report").data["sections"][0]["rows"]
    assert [(row["kind"], len(row.get("charts", ()))) for row in rows] == [("chart", 1), ("halves", 2), ("table", 0)]


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_the_letter_says_who_answers_whom_and_about_what(lang: Language) -> None:
    asked, text = sample.letter(lang), said(letter(lang))
    for words in (asked.organisation, asked.number, *asked.addressee, asked.subject, asked.signer_name, asked.approver, *asked.attachments):
        assert words in text


def test_the_letter_carries_the_hash_of_what_it_says() -> None:
    asked = sample.letter("ru")
    assert letter_hash(asked) in said(letter("ru")).replace(" ", "")
    assert letter_hash(replace(asked, subject="О другом")) != letter_hash(asked)


def test_the_same_letter_is_printed_byte_for_byte_alike() -> None:
    assert render_letter(sample.letter("ru")) == letter("ru")


def _job(template: str = "report", **data: object) -> PrintJob:
    return PrintJob(template, data, (), "ru", "Europe/Moscow", 0)


def test_a_faulty_document_tells_what_is_wrong() -> None:
    with pytest.raises(PrintingFailed, match="confidentiality"):
        print_document(_job())


def test_a_letter_that_the_typeface_lacks_is_told() -> None:
    with pytest.raises(PrintingFailed):
        render_pdf(replace(sample.report("ru"), subtitle="漢字"))


def test_a_document_that_takes_too_long_is_ended() -> None:
    with use_language("ru"), pytest.raises(PrintingTooHeavy):
        print_document(report_job(sample.report("ru"), template="report"), limits=Limits(seconds=0.05))


def test_a_document_that_takes_too_much_processor_is_ended() -> None:
    with use_language("ru"), pytest.raises(PrintingTooHeavy):
        print_document(report_job(sample.report("ru"), template="report"), limits=Limits(cpu_seconds=0))


def test_a_document_that_takes_too_much_memory_is_ended() -> None:
    with use_language("ru"), pytest.raises(PrintingFailed):
        print_document(report_job(sample.report("ru"), template="report"), limits=Limits(memory_bytes=150 * 1024**2))


def test_whoever_serves_pages_never_loads_the_typesetter() -> None:
    import subprocess
    import sys

    from pages.paper.sandbox import ROOT

    program = (
        "import sys, pages.paper.report, pages.paper.letter, pages.paper.workbook, pages.formats;"
        "print([name for name in ('typst', 'matplotlib', 'numpy') if name in sys.modules])"
    )
    answer = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
