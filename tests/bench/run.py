"""`make bench`: the same looks, deeds and crowds on a small, a middle and a full bank, in one run on one machine, so that the ratios hold.

Every line says p50 / p95 at each size and how much the last is slower than the first. What to compare with stands in the same table: an
empty query, an empty change, the figures by plain SQL without rollups. `python -m tests.bench.run 100000 [--only crowd]`.
"""

from __future__ import annotations

import argparse
import asyncio
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import psutil

from tests.bench.bank import Bank, loaded_bank
from tests.bench.crowd import measure_crowd, measure_rate
from tests.bench.doing import measure_deeds
from tests.bench.looking import measure_looks
from tests.bench.measuring import Figure, one
from tests.bench.serving import measure_first_load, served, sign_in_many
from tests.bench.smoothness import measure_smoothness
from tests.bench.streams import measure_streams
from tests.bench.visits import ROLES, Visit, record_visits

CROWDS, STREAMS = (10, 50, 200), (100, 400)


def measure_web(bank: Bank) -> dict[str, Figure]:
    """People, streams and single callbacks over two web processes and one for jobs."""
    with served(bank, processes=2) as servers:
        first = servers[0]
        found = {"web process: until it answers": one(first.started, "s"), "web process: memory when started": one(first.memory(), "MB")}
        visitors = sign_in_many(servers, ROLES, count=max(CROWDS))
        found |= asyncio.run(measure_first_load(visitors[0]))
        visits = record_visits(list({visitor.login: visitor for visitor in reversed(visitors)}.values()))
        chart, rows = _body(visits["orlov"], b"analytics-operations"), _body(visits["belova"], b"getRowsResponse")
        head = next(one for one in visitors if one.login == "orlov")
        officers = [one for one in visitors if one.login == "belova"]
        found["chart callback, one process"] = asyncio.run(measure_rate(head, chart))
        found["grid callback, one process"] = asyncio.run(measure_rate(officers[0], rows))
        for count in CROWDS:
            found |= asyncio.run(measure_crowd(visitors[:count], visits))
        for count in STREAMS:
            found |= asyncio.run(measure_streams([one for one in officers if one.server is first], rows, count=count))
        found["web process: memory after all that"] = one(first.memory(), "MB")
    return found


def _body(visits: list[Visit], part: bytes) -> bytes:
    """The first recorded callback that has this in it."""
    return next(body for visit in visits for body in visit.bodies if part in body)


def measure_screens(bank: Bank) -> dict[str, Figure]:
    with served(bank) as servers:
        return measure_smoothness(sign_in_many(servers, ("orlov", "belova", "zaitseva"), count=3))


PARTS: Mapping[str, Callable[[Bank], dict[str, Figure]]] = {
    "looks": lambda _bank: measure_looks(),
    "deeds": lambda _bank: measure_deeds(),
    "web": measure_web,
    "screens": measure_screens,
}


def main() -> None:
    """Measure at a hundredth, a tenth and the whole of so many cases; print one table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.run", description=__doc__)
    parser.add_argument("cases", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--only", choices=list(PARTS), action="append", help="measure only this part")
    parser.add_argument("--home", type=Path, help="take the bank that lies here, at this one size")
    given = parser.parse_args()
    sizes = [given.cases] if given.home else sorted({max(1000, given.cases // 100), max(1000, given.cases // 10), given.cases})
    print(f"{os.cpu_count()} cores, {psutil.virtual_memory().total / 1024**3:.0f} GB of memory")
    results = []
    for size in sizes:
        with loaded_bank(size, home=given.home) as bank:
            found = {"load, by `app.py demo`": one(bank.loaded, "s")}
            for name in given.only or PARTS:
                found |= PARTS[name](bank)
            results.append(found)
    print(f"\n| p50 / p95 | {' | '.join(f'{size:,} cases' for size in sizes)} | growth |\n|---|{'---:|' * (len(sizes) + 1)}")
    for name in results[-1]:
        cells = [str(result.get(name, "")) for result in results]
        smallest = results[0].get(name)
        growth = f"{results[-1][name].p50 / smallest.p50:.1f}×" if smallest and smallest.p50 and len(sizes) > 1 else ""
        print(f"| {name} | {' | '.join(cells)} | {growth} |")


if __name__ == "__main__":
    main()
