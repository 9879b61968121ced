"""What the installation put on this machine, so that just that can be taken away again.

Rules: a line or a file is ours only as long as it still is what we wrote. What stood there
before is kept with it and is put back.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from shk_xl.domain.faults import Place, refuse

_FORM: Final = 1


@dataclass(frozen=True, slots=True)
class OurLine:
    """A line of the settings: the value we wrote, and the line that stood there before."""

    value: str
    before: bytes | None


@dataclass(frozen=True, slots=True)
class OurFile:
    """A file: the hash of what we wrote, and what stood there before."""

    sha256: str
    before: bytes | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """All that is ours.

    Args:
        settings: Lines in xlwings' settings, by key.
        files: Whole files, by path.
        folders: The folders that were made, the inner ones first.
        made_settings: The settings file was made by us.
    """

    settings: dict[str, OurLine] = field(default_factory=dict)
    files: dict[str, OurFile] = field(default_factory=dict)
    folders: tuple[str, ...] = ()
    made_settings: bool = False

    def __bool__(self) -> bool:
        return bool(self.settings or self.files)


def fingerprint(data: bytes) -> str:
    """Give the hash that a file is known by."""
    return hashlib.sha256(data).hexdigest()


def write_receipt(receipt: Receipt) -> bytes:
    """Give the receipt as a file.

    >>> read_receipt(write_receipt(Receipt(folders=("mapp",))), Path("shk-xl.json")).folders
    ('mapp',)
    """
    form: dict[str, Any] = {
        "form": _FORM,
        "settings": {
            key: {"value": line.value, "before": _as_text(line.before)}
            for key, line in receipt.settings.items()
        },
        "files": {
            path: {"sha256": file.sha256, "before": _as_text(file.before)}
            for path, file in receipt.files.items()
        },
        "folders": list(receipt.folders),
        "made_settings": receipt.made_settings,
    }
    return json.dumps(form, ensure_ascii=False, indent=1).encode()


def read_receipt(data: bytes | None, path: Path) -> Receipt:
    """Read the receipt; an empty one when there is none.

    Args:
        data: The file; None when it is not there.
        path: Where it stands, for the fault.

    Raises:
        Refused: ``receipt_damaged``.
    """
    if data is None:
        return Receipt()
    try:
        form = json.loads(data)
        if form["form"] != _FORM:
            raise refuse("receipt_damaged", Place(str(path)))
        return Receipt(
            {
                key: OurLine(line["value"], _as_bytes(line["before"]))
                for key, line in form["settings"].items()
            },
            {
                name: OurFile(file["sha256"], _as_bytes(file["before"]))
                for name, file in form["files"].items()
            },
            tuple(form["folders"]),
            form["made_settings"],
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise refuse("receipt_damaged", Place(str(path))) from error


def _as_text(data: bytes | None) -> str | None:
    return None if data is None else b64encode(data).decode("ascii")


def _as_bytes(text: str | None) -> bytes | None:
    return None if text is None else b64decode(text, validate=True)
