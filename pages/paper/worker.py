"""The printing process: reads one job, draws its charts, sets the template (or builds the slides), writes the document, ends.

The template's root is the folder of this one job: templates are copied there beside the charts and the data, so a document can
read nothing else of the machine. Users' words come as data only and are never part of a template's source.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

TEMPLATES = Path(__file__).parent / "templates"
STANDARDS = ["a-2a", "ua-1"]


def set_limits(cpu_seconds: int, memory_bytes: int) -> None:
    """Systems without such limits rely on the parent's clock alone."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def print_job(job: dict[str, Any], folder: Path) -> bytes:
    from pages import formats
    from pages.translations import set_language

    set_language(job["lang"])
    formats.set_zone(job["zone"])
    if job["template"] == "slides":
        from pages.paper.deck import build_deck

        return build_deck(job["data"], job["charts"], formed_at=job["formed_at"])
    root = folder / "root"
    shutil.copytree(TEMPLATES, root)
    if job["charts"]:
        from pages.paper.charts import render_chart

        for at, chart in enumerate(job["charts"]):
            svg = render_chart(chart["figure"], width_mm=chart["width_mm"], height_mm=chart["height_mm"])
            (root / f"chart-{at}.svg").write_text(svg, encoding="utf-8")
    (root / "data.json").write_text(json.dumps(job["data"] | {"palette": _paper_palette()}, ensure_ascii=False), encoding="utf-8")
    return set_template(root, job["template"], formed_at=job["formed_at"])


def set_template(root: Path, template: str, *, formed_at: int) -> bytes:
    import typst

    from pages.paper.fonts import FONT_FOLDER

    # Not the typesetter's own fonts either: a letter that Inter lacks must be told, not replaced.
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONT_FOLDER])
    pdf, warnings = typst.compile_with_warnings(
        root / f"{template}.typ", root=root, font_paths=fonts, format="pdf", pdf_standards=STANDARDS, timestamp=formed_at
    )
    if warnings:
        raise RuntimeError("; ".join(str(warning) for warning in warnings))
    return bytes(pdf)


def _paper_palette() -> dict[str, str]:
    from pages.tokens import palette

    return {name: value for name, value in palette("light").items() if value.startswith("#")}


def main() -> None:
    message = json.load(sys.stdin.buffer)
    set_limits(message["limits"]["cpu_seconds"], message["limits"]["memory_bytes"])
    sys.stdout.buffer.write(print_job(message["job"], Path(sys.argv[1])))


if __name__ == "__main__":
    main()
