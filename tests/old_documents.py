"""Old documents for the tests: the project's own, as text and as Word, and what they must give.

The documents are about invented initiatives. Their irregularities are those of real ones.
"""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path

import docx
from docx.document import Document

from shk_xl.documents.old.reader import read_old_documents
from shk_xl.documents.old.report import Imported
from shk_xl.documents.word.text_model import parse_runs
from shk_xl.domain.portfolio import Heading

FOLDER = Path(__file__).parent / "fixtures" / "old_documents"
FILES = sorted(FOLDER.glob("*.txt"))
ALIASES = {
    "Tryggre väg till skola": "Tryggare vägar till skolan",
    "LOVA: varför, var, när, hur?": "LOVA: var, när, hur",
    "Öppen ateljé": "Att skapa en ateljé där unga bestämmer",
    "Kalle": "Karl-Erik Kulturchef",
}
"""One of them the other way round."""

HEADINGS: Mapping[str, Heading | None] = {
    "namn på initiativet": None,
    "samverkande aktörer": None,
    "samhällsmål som initiativet fokuserar på": Heading.GOALS,
    "samhällsmål som initiativet fokuserar främst på": Heading.GOALS,
    "syfte med initiativet": Heading.PURPOSE,
    "kort beskrivning av initiativet": Heading.DESCRIPTION,
    "effektmål": Heading.EFFECTS,
    "mer värde som kommer skapas för parterna": Heading.ADDED_VALUE,
    "mervärde som kommer skapas för parterna": Heading.ADDED_VALUE,
    "resurser och budget": Heading.RESOURCES,
    "värdering utifrån prioriteringskriterier": None,
    "uppskattade kostnader under pilotfasen": None,
}
"""The headings of a decision basis as they are typed in the sources, and what they hold."""
OTHER_HEADINGS = (
    "beslutsunderlag",
    "helhetsförslag",
    "underlag för core team beslut",
    "budget",
    "tillgångar fokusområdet",
    "kostnadsområden ordinarie budget",
    "initiativets namn",
    "förslag på start",
    "förslag på kontext",
    "period",
    "ungefärliga resurser parterna",
    "budget förslag",
    "totalt",
    "tas från initiativ budget",
    "tas från pilot budget",
    "preliminär beräkning",
    "artikel",
    "kostnad",
    "betalas av",
    "datum",
    "medverkande",
    "frånvaro",
    "agenda",
    "mötesanteckningar",
    "anteckningar från mötet",
    "nästa steg",
    "beslut om initiativ",
    "portföljen",
    "kontexter",
    "drift kostnader",
    "initiativ",
)
"""Words of form: they become a place in the portfolio, not a text in it."""
_MARKS = re.compile(r"</?i>|[*\u00a0]")
_BORDERS = re.compile(r"[:\t,()'’]| och | fas |Ordinarie personal|(?<=\d\d-\d\d)\s|(?<=\D)\s(?=\d)")
_SIGN = re.compile(r"^\s*[-·]\s+")


