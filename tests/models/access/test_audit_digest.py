"""Laws of the digests that prove the audit trail."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from models.access.audit_digest import (
    AuditContent,
    SealContent,
    canonical_text,
    changed_values,
    merkle_root,
    plain_value,
    row_digest,
    seal_digest,
)

KEY = b"k" * 32
_words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
_plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | _words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_words, inner, max_size=3), max_leaves=6,
)  # fmt: skip
_documents = st.none() | st.dictionaries(_words, _plain, max_size=4)
_moments = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the bounds carry no zone
_contents = st.builds(
    AuditContent, at=_moments, actor_id=st.none() | st.uuids(), actor_name=_words, on_behalf_of=st.none() | st.uuids(), action=_words,
    subject_kind=_words, subject_id=_words, subject_name=_words, case_id=st.none() | st.uuids(), before=_documents, after=_documents,
    reason=_words, ip=_words,
)  # fmt: skip
_leaves = st.lists(st.binary(min_size=32, max_size=32), max_size=40)


@given(st.integers(1, 2**62), _contents)
def test_the_same_content_always_has_the_same_digest(seq: int, content: AuditContent) -> None:
    shuffled = dataclasses.replace(content, after=dict(reversed(content.after.items())) if content.after else content.after)
    assert row_digest(KEY, seq=seq, content=content) == row_digest(KEY, seq=seq, content=shuffled)


@given(_contents, _contents)
def test_different_contents_are_written_down_differently(one: AuditContent, other: AuditContent) -> None:
    assert (canonical_text(1, one) == canonical_text(1, other)) == (one == other)


@given(_contents, st.integers(1, 2**62), st.integers(1, 2**62))
def test_the_number_and_the_key_are_part_of_the_digest(content: AuditContent, one: int, other: int) -> None:
    assert (row_digest(KEY, seq=one, content=content) == row_digest(KEY, seq=other, content=content)) == (one == other)
    assert row_digest(KEY, seq=one, content=content) != row_digest(b"o" * 32, seq=one, content=content)


def test_moving_a_word_from_one_column_to_the_next_is_another_content() -> None:
    base = AuditContent(datetime(2026, 1, 1, tzinfo=UTC), None, "ab", None, "c", "", "", "", None, None, None, "", "")
    assert canonical_text(1, base) != canonical_text(1, dataclasses.replace(base, actor_name="a", action="bc"))


_anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.uuids() | st.dates() | _moments | st.decimals(),
    lambda inner: st.lists(inner, max_size=3) | st.tuples(inner) | st.dictionaries(st.text() | st.integers(), inner, max_size=3), max_leaves=6,
)  # fmt: skip


@given(_anything)
def test_a_plain_value_survives_json_and_is_its_own_plain_value(value: Any) -> None:
    plain = plain_value(value)
    assert json.loads(json.dumps(plain, allow_nan=False)) == plain
    assert plain_value(plain) == plain


@given(st.dictionaries(_words, _plain, max_size=5), st.dictionaries(_words, _plain, max_size=5))
def test_only_what_differs_is_kept_and_it_leads_from_before_to_after(before: dict[str, Any], after: dict[str, Any]) -> None:
    old, new = changed_values(before, after)
    assert old is not None
    assert new is not None
    rebuilt = {name: value for name, value in before.items() if name not in old} | new
    assert rebuilt == after
    assert all(old.get(name, KEY) != new.get(name, KEY) for name in old.keys() | new.keys())


@given(_leaves, st.data())
def test_changing_removing_or_swapping_a_leaf_changes_the_root(leaves: list[bytes], data: st.DataObject) -> None:
    root = merkle_root(leaves)
    assert len(root) == 32
    if not leaves:
        return
    place = data.draw(st.integers(0, len(leaves) - 1))
    assert merkle_root([*leaves[:place], bytes(32) if leaves[place] != bytes(32) else b"\1" * 32, *leaves[place + 1 :]]) != root
    assert merkle_root(leaves[:place] + leaves[place + 1 :]) != root
    assert merkle_root([*leaves, leaves[-1]]) != root
    swapped = [leaves[-1], *leaves[1:-1], leaves[0]] if len(leaves) > 1 else leaves
    assert (merkle_root(swapped) == root) == (swapped == leaves)


def test_two_nodes_do_not_pass_for_one_leaf() -> None:
    leaves = [bytes([i]) * 32 for i in range(4)]
    assert merkle_root(leaves) != merkle_root([merkle_root(leaves[:2]), merkle_root(leaves[2:])])


@given(st.integers(0, 5))
def test_a_seal_vouches_for_everything_it_says(which: int) -> None:
    seal = SealContent(3, 100, 0, [1, 2, 5], b"r" * 32, b"p" * 32, datetime(2026, 1, 1, tzinfo=UTC))
    changes: list[dict[str, Any]] = [
        {"number": 4}, {"below_xid": 101}, {"floor_seq": 1}, {"seqs": [1, 25]}, {"root": b"q" * 32}, {"previous": b"q" * 32},
    ]  # fmt: skip
    assert seal_digest(KEY, seal) != seal_digest(KEY, dataclasses.replace(seal, **changes[which]))


def test_an_id_is_written_without_ambiguity() -> None:
    one = UUID(int=1)
    content = AuditContent(datetime(2026, 1, 1, tzinfo=UTC), one, "", None, "", "", "", "", None, None, None, "", "")
    assert f'"{one.hex}"'.encode() in canonical_text(1, content)
