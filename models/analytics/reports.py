"""Reports: what each is made of. Ready ones stand here, a bank's own are put together from the same blocks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from models.errors import Conflict, InvalidInput

Format = Literal["pdf", "xlsx", "pptx"]
FORMATS: tuple[Format, ...] = ("pdf", "xlsx", "pptx")
MEDIA: Mapping[str, str] = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
MOST_BLOCKS = 24
LONGEST_NAME = 80


class WrongReport(InvalidInput):
    """A report needs a name in both languages and known blocks, each once."""

    code: ClassVar[str] = "wrong_report"


class ReportChangedMeanwhile(Conflict):
    """Somebody else has changed or withdrawn this report since it was opened."""

    code: ClassVar[str] = "report_changed_meanwhile"


@dataclass(frozen=True, slots=True)
class ReportDefinition:
    """`blocks` in their order, each `source.part`: which figures it draws from, and what of them. `about` says what it is good for."""

    key: str
    name: Mapping[str, str]
    about: Mapping[str, str]
    blocks: tuple[str, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """The figures it draws from, in the order of their first block."""
        return tuple(dict.fromkeys(source_of(block) for block in self.blocks))

    def as_document(self) -> dict[str, Any]:
        """What a made report keeps of its definition: it must come out alike when the definition has changed since."""
        return {
            "kind": self.key,
            "name": dict(self.name),
            "about": dict(self.about),
            "blocks": list(self.blocks),
            "sources": list(self.sources),
        }


def source_of(block: str) -> str:
    """`prevented-loss.categories` → `prevented-loss`."""
    return block.partition(".")[0]


def write_report(key: str, *, ru: str, en: str, blocks: Iterable[str], known: Iterable[str]) -> ReportDefinition:
    """A report of the bank's own. Raises `WrongReport` naming the field."""
    names = {"ru": " ".join(ru.split()), "en": " ".join(en.split())}
    for lang, name in names.items():
        if not name or len(name) > LONGEST_NAME:
            raise WrongReport(field=f"name_{lang}")
    chosen = tuple(blocks)
    if not chosen or len(chosen) > MOST_BLOCKS or len(set(chosen)) < len(chosen) or not set(chosen) <= set(known):
        raise WrongReport(field="blocks")
    return ReportDefinition(key, names, {"ru": "", "en": ""}, chosen)


def _report(key: str, blocks: str, ru: tuple[str, str], en: tuple[str, str]) -> ReportDefinition:
    return ReportDefinition(key, {"ru": ru[0], "en": en[0]}, {"ru": ru[1], "en": en[1]}, tuple(blocks.split()))


REPORTS: Mapping[str, ReportDefinition] = {
    report.key: report
    for report in (
        _report(
            "management",
            "prevented-loss.months prevented-loss.categories allocations.months allocations.units operations.deadlines operations.speed",
            ("Управленческий отчёт", "Предотвращённый ущерб, затраты и работа службы: для правления, на нескольких страницах."),
            ("Management report", "Prevented loss, costs and the work of the service: for the board, on a few pages."),
        ),
        _report(
            "operations",
            "operations.deadlines operations.speed operations.steps operations.people",
            ("Сроки и нагрузка", "Сроки по услугам и месяцам, скорость, где дела стоят, кто перегружен."),
            ("Deadlines and load", "Deadlines by service and month, speed, where cases wait, who is overloaded."),
        ),
        _report(
            "workload",
            "workload.weeks workload.ahead workload.days workload.people workload.services",
            ("Загрузка", "Сколько и на что работала служба, кто перегружен, что впереди против сил команды."),
            ("Workload", "How much the service worked and on what, who is overloaded, what lies ahead against the crew."),
        ),
        _report(
            "prevented-loss",
            "prevented-loss.months prevented-loss.categories prevented-loss.services prevented-loss.lines",
            ("Предотвращённый ущерб", "По категориям против прошлого периода и плана, по месяцам, по услугам и направлениям."),
            ("Prevented loss", "By category against the period before and the plan, by month, by service and business line."),
        ),
        _report(
            "allocations",
            "allocations.months allocations.units allocations.why",
            ("Распределение затрат", "Сколько несёт каждое подразделение, за что и по какому ключу, до копейки."),
            ("Allocation of costs", "What each unit bears, for what and by which key, to the kopeck."),
        ),
        _report(
            "effect",
            "effect.measures effect.course effect.services effect.returns effect.cash",
            ("Эффект и окупаемость", "Что было до хаба и что сейчас, по показателям и услугам; окупаемость хаба и каждой инициативы."),
            ("Effect and return", "What was before the hub and what is now, by measure and service; return of each initiative."),
        ),
        _report(
            "roi",
            "roi.returns roi.cash roi.facts roi.sources",
            ("Окупаемость", "Вложения и отдача хаба и каждой инициативы при выбранном сценарии, план и факт."),
            ("Return and pay-back", "What the hub and each initiative cost and bring under the chosen scenario, plan and fact."),
        ),
    )
}
