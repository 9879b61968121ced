"""From old documents through the workbook to new documents: nothing is lost on the way.

The sources are read here in a way of its own, line by line, so that a fault in the
program's reader does not hide itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import docx
import pytest
from docx.table import Table
from old_documents import ALIASES, FILES

from shk_xl.cli.app import run

SEED_ALIASES = {
    "UVAS: vem, vad, vart": "UVAS: varför, vem, vad, vart?",
    "Perspektivkifte tidiga insatser": "Perspektivskifte för tidigare insatser",
    "Demokratisk infrastruktur": "Att etablera en demokratisk praktik i vardagen",
}
BASIS = re.compile(r"Underlag för Core Team beslut: (?P<type>.+)")
NAME = re.compile(r"Namn på initiativet: (?P<name>.+)")
SCORE = re.compile(r"(?P<criterion>[^:]+): (?P<points>[1-5]), (?P<motivation>.+)")
HEADINGS = {
    "samhällsmål som initiativet fokuserar på": "Samhällsmål som initiativet fokuserar",
    "samhällsmål som initiativet fokuserar främst på": "Samhällsmål som initiativet fokuserar",
    "syfte med initiativet": "Syfte med initiativet",
    "kort beskrivning av initiativet": "Kort beskrivning av initiativet",
    "effektmål": "Effektmål",
    "mer värde som kommer skapas för parterna": "Mervärde som kommer skapas",
    "mervärde som kommer skapas för parterna": "Mervärde som kommer skapas",
    "resurser och budget": "Resurser och budget",
    "värdering utifrån prioriteringskriterier": "Värdering utifrån",
    "uppskattade kostnader under pilotfasen": "Uppskattade kostnader under pilotfasen",
}


def nicknames(sources: list[str]) -> dict[str, str]:
    """Pair a voter whom the list of those present does not know with the one it has over."""
    for source in sources:
        present = re.findall(r"^[\w ]+: (.+)$", source, re.MULTILINE)
        votes = re.findall(r"^([^\t\n]+)\t(?:Ja|Nej|Avstår)\b", source, re.MULTILINE)
        people = [name.strip() for line in present[:1] for name in line.split(",")]
        unknown = [voter for voter in votes if not any(p.split()[0] == voter for p in people)]
        over = [person for person in people if person.split()[0] not in votes]
        if unknown:
            return dict(zip(unknown, over, strict=True))
    return {}


def plain(text: str) -> str:
    """Leave out what is form: bullets, italics marks, kinds of space and quotes."""
    text = unicodedata.normalize("NFKC", text).replace("’", "'")
    text = re.sub(r"</?i>|\*", "", text).strip()
    text = re.sub(r"^[-–•·]\s*", "", text)
    text = re.sub(r"(?<=\d) ?(?=(\d{3})+(?!\d))", "", text)
    return re.sub(r"\s+", " ", re.sub(r"(?<=\d) ?kr\b", " kr", text)).strip()


def words_of(path: Path) -> Iterator[tuple[str, str]]:
    """Give (style, text) for every paragraph and table row, in order."""
    for block in docx.Document(str(path)).iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                yield "row", " | ".join(plain(cell.text) for cell in row.cells)
        else:
            yield str(block.style.name if block.style else ""), plain(block.text)


def sections(path: Path) -> dict[str, str]:
    """Give the text of a document under each heading of the first level."""
    found: dict[str, list[str]] = defaultdict(list)
    heading = ""
    for style, text in words_of(path):
        if style == "Heading 1":
            heading = text
        found[heading].append(text)
    return {name: "\n".join(texts) for name, texts in found.items()}


def under(found: Mapping[str, str], heading: str) -> str:
    """Give the text under the heading that begins so."""
    (name,) = [name for name in found if name.startswith(heading)]
    return found[name]


class Circle:
    """The documents made from a set of old ones."""

    def __init__(self, files: list[Path], aliases: Mapping[str, str], folder: Path) -> None:
        self.sources = [path.read_text(encoding="utf-8-sig") for path in files]
        self.aliases = aliases
        self.same = {**aliases, **{right: left for left, right in aliases.items()}}
        book = folder / "portfölj.xlsx"
        options = [part for pair in aliases.items() for part in ("--alias", "=".join(pair))]
        assert run(["import", *map(str, files), "--into", str(book), *options]) == 0
        assert run(["recalc", str(book)]) == 0
        assert run(["documents", str(book), "--out", str(folder / "ut")]) == 0
        self.documents = {path.name: sections(path) for path in (folder / "ut").glob("*.docx")}

    def lines(self, start: re.Pattern[str]) -> Iterator[list[str]]:
        """Give the lines of each document that starts with a line like this."""
        for source in self.sources:
            lines: list[str] | None = None
            for line in source.splitlines():
                if start.match(line.strip()):
                    if lines:
                        yield lines
                    lines = []
                if lines is not None:
                    lines.append(line)
            if lines:
                yield lines

    def basis(self, name: str) -> dict[str, str]:
        """Find the decision basis of an initiative."""
        bare = re.sub(r" fas \d$", "", name)
        names = {plain(same) for same in (bare, self.same.get(bare, bare))}
        told = re.compile(r"Namn på initiativet: (.+?)(?: fas \d)?$", re.MULTILINE)
        (found,) = [
            document
            for document in self.documents.values()
            if (match := told.search(document[""])) and match[1] in names
        ]
        return found


@pytest.fixture(scope="module", params=["own", "seeds"])
def circle(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Circle:
    files, aliases = FILES, ALIASES
    if request.param == "seeds":
        files = request.getfixturevalue("seeds")
        aliases = SEED_ALIASES | nicknames([path.read_text(encoding="utf-8") for path in files])
    return Circle(files, aliases, tmp_path_factory.mktemp(request.param))


def test_every_line_of_a_decision_basis_stands_under_its_heading(circle: Circle) -> None:
    count = 0
    for lines in circle.lines(BASIS):
        name = next(match["name"] for line in lines if (match := NAME.match(line)))
        basis = circle.basis(name.strip())
        heading = ""
        for line in filter(None, map(str.strip, lines)):
            if new := HEADINGS.get(plain(line).rstrip(":").lower()):
                heading = new
            elif not heading:
                label, colon, value = line.partition(": ")
                assert plain(value) in basis[""], line
                assert colon or label
            elif score := SCORE.fullmatch(line):
                if heading.startswith("Värdering"):
                    why = f"{plain(score['criterion'])} | {plain(score['motivation'])}"
                    row = f"{why} | {score['points']} av 5 | 1 | "
                    assert row in under(basis, heading), line
            else:
                for cell in line.split("\t"):
                    cell_text = plain(re.sub(r"^(Artikel|Kostnad|Betalas av)$", "", cell))
                    cell_text = cell_text.replace("Samhällskontraktets o", "O")
                    cell_text = cell_text.replace("Samklangs o", "O")
                    assert cell_text in under(basis, heading), (name, heading, cell)
            count += 1
    assert count > 100


def test_every_row_and_sum_of_the_proposal_stands_in_the_new_one(circle: Circle) -> None:
    (lines,) = circle.lines(re.compile("Beslutsunderlag .*helhetsförslag"))
    (new,) = [d for name, d in circle.documents.items() if name.startswith("helhetsforslag")]
    text = "\n".join(new.values())
    rows = 0
    for line in filter(None, map(str.strip, lines)):
        cells = line.split("\t")
        if len(cells) == 1:
            amounts = re.findall(r"\d[\d ]{5,}", line)
            assert all(plain(amount + "kr") in text for amount in amounts), line
            continue
        if cells[0] == "Initiativets namn":
            continue
        rows += 1
        name, phase = re.fullmatch(r"(.+) (fas \d)", cells[0]).groups()  # type: ignore[union-attr]
        names = {plain(f"{same} {phase}") for same in (name, circle.same.get(name, name))}
        row = next(row for row in text.splitlines() if row.split(" | ")[0] in names)
        for cell in cells[1:]:
            assert plain(cell) in row, (name, cell)
        assert plain(name) in "\n".join(circle.basis(name).values()), "the alias is told"
    assert rows >= 6


def test_every_line_of_the_minutes_stands_in_the_new_ones(circle: Circle) -> None:
    meetings = 0
    for source in circle.sources:
        date = re.search(r"^(?:Datum: )?(\d{4}-\d{2}-\d{2})", source, re.MULTILINE)
        if not source.lstrip("\ufeff \n").startswith("Core Team") or date is None:
            continue
        meetings += 1
        new = "\n".join(circle.documents[f"motesanteckningar-{date[1]}.docx"].values())
        squeezed = re.sub(r"[\s|]+", " ", new)
        for line in filter(None, map(str.strip, source.splitlines())):
            if plain(line).rstrip(":").startswith(("Core Team", "Datum", date[1], "Anteckningar")):
                continue
            label, colon, people = line.partition(":")
            if colon and re.fullmatch(r"[\w ]+", label) and re.search(r"[,(]", people):
                parts = re.split(r", | och ", people.strip())
                assert all(re.sub(r" \(.*", "", part) in new for part in parts), line
                continue
            for cell in line.split("\t"):
                assert is_told(plain(cell).rstrip(":"), squeezed, circle.aliases), (date[1], line)
    assert meetings == 2


def is_told(cell: str, text: str, aliases: Mapping[str, str]) -> bool:
    """Whether a line, or the full name behind a nickname, stands in a text."""
    fixed = {"Medverkande": "Medverkande", "Frånvaro": "Frånvaro", "Näs.ta steg": "Näs.ta steg"}
    return fixed.get(cell, cell) in text or aliases.get(cell, cell) in text


def test_the_sums_are_those_of_the_sources(circle: Circle) -> None:
    (new,) = [d for name, d in circle.documents.items() if name.startswith("helhetsforslag")]
    text = "\n".join(new.values())
    (lines,) = circle.lines(re.compile("Beslutsunderlag .*helhetsförslag"))
    total = next(plain(line) for line in lines if line.startswith("TOTALT"))
    assert f"TOTALT: {total.removeprefix('TOTALT: ')} kr" in text