def import_texts(*texts: str, aliases: Mapping[str, str] | None = None) -> Imported:
    """Read texts as the files 1.txt, 2.txt and so on."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{number}.txt" for number in range(1, len(texts) + 1)]
        for file, text in zip(files, texts, strict=True):
            file.write_text(text, encoding="utf-8")
        return read_old_documents(files, aliases=aliases or {})


def notes_of(imported: Imported) -> dict[str, list[Mapping[str, object]]]:
    """What the report says, by code."""
    notes: dict[str, list[Mapping[str, object]]] = {}
    for note in imported.report:
        notes.setdefault(note.code, []).append(note.values)
    return notes


def plainly(text: str) -> str:
    """The words without italics, signs, case and differences in spaces."""
    return " ".join(_MARKS.sub(" ", text).replace("−", "-").casefold().split())


def strings_of(value: object) -> Iterator[str]:
    """Every string and number in a record, and in what it holds."""
    if isinstance(value, Enum):
        yield str(value.value)
    elif isinstance(value, (str, int)):
        yield str(value)
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from strings_of(one)
    elif isinstance(value, tuple):
        for one in value:
            yield from strings_of(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from strings_of(getattr(value, field.name))


def lost_lines(sources: Iterable[str], imported: Imported) -> list[str]:
    """The lines of the sources that are found neither in the portfolio nor in the report."""
    found = [*strings_of(imported.portfolio), *strings_of(imported.report)]
    everything = plainly(
        "\n".join(_SIGN.sub("", line) for text in found for line in text.split("\n"))
    )
    lines = (line for text in sources for line in text.lstrip("\ufeff").splitlines())
    return [line for line in lines if not _is_found(line, everything)]


def _is_found(line: str, everything: str) -> bool:
    words = plainly(_SIGN.sub("", line)).rstrip(".")
    if words in everything or words.rstrip(":") in {*HEADINGS, *OTHER_HEADINGS}:
        return True
    score = re.match(r"[^:]+: [1-5], (?P<motivation>.*)", words)
    if score and score["motivation"] not in everything:
        return False
    pieces = re.split(
        r"[:\t,()'’]| och | fas |Ordinarie personal|(?<=\d\d-\d\d)\s|(?<=\D)\s(?=\d)",
        _SIGN.sub("", line),
    )
    return all(_is_known(plainly(piece), everything) for piece in pieces)


def _is_known(piece: str, everything: str) -> bool:
    headings = {*HEADINGS, *OTHER_HEADINGS}
    digits = re.sub(r"\s|kr$", "", piece)
    if digits.isdigit():
        return digits in everything.replace(" ", "")
    return piece.strip(" -") in everything or piece.strip(" -") in headings


def sections_of(text: str) -> Iterator[tuple[str, dict[Heading, str]]]:
    """The decision bases of a text: each name, and the words under each heading."""
    for part in re.split(r"(?m)^Underlag för Core Team beslut:.*$", text.lstrip("\ufeff"))[1:]:
        name, current = "", None
        found: dict[Heading, list[str]] = {}
        for line in part.splitlines():
            before, _, after = line.partition(":")
            key = plainly(before)
            if key in HEADINGS and not line.startswith((" ", "-")):
                current = HEADINGS[key]
                name = after.strip() if key == "namn på initiativet" else name
            elif current and line.strip():
                found.setdefault(current, []).append(plainly(_SIGN.sub("", line)))
        yield name, {heading: " ".join(lines) for heading, lines in found.items()}


def words_of(text: str) -> str:
    """A text of the portfolio as ``sections_of`` gives it."""
    return " ".join(plainly(_SIGN.sub("", line)) for line in text.splitlines() if line.strip())


def docx_of(text: str, *, titles: Iterable[str] = (), blank: bool = True) -> bytes:
    """The same document made in Word: real lists, italic runs and tables.

    Args:
        text: The document as text.
        titles: The lines that get a heading's style.
        blank: Whether blank lines become empty paragraphs, as people make them.
    """
    document = docx.Document()
    headings = {plainly(title).rstrip(":") for title in titles}
    rows: list[list[str]] = []
    for line in (*text.lstrip("\ufeff").splitlines(), ""):
        if "\t" in line:
            rows.append(line.split("\t"))
            continue
        _add_table(document, rows)
        rows = []
        if line.strip() or blank:
            is_heading = plainly(line).rstrip(":") in headings
            _add_line(document, line, "Heading 2" if is_heading else _list_style(line))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _list_style(line: str) -> str:
    if not _SIGN.match(line):
        return "Normal"
    return "List Bullet 2" if line.startswith(" ") else "List Bullet"


def _add_line(document: Document, line: str, style: str) -> None:
    paragraph = document.add_paragraph(style=style)
    for run in parse_runs(_SIGN.sub("", line)):
        paragraph.add_run(run.text).italic = run.italic


def _add_table(document: Document, rows: list[list[str]]) -> None:
    if not rows:
        return
    table = document.add_table(len(rows), len(rows[0]))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            for run in parse_runs(text):
                cell.paragraphs[0].add_run(run.text).italic = run.italic
