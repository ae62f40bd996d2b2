"""What reports are put together from. A later system adds a module with its `SOURCE` and a line here."""

from __future__ import annotations

from collections.abc import Mapping

from pages.analytics.blocks import allocations, effect, losses, operations, roi, workload
from pages.analytics.blocks.block import Block, Source

_ALL = (losses.SOURCE, allocations.SOURCE, operations.SOURCE, workload.SOURCE, effect.SOURCE, roi.SOURCE)
SOURCES: Mapping[str, Source] = {source.key: source for source in _ALL}
BLOCKS: Mapping[str, Block] = {block.key: block for source in SOURCES.values() for block in source.blocks}

__all__ = ["BLOCKS", "SOURCES", "Block", "Source"]
