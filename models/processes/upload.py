"""What may be attached: by real content, not by name; and the harmless form of a name."""

from __future__ import annotations

import re
import unicodedata
from types import MappingProxyType

from models.errors import InvalidInput

# Extension → media types its content may turn out to be. Whatever a browser could run is missing on purpose (HTML, SVG, scripts, macros).
ALLOWED = MappingProxyType(
    {
        "pdf": ("application/pdf",),
        "png": ("image/png",),
        "jpg": ("image/jpeg",),
        "jpeg": ("image/jpeg",),
        "webp": ("image/webp",),
        "heic": ("image/heic",),
        "tif": ("image/tiff",),
        "tiff": ("image/tiff",),
        "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/zip"),
        "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/zip"),
        "pptx": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", "application/zip"),
        "odt": ("application/vnd.oasis.opendocument.text", "application/zip"),
        "ods": ("application/vnd.oasis.opendocument.spreadsheet", "application/zip"),
        "rtf": ("application/rtf",),
        "zip": ("application/zip",),
        "mp3": ("audio/mpeg",),
        "wav": ("audio/x-wav",),
        "mp4": ("video/mp4",),
        "txt": ("text/plain",),
        "csv": ("text/plain",),
        "eml": ("text/plain",),
    }
)
NAME_LIMIT = 180
# Windows opens a device of this name, no file.
_DEVICE = re.compile(r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])", re.IGNORECASE)


class FileTooLarge(InvalidInput):
    """`limit` is in megabytes."""

    code = "file_too_large"


class FileIsEmpty(InvalidInput):
    """Nothing in it."""

    code = "file_is_empty"


class FileTypeNotAllowed(InvalidInput):
    """A kind of file nobody here needs, or one that could be run."""

    code = "file_type_not_allowed"


class FileTypeDiffers(InvalidInput):
    """The content is not what the name says."""

    code = "file_type_differs"


def harmless_name(name: str) -> str:
    """The name without folders, control characters and tricks with direction; no device's, never empty, 180 characters at most."""
    last = re.split(r"[\\/]", name)[-1]
    kept = "".join(letter for letter in unicodedata.normalize("NFC", last) if unicodedata.category(letter)[0] != "C")
    kept = re.sub(r'[<>:"|?*]', "_", kept).strip(" .")
    stem, dot, extension = kept.rpartition(".")
    if not dot:
        stem, extension = kept, ""
    extension = extension[:20]
    if _DEVICE.fullmatch(stem.partition(".")[0].strip()):
        stem = f"_{stem}"
    return (stem or "file")[: NAME_LIMIT - len(extension) - 1] + (f".{extension}" if extension else "")


def check_upload(name: str, media_type: str | None, head: bytes, *, size: int, megabytes: int) -> str:
    """The media type to store. `media_type` is what the content was recognised as (None: perhaps text), `head` its beginning.

    Raises `FileIsEmpty`, `FileTooLarge`, `FileTypeNotAllowed`, `FileTypeDiffers`.
    """
    if size == 0:
        raise FileIsEmpty(field="file", name=name)
    if size > megabytes * 1024 * 1024:
        raise FileTooLarge(field="file", name=name, limit=megabytes)
    extension = name.rpartition(".")[2].lower()
    if extension not in ALLOWED:
        raise FileTypeNotAllowed(field="file", name=name, allowed=sorted(ALLOWED))
    found = media_type or ("text/plain" if _is_text(head) else "application/octet-stream")
    if found not in ALLOWED[extension]:
        raise FileTypeDiffers(field="file", name=name)
    return ALLOWED[extension][0]


def _is_text(head: bytes) -> bool:
    if b"\0" in head or re.search(rb"<\s*(?:!doctype|html|script|svg)", head[:1024].lower()):
        return False
    for encoding in ("utf-8", "cp1251"):
        try:
            head.decode(encoding)
        except UnicodeDecodeError as error:
            if encoding == "utf-8" and error.start > len(head) - 4:  # a letter cut in two at the end of the sample
                return True
            continue
        return True
    return False
