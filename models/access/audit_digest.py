"""What proves that a row of the audit trail is the one Kordon wrote.

A row's digest is HMAC-SHA-256 over one canonical text of its content and its number, with a key that lies outside the database:
whoever can change rows but has no key cannot make a row that verifies, and a copied row fails because its number is part of it.
Digests of a batch are the leaves of a Merkle tree (RFC 9162, 2.1.1: leaves and nodes are hashed with different prefixes, so a node never
passes for a leaf); the root is sealed together with the seal before it, so seals cannot be removed or exchanged unnoticed.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

DIGEST_BYTES = 32
_EXACT_INTEGER = 2**53  # beyond it JSON numbers differ between readers
_VERSION = "kordon-audit-1"
NO_SEAL = bytes(DIGEST_BYTES)  # what the first seal is chained to


@dataclass(frozen=True, slots=True)
class AuditContent:
    """What one row of the trail says. `before` and `after` hold only what changed, as plain JSON values (see `plain_value`)."""

    at: datetime
    actor_id: UUID | None
    actor_name: str
    on_behalf_of: UUID | None
    action: str
    subject_kind: str
    subject_id: str
    subject_name: str
    case_id: UUID | None
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    reason: str
    ip: str


def plain_text(value: str) -> str:
    """The text as PostgreSQL can keep it: without NUL and broken surrogates."""
    return value.replace("\0", "\ufffd").encode("utf-8", "replace").decode()


def plain_value(value: Any) -> Any:
    """A JSON value that comes back from the database exactly as it went in.

    Fractions and very large numbers become text: a JSON column may rewrite 1e20 or 1.50, and then an honest row would not verify.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value) if abs(value) < _EXACT_INTEGER else str(int(value))
    if isinstance(value, str):
        return plain_text(str(value))
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {plain_text(str(name)): plain_value(inner) for name, inner in value.items()}
    if isinstance(value, set | frozenset):
        return sorted((plain_value(inner) for inner in value), key=str)
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [plain_value(inner) for inner in value]
    return plain_text(str(value))


def changed_values(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """Both sides as plain values; when both are there, only the keys that differ."""
    old = None if before is None else plain_value(before)
    new = None if after is None else plain_value(after)
    if old is None or new is None:
        return old, new
    absent = object()
    changed = {name for name in old.keys() | new.keys() if old.get(name, absent) != new.get(name, absent)}
    return {name: old[name] for name in sorted(changed & old.keys())}, {name: new[name] for name in sorted(changed & new.keys())}


def canonical_text(seq: int, content: AuditContent) -> bytes:
    """The one way to write a row down: a JSON array in fixed order, keys sorted, no spaces, UTF-8, microseconds UTC."""
    return json.dumps(
        [
            _VERSION,
            seq,
            content.at.astimezone(UTC).isoformat(timespec="microseconds"),
            _id(content.actor_id),
            content.actor_name,
            _id(content.on_behalf_of),
            content.action,
            content.subject_kind,
            content.subject_id,
            content.subject_name,
            _id(content.case_id),
            content.before,
            content.after,
            content.reason,
            content.ip,
        ],
        ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"),
    ).encode()  # fmt: skip


def _id(value: UUID | None) -> str | None:
    return None if value is None else value.hex


def row_digest(key: bytes, *, seq: int, content: AuditContent) -> bytes:
    """32 bytes that only the holder of the key can make for this row."""
    return hmac.digest(key, canonical_text(seq, content), "sha256")


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """Root of the tree over these digests; an odd node moves up unchanged. Of nothing: the digest of nothing."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    level = [hashlib.sha256(b"\0" + leaf).digest() for leaf in leaves]
    while len(level) > 1:
        paired = [hashlib.sha256(b"\1" + level[i] + level[i + 1]).digest() for i in range(0, len(level) - 1, 2)]
        level = paired + level[len(level) - len(level) % 2 :]
    return level[0]


@dataclass(frozen=True, slots=True)
class SealContent:
    """What a seal vouches for: which rows (by number, in order), up to which transaction, after which seal."""

    number: int
    below_xid: int
    floor_seq: int
    seqs: Sequence[int]
    root: bytes
    previous: bytes
    sealed_at: datetime


def seal_digest(key: bytes, content: SealContent) -> bytes:
    """32 bytes over everything the seal says, the seal before it included."""
    said = json.dumps(
        [
            _VERSION, content.number, content.below_xid, content.floor_seq, len(content.seqs),
            hashlib.sha256(b",".join(b"%d" % seq for seq in content.seqs)).hexdigest(),
            content.root.hex(), content.previous.hex(), content.sealed_at.astimezone(UTC).isoformat(timespec="microseconds"),
        ],
        separators=(",", ":"),
    )  # fmt: skip
    return hmac.digest(key, said.encode(), "sha256")
