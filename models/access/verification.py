"""What a check of the audit trail found."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

MOST_FINDINGS = 500  # more are counted, not listed: with a lost key every row would be one


class Flaw(StrEnum):
    """What is wrong, and with what."""

    ROW_EDITED = "row_edited"  # the content is not what was written
    ROW_DELETED = "row_deleted"  # the seal knows it, the table does not
    ROW_INSERTED = "row_inserted"  # not written by Kordon, or slipped in behind a seal
    SEAL_BROKEN = "seal_broken"  # the seal does not fit its own content
    SEAL_REMOVED = "seal_removed"  # a number is missing in the chain, or it stands in the exported file only
    SEAL_REPLACED = "seal_replaced"  # not chained to the one before it, or other than the exported one
    KEY_MISSING = "key_missing"  # without the key digests cannot be checked


@dataclass(frozen=True, slots=True)
class Finding:
    """One flaw: the row by its number (and by what it says, if it is still there) or the seal by its number."""

    flaw: Flaw
    seq: int | None = None
    seal: int | None = None
    at: datetime | None = None
    actor_name: str = ""
    action: str = ""
    subject_name: str = ""
    detail: str = ""


@dataclass(slots=True)
class VerificationResult:
    """What was checked and what was found. `gaps` are numbers missing among rows that no seal covers yet: a change that was rolled
    back leaves one too, so they are told and not held against the trail."""

    checked_at: datetime
    rows: int = 0
    sealed_rows: int = 0
    waiting_rows: int = 0
    seals: int = 0
    exported_seals: int = 0
    last_seal: int | None = None
    last_sealed_at: datetime | None = None
    gaps: int = 0
    findings: list[Finding] = field(default_factory=list)
    more_findings: int = 0

    @property
    def is_whole(self) -> bool:
        """Nothing was edited, deleted, inserted, broken or removed."""
        return not self.findings

    def add(self, finding: Finding) -> None:
        """List it, or count it when the list is full."""
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(finding)
        else:
            self.more_findings += 1
