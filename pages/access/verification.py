"""What a check of the audit trail found, in words: on the auditor's screen and on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from models.access.verification import Finding, Flaw, VerificationResult
from pages.access.trail_names import action_words
from pages.formats import moment_long, number
from pages.translations import N_, _, ngettext

_FLAWS: Mapping[Flaw, str] = MappingProxyType(
    {
        Flaw.ROW_EDITED: N_("Row {seq} was edited: its content is not what Kordon wrote"),
        Flaw.ROW_DELETED: N_("Row {seq} was deleted: seal {seal} vouches for it, but it is not there"),
        Flaw.ROW_INSERTED: N_("Row {seq} was inserted or edited outside Kordon"),
        Flaw.SEAL_BROKEN: N_("Seal {seal} was changed: it does not fit its own rows"),
        Flaw.SEAL_REMOVED: N_("Seal {seal} was removed"),
        Flaw.SEAL_REPLACED: N_("Seal {seal} was replaced by another one"),
        Flaw.KEY_MISSING: N_("The key of the audit trail is missing: digests cannot be checked"),
    }
)


def finding_words(finding: Finding) -> str:
    """One sentence that names the row or the seal, and what the row says as far as it still says anything."""
    said = _(_FLAWS[finding.flaw], seq=finding.seq, seal=finding.seal)
    if finding.action and finding.at:
        described = [moment_long(finding.at), finding.actor_name, action_words(finding.action), finding.subject_name]
        return f"{said} ({', '.join(part for part in described if part)})"
    return said


def checked_words(result: VerificationResult) -> list[str]:
    """What was looked at, line by line."""
    sealed, waiting, exported = number(result.sealed_rows), number(result.waiting_rows), number(result.exported_seals)
    rows = ngettext("{n} row checked", "{n} rows checked", result.rows)
    seals = ngettext("{n} seal checked", "{n} seals checked", result.seals)
    lines = [
        f"{rows}, {_('{sealed} under a seal, {waiting} waiting for the next one', sealed=sealed, waiting=waiting)}",
        f"{seals}, {_('{exported} in the exported file', exported=exported)}",
    ]
    if result.last_seal is not None:
        lines.append(_("Last seal: {number}, {moment}", number=number(result.last_seal), moment=moment_long(result.last_sealed_at)))
    if result.gaps:
        lines.append(
            ngettext(
                "{n} number is missing among rows not sealed yet: a change that was taken back leaves such a gap",
                "{n} numbers are missing among rows not sealed yet: changes that were taken back leave such gaps",
                result.gaps,
            )
        )
    return lines


def verdict_words(result: VerificationResult) -> str:
    """The answer in one sentence."""
    if result.is_whole:
        return _("The audit trail is whole: nothing was edited, deleted or inserted.")
    many = len(result.findings) + result.more_findings
    return ngettext("The audit trail is damaged in {n} place.", "The audit trail is damaged in {n} places.", many)
