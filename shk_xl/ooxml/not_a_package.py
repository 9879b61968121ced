"""Telling what a file is that is not a package, so that a user learns what to do with it."""

from __future__ import annotations

import re
from typing import Final

_PACKAGE: Final = b"PK\x03\x04"
_EMPTY_PACKAGE: Final = b"PK\x05\x06"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM: Final = "EncryptedPackage".encode("utf-16-le")
_PROGRAM: Final = b"MZ"
_BEGINNINGS: Final = (
    (_EMPTY_PACKAGE, "file_is_zip"),
    (b"%PDF", "file_is_pdf"),
    (b"{\\rtf", "file_is_rtf"),
    (_PROGRAM, "file_is_program"),
    (b"\x7fELF", "file_is_program"),
)
_HTML: Final = re.compile(rb"(?i)\s*<(!doctype\s+html|html|head|body|table)\b")
_XML: Final = re.compile(rb"\s*<\?xml\b")
_LOOK_AT: Final = 4_096


def what_it_is(data: bytes) -> str | None:
    r"""Name what a file is by its first bytes.

    Args:
        data: The whole file.

    Returns:
        None for a package; else the code of the fault.

    >>> what_it_is(b"%PDF-1.7 ...")
    'file_is_pdf'
    >>> what_it_is("Namn;Belopp\nUVAS;648 000".encode("cp1252"))
    'file_is_text'
    """
    if data.startswith(_PACKAGE):
        return None
    if not data:
        return "file_empty"
    if data.startswith(_OLE):
        return "file_is_encrypted" if _ENCRYPTED_STREAM in data else "file_is_old_office"
    for beginning, code in _BEGINNINGS:
        if data.startswith(beginning):
            return code
    return _text_kind(data)


def _text_kind(data: bytes) -> str:
    """Tell kinds of text apart; a package with text before it is no text."""
    start = data[:_LOOK_AT].removeprefix(b"\xef\xbb\xbf")
    if _PACKAGE in data:
        return "package_prefixed"
    if _HTML.match(start):
        return "file_is_html"
    if _XML.match(start):
        return "file_is_xml"
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) or not _has_control_signs(start):
        return "file_is_text"
    return "file_is_unknown"


def _has_control_signs(start: bytes) -> bool:
    """Find bytes that no text has, in any encoding of one byte a sign or in UTF-8."""
    return any(byte < ord(" ") and byte not in b"\t\n\r\f\x1a\x1b" for byte in start)
