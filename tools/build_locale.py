"""Compile the Swedish of the command line: ``shk_xl.po`` to ``shk_xl.mo``.

The format of .mo is that of GNU gettext: a header, two tables of (length, offset), then the
strings, sorted by their original.
"""

from __future__ import annotations

import ast
import struct
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "shk_xl/cli/locale/sv/LC_MESSAGES"
MAGIC = 0x950412DE
HEADER_SIZE = 28


def read_po(text: str) -> dict[str, str]:
    """Read entries of one line each; a plural entry joins its forms with NUL, as .mo does."""
    entries: dict[str, str] = {}
    for block in text.split("\n\n"):
        pairs = [line.split(" ", 1) for line in block.splitlines() if line and line[0] != "#"]
        fields = {keyword: ast.literal_eval(value) for keyword, value in pairs}
        if not fields:
            continue
        originals = [
            fields["msgid"],
            *([fields["msgid_plural"]] if "msgid_plural" in fields else []),
        ]
        translations = [value for keyword, value in fields.items() if keyword.startswith("msgstr")]
        entries["\0".join(originals)] = "\0".join(translations)
    return entries


def build_mo(entries: dict[str, str]) -> bytes:
    """Lay the entries out as a .mo file."""
    ordered = sorted((key.encode(), value.encode()) for key, value in entries.items())
    count = len(ordered)
    originals_at, translations_at = HEADER_SIZE, HEADER_SIZE + 8 * count
    offset = HEADER_SIZE + 16 * count
    tables = [b"", b""]
    strings = b""
    for column in (0, 1):
        for entry in ordered:
            tables[column] += struct.pack("<II", len(entry[column]), offset + len(strings))
            strings += entry[column] + b"\0"
    header = struct.pack("<7I", MAGIC, 0, count, originals_at, translations_at, 0, offset)
    return header + tables[0] + tables[1] + strings


def main() -> None:
    """Write the compiled file beside its source."""
    entries = read_po((FOLDER / "shk_xl.po").read_text(encoding="utf-8"))
    (FOLDER / "shk_xl.mo").write_bytes(build_mo(entries))
    print(f"{len(entries)} texter")


if __name__ == "__main__":
    main()
