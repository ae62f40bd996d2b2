"""Small real files for the demo bank: a page of paper, a photo of a place, a table, a letter. Made by code, a few kilobytes each."""

from __future__ import annotations

import hashlib
import os
import shutil
import struct
import zlib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random
from uuid import UUID

import xlsxwriter

from data.operations.processes.files import path_of

_VARIANTS = 4  # of every kind, so that not all papers look alike
_MOST_LINKS = 30_000  # file systems allow some sixty thousand names for one file
_MEDIA = {
    "pdf": "application/pdf", "png": "image/png", "txt": "text/plain",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FilePlan:
    """A file somebody is going to attach: its name (the ending says what it is) and which of the variants."""

    name: str
    variant: int = 0

    @property
    def kind(self) -> str:
        return self.name.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Content:
    data: bytes
    media_type: str
    sha256: bytes


@cache
def content_of(kind: str, variant: int) -> Content:
    """What a file of this kind holds; there are a few variants of each."""
    data = _MAKERS[kind](Random(variant % _VARIANTS))
    return Content(data, _MEDIA[kind], hashlib.sha256(data).digest())


class Shelf:
    """Puts a file in the place of an attachment: one content on the disk under many names."""

    def __init__(self) -> None:
        self._masters: dict[tuple[str, int], tuple[Path, int]] = {}

    def lay(self, attachment_id: str, plan: FilePlan) -> Content:
        variant = plan.variant
        content = content_of(plan.kind, variant)
        target = path_of(UUID(attachment_id))
        master, links = self._masters.get((plan.kind, variant), (None, 0))
        if not target.parent.is_dir():
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        target.unlink(missing_ok=True)  # a seeding that was killed has left files under the same names
        if master is None or links >= _MOST_LINKS:
            target.write_bytes(content.data)
            master, links = target, 0
        else:
            try:
                os.link(master, target)
            except OSError:  # this file system has no second names
                shutil.copyfile(master, target)
        self._masters[(plan.kind, variant)] = master, links + 1
        return content


def _paper(rng: Random) -> bytes:
    """A page that looks like a scanned contract: a heading, lines of text as grey bars, a stamp."""
    marks = ["0.2 g BT /F1 15 Tf 70 770 Td (OKSKY BANK / DEMO DOCUMENT) Tj ET", "0.75 g"]
    top = 730
    while top > 190:
        for _line in range(rng.randint(3, 7)):
            marks.append(f"70 {top} {rng.randint(330, 455)} 6 re f")
            top -= 14
        marks.append(f"70 {top} {rng.randint(80, 300)} 6 re f")
        top -= 30
    marks.append("0.25 0.35 0.75 RG 2 w 400 90 90 60 re S 408 98 74 44 re S")
    drawing = "\n".join(marks).encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold >>",
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, start)
    return bytes(out)


def _photo(rng: Random) -> bytes:
    """A building under the sky, 240 × 160."""
    width, height = 240, 160
    sky, wall, ground = ((150, 185, 220), (rng.randint(120, 190), rng.randint(100, 150), 110), (95, 105, 95))
    left, right, roof = rng.randint(20, 60), rng.randint(170, 220), rng.randint(40, 70)
    rows = bytearray()
    for y in range(height):
        rows.append(0)
        for x in range(width):
            inside = left <= x < right and y >= roof
            window = inside and (x - left) % 26 in range(8, 18) and (y - roof) % 28 in range(8, 20) and y < 130
            colour = (60, 75, 95) if window and y < 130 else wall if inside and y < 135 else ground if y >= 130 else sky
            rows += bytes(colour)

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(rows), 9)) + chunk(b"IEND", b"")


def _table(rng: Random) -> bytes:
    """Accounts of a year, in thousands of roubles."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": datetime(2026, 1, 12, 9, 0)})  # noqa: DTZ001 — a wall clock; without it every file is another one
    sheet = book.add_worksheet("Отчётность")
    sheet.set_column(0, 0, 34)
    sheet.write_row(0, 0, ["Показатель, тыс. ₽", 2024, 2025])
    for number, name in enumerate(("Выручка", "Себестоимость", "Прибыль до налога", "Чистая прибыль", "Чистые активы",
    "Заёмные средства"), 1):
        before = rng.randint(900, 90_000)
        sheet.write_row(number, 0, [name, before, round(before * rng.uniform(0.7, 1.5))])
    book.close()
    return out.getvalue()


def _letter(rng: Random) -> bytes:
    """A suspicious letter somebody has passed on."""
    return (
        "От: support@bank-oksky-secure.example\nТема: Подтвердите операцию\n\nУважаемый клиент!\n"
        f"По вашему счёту обнаружена операция на {rng.randint(12, 480)} 000 ₽. "
        "Чтобы отменить её, перейдите по ссылке и введите код из СМС.\n"
    ).encode()


_MAKERS = {"pdf": _paper, "png": _photo, "xlsx": _table, "txt": _letter}
