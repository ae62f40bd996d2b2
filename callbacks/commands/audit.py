"""audit: `audit verify` checks the whole audit trail (exit code 1 names what is wrong), `audit seal` seals it now"""

from __future__ import annotations

import argparse

from callbacks.commands import FAILED, OK, open_database
from data.operations.audit_seals import export_seals, seal_audit
from data.queries.audit_verification import verify_audit
from data.session import reading, transaction
from models.access.actor import SYSTEM
from pages.access.verification import checked_words, finding_words, verdict_words
from pages.formats import number
from pages.translations import _, ngettext


def run(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="app.py audit", description=__doc__)
    parser.add_argument("what", choices=("verify", "seal"), help="verify changes nothing and exits with 1 if anything is wrong")
    what = parser.parse_args(arguments).what
    with open_database():
        return _verify() if what == "verify" else _seal()


def _verify() -> int:
    with reading(SYSTEM) as session:
        result = verify_audit(session)
    for line in checked_words(result):
        print(line)
    for finding in result.findings:
        print("✗ " + finding_words(finding) + (f" [{finding.detail}]" if finding.detail else ""))
    if result.more_findings:
        print(ngettext("… and {n} more", "… and {n} more", result.more_findings))
    print(verdict_words(result))
    return OK if result.is_whole else FAILED


def _seal() -> int:
    with transaction(SYSTEM) as session:
        seal = seal_audit(session)
    with reading(SYSTEM) as session:
        export_seals(session)
    if seal is None:
        print(_("Nothing to seal: every finished row has its seal."))
    else:
        print(_("Sealed up to row {row}: seal {number}.", row=number(seal.last_seq), number=number(seal.number)))
    return OK
