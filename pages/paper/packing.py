"""Office files are zips, and a zip notes when its parts were packed; the same report must give the same bytes."""

from __future__ import annotations

import io
import zipfile

_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def with_fixed_dates(packed_file: bytes) -> bytes:
    """The same parts in the same order, packed at no time at all."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed_file)) as packed, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as fixed:
        for name in packed.namelist():
            part = zipfile.ZipInfo(name, _ZIP_DATE)
            part.compress_type, part.external_attr, part.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
            with packed.open(name) as source, fixed.open(part, "w") as target:
                while chunk := source.read(1 << 20):
                    target.write(chunk)
    return out.getvalue()
