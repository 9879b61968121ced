"""Bytes that went out or came in, kept under their hash.

Rules: what is kept is written once and never changed; a file's name is its SHA-256, so that no
name from outside is ever a path; what is read is held against its name. What the bytes mean
stands in the ledger.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from shk_xl.domain.faults import Place, refuse
from shk_xl.ooxml.atomic import write_atomically
from shk_xl.ooxml.user_file import make_folder, read_user_file


def sha256_of(data: bytes) -> str:
    """Give the hash that bytes are kept under, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def keep(folder: Path, data: bytes, ending: str = "") -> Path:
    """Keep bytes; the same bytes again change nothing.

    Args:
        folder: Where; it is made when it is missing.
        data: What to keep.
        ending: The ending of the file, for the eyes of people (".xlsx").

    Returns:
        The file.

    Raises:
        Refused: It can't be written.
    """
    path = folder / f"{sha256_of(data)}{ending}"
    if not path.is_file() or path.read_bytes() != data:
        make_folder(folder)
        write_atomically(path, data)
    return path


def kept(folder: Path, sha256: str, ending: str = "") -> bytes:
    """Read what was kept.

    Raises:
        Refused: It is gone, or is no longer what was kept.
    """
    path = folder / f"{sha256}{ending}"
    data = read_user_file(path)
    if sha256_of(data) != sha256:
        raise refuse("kept_file_changed", Place(str(path)))
    return data
