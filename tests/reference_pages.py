"""Every kind of document of the example as pages in grey, and how two such pages differ.

The pages are LibreOffice's, at a low resolution: enough to see that a heading, a table or a
margin is another, too little to see how an edge was smoothed.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
from meeting_books import draft, held
from numpy.typing import NDArray
from PIL import Image

from shk_xl.documents.changes import Earlier
from shk_xl.documents.form import FORMS, make_form
from shk_xl.documents.kinds import DocumentKind, Layout
from shk_xl.documents.pack import contents
from shk_xl.documents.pack.contents import Entered
from shk_xl.documents.pdf import to_pdf
from shk_xl.documents.produce import produce_documents
from shk_xl.documents.stamp import SourceStamp, Stamp
from shk_xl.documents.templates.kind_of_template import template_of_kind
from shk_xl.domain.amounts import Known
from shk_xl.domain.portfolio import Initiative, Portfolio
from shk_xl.workbook.example import example_2024

Page = NDArray[np.uint8]

FOLDER: Final = Path(__file__).parent / "reference"
TODAY: Final = date(2024, 1, 15)
SOURCE: Final = SourceStamp("exempel_2024.xlsx", "0" * 64)
RESOLUTION: Final = 40
BLOCK: Final = 16
"""Pixels; a centimetre on paper."""
CHANGED: Final = 28
"""How much darker or lighter a block is on average, of 255, when it counts as changed."""
MOST_CHANGED: Final = 0.005
MOST_DIFFERENCE: Final = 4.5
"""The share of changed blocks, and the mean difference, that smoothing may make."""
_GREYS: Final = 16
_DECISIONS: Final = 3
_INITIATIVES: Final = {
    DocumentKind.FORUM: "UVAS",
    DocumentKind.PILOT: "VILLKOR",
    DocumentKind.ROLE: "NYROLL",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """How a page differs from its reference.

    Args:
        mean: The mean difference of a pixel, of 255.
        share: The share of the blocks that are changed.
        first: How far from the left and from the top, in cm, the first changed block stands.
    """

    mean: float
    share: float
    first: tuple[float, float] | None

    @property
    def counts(self) -> bool:
        """Whether it is more than another way to smooth the same page."""
        return self.mean > MOST_DIFFERENCE or self.share > MOST_CHANGED

    def __str__(self) -> str:
        told = f"{self.share:.1%} of the blocks changed, mean difference {self.mean:.1f}"
        if self.first is None:
            return told
        left, top = self.first
        return f"{told}; first {left:.0f} cm from the left, {top:.0f} cm from the top"


def documents(folder: Path) -> dict[str, Path]:
    """Make one document of every kind and layout, by a short name."""
    example = example_2024()
    found: dict[str, Path] = {}
    for kind in _INITIATIVES:
        code = _of_kind(example, kind).code
        for layout in Layout:
            (found[f"{kind.value}-{layout.value}"],) = _made(
                example, folder, initiatives=[code], layout=layout
            )
    for name, portfolio, kind in (
        ("helhetsforslag", example, DocumentKind.PROPOSAL),
        ("kartor", example, DocumentKind.MAPS),
        ("anteckningar", example, DocumentKind.MINUTES),
        ("anteckningar-roster", _shorter(held()), DocumentKind.MINUTES),
        ("anteckningar-utkast", _shorter(draft()), DocumentKind.MINUTES),
    ):
        found[name] = next(iter(_made(portfolio, folder / name, kinds=[kind])))
    (found["forandringar"],) = _made(
        example,
        folder,
        kinds=[DocumentKind.CHANGES],
        earlier=Earlier(_earlier(example), "versionen från 26 september 2023", "2023-09-26"),
    )
    found["innehall"] = folder / "innehall.docx"
    found["innehall"].write_bytes(_contents(example))
    form = FORMS[0]
    found["formular"] = folder / "formular.docx"
    found["formular"].write_bytes(make_form(form, example.about, TODAY))
    return found


def pages(documents: Mapping[str, Path]) -> dict[str, list[Page]]:
    """Render documents, in grey."""
    with TemporaryDirectory() as folder:
        named = {name: Path(folder) / f"{name}.docx" for name in documents}
        for name, path in named.items():
            path.write_bytes(documents[name].read_bytes())
        made = to_pdf([*named.values()], Path(folder))
        return {name: list(_pages(pdf)) for name, pdf in zip(named, made, strict=True)}


def save(name: str, rendered: list[Page]) -> None:
    """Keep the pages of a document as its reference."""
    FOLDER.mkdir(exist_ok=True)
    for number, page in enumerate(rendered, start=1):
        Image.fromarray(page).save(FOLDER / f"{name}-{number}.png", optimize=True)


def reference(name: str) -> list[Page]:
    """Read the pages that are kept of a document."""
    paths = sorted(FOLDER.glob(f"{name}-[0-9]*.png"), key=lambda path: (len(path.name), path.name))
    return [np.asarray(Image.open(path).convert("L")) for path in paths]


def difference(page: Page, other: Page) -> Difference:
    """Tell how two pages differ; of two sizes, in everything."""
    if page.shape != other.shape:
        return Difference(255, 1, (0, 0))
    apart = np.abs(page.astype(int) - other.astype(int))
    height, width = (size // BLOCK * BLOCK for size in apart.shape)
    cut = apart[:height, :width].reshape(height // BLOCK, BLOCK, width // BLOCK, BLOCK)
    changed = cut.mean(axis=(1, 3)) > CHANGED
    at = np.argwhere(changed)
    cm = BLOCK / RESOLUTION * 2.54
    first = (float(at[0][1]) * cm, float(at[0][0]) * cm) if len(at) else None
    return Difference(float(apart.mean()), float(changed.mean()), first)


def differences(name: str, rendered: list[Page], kept: list[Page]) -> list[str]:
    """Say on which pages a document differs from another render of it, and where."""
    if len(kept) != len(rendered):
        return [f"{name}: {len(rendered)} pages, and {len(kept)} before"]
    compared = [difference(*pair) for pair in zip(rendered, kept, strict=True)]
    return [f"{name}, page {n}: {one}" for n, one in enumerate(compared, start=1) if one.counts]


def _made(portfolio: Portfolio, folder: Path, **choices: object) -> list[Path]:
    made = produce_documents(portfolio, folder, source=SOURCE, today=TODAY, **choices)  # type: ignore[arg-type]
    return [one.path for one in made]


def _of_kind(portfolio: Portfolio, kind: DocumentKind) -> Initiative:
    return portfolio.initiative_by_code[_INITIATIVES[kind]]


def _shorter(portfolio: Portfolio) -> Portfolio:
    """Leave all but the first decisions out, which look the same."""
    items = portfolio.meeting_items[: 2 + _DECISIONS]
    numbers = {None, *(item.number for item in items)}
    rows = (row for row in portfolio.attendance if row.item in numbers)
    return replace(portfolio, meeting_items=items, attendance=tuple(rows))


def _earlier(portfolio: Portfolio) -> Portfolio:
    """Give the portfolio as it may have been: an initiative less, and another amount."""
    first, *rest = portfolio.initiatives[:-1]
    return replace(portfolio, initiatives=(replace(first, amount=Known(100_000)), *rest))


def _contents(portfolio: Portfolio) -> bytes:
    kind = DocumentKind.CONTENTS
    template = template_of_kind(kind.template)
    entries = [Entered(one.title, 2 + 3 * n, 3) for n, one in enumerate(portfolio.initiatives)]
    values = contents.values(portfolio, entries, 1 + 3 * len(entries), TODAY)
    rendered = template.render(values)
    stamp = Stamp(kind.value, "", "", "", "", "", TODAY.isoformat(), "", "")
    return template.package(rendered, "Handlingar", "", stamp)


def _pages(pdf: Path) -> Iterator[Page]:
    stem = pdf.with_suffix("")
    subprocess.run(["pdftoppm", "-r", str(RESOLUTION), "-gray", pdf, stem], check=True)
    found = sorted(pdf.parent.glob(f"{stem.name}-*.pgm"))
    for path in found:
        page = np.asarray(Image.open(path))
        yield (page // _GREYS * (255 // (_GREYS - 1))).astype(np.uint8)
        path.unlink()
