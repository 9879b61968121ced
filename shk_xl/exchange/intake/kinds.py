r"""What a file that came in is, by its first bytes before its name.

Rules: nothing is unpacked and nothing is parsed here; whether a workbook is safe and whole is
for the guard. A container that workbooks are known to arrive in, and that is not opened, is
named, so that a person learns how to get at what it holds.

Sources: [MS-OXTNEF] 2.1.3.1 (signature); [MS-OXMSG] 2.2 (streams of a message file); RFC 8551.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from pathlib import PurePosixPath, PureWindowsPath
from typing import Final, NamedTuple

_PACKAGE: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TNEF: Final = b"\x78\x9f\x3e\x22"
_OUTLOOK_STREAM: Final = "__substg1.0_".encode("utf-16-le")
_ARCHIVES: Final = (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x1f\x8b\x08")
_WORKBOOKS: Final = frozenset(
    {".xlsx", ".xlsm", ".xlsb", ".xls", ".xltx", ".xltm", ".ods", ".fods", ".numbers", ".csv"}
)
_OTHER_OFFICE: Final = frozenset({".doc", ".ppt", ".docx", ".docm", ".pptx", ".dotx", ".vsdx"})
_MESSAGES: Final = frozenset({".eml"})
_HEADER: Final = re.compile(
    rb"(?i)\A(\xef\xbb\xbf)?\s{0,4}(received|return-path|delivered-to|from|to|date|subject|"
    rb"message-id|mime-version|x-[a-z0-9-]+|authentication-results|dkim-signature): ?[^\r\n]"
)
_SPREADSHEET_TYPE: Final = re.compile(r"spreadsheet|ms-excel")
_LONGEST_NAME: Final = 100
_NAMED: Final = re.compile(rb"(?i)\.(xls[xmb]?|ods|eml|msg)")
_IN_ARCHIVE: Final = re.compile(_NAMED.pattern + rb"\Z")
_DIRECTORY: Final = 1_000_000
"""Bytes at the end of a package, where the names of all its members stand once more."""


class Kind(Enum):
    """What is done with a file."""

    WORKBOOK = auto()
    """It is, or claims to be, a workbook."""
    MESSAGE = auto()
    """It is a message, and is taken apart."""
    CLOSED = auto()
    """It may hold a workbook and is not opened."""
    OTHER = auto()
    """It is none of our business: a logotype, a letter in Word."""


class Judged(NamedTuple):
    """What a file is; for a closed one, the code of why."""

    kind: Kind
    code: str = ""


def judge(name: str, data: bytes, content_type: str = "") -> Judged:
    r"""Tell what a file is.

    Args:
        name: What it is called.
        data: All of it.
        content_type: What the message says that it is; only believed when nothing else tells.

    >>> judge("winmail.dat", b"x").code, judge("bild.png", b"\x89PNG").kind.name
    ('file_is_winmail', 'OTHER')
    >>> judge("svar.eml", b"From: a@b\r\n\r\n").kind.name, judge("svar.xlsx", b"").kind.name
    ('MESSAGE', 'WORKBOOK')
    """
    suffix = PurePosixPath(name).suffix.casefold()
    closed = _closed(name, data, content_type)
    if closed:
        return Judged(Kind.CLOSED, closed)
    if data.startswith(_OLE):
        return _judge_old(suffix, data)
    if data.startswith(_PACKAGE):
        return _judge_package(suffix, data)
    if suffix in _MESSAGES or (suffix not in _WORKBOOKS and _HEADER.match(data)):
        return Judged(Kind.MESSAGE)
    unnamed = not suffix and _SPREADSHEET_TYPE.search(content_type)
    return Judged(Kind.WORKBOOK if suffix in _WORKBOOKS or unnamed else Kind.OTHER)


def _closed(name: str, data: bytes, content_type: str) -> str:
    """Give the code of a container that isn't opened; empty for all else."""
    if data.startswith(_TNEF) or name.casefold() == "winmail.dat" or "ms-tnef" in content_type:
        return "file_is_winmail"
    if "pkcs7-mime" in content_type or name.casefold().endswith(".p7m"):
        return "letter_encrypted"
    return "file_is_archive" if data.startswith(_ARCHIVES) else ""


def _judge_old(suffix: str, data: bytes) -> Judged:
    """Judge a compound file: an Outlook message, an encrypted package, an Office file of old."""
    if suffix == ".msg" or _OUTLOOK_STREAM in data:
        return Judged(Kind.CLOSED, "file_is_msg")
    return Judged(Kind.OTHER if suffix in _OTHER_OFFICE else Kind.WORKBOOK)


def _judge_package(suffix: str, data: bytes) -> Judged:
    """Judge a package by the names in it, which are never compressed."""
    if _IN_ARCHIVE.search(_first_name(data)):
        return Judged(Kind.CLOSED, "file_is_zipped")
    if b"xl/" in data or suffix in _WORKBOOKS:
        return Judged(Kind.WORKBOOK)
    if b"[Content_Types].xml" in data or suffix in _OTHER_OFFICE:
        return Judged(Kind.OTHER)
    if b"opendocument.spreadsheet" in data[:200]:
        return Judged(Kind.WORKBOOK)
    holds = _NAMED.search(data[-_DIRECTORY:])
    return Judged(Kind.CLOSED, "file_is_zipped") if holds else Judged(Kind.OTHER)


def _first_name(data: bytes) -> bytes:
    """Give the name of a package's first member (PKWARE APPNOTE 4.3.7)."""
    length = int.from_bytes(data[26:28], "little")
    return data[30 : 30 + length]


def shown_name(name: str, otherwise: str) -> str:
    r"""Give a file's name as it is shown: one component, and no sign that can't be seen.

    Args:
        name: As the message has it.
        otherwise: Where nothing is left.

    >>> shown_name("..\\..\\Kommunens\tsvar.xlsx", "bilaga"), shown_name("a/", "bilaga")
    ('Kommunens svar.xlsx', 'bilaga')
    """
    last = PureWindowsPath(name).name if "\\" in name else name.rpartition("/")[2]
    plain = "".join(sign if sign.isprintable() else " " for sign in last)
    plain = " ".join(plain.split())
    if len(plain) > _LONGEST_NAME:
        plain = f"{plain[: _LONGEST_NAME - 20]}…{plain[-19:]}"
    return plain or otherwise
