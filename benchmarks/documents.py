"""200 decision bases: our templates against a plain docxtpl loop on the same template.

Both get the same values and autoescape, and write their files to disk. Ours also checks the
template, stamps each document and keeps its bytes the same between runs. The ratio is what
counts; the seconds depend on the machine. Run: ``python benchmarks/documents.py``.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter

from docxtpl import DocxTemplate
from jinja2 import Environment

from shk_xl.documents import decision_basis
from shk_xl.documents.fields import Row
from shk_xl.documents.kinds import DocumentKind
from shk_xl.documents.produce import produce_documents
from shk_xl.documents.stamp import SourceStamp
from shk_xl.documents.templates.files import template_path
from shk_xl.documents.word.package import read_package
from shk_xl.documents.word.styles import read_styles
from shk_xl.documents.word.wordml import Blocks, BlockStyles, blocks
from shk_xl.domain.amounts import Known
from shk_xl.domain.portfolio import (
    About,
    Allocation,
    Criterion,
    Heading,
    Initiative,
    InitiativeType,
    Portfolio,
    Score,
    TextSection,
)

DOCUMENTS = 200
ROUNDS = 3
GOAL = 3.0
TODAY = date(2024, 1, 15)
SOURCE = SourceStamp("portfolj.xlsx", "0" * 64)
TEXT = """
Initiativet prövar *små förändringar* i vardagen, och vad de kräver av dem som deltar.

Del 1:

- Kartlägga vilka som behöver vara med & varför
- Pröva i liten skala
  - och skriva ner vad som hände

Del 2: därefter sätts en lärandemiljö upp, där det som har prövats kan växa vidare.
"""


def portfolio() -> Portfolio:
    """Give forum initiatives with a text under every heading."""
    codes = [f"I{number:03}" for number in range(DOCUMENTS)]
    criteria = tuple(Criterion(InitiativeType.FORUM, name) for name in ("Koppling", "Partnerskap"))
    return Portfolio(
        about=About("Samhällskontraktet", "Alla barn och unga lyckas", 2024),
        initiatives=tuple(
            Initiative(
                code,
                f"Initiativ {code}",
                InitiativeType.FORUM,
                actors="Västerås stad, Eskilstuna kommun, MDU",
                context="Skolor i båda städerna",
                period="Hela året",
                start=TEXT,
                resources=TEXT,
                amount=Known(648_000),
            )
            for code in codes
        ),
        texts=tuple(
            TextSection(code, heading, TEXT)
            for code in codes
            for heading in (
                Heading.GOALS,
                Heading.PURPOSE,
                Heading.DESCRIPTION,
                Heading.EFFECTS,
                Heading.ADDED_VALUE,
                Heading.BEST_INTERESTS,
            )
        ),
        criteria=criteria,
        scores=tuple(
            Score(code, criterion.name, 4, TEXT) for code in codes for criterion in criteria
        ),
        allocations=tuple(
            Allocation(code, source, Known(324_000))
            for code in codes
            for source in ("Initiativbudget", "Pilotbudget")
        ),
    )


@dataclass(frozen=True)
class PlainBlocks:
    """A block field as a plain docxtpl template wants it: something that is its own XML."""

    content: Blocks
    styles: BlockStyles

    def __bool__(self) -> bool:
        return bool(self.content)

    def __html__(self) -> str:
        return blocks(self.content.content, self.styles)


def for_docxtpl(row: Row, styles: BlockStyles) -> dict[str, object]:
    """Give the same values to docxtpl."""
    return {
        name: PlainBlocks(value, styles)
        if isinstance(value, Blocks)
        else [for_docxtpl(inner, styles) for inner in value]
        if isinstance(value, list)
        else value
        for name, value in row.items()
    }


def docxtpl_loop(folder: Path) -> None:
    """Make the documents the plain way: a template object for each."""
    whole = portfolio()
    template = template_path(DocumentKind.FORUM.template)
    package = read_package(template.read_bytes(), template.name)
    found = read_styles(package.styles or b"")
    styles = replace(found.block_styles(), part=found.part_style(1))
    standings = decision_basis.Standings.of(whole)
    for initiative in whole.initiatives:
        row = decision_basis.values(whole, initiative, standings, TODAY)
        document = DocxTemplate(template)
        document.render(for_docxtpl(row, styles), Environment(autoescape=True))
        document.save(folder / f"{initiative.code}.docx")


def ours(folder: Path) -> None:
    """Make the documents as the program does."""
    produce_documents(portfolio(), folder, source=SOURCE, today=TODAY, kinds=[DocumentKind.FORUM])


def seconds(make: Callable[[Path], None]) -> float:
    """Time one way, in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        start = perf_counter()
        make(Path(folder))
        taken = perf_counter() - start
        made = len(list(Path(folder).glob("*.docx")))
    if made != DOCUMENTS:
        raise SystemExit(f"{made} documents instead of {DOCUMENTS}")
    return taken


def main() -> None:
    """Time both in turns, and print the medians and their ratio."""
    timed = [(seconds(docxtpl_loop), seconds(ours)) for _ in range(ROUNDS)]
    plain, own = (median(column) for column in zip(*timed, strict=True))
    print(f"{DOCUMENTS} decision bases, median of {ROUNDS} rounds in turns")
    print(f"  plain docxtpl loop  {plain:6.2f} s  {DOCUMENTS / plain:6.0f} documents/s")
    print(f"  shk_xl              {own:6.2f} s  {DOCUMENTS / own:6.0f} documents/s")
    print(f"  ratio {plain / own:.1f} (goal {GOAL:.0f})")
    raise SystemExit(plain / own < GOAL)


if __name__ == "__main__":
    main()
