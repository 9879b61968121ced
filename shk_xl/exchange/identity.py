"""The id of a copy: which workbook, round, party and version it is, and that we made it.

Rules: an id identifies, and is no secret: it is read from a file that anybody may have changed,
so what it says counts only when the ledger knows it. The code at its end tells an id that we
wrote from one that was made up. The key for that lies in the folder of the ledger and nowhere
else, readable by its owner alone.

Source: RFC 2104 (HMAC).
"""

from __future__ import annotations

import hmac
import os
import re
import secrets
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from shk_xl.domain.faults import Place, refuse
from shk_xl.ooxml import xml_lexer
from shk_xl.ooxml.atomic import write_atomically
from shk_xl.ooxml.cell_text import from_xstring
from shk_xl.ooxml.package import Package
from shk_xl.ooxml.shared_strings import read_shared_strings
from shk_xl.ooxml.sheet_cells import read_sheet
from shk_xl.ooxml.user_file import make_folder, read_user_file, reason_of
from shk_xl.ooxml.workbook_parts import Workbook, read_workbook
from shk_xl.workbook.building.party_copy import ID_NAME

KEY_FILE: Final = "nyckel"
PREFIX: Final = "shk1"
MAX_LENGTH: Final = 250
"""A text in a defined name, and a document property, holds 255 characters."""
BASE_DIGITS: Final = 12
_MAC_DIGITS: Final = 16
_KEY_BYTES: Final = 32
_SPECIAL: Final = re.compile(r"[^\w.-]+")
_ID: Final = re.compile(
    rf"({PREFIX}:([0-9a-f]{{8,32}}):([1-9][0-9]{{0,5}}):([\w.%-]+):([0-9a-f]{{{BASE_DIGITS}}}))"
    rf":([0-9a-f]{{{_MAC_DIGITS}}})"
)

PROPERTY: Final = "egenskapen"
NAME: Final = "namnet"


@dataclass(frozen=True, slots=True)
class CopyId:
    """What an id says.

    Args:
        workbook: The team's workbook, in hexadecimal digits.
        round: The number of the round, from 1.
        party: The party's name.
        base: The first digits of the SHA-256 of the team's workbook when the copy was made.
    """

    workbook: str
    round: int
    party: str
    base: str


@dataclass(frozen=True, slots=True)
class FoundId:
    """The ids that a file carries.

    Args:
        texts: By where each stands: ``PROPERTY``, ``NAME``, or the cell.
        agreed: The one that more than half of them are; None when there is none.
    """

    texts: Mapping[str, str]
    agreed: str | None

    @property
    def disagree(self) -> bool:
        """Whether they differ: somebody has put two files together, or changed an id."""
        return len(set(self.texts.values())) > 1


def new_key() -> bytes:
    """Make a key for ids."""
    return secrets.token_bytes(_KEY_BYTES)


def load_key(folder: Path, new: bytes | None = None) -> bytes:
    """Read the key for ids; make it when there is none yet.

    Args:
        folder: The folder of the ledger.
        new: What it shall be when there is none; any when None.

    Raises:
        Refused: It cannot be read or made, or is no key.
    """
    path = folder / KEY_FILE
    make_folder(folder)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        pass
    except OSError as error:
        raise refuse("file_unwritable", Place(str(path)), reason=reason_of(error)) from error
    if not path.stat().st_size:
        # The empty file has the access that the key keeps; another run may have been quicker.
        key = (new or new_key()).hex().encode()
        write_atomically(path, key, before=lambda target: not target.stat().st_size)
    written = read_user_file(path)
    if re.fullmatch(rb"[0-9a-f]{64}", written) is None:
        raise refuse("id_key_damaged", Place(str(path)))
    return bytes.fromhex(written.decode())


def write_id(copy_id: CopyId, key: bytes) -> str:
    """Write an id.

    Raises:
        Refused: The party's name is too long.

    >>> write_id(CopyId("1f2e3d4c", 3, "Västerås stad", "0" * 12), b"key")
    'shk1:1f2e3d4c:3:Västerås%20stad:000000000000:3a61441f7332d6d0'
    """
    name = unicodedata.normalize("NFC", copy_id.party)
    party = _SPECIAL.sub(lambda found: "".join(f"%{b:02X}" for b in found[0].encode()), name)
    body = f"{PREFIX}:{copy_id.workbook}:{copy_id.round}:{party}:{copy_id.base}"
    text = f"{body}:{_mac(body, key)}"
    if len(text) > MAX_LENGTH:
        raise refuse("id_too_long", length=len(text), limit=MAX_LENGTH)
    return text


def parse_id(text: str) -> CopyId | None:
    """Read what an id says, whoever wrote it; None for another text."""
    found = _ID.fullmatch(text.strip())
    if found is None:
        return None
    return CopyId(found[2], int(found[3]), unquote(found[4]), found[5])


def is_ours(text: str, key: bytes) -> bool:
    """Whether an id was written with the key, and not changed since."""
    found = _ID.fullmatch(text.strip())
    return found is not None and hmac.compare_digest(found[6], _mac(found[1], key))


def read_id(data: bytes) -> FoundId:
    """Find the ids that a workbook carries.

    Args:
        data: The file, guarded before.

    Raises:
        Refused: It is no workbook, or a part that may hold an id cannot be read.
    """
    package = Package(data)
    workbook = read_workbook(package)
    found = {
        where: text.strip()
        for where, text in _carried(package, workbook)
        if parse_id(text) is not None
    }
    most = Counter(found.values()).most_common(1)
    agreed = most[0][0] if most and 2 * most[0][1] > len(found) else None
    return FoundId(found, agreed)


def _mac(body: str, key: bytes) -> str:
    return hmac.new(key, body.encode(), sha256).hexdigest()[:_MAC_DIGITS]


def _carried(package: Package, workbook: Workbook) -> Iterator[tuple[str, str]]:
    """Give the texts that may be ids, and where they stand."""
    for partname in package.related("", "custom-properties"):
        text, _ = xml_lexer.decode(package.read(partname))
        inner = ""
        for element in xml_lexer.elements(text):
            if element.name == "lpwstr":
                inner = xml_lexer.character_data(text[element.inner_start : element.inner_end])
            elif element.name == "property" and element.attributes.get("name") == ID_NAME:
                yield PROPERTY, from_xstring(inner)
    for name in workbook.names:
        if name.name.casefold() == ID_NAME and name.sheet is None:
            yield NAME, name.formula.strip('"')
    yield from _in_cells(package, workbook)


def _in_cells(package: Package, workbook: Workbook) -> Iterator[tuple[str, str]]:
    """Give the cells whose text is shared by the file and may be an id."""
    strings = read_shared_strings(package)
    ids = {str(number) for number, text in enumerate(strings) if text.startswith(PREFIX)}
    if not ids:
        return
    for sheet in workbook.sheets:
        if sheet.kind != "worksheet":
            continue
        part = package.read(sheet.partname)
        text, _ = xml_lexer.decode(part)
        if not any(f">{number}<" in text for number in ids):
            continue  # a large sheet takes seconds to read
        for cell in read_sheet(part).cells():
            if cell.type == "s" and cell.value in ids:
                yield f"{sheet.name}!{cell.address}", strings[int(cell.value)]
